"""The timeline of a case: what was said, when, why, and what waited for what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whenever import Instant

from followup.cli.screens.history import sentence
from followup.cli.screens.names import outcome_name, plain, shown
from followup.cli.screens.page import Look, columns, wrap
from followup.core.values.case import Item
from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook
from followup.core.values.times import Moment
from followup.runtime.views import CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of the timeline: when, what kind of thing, what, why, and what it waited for."""

    at: Instant
    kind: str
    text: str
    why: str = ""
    waited: str = ""


def timeline(view: CaseView, playbook: Playbook) -> tuple[Line, ...]:
    """Return the lines of a case in the order in which things happened."""
    return tuple(sorted(_lines(view, playbook), key=lambda line: line.at))


def _lines(view: CaseView, playbook: Playbook) -> Iterator[Line]:
    for entry in view.log:
        if entry.event.kind in (EventKind.STARTED, EventKind.HAPPENED):
            yield Line(at=entry.event.occurred_at, kind="you said", text=sentence(entry))
    for item in view.case.items.values():
        if item.at is not None:
            yield _item(item, view, playbook)


def _item(item: Item, view: CaseView, playbook: Playbook) -> Line:
    kind = playbook.items.get(item.name)
    contact = view.contacts.get(item.contact or "")
    to = f" to {contact.name}" if contact else ""
    way = f", by {item.draft.way}" if item.draft and item.draft.way else ""
    outcome = f": {outcome_name(item.outcome)}" if item.outcome not in ("", item.status.value) else ""
    waited = ""
    if isinstance(item.due, Moment):
        waited = item.due.counted or item.due.rule
    assert item.at is not None  # noqa: S101 - the caller has looked
    return Line(
        at=item.at,
        kind=plain(item.status.value),
        text=f"{shown(item.id)}{to}{way}{outcome}",
        why=(kind.why or kind.say) if kind else "",
        waited=waited,
    )


def screen(lines: tuple[Line, ...], look: Look) -> list[str]:
    """Return the timeline as text."""
    found = []
    for line in lines:
        found += columns([(look.stamp(line.at), line.kind, line.text)], look)
        if line.why:
            found += wrap(line.why, look.width, first=" " * 22 + "why     ")
        if line.waited:
            found += wrap(line.waited, look.width, first=" " * 22 + "waited  ")
    return found
