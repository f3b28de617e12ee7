"""Effects of a step, read off the case before and after it: what the outbox has to learn."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Instant

from followup.core.values.case import Armed, Case, Item, ItemStatus
from followup.core.values.steps import Drafted, Effect, Moved, Sealed, Unsealed, Withdrawn
from followup.core.values.times import Moment, Unknown

COMES_AGAIN = "it comes again"
"""Why words that a person had in hand are withdrawn, where its outcome says that it is tried once more."""

_GONE = (ItemStatus.DROPPED, ItemStatus.EXPIRED, ItemStatus.SKIPPED, ItemStatus.REPLACED)


def effects(before: Case | None, after: Case) -> tuple[Effect, ...]:
    """Return what has changed that others must act on, in the order of the items.

    Derived from the two cases alone, so that an event that was put in its place later tells the
    outbox exactly what the new story changes.
    """
    found: list[Effect] = []
    old_items = before.items if before is not None else {}
    for name, item in after.items.items():
        found.extend(_of_item(old_items.get(name), item))
    found.extend(
        Withdrawn(item=name, reason="it was never planned, as things stand now")
        for name, item in old_items.items()
        if name not in after.items and item.status.live
    )
    found.extend(_moved(before, after))
    return tuple(found)


def _of_item(old: Item | None, new: Item) -> Iterator[Effect]:
    if old == new:
        return
    had = old.draft if old is not None and old.status.live else None
    anew = new.draft is not None and new.status.live and had != new.draft
    if new.draft is not None and anew:
        due = new.due.at if isinstance(new.due, Moment) else None
        expires = new.expires.at if isinstance(new.expires, Moment) else None
        yield Drafted(item=new.id, draft=new.draft, due=due, expires=expires)
    was = old.approved if old is not None and old.status.live else ""
    if new.approved and (anew or new.approved != was) and new.status is ItemStatus.APPROVED:
        yield Sealed(item=new.id, digest=new.approved)
    again = old is not None and old.status is ItemStatus.HANDED_OVER and new.status is ItemStatus.PLANNED
    if was and not new.approved and new.status.live and not again:
        yield Unsealed(item=new.id, reason=new.reason or "it changed after it was approved")
    if new.status in _GONE and (old is None or old.status.live):
        yield Withdrawn(item=new.id, reason=new.reason)
    elif had is not None and new.draft is None and new.status is ItemStatus.PLANNED:
        why = COMES_AGAIN if again else new.reason or "it is planned again"
        yield Withdrawn(item=new.id, reason=why)


def _moved(before: Case | None, after: Case) -> Iterator[Moved]:
    if before is None:
        return
    for name, item in after.items.items():
        old = before.items.get(name)
        if item.status.live:
            yield from _shift(name, old.due if old is not None else None, item.due)
    for name in {**before.timers, **after.timers}:
        yield from _shift(name, _due(before.timers.get(name)), _due(after.timers.get(name)))


def _due(armed: Armed | None) -> Moment | Unknown | None:
    return armed.due if armed is not None else None


def _shift(what: str, old: Moment | Unknown | None, new: Moment | Unknown | None) -> Iterator[Moved]:
    before, after = _at(old), _at(new)
    if before != after:
        yield Moved(what=what, before=before, after=after)


def _at(moment: Moment | Unknown | None) -> Instant | None:
    return moment.at if isinstance(moment, Moment) else None
