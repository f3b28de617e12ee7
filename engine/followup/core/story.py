"""A case as a story: every event in its place, told again from the start when one comes late.

The order of a story is that of `occurred_at`, then of the sequence numbers. What was really sent
stays sent; nothing new ever happens in the past (study of the language, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from whenever import Instant

from followup.core.effects import effects
from followup.core.neutral import digest
from followup.core.step import begin, step
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.steps import Effect, Moved, Step
from followup.core.values.surroundings import Surroundings
from followup.errors import InvalidInput, Refused

_FROM_OUTSIDE = (EventKind.HAPPENED, EventKind.KNOWN)
_STAYS = ("skipped", "not_sent", "failed", "expired")
_UNDOABLE = (*_FROM_OUTSIDE, EventKind.TAKEN)


def take(
    playbook: Playbook,
    case: Case,
    event: Event,
    surroundings: Surroundings,
    now: Instant,
    *,
    log: Callable[[], Sequence[Event]],
    as_of: Callable[[int], Case] | None = None,
) -> Step:
    """Take one event wherever it belongs: at the end, or earlier, with all that follows told again.

    Args:
        playbook: The playbook the case is pinned to.
        case: The case as it stands.
        event: With its sequence number, the next of the case.
        surroundings: What lies outside the case.
        now: The present.
        log: All events of the case so far; read only when the story has to be told again.
        as_of: The case as it stood right after the event of a number; needed only where the case has
            gone on with another version of its playbook, since a story is told again no further back
            than that.

    Raises:
        InvalidInput: `event-unknown`, `fact-missing`: the playbook has no such event, or the event
            lacks what it has to bring.
        Refused: `cannot-undo`, when what followed has already left.
        GuardFault, TemplateFault, BornChain: The playbook fails on this case; it has to be held.
    """
    _check(playbook, event)
    mark = fingerprint(event)
    if mark and mark in case.seen:
        return Step(case=case, why=("this was recorded already",), handled=False, repeat=True)
    if event.kind is EventKind.UNDONE or (event.occurred_at < case.last_at and event.kind in _FROM_OUTSIDE):
        told = _again(playbook, case, event, surroundings, now, log(), as_of)
    else:
        told = step(playbook, case, event, surroundings, now)
    return _remember(told, mark)


def fingerprint(event: Event) -> str:
    """Return what tells a record from another: the provider's id, else what, who, when, with what."""
    if event.key:
        return event.key
    if event.kind is not EventKind.HAPPENED:
        return ""
    return digest([event.name, event.contact, event.occurred_at, event.facts])[:16]


def last_told(log: Sequence[Event]) -> Event | None:
    """Return what a person told last and may have told by mistake; what began the case is none of it."""
    undone = {event.undoes for event in log}
    told = [
        event
        for event in log
        if event.kind in _UNDOABLE
        and event.seq not in undone
        and event.by != "the engine"
        and not _opens(log[0], event)
    ]
    return told[-1] if told else None


def _opens(started: Event, event: Event) -> bool:
    """Whether an event only says again, at once, what was said when the case was started."""
    again = all(started.facts.get(name) == value for name, value in event.facts.items())
    return event.seq == started.seq + 1 and event.recorded_at == started.recorded_at and again


def _remember(told: Step, mark: str) -> Step:
    if not mark:
        return told
    return replace(told, case=replace(told.case, seen=(*told.case.seen, mark)))


def _check(playbook: Playbook, event: Event) -> None:
    for name, value in event.facts.items():
        fact = playbook.facts.get(name)
        if value is None and fact is not None and not fact.optional and fact.default is None:
            raise InvalidInput(
                "fact-needed",
                f"{name} is always needed, so it cannot be unknown; nothing was changed",
                hint=f"say what it is now: {name}=...",
            )
    if event.kind is not EventKind.HAPPENED:
        return
    kind = playbook.events.get(event.name)
    if kind is None:
        raise InvalidInput("event-unknown", f"{playbook.name} has no event {event.name}")
    missing = [name for name in kind.facts if event.facts.get(name) is None]
    if missing:
        names = ", ".join(missing)
        raise InvalidInput("fact-missing", f"{event.name} needs {names}", hint=f"say {missing[0]}=...")


def _again(
    playbook: Playbook,
    case: Case,
    event: Event,
    surroundings: Surroundings,
    now: Instant,
    log: Sequence[Event],
    as_of: Callable[[int], Case] | None,
) -> Step:
    """Tell the story from the start with the event in its place, or without the one undone."""
    undone = {past.undoes for past in (*log, event) if past.kind is EventKind.UNDONE}
    if event.kind is EventKind.UNDONE:
        _may_undo(playbook, log, event)
    past = [one for one in (*log, event) if one.seq not in undone and one.kind is not EventKind.UNDONE]
    versions = [number for number, one in enumerate(past) if one.kind is EventKind.UPGRADED]
    first, *rest = past[versions[-1] :] if versions else past
    rest.sort(key=lambda one: (max(one.occurred_at, first.occurred_at), one.seq))
    told = _opening(playbook, case, first, surroundings, as_of)
    seen: list[str] = list(told.case.seen)
    handled = event.kind is EventKind.UNDONE
    said: tuple[Effect, ...] = ()
    why: tuple[str, ...] = ()
    for one in rest:
        at = max(one.occurred_at, first.occurred_at)
        told = step(playbook, told.case, replace(one, occurred_at=at), surroundings, at, told=case.items)
        mark = fingerprint(one)
        if mark and one.seq != event.seq:
            seen.append(mark)
        if one.seq == event.seq:
            handled, why = told.handled, told.why
            said = tuple(effect for effect in told.effects if not isinstance(effect, Moved))
    woken = Event(kind=EventKind.WOKE, occurred_at=now, recorded_at=now, seq=event.seq)
    told = step(playbook, told.case, woken, surroundings, now, told=case.items)
    after = replace(
        told.case, version=event.seq, last_at=max(case.last_at, event.occurred_at), seen=tuple(seen)
    )
    after = replace(after, items=_with_what_left(case, after))
    spoken = tuple(effect for effect in said if type(effect).__name__ in ("Told", "Noted"))
    return Step(case=after, effects=(*effects(case, after), *spoken), why=why, handled=handled)


def _opening(
    playbook: Playbook,
    case: Case,
    first: Event,
    surroundings: Surroundings,
    as_of: Callable[[int], Case] | None,
) -> Step:
    """Return where the telling begins: at the start, or where the case went on with this playbook."""
    if as_of is not None and first.kind is EventKind.UPGRADED:
        return Step(case=as_of(first.seq))
    return begin(
        playbook,
        id=case.id,
        owner=case.owner,
        digest=case.playbook,
        event=first,
        surroundings=surroundings,
        now=first.occurred_at,
        told=case.items,
    )


def _with_what_left(before: Case, after: Case) -> dict[str, Item]:
    """Return the items of the new story with what had really left in the old one kept as it was."""
    items = dict(after.items)
    for name, item in before.items.items():
        if item.status.left or item.counted:
            items[name] = item
        elif name not in items:
            items[name] = replace(item, status=ItemStatus.DROPPED, state="", reason="the story changed")
    return items


def _may_undo(playbook: Playbook, log: Sequence[Event], event: Event) -> None:
    """Refuse to undo what has already had consequences outside."""
    known = {past.seq: past for past in log}
    wrong = known.get(event.undoes)
    if wrong is None or wrong.kind not in _UNDOABLE:
        raise Refused("cannot-undo", "there is nothing here that can be undone; nothing was changed")
    if any(past.seq > wrong.seq and past.kind is EventKind.UPGRADED for past in log):
        raise Refused(
            "cannot-undo",
            "the case has gone on with another version of its playbook since; nothing was changed",
            hint="tell what is true now instead",
        )
    left = [past for past in log if past.seq > wrong.seq and _leaves(playbook, past)]
    if left:
        raise Refused(
            "cannot-undo",
            f"{left[0].item} has left since; what has left cannot be undone, and nothing was changed",
            hint="tell what is true now instead",
        )


def _leaves(playbook: Playbook, event: Event) -> bool:
    """Whether a message left by this event: an attempt began, or a person said it was done by hand."""
    if event.kind is EventKind.ATTEMPT:
        return True
    by_hand = event.kind is EventKind.ITEM and event.by != "the engine" and event.outcome not in _STAYS
    return by_hand and any(
        event.item == name or event.item.startswith(f"{name}_")
        for name, kind in playbook.items.items()
        if kind.kind is ItemKind.MESSAGE
    )
