"""May it go? The only gate: the start of an attempt, `why` and every forecast ask here.

Each rule answers for one item, its contact and its way: free, blocked until an instant, blocked
until an event, or never. All must be free, so the order decides only what is told first: ban, no
from the contact, what is missing, waits, limits, hours (study of the language, section 8).
"""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Instant

from followup.core.bans import bans, some_begin_later
from followup.core.calendar.hours import opening
from followup.core.calendar.sentences import plus
from followup.core.knowledge import Knowledge
from followup.core.limits import limits
from followup.core.planning import by_its_way
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.playbook import ItemKind, ItemType, Late, Playbook
from followup.core.values.steps import Block, Verdict
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Hours, Moment, Part, Span, Unit

_ONE_BUSINESS_DAY = Span((Part(1, Unit.BUSINESS_DAY),))
_ENDS = {
    ItemStatus.SENT: "it has been sent",
    ItemStatus.DONE: "it has been done",
    ItemStatus.FAILED: "it has failed",
    ItemStatus.EXPIRED: "it has expired",
    ItemStatus.DROPPED: "it was dropped with its state",
    ItemStatus.SKIPPED: "you decided not to",
    ItemStatus.REPLACED: "another message went in its place",
    ItemStatus.IN_DOUBT: "nobody knows whether it was sent",
}


def may(playbook: Playbook, case: Case, item_id: str, surroundings: Surroundings, now: Instant) -> Verdict:
    """Say whether an item may go now; if not, which rules block it, why, and until when."""
    item = case.items[item_id]
    kind = playbook.item_type(item.name)
    known = Knowledge(playbook, case, surroundings, now)
    blocks = tuple(_blocks(known, kind, item, case, now))
    return Verdict(blocks=blocks, free_at=_free_at(known, kind, item, blocks, now))


def _blocks(known: Knowledge, kind: ItemType, item: Item, case: Case, now: Instant) -> Iterator[Block]:
    yield from _life(case, item, now)
    going = by_its_way(known, kind, item)
    if kind.kind is ItemKind.MESSAGE:
        yield from bans(known, kind, going, now)
        yield from _needs(kind, item)
        yield from _waits(known, kind, item, now)
    yield from _due(known, kind, item, now)
    if kind.kind is ItemKind.MESSAGE:
        if kind.counts:
            yield from limits(known, kind, going, now)
        yield from _approval(known, kind, item, now)
    yield from _hours(known, kind, item, now)


def _life(case: Case, item: Item, now: Instant) -> Iterator[Block]:
    """An item that is dead, or whose case is paused, goes nowhere."""
    if item.status in _ENDS:
        yield Block(rule="outcome", path="", why=_ENDS[item.status], never=True)
    elif item.state not in case.entered:
        yield Block(rule="outcome", path="", why="the case has moved on", never=True)
    if case.hold is not None and (case.hold.until is None or case.hold.until > now):
        yield Block(rule="paused", path="", why=case.hold.why, until=case.hold.until, lifts="lift")
    if isinstance(item.expires, Moment) and item.expires.at <= now:
        yield Block(
            rule="expired", path=f"messages.{item.name}.expires", why="it is too late by now", never=True
        )


def _needs(kind: ItemType, item: Item) -> Iterator[Block]:
    path = f"messages.{kind.name}.needs"
    for need in (*item.stuck, *item.missing):
        yield Block(rule="needs", path=path, why=f"{need} is not known yet", lifts=f"{need} told")
    for error in item.draft.errors if item.draft is not None else ():
        yield Block(rule="needs", path=f"messages.{kind.name}.wording", why=error, lifts="an edit")


def _waits(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    for wait in known.playbook.courtesy.waits.values():
        if kind.name not in wait.holds or wait.name in kind.despite:
            continue
        if wait.when is not None and known.holds(wait.when, item) is False:
            continue
        until = None
        if wait.until is not None:
            end = known.moment(wait.until, item.state, now, item=item, limit=True)
            if not isinstance(end, Moment) or end.at <= now:
                continue
            until = end.at
        path = f"courtesy.waits.{wait.name}"
        yield Block(rule="wait", path=path, why=wait.why, until=until, lifts="" if until else wait.name)


def _due(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    group = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
    path = f"{group}.{kind.name}.due"
    if not isinstance(item.due, Moment):
        names = " and ".join(item.due.missing)
        yield Block(rule="due", path=path, why=f"{names} is not known yet", lifts=f"{names} told")
    elif item.due.at > now:
        yield Block(rule="due", path=path, why=item.due.counted or item.due.rule, until=item.due.at)
    if item.not_before is not None and item.not_before > now:
        why = "it is tried again then" if item.tries or item.attempt else "it comes again only then"
        yield Block(rule="due", path=f"{group}.{kind.name}", why=why, until=item.not_before)
    if kind.when is not None and known.holds(kind.when, item) is not True:
        yield Block(
            rule="condition", path=f"{group}.{kind.name}.when", why=f"not ({kind.when})", lifts=kind.when
        )


def _approval(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    if item.draft is not None and item.status in (ItemStatus.PLANNED, ItemStatus.DRAFTED):
        yield Block(rule="approval", path="", why="nobody has approved it yet", lifts="approve")
    if kind.late is Late.ASK and not item.late_ok and item.status is ItemStatus.APPROVED:
        way = known.surroundings.ways.get(item.draft.way) if item.draft is not None else None
        by_person = way is not None and way.person
        if not by_person and is_late(known, kind, item, now):
            yield Block(rule="late", path=f"messages.{kind.name}.late", why="it is late", lifts="your answer")


def _hours(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    opened = opened_at(known, kind, item, now)
    if opened is None:
        yield Block(rule="hours", path="courtesy.hours", why="it is never open", never=True)
    elif opened > now:
        yield Block(rule="hours", path="courtesy.hours", why="outside its hours", until=opened)


def opened_at(known: Knowledge, kind: ItemType, item: Item, at: Instant) -> Instant | None:
    """Return the first instant from `at` on that lies within the hours of an item; None: never."""
    if kind.kind is ItemKind.TASK:
        return opening(known.playbook.courtesy.my_hours, known.my_calendar, at)
    if "hours" in kind.despite:
        return at
    return opening(_hours_of(known, kind, item), known.calendar, at)


def _hours_of(known: Knowledge, kind: ItemType, item: Item) -> Hours:
    if kind.hours is not None:
        return kind.hours
    hours = known.playbook.courtesy.hours
    draft = by_its_way(known, kind, item).draft
    way = draft.way if draft is not None else ""
    return hours.get(way, hours.get("any", ()))


def is_late(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> bool:
    """Whether an item is so late that its `late` rule decides.

    Counted from when hours would have let it go: past `by`, or more than a business day past its
    due where it has no `by` or hours put it off beyond that.
    """
    if not isinstance(item.due, Moment):
        return False
    start = max(item.due.at, item.not_before or item.due.at)
    free = opened_at(known, kind, item, start) or start
    if isinstance(item.by, Moment) and free <= item.by.at:
        return now > item.by.at
    return now > plus(_ONE_BUSINESS_DAY, free, known.calendar, known.playbook.courtesy.time)


def _free_at(
    known: Knowledge, kind: ItemType, item: Item, blocks: tuple[Block, ...], now: Instant
) -> Instant | None:
    """Return the first instant at which nothing would block, as far as ends are known."""
    if any(block.never or block.until is None for block in blocks):
        return None
    ends = [block.until for block in blocks if block.until is not None]
    free = opened_at(known, kind, item, max(ends, default=now))
    if kind.kind is ItemKind.TASK or not some_begin_later(known):
        return free
    going = by_its_way(known, kind, item)
    for _ in known.playbook.courtesy.bans:  # one may begin in the meantime, and the next before it ends
        later = [block.until for block in bans(known, kind, going, free)] if free is not None else []
        if free is None or not later:
            return free
        free = opened_at(known, kind, item, max(end for end in later if end)) if all(later) else None
    return free
