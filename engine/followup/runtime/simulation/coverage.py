"""What of a playbook has been seen at work in a log."""

from __future__ import annotations

from collections.abc import Sequence

from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook
from followup.core.values.records import Entry
from followup.runtime.simulation.values import Coverage

_WENT = ("sent", "done")


def covered(log: Sequence[Entry], playbook: Playbook) -> Coverage:
    """Return the states, transitions, timers and items that a log has seen."""
    states: set[str] = set()
    transitions: set[tuple[str, str, str]] = set()
    timers: set[str] = set()
    items: set[str] = set()
    names: dict[str, str] = {}
    for entry in log:
        states |= {name for name, at in entry.changes.get("entered", {}).items() if at is not None}
        taken = [one for why in entry.why for one in [_transition(why, playbook)] if one is not None]
        transitions.update(taken)
        for _, _, target in taken:
            states |= set(playbook.path(playbook.states[target].leaf)) if target else set()
        if entry.event.kind is EventKind.FIRED and entry.handled:
            timers.add(entry.event.name)
        for item, changed in entry.changes.get("items", {}).items():
            if changed is not None:
                names[item] = changed.get("name", names.get(item, ""))
                items |= {names[item]} if changed.get("status") in _WENT else set()
    return Coverage(
        states=frozenset(states),
        transitions=frozenset(transitions),
        timers=frozenset(timers),
        items=frozenset(items),
    )


def _transition(why: str, playbook: Playbook) -> tuple[str, str, str] | None:
    """Return the transition that one of a log's reasons names.

    `met: thank_you.settled -> waiting`, or for a timer `waiting.silence was due -> dormant`.
    """
    timer, due, _ = why.partition(" was due -> ")
    if due:
        state, _, name = timer.rpartition(".")
        there = playbook.states.get(state)
        armed = there.timers.get(name) if there is not None else None
        return (state, timer, armed.branch.go or "") if armed is not None else None
    state, colon, rest = why.partition(": ")
    trigger, _, target = rest.partition(" -> ")
    if not colon or state not in playbook.states or target not in ("", *playbook.states):
        return None
    return state, trigger, target
