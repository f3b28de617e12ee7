"""What follows from a step for everything beside the case: outbox rows, touches, lessons, other cases."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from whenever import Instant

from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import Audience, Playbook, Scope
from followup.core.values.records import Parcel, ParcelStatus, Signal
from followup.core.values.steps import Drafted, Effect, Sealed, Told, Unsealed, Withdrawn
from followup.core.values.surroundings import Touch, Way
from followup.ports import Writing
from followup.runtime.surroundings import GO_BETWEEN, employer_of

_HERE = (ParcelStatus.DRAFTED, ParcelStatus.APPROVED)
"""Rows that nothing has been tried with, or that came back: their words still lie here."""

_SETTLED = {
    ItemStatus.SENT: ParcelStatus.SENT,
    ItemStatus.DONE: ParcelStatus.SENT,
    ItemStatus.FAILED: ParcelStatus.FAILED,
    ItemStatus.SKIPPED: ParcelStatus.WITHDRAWN,
    ItemStatus.EXPIRED: ParcelStatus.WITHDRAWN,
    ItemStatus.DROPPED: ParcelStatus.WITHDRAWN,
    ItemStatus.REPLACED: ParcelStatus.WITHDRAWN,
    ItemStatus.DRAFTED: ParcelStatus.DRAFTED,
}
"""What becomes of the row when a person has settled its item; given back, it failed and comes as another."""


def write_parcels(writing: Writing, before: Case | None, after: Case, effects: Sequence[Effect]) -> None:
    """Bring the outbox rows of a case to what its items have come to."""
    for item in after.items.values():
        old = before.items.get(item.id) if before is not None else None
        if old is not None and old.status is not item.status:
            _settle(writing, after.id, old, item)
    for effect in (*effects, *_come_back(before, after, effects)):
        match effect:
            case Drafted():
                _drafted(writing, after.id, effect)
            case Sealed():
                _mark(writing, after.id, effect.item, ParcelStatus.APPROVED)
            case Unsealed():
                _mark(writing, after.id, effect.item, ParcelStatus.DRAFTED)
            case Withdrawn():
                _mark(writing, after.id, effect.item, ParcelStatus.WITHDRAWN)
            case _:
                pass


def _come_back(before: Case | None, after: Case, effects: Sequence[Effect]) -> Iterator[Effect]:
    """Yield what items come to that a person gave back and that are ready again in the same words."""
    drafted = {effect.item for effect in effects if isinstance(effect, Drafted)}
    for old in before.items.values() if before is not None else ():
        new = after.items.get(old.id)
        if new is None:
            continue
        again = old.status is ItemStatus.HANDED_OVER and new.status in (
            ItemStatus.DRAFTED,
            ItemStatus.APPROVED,
        )
        if again and new.draft is not None and new.id not in drafted:
            yield Drafted(item=new.id, draft=new.draft, due=new.not_before, expires=None)
            if new.status is ItemStatus.APPROVED:
                yield Sealed(item=new.id, digest=new.approved)


def _settle(writing: Writing, case: str, old: Item, new: Item) -> None:
    """Settle a row whose item a person has settled; what an attempt answers is settled where it is heard."""
    given_back = old.status is ItemStatus.HANDED_OVER and new.status.live
    target = ParcelStatus.FAILED if given_back else _SETTLED.get(new.status)
    parcel = writing.parcel(case, new.id)
    if parcel is None or target is None:
        return
    if parcel.status in (ParcelStatus.HANDED_OVER, ParcelStatus.IN_DOUBT):
        kind = AnswerKind.ACCEPTED if target is ParcelStatus.SENT else AnswerKind.NEEDS_PERSON
        said = new.outcome.replace("_", " ") or new.reason
        writing.finish(parcel, target, Answer(kind=kind, text=f"you said: {said}"))
    elif parcel.status in _HERE and old.draft and new.status in (ItemStatus.SENT, ItemStatus.FAILED):
        writing.put_parcel(replace(parcel, status=target))  # sent by hand, or it cannot go at all


def _drafted(writing: Writing, case: str, effect: Drafted) -> None:
    """Put a revision into the outbox; the one before it, if it still lies here, is withdrawn.

    An item that was put back by its outcome begins its revisions anew, so the row counts on by itself.
    """
    last = writing.parcel(case, effect.item)
    draft = effect.draft
    if last is not None and not _same_words(last, effect):
        if last.status in _HERE:
            writing.put_parcel(replace(last, status=ParcelStatus.WITHDRAWN))
        draft = replace(draft, revision=max(draft.revision, last.draft.revision + 1))
    elif last is not None:
        draft = replace(draft, revision=last.draft.revision)
    parcel = Parcel(
        case=case,
        item=effect.item,
        draft=draft,
        key=_key(case, effect.item, draft.revision, draft.digest),
        due=effect.due,
        expires=effect.expires,
        attempt=last.attempt if last is not None and last.draft.revision == draft.revision else 0,
    )
    writing.put_parcel(parcel)


def _same_words(parcel: Parcel, effect: Drafted) -> bool:
    lies_here = parcel.status in (*_HERE, ParcelStatus.WITHDRAWN)
    return lies_here and parcel.draft.digest == effect.draft.digest


def _key(case: str, item: str, revision: int, digest: str) -> str:
    """Return a key that is the same for every attempt at these words, and tells nothing about them."""
    return hashlib.sha256(f"{case}/{item}/{revision}/{digest}".encode()).hexdigest()[:32]


def _mark(writing: Writing, case: str, item: str, status: ParcelStatus) -> None:
    parcel = writing.parcel(case, item)
    if parcel is None or parcel.status is status:
        return
    if parcel.status in (*_HERE, ParcelStatus.WITHDRAWN):
        writing.put_parcel(replace(parcel, status=status))


def write_touches(writing: Writing, before: Case | None, after: Case, ways: Mapping[str, Way]) -> None:
    """Record a touch when an item leaves (or may have left) the house; take it back if it surely did not."""
    for item in after.items.values():
        old = before.items.get(item.id) if before is not None else None
        if old == item:
            continue
        was = _touches(after, old, ways) if old is not None else ()
        now = _touches(after, item, ways)
        if was == now:
            continue
        for gone in {touch.item for touch in was} - {touch.item for touch in now}:
            writing.remove_touch(after.id, gone)
        for touch in now:
            writing.add_touch(touch)


def _touches(case: Case, item: Item, ways: Mapping[str, Way]) -> tuple[Touch, ...]:
    if item.contact is None or item.at is None or not item.status.left:
        return ()
    way = ways.get(item.draft.way) if item.draft is not None else None
    touch = Touch(
        contact=item.contact,
        at=item.at,
        case=case.id,
        item=item.id,
        round=item.round,
        owner=case.owner,
        counted=item.counted and (way is None or way.counts),
        way=item.draft.way if item.draft is not None else "",
    )
    through = item.draft.through if item.draft is not None else None
    if through is None:
        return (touch,)
    return (touch, replace(touch, contact=through, item=f"{item.id}{GO_BETWEEN}"))


def write_lessons(writing: Writing, playbook: Playbook, case: Case, event: Event) -> None:
    """Keep what a person wants to remember at later interviews."""
    told = [
        words
        for name, value in event.facts.items()
        if name in playbook.facts and playbook.facts[name].per is Scope.PERSON
        for words in (value if isinstance(value, tuple) else (value,))
        if isinstance(words, str) and words
    ]
    if not told:
        return
    known = {words for _, _, words in writing.lessons(case.owner)}
    for words in told:
        if words not in known:
            writing.add_lesson(case.owner, case.id, event.occurred_at, words)


def post_signals(
    writing: Writing, case: Case, seq: int, effects: Sequence[Effect], now: Instant, *, muted: str
) -> None:
    """Put what other cases have to hear into their inboxes; `muted` is the event that is being heard."""
    for effect in effects:
        if not isinstance(effect, Told) or effect.event == muted:
            continue
        event = Event(
            kind=EventKind.HAPPENED,
            occurred_at=now,
            recorded_at=now,
            name=effect.event,
            facts=effect.facts,
            by=f"your case {case.id}",
            key=f"{case.id}:{seq}:{effect.event}",
        )
        for other in _hearers(writing, case, effect):
            writing.post(Signal(id=0, to=other, sender=case.id, event=event, proposed=effect.proposed))


def _hearers(writing: Writing, case: Case, told: Told) -> tuple[str, ...]:
    """Return the cases that hear of an event. "Somebody else" is never the employer it came from."""
    here = employer_of(case)
    if told.to is Audience.NEW_CASE or (told.to is Audience.SAME_EMPLOYER and not here):
        return ()
    there = set(writing.cases_of(case.owner, employer=here)) if here else set()
    if told.to is Audience.SAME_EMPLOYER:
        return tuple(sorted(there - {case.id}))
    others = [other for other in writing.cases_of(case.owner) if other != case.id]
    return tuple(other for other in others if told.proposed or other not in there)
