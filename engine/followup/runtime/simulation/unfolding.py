"""A log unfolded: how the items, waits and state of a case stood before and after each entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from whenever import Instant

from followup.core.neutral import load
from followup.core.values.case import Armed, Item, ItemStatus
from followup.core.values.records import Entry
from followup.core.values.times import Moment

_AHEAD = (ItemStatus.PLANNED, ItemStatus.DRAFTED, ItemStatus.APPROVED)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a case stood at one moment of its log: its leaf, items, waits, and whether it was paused."""

    state: str = ""
    items: Mapping[str, Item] = field(default_factory=dict)
    timers: Mapping[str, Armed] = field(default_factory=dict)
    held: bool = False

    def ahead(
        self, after: Instant, *, may: Callable[[Item], bool] = lambda _: True
    ) -> tuple[str, Instant] | None:
        """Return what comes next by its date, and when: an item that `may` come, or `STATE.TIMER`."""
        found = [
            (max(item.due.at, item.not_before or item.due.at), item.id)
            for item in self.items.values()
            if item.status in _AHEAD and isinstance(item.due, Moment) and not item.stuck and not item.missing
            if item.due.at > after or (item.not_before or after) > after
            if may(item)
        ]
        found += [
            (armed.due.at, name)
            for name, armed in self.timers.items()
            if isinstance(armed.due, Moment) and not armed.fired
        ]
        at, name = min((one for one in found if one[0] > after), default=(after, ""))
        return (name, at) if name else None


def unfold(log: Sequence[Entry]) -> Iterator[tuple[Entry, Standing, Standing]]:
    """Yield each entry with how the case stood before it and after it."""
    before = Standing()
    for entry in log:
        after = _after(before, entry)
        yield entry, before, after
        before = after


def _after(before: Standing, entry: Entry) -> Standing:
    changes = entry.changes
    items = dict(before.items)
    for name, value in changes.get("items", {}).items():
        if value is None:
            items.pop(name, None)
        else:
            items[name] = load(Item, value)
    timers = dict(before.timers)
    for name, value in changes.get("timers", {}).items():
        if value is None:
            timers.pop(name, None)
        else:
            timers[name] = load(Armed, value)
    held = changes["hold"] is not None if "hold" in changes else before.held
    return Standing(changes.get("state", before.state), items, timers, held)
