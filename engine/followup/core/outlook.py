"""What lies ahead of a case: what is due, when to look again, and what a person is wanted for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whenever import Instant

from followup.core import machine
from followup.core.bans import bans
from followup.core.courtesy import is_late, may, opened_at
from followup.core.knowledge import Knowledge
from followup.core.step import step
from followup.core.tending import out_of_reach
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import FactType, ItemKind, ItemType, Playbook
from followup.core.values.records import Row
from followup.core.values.steps import Want, WantKind
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment

_DRAFT_AHEAD_HOURS = 24


def due(playbook: Playbook, case: Case, surroundings: Surroundings, now: Instant) -> tuple[Event, ...]:
    """Return the events that time itself brings about now, in the order to take them.

    One at a time is enough: after each of them the answer may be another. An empty answer means
    that nothing happens before something is told or time goes on.
    """
    if playbook.states[case.state].final:
        return ()
    if case.hold is not None and case.hold.until is not None and case.hold.until <= now:
        return (Event(kind=EventKind.LIFTED, occurred_at=now, recorded_at=now, by="the engine"),)
    known = Knowledge(playbook, case, surroundings, now)
    fired = [
        (armed.due.at, order, name)
        for order, (name, armed) in enumerate(case.timers.items())
        if isinstance(armed.due, Moment) and armed.due.at <= now and not armed.fired
        if machine.machine_of(playbook).choose(
            case.state, machine.fired(name), lambda guard: known.holds(guard) is True
        )
    ]
    if fired:
        _, _, name = min(fired)
        return (Event(kind=EventKind.FIRED, occurred_at=now, recorded_at=now, name=name, by="the engine"),)
    woke = Event(kind=EventKind.WOKE, occurred_at=now, recorded_at=now, seq=case.version + 1, by="the engine")
    after = step(playbook, case, woke, surroundings, now).case
    return (replace(woke, seq=0),) if _differs(case, after) else ()


def _differs(before: Case, after: Case) -> bool:
    return replace(after, version=before.version, last_at=before.last_at) != before


def row(playbook: Playbook, case: Case, surroundings: Surroundings, now: Instant) -> Row:
    """Return what lists and indexes need of a case as it stands now."""
    known = Knowledge(playbook, case, surroundings, now)
    wanted = wants(playbook, case, surroundings, now)
    ends = [end for want in wanted for end in [_earliest(want.by, want.expires)] if end is not None]
    final = playbook.states[case.state].final
    return Row(
        due=None if final else _next_look(playbook, case, surroundings, now),
        wants=min((want.since for want in wanted), default=None),
        deadline=min(ends, default=None),
        employer=_employer(known),
        title=_title(known),
        final=final,
        held=case.hold is not None,
        in_doubt=sum(1 for item in case.items.values() if item.status is ItemStatus.IN_DOUBT),
    )


def _next_look(playbook: Playbook, case: Case, surroundings: Surroundings, now: Instant) -> Instant | None:
    """Return when the case has to be looked at again; the past if something is left to do now."""
    known = Knowledge(playbook, case, surroundings, now)
    ahead = [
        armed.due.at for armed in case.timers.values() if isinstance(armed.due, Moment) and not armed.fired
    ]
    if case.hold is not None and case.hold.until is not None:
        ahead.append(case.hold.until)
    for name, state in out_of_reach(playbook, case):
        or_else = playbook.items[name].or_else
        after = known.moment(or_else.after, state, now) if or_else is not None else None
        ahead.extend([after.at] if isinstance(after, Moment) else [])
    for item in case.items.values():
        if item.status.live and item.name in playbook.items:
            ahead.extend(_instants(known, playbook, case, item, surroundings, now))
    coming = [at for at in ahead if at > now]
    ready = [
        item.id
        for item in case.items.values()
        if item.status is ItemStatus.APPROVED and may(playbook, case, item.id, surroundings, now).go
    ]
    return now if ready else min(coming, default=None)


def _instants(
    known: Knowledge, playbook: Playbook, case: Case, item: Item, surroundings: Surroundings, now: Instant
) -> Iterator[Instant]:
    """Yield the instants at which something about an item may change by itself."""
    kind = playbook.items[item.name]
    if isinstance(item.expires, Moment) and item.status not in (ItemStatus.SENDING, ItemStatus.IN_DOUBT):
        yield item.expires.at
    if item.status is ItemStatus.PLANNED and isinstance(item.due, Moment):
        due_at = max(item.due.at, item.not_before or item.due.at)
        if kind.kind is ItemKind.TASK:
            yield opened_at(known, kind, item, max(due_at, now)) or due_at
        else:
            yield due_at.subtract(hours=_DRAFT_AHEAD_HOURS)
            yield due_at
    if item.status is ItemStatus.APPROVED:
        free = may(playbook, case, item.id, surroundings, now).free_at
        if free is not None:
            yield free
        if isinstance(item.by, Moment):
            yield item.by.at.add(nanoseconds=1000)


def wants(playbook: Playbook, case: Case, surroundings: Surroundings, now: Instant) -> tuple[Want, ...]:
    """Return what the case wants of a person now, the most urgent first."""
    known = Knowledge(playbook, case, surroundings, now)
    found = [
        want
        for item in case.items.values()
        if item.status.live and item.name in playbook.items
        for want in _wanted(known, playbook.items[item.name], item, now)
    ]
    return tuple(sorted(found, key=_urgency))


def _wanted(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Want]:
    by = item.by.at if isinstance(item.by, Moment) else None
    expires = item.expires.at if isinstance(item.expires, Moment) else None

    def want(what: WantKind, since: Instant, asks: tuple[str, ...] = ()) -> Want:
        return Want(item=item.id, kind=what, since=since, by=by, expires=expires, asks=asks)

    if item.status is ItemStatus.IN_DOUBT:
        yield want(WantKind.RESOLVE, item.at or now)
    elif item.status is ItemStatus.HANDED_OVER:
        asks = tuple(fact for fact in kind.asks if not known.answered(fact, item))
        yield want(
            WantKind.TELL if asks and kind.kind is ItemKind.TASK else WantKind.DO, item.at or now, asks
        )
    elif item.status is ItemStatus.DRAFTED:
        if not _in_vain(known, kind, item, now):
            yield want(WantKind.APPROVE, item.planned_at)
    elif item.status is ItemStatus.APPROVED and _asks_whether_late(known, kind, item, now):
        yield want(WantKind.LATE, by or now)
    elif _lacks(known, kind, item, now):
        yield want(WantKind.TELL, item.planned_at, (*item.stuck, *item.missing))


def _lacks(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> bool:
    """Whether an item would be drafted by now if something about it or its contact were known."""
    return (
        item.status is ItemStatus.PLANNED
        and bool(item.stuck or item.missing)
        and _near(item, now)
        and known.holds(kind.when, item) is True
    )


def _in_vain(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> bool:
    """Whether a message will not go as things stand, so that nobody has to approve it."""
    return known.holds(kind.when, item) is False or any(block.never for block in bans(known, kind, item, now))


def _asks_whether_late(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> bool:
    way = known.surroundings.ways.get(item.draft.way) if item.draft is not None else None
    by_person = way is not None and way.person
    return kind.late == "ask" and not item.late_ok and not by_person and is_late(known, kind, item, now)


def _near(item: Item, now: Instant) -> bool:
    if not isinstance(item.due, Moment):
        return False
    start = max(item.due.at, item.not_before or item.due.at)
    return start <= now.add(hours=_DRAFT_AHEAD_HOURS)


def _urgency(want: Want) -> tuple[Instant, Instant, str]:
    end = _earliest(want.by, want.expires) or Instant.MAX
    return (end, want.since, want.item)


def _earliest(*instants: Instant | None) -> Instant | None:
    return min((at for at in instants if at is not None), default=None)


def contacts(playbook: Playbook, case: Case) -> frozenset[str]:
    """Return the ids of all contacts a case has ever referred to."""
    groups = [
        name for name, fact in playbook.facts.items() if fact.type in (FactType.CONTACTS, FactType.CONTACT)
    ]
    found: set[str] = {item.contact for item in case.items.values() if item.contact is not None}
    for group in groups:
        for word in case.facts.get(group, ()):
            found.update(word.value if isinstance(word.value, tuple) else filter(None, [_text(word.value)]))
    found.update(past.contact for past in case.happened.values() if past.contact is not None)
    return frozenset(found)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _employer(known: Knowledge) -> str:
    return " ".join(_text(known.value("company")).casefold().split())


def _title(known: Knowledge) -> str:
    """Return `Data analyst at Acme` from the facts that every playbook about jobs calls so."""
    job, company = _text(known.value("job")), _text(known.value("company"))
    return f"{job} at {company}" if job and company else job or company or known.playbook.title
