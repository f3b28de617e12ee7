"""Short ways to write lines of time sentences in tests, as values."""

from __future__ import annotations

from collections.abc import Mapping

from whenever import Date, Instant

from followup.core.calendar.days import Calendar
from followup.core.calendar.sentences import moment
from followup.core.values.times import (
    Anchor,
    AnchorKind,
    Choice,
    Clock,
    ClockKind,
    Direction,
    Line,
    Moment,
    Part,
    Portion,
    SettingName,
    Span,
    Sum,
    Unit,
    Unknown,
    When,
)

NOW = Instant.from_utc(2026, 10, 1)
SAME = Clock(ClockKind.SAME)
END = Clock(ClockKind.END)


def clock(time: str) -> Clock:
    return Clock(ClockKind.AT, time)


def fact(name: str) -> Anchor:
    return Anchor(AnchorKind.FACT, name)


def parts(words: str) -> tuple[Part | SettingName, ...]:
    """Read `2 business days, gap`: amounts with units, and names of settings."""
    found: list[Part | SettingName] = []
    for word in words.split(", ") if words else ():
        amount, _, unit = word.partition(" ")
        found.append(Part(int(amount), Unit(unit.removesuffix("s"))) if unit else SettingName(word))
    return tuple(found)


def span(words: str) -> Span:
    return Span(tuple(part for part in parts(words) if isinstance(part, Part)))


def after(words: str, anchor: str | Anchor = "met", *, clock: Clock | None = None, roll: bool = False) -> Sum:
    on = fact(anchor) if isinstance(anchor, str) else anchor
    return Sum(f"{words} after {on.name}", on, parts(words), clock=clock, roll=roll)


def before(words: str, anchor: str = "met", *, clock: Clock | None = None) -> Sum:
    return Sum(f"{words} before {anchor}", fact(anchor), parts(words), Direction.BEFORE, clock=clock)


def bare(anchor: str = "met", *, clock: Clock | None = None, roll: bool = False) -> Sum:
    return Sum(anchor, fact(anchor), clock=clock, roll=roll)


def same_day(anchor: str = "met", *, clock: Clock | None = None) -> Sum:
    return Sum(f"same day as {anchor}", fact(anchor), same_day=True, clock=clock)


def portion(percent: int, start: str, end: str, *, clock: Clock | None = None, roll: bool = False) -> Portion:
    text = f"{percent}% of the way from {start} to {end}"
    return Portion(text, percent, fact(start), fact(end), roll=roll, clock=clock)


def come_to(
    line: Line | When,
    calendar: Calendar,
    met: Instant | Date | None = None,
    *,
    anchors: Mapping[str, Instant | Date] | None = None,
    spans: Mapping[str, Span] | None = None,
    limit: bool = False,
    time: str = "10:00",
) -> Moment | Unknown:
    """Return what a line comes to, where `met` is the anchor of that name."""
    known = {"met": met, **(anchors or {})}
    return moment(
        line if isinstance(line, When) else When(Choice.ONLY, (line,)),
        anchors=lambda anchor: known.get(anchor.name),
        spans=(spans or {}).get,
        calendar=calendar,
        time=time,
        limit=limit,
        now=NOW,
    )


def wall(
    line: Line | When, calendar: Calendar, met: Instant | Date | None = None, *, limit: bool = False
) -> str:
    """Return the wall time a line comes to, without zone: `2026-10-08T10:00:00`."""
    found = come_to(line, calendar, met, limit=limit)
    assert isinstance(found, Moment), found
    return found.wall[:19]
