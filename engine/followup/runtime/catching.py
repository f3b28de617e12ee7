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
from followup.runtime.reasons import earliest
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


def caught(before: Glance, after: Glance, since: Instant | None) -> Iterator[Caught]:
    """Yield what became due while nothing ran in one case, as it was before and is now.

    What expired or was skipped is told whenever it was due: nobody has heard of that yet.

    Args:
        before: The case before the step.
        after: The case after it.
        since: Since when nothing had run; None: it was looked at within a day.
    """
    end = after.now.subtract(hours=1)
    for item in after.case.items.values():
        was = before.case.items.get(item.id)
        if was is not None and not was.status.live:
            continue
        due, done = _due(was or item), _done(after, item)
        over = done in ("expired", "skipped")
        missed = since is not None and was is not None and due is not None and since < due <= end
        if not over and (not missed or (was is not None and was.status is ItemStatus.HANDED_OVER)):
            continue  # it was not due, or a person had it already
        rule = _rule(after, was, item, done)
        yield Caught(case=after.case.id, item=item.id, due=due or after.now, done=done, rule=rule)
    if since is None:
        return
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


def _rule(look: Glance, was: Item | None, item: Item, done: str) -> str:
    kind = look.kind(item)
    if done == "expired":
        approved = was is not None and was.status is ItemStatus.APPROVED and kind.kind is ItemKind.MESSAGE
        ready = "approved, but it could not leave in time; " if approved else ""
        return f"{ready}too late is worse than none"
    if done == "skipped":
        return "late: its playbook says to skip it then"
    if done == "waits":
        at, why = earliest(look, item)
        words = why.removeprefix("of ")
        return (words or "it goes next") if at is None or not words else f"it goes then: {words}"
    if kind.kind is ItemKind.MESSAGE and is_late(look.known, kind, item, look.now):
        return f"late: {kind.late.value}"
    if done == "dropped":
        return "the case has moved on"
    return "still wanted"
