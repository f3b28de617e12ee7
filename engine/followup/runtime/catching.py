"""What became due while nothing ran, and what was done with it by which rule."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Instant

from followup.core.courtesy import is_late
from followup.core.names import shown
from followup.core.values.case import Item, ItemStatus
from followup.core.values.playbook import ItemKind
from followup.core.values.times import Moment
from followup.runtime.glance import Glance
from followup.runtime.views import Caught

_QUIET_HOURS = 25
"""A home that was looked at within a day has not been asleep."""

_DONE = {
    ItemStatus.SENT: "sent",
    ItemStatus.DONE: "done",
    ItemStatus.EXPIRED: "expired",
    ItemStatus.SKIPPED: "skipped",
    ItemStatus.DROPPED: "dropped",
    ItemStatus.FAILED: "failed",
    ItemStatus.IN_DOUBT: "in doubt",
    ItemStatus.HANDED_OVER: "for you",
    ItemStatus.DRAFTED: "for you",
}


def asleep_since(last: Instant | None, now: Instant) -> Instant | None:
    """Return since when nothing had run, or None if that was no more than a day ago or never."""
    if last is None or last > now.subtract(hours=_QUIET_HOURS):
        return None
    return last


def caught(before: Glance, after: Glance, since: Instant) -> Iterator[Caught]:
    """Yield what became due between `since` and an hour ago in one case, as it was before and is now."""
    end = after.now.subtract(hours=1)
    for item in before.case.items.values():
        now = after.case.items.get(item.id)
        due = _due(item)
        if now is None or due is None or not item.status.live or not since < due <= end:
            continue
        if item.status is ItemStatus.HANDED_OVER:
            continue  # a person had it already
        done = _done(after, now)
        yield Caught(case=after.case.id, item=item.id, due=due, done=done, rule=_rule(after, now, done))
    for name, armed in before.case.timers.items():
        if isinstance(armed.due, Moment) and since < armed.due.at <= end and not armed.fired:
            kept = after.case.timers.get(name)
            if kept is None or kept.fired:
                rule = f"the case went on to {shown(after.case.state)}"
                timer = name.rpartition(".")[2]
                yield Caught(case=after.case.id, item=timer, due=armed.due.at, done="moved", rule=rule)


def _due(item: Item) -> Instant | None:
    if not isinstance(item.due, Moment):
        return None
    return max(item.due.at, item.not_before or item.due.at)


def _done(look: Glance, item: Item) -> str:
    if item.status is ItemStatus.APPROVED:
        return "for you" if any(block.rule == "late" for block in look.may(item).blocks) else "waits"
    if item.status.live and (item.stuck or item.missing):
        return "for you"
    return _DONE.get(item.status, "waits")


def _rule(look: Glance, item: Item, done: str) -> str:
    kind = look.kind(item)
    if done == "expired":
        return "too late is worse than none"
    if done == "waits":
        blocks = look.may(item).blocks
        return f"{blocks[0].rule}: {blocks[0].why}" if blocks else "it goes next"
    if kind.kind is ItemKind.MESSAGE and is_late(look.known, kind, item, look.now):
        return f"late: {kind.late.value}"
    if done == "dropped":
        return item.reason or "its state is over"
    return "still wanted"
