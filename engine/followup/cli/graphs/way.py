"""The way of a case through its playbook, read off its log."""

from __future__ import annotations

from collections.abc import Iterable

from followup.cli.graphs.picture import Step
from followup.core.values.case import Case
from followup.core.values.events import Event, EventKind
from followup.core.values.records import Entry


def way(log: Iterable[Entry], case: Case) -> tuple[Step, ...]:
    """Return the states a case went through, the one it is in now last.

    Where the story was told again after an event that came late, the log holds states that the case was
    moved to at the time; they are steps all the same.
    """
    found: list[Step] = []
    for entry in log:
        state = entry.changes.get("state")
        if state and (not found or found[-1].state != state):
            found.append(Step(state=state, by=_by(entry.event, case)))
    if not found or found[-1].state != case.state:
        found.append(Step(state=case.state))
    return tuple(found)


def _by(event: Event, case: Case) -> str:
    """Return what led on: an event's name, `STATE.TIMER`, or `ITEM.` for any outcome of an item."""
    if event.kind is EventKind.ITEM:
        item = case.items.get(event.item)
        return f"{item.name if item else event.item}."
    return event.name
