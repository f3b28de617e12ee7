"""Windows that are plainly empty: an item that expires, or is late, before it is due."""

from __future__ import annotations

from followup.authoring.findings import Findings
from followup.authoring.index import Index
from followup.core.values.playbook import ItemKind, ItemType, Playbook
from followup.core.values.times import (
    Choice,
    ClockKind,
    Direction,
    Part,
    SettingName,
    Sum,
    Unit,
    When,
)

_DAYS = {Unit.DAY: (1, 1), Unit.WEEK: (7, 7), Unit.MONTH: (28, 31), Unit.BUSINESS_DAY: (1, 4)}
"""The fewest and the most days a unit can be; a business day behind a long weekend counts four."""


def empty_windows(playbook: Playbook, found: Findings, index: Index) -> None:
    """Warn of messages and tasks that can never go, or are late as soon as they are due."""
    for kind in playbook.items.values():
        section = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
        for word, other in (("expires", kind.expires), ("by", kind.by)):
            if _empty(playbook, kind, other):
                text = f"{word} comes before due, so " + (
                    "it never goes" if word == "expires" else "it is late as soon as it is due"
                )
                at = index.value(f"{section}.{kind.name}.{word}")
                found.warning(at, "window-empty", text, f"{word} has to be later than due")


def _empty(playbook: Playbook, kind: ItemType, limit: When | None) -> bool:
    due = _only(kind.due)
    end = _only(limit)
    if due is None or end is None or due.anchor != end.anchor:
        return False
    exact = _minutes(due), _minutes(end)
    if exact[0] is not None and exact[1] is not None:
        return exact[0] >= exact[1]
    first, last = _range(due), _range(end)
    if first is None or last is None:
        return False
    if first[0] != last[1]:
        return first[0] > last[1]
    same_days = first == last and not due.roll and not end.roll
    return same_days and _due_clock(playbook, due) >= _end_clock(end)


def _only(when: When | None) -> Sum | None:
    if when is None or when.choose is not Choice.ONLY:
        return None
    line = when.lines[0]
    return line if isinstance(line, Sum) else None


def _minutes(line: Sum) -> int | None:
    """Return the distance of an exact sentence from its anchor, or None for one that counts dates."""
    total = 0
    for part in line.spans:
        if isinstance(part, SettingName) or not part.unit.elapsed:
            return None
        total += part.amount * (60 if part.unit is Unit.HOUR else 1)
    if not line.spans and (line.same_day or line.clock is not None or line.roll):
        return None
    return total if line.direction is Direction.AFTER else -total


def _range(line: Sum) -> tuple[int, int] | None:
    """Return the fewest and the most days from the anchor's date, or None where that is not plain."""
    low = high = 0
    for part in line.spans:
        if not isinstance(part, Part) or part.unit.elapsed:
            return None
        least, most = _DAYS[part.unit]
        low, high = low + least * part.amount, high + most * part.amount
    if not line.spans and not line.same_day:
        return None
    high += 4 if line.roll else 0
    return (low, high) if line.direction is Direction.AFTER else (-high, -low)


def _due_clock(playbook: Playbook, line: Sum) -> str:
    if line.clock is None:
        return playbook.courtesy.time
    return line.clock.time if line.clock.kind is ClockKind.AT else ""


def _end_clock(line: Sum) -> str:
    return line.clock.time if line.clock is not None and line.clock.kind is ClockKind.AT else "24:00"
