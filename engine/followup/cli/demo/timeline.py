"""The timeline of a case: what was said, when, why, and what waited for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whenever import Instant

from followup.cli.screens.effects import withdrawn
from followup.cli.screens.history import sentence
from followup.cli.screens.names import outcome_name, plain, shown
from followup.cli.screens.page import Look
from followup.cli.screens.table import columns
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook
from followup.core.values.times import Moment
from followup.runtime.views import CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the timeline.

    Attributes:
        at: When.
        kind: `told`, `sent`, `done`, `expired`, `dropped`, ...
        text: What.
        why: The reason the playbook gives, or empty.
        waited: Until when it had waited, and by which rule; empty for what was told.
    """

    at: Instant
    kind: str
    text: str
    why: str = ""
    waited: str = ""


def timeline(view: CaseView, playbook: Playbook, look: Look) -> tuple[Line, ...]:
    """Return the lines of a case in the order in which things happened."""
    return tuple(sorted(_lines(view, playbook, look), key=lambda line: line.at))


def _lines(view: CaseView, playbook: Playbook, look: Look) -> Iterator[Line]:
    for entry in view.log:
        if entry.event.kind in (EventKind.STARTED, EventKind.HAPPENED):
            yield Line(at=entry.event.occurred_at, kind="told", text=sentence(entry, look))
    for item in view.case.items.values():
        if item.at is not None and (item.status is not ItemStatus.DROPPED or item.contact is not None):
            yield _item(item, view, playbook, look)


def _item(item: Item, view: CaseView, playbook: Playbook, look: Look) -> Line:
    kind = playbook.items.get(item.name)
    contact = view.contacts.get(item.contact or "")
    told = item.outcome not in ("", item.status.value, "sent")
    way = f", by {item.draft.way}" if item.draft and item.draft.way else ""
    reason = f" ({withdrawn(item.reason)})" if item.reason else ""
    waited = ""
    if isinstance(item.due, Moment):
        counted = item.due.counted or item.due.rule
        at = look.moment(item.due.at)
        waited = f"until {at}" if counted == at else f"until {at}: {counted}"
    assert item.at is not None  # noqa: S101 - the caller has looked
    return Line(
        at=item.at,
        kind="done" if told and item.status is ItemStatus.SENT else plain(item.status.value),
        text=f"{shown(item.id)}{f' to {contact.name}' if contact else ''}{way}"
        f"{f': {outcome_name(item.outcome)}' if told else ''}{reason}",
        why=(kind.why or kind.say) if kind else "",
        waited=waited,
    )


def screen(lines: tuple[Line, ...], look: Look) -> list[str]:
    """Return the timeline as text."""
    rows = []
    for line in lines:
        rows.append((look.moment(line.at), line.kind, line.text))
        rows += [("", word, text) for word, text in (("  why", line.why), ("  waited", line.waited)) if text]
    return columns(rows, look)
