"""Time sentences spelled out: settings as spans, anchors as dates."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, ZonedDateTime

from followup.core.values.times import Clock, ClockKind, Part

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def date(day: Date, beside: int) -> str:
    """Return `Tue 6 Oct`, with its year where that is not the year `beside`."""
    words = f"{_DAYS[day.day_of_week().value - 1]} {day.day} {_MONTHS[day.month - 1]}"
    return words if day.year == beside else f"{words} {day.year}"


def point(anchor: ZonedDateTime | Date, beside: int, *, clock: bool) -> str:
    """Return what a time hangs on as a date, with its time of day if it has one and `clock` asks for it."""
    if isinstance(anchor, Date):
        return date(anchor, beside)
    words = date(anchor.date(), beside)
    return f"{words} {anchor.hour:02}:{anchor.minute:02}" if clock else words


def span(parts: Sequence[Part]) -> str:
    """Return `2 business days and 1 month`."""
    return " and ".join(f"{part.amount} {part.unit.value}{'' if part.amount == 1 else 's'}" for part in parts)


def ending(*, roll: bool, clock: Clock | None) -> str:
    """Return what follows the anchor of a sentence, with a space before it, or nothing."""
    words = " on a business day" if roll else ""
    if clock is not None:
        words += f" at {clock.time if clock.kind is ClockKind.AT else clock.kind.value}"
    return words
