"""What was among a story that was lived through: read off its real logs, so that nothing is only claimed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from tests.runtime.simulation.lived import Lived
from tests.runtime.simulation.storyteller import Tale

from followup.core.values.case import Case, ItemStatus
from followup.core.values.events import Event, EventKind
from followup.core.values.records import Entry
from followup.core.values.scenario import Approvals, Deed

Lying = dict[str, tuple[str, Event]]
"""The status that each item lies in, and since which event."""


def counted(tale: Tale, lived: Lived) -> Counter[str]:
    """Return how much of everything was among a story."""
    deeds = Counter(act.deed for act in tale.scenario.story)
    count = Counter(
        {
            "cases": len(lived.logs),
            "pairs": len(lived.logs) - 1,
            "pairs of one candidate": int(tale.pair == "one candidate"),
            "pairs of two candidates": int(tale.pair == "two candidates"),
            "restarts in the simulation": deeds[Deed.RESTART],
            "restarts in reality": lived.restarts,
            "acts": len(tale.scenario.story),
            "acts refused": len(lived.refused),
            "letters brought to a channel": len(lived.brought),
            "stories with approvals at once": int(tale.scenario.approvals is Approvals.AT_ONCE),
            "stories with approvals later": int(tale.scenario.approvals is Approvals.LATER),
            "stories with approvals never": int(tale.scenario.approvals is Approvals.NEVER),
        }
    )
    count.update(f"held back, approved and due: {rule}" for _, _, rule in lived.held)
    for name, log in lived.logs.items():
        count.update(_of_case(log, lived.cases[name]))
    return count


def _of_case(log: Sequence[Entry], case: Case) -> Iterator[str]:
    """Yield a name for everything in the log of a case that is counted."""
    lay: Lying = {}
    for entry in log:
        event = entry.event
        yield "events compared"
        yield from _of_event(entry, lay)
        word = _revised(event) if entry.handled else ""
        if word:
            yield from (f"{word} while a draft was {status}" for status in _statuses(lay))
        yield from _of_items(entry, lay)
    yield from ("in doubt at the end" for one in case.items.values() if one.status is ItemStatus.IN_DOUBT)


_PLAIN = {
    EventKind.EDITED: "edits",
    EventKind.HELD: "holds",
    EventKind.UNDONE: "undone",
    EventKind.SETTLED_LATE: "late settled",
    EventKind.FIRED: "timers fired",
}


def _of_event(entry: Entry, lay: Lying) -> Iterator[str]:
    event = entry.event
    if event.kind in _PLAIN:
        yield _PLAIN[event.kind]
    elif event.kind is EventKind.APPROVED:
        since = lay[event.item][1].recorded_at if event.item in lay else event.recorded_at
        yield "approvals at once" if since == event.recorded_at else "approvals delayed"
    elif event.kind is EventKind.ITEM:
        yield from _of_outcome(event, lay)
    elif event.kind in (EventKind.HAPPENED, EventKind.KNOWN):
        if event.occurred_at < event.recorded_at:
            yield "late records"
        if event.by.startswith("your case"):
            yield f"told by the other case: {event.name}"


def _of_outcome(event: Event, lay: Lying) -> Iterator[str]:
    status, since = lay.get(event.item, ("", event))
    if event.outcome == "in_doubt":
        yield "in doubt"
    elif status == "in_doubt":
        late = event.recorded_at > since.recorded_at
        yield "in doubt settled later" if late else "in doubt settled at once"
    elif event.note == "you refused it":
        yield "drafts refused" if status in ("drafted", "approved") else "other items refused"


def _of_items(entry: Entry, lay: Lying) -> Iterator[str]:
    """Keep what lies there and since when; yield a name where a draft got other words."""
    for name, changed in entry.changes.get("items", {}).items():
        before = lay.pop(name, None)
        status = changed.get("status", "planned") if changed is not None else ""
        if not status:
            continue
        same = before is not None and before[0] == status
        lay[name] = before if before is not None and same else (status, entry.event)
        if status == "drafted" and before is not None and before[0] == "approved":
            yield "approvals taken back by a change"


def _statuses(lay: Lying) -> set[str]:
    return {status for status, _ in lay.values()} & {"drafted", "approved"}


def _revised(event: Event) -> str:
    """Return what a person said anew: a promised day, or an appointment; else nothing."""
    told = event.kind in (EventKind.HAPPENED, EventKind.KNOWN) and event.seq > _OPENING
    if not told or event.by.startswith("your case"):
        return ""
    if {"promised_by", "offer_until"} & event.facts.keys():
        return "promises revised"
    return "interviews moved" if event.name == "moved" else ""


_OPENING = 2
"""With the first two events of its log a case begins."""
