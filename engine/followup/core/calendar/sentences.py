"""What a time sentence comes to: an instant and how it came about, or what is missing to tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from whenever import Date, Instant, Time, ZonedDateTime

from followup.core.calendar import spelled
from followup.core.calendar.days import Calendar
from followup.core.values.times import (
    Anchor,
    AnchorKind,
    Choice,
    Clock,
    ClockKind,
    Direction,
    Line,
    Moment,
    Now,
    Part,
    Portion,
    SettingName,
    Span,
    Sum,
    Unit,
    Unknown,
    When,
)

_MOST_REMEMBERED = 10_000
_remembered: dict[tuple[object, ...], tuple[Sum, object, Moment]] = {}
"""What sums came to, with the sum itself and the holidays it was counted over."""

Anchors = Callable[[Anchor], Instant | Date | None]
"""Tells what a sentence hangs on: an instant, a mere day, or None while it is not known."""
Spans = Callable[[str], Span | None]
"""Tells the span a setting stands for, or None while that is not known."""

_FIRST, _LAST = Date(2, 1, 1), Date(9998, 12, 30)
"""Counting that leads out of the years a date can hold stops here rather than failing."""


def moment(
    when: When,
    *,
    anchors: Anchors,
    spans: Spans,
    calendar: Calendar,
    time: str = "10:00",
    limit: bool = False,
    now: Instant,
) -> Moment | Unknown:
    """Return the instant of a time sentence, or the names of what has to be known first.

    Args:
        when: The sentence: one line, or several with the way to choose among them.
        anchors: Tells what a line hangs on.
        spans: Tells the span of a setting.
        calendar: Of the employer's place; all dates are counted there.
        time: `HH:MM` for a line that names a day and no time of day.
        limit: For `by` and `expires`: such a line means the end of its day.
        now: What the line `now` stands for.
    """
    reading = _Reading(anchors, spans, calendar, time, limit, now)
    known: list[Moment] = []
    missing: list[str] = []
    for line in when.lines:
        found = reading.line(line)
        if isinstance(found, Unknown):
            missing += found.missing
        elif when.choose in (Choice.ONLY, Choice.FIRST_KNOWN):
            return found
        else:
            known.append(found)
    if not known:
        return Unknown(tuple(dict.fromkeys(missing)))
    choose = min if when.choose is Choice.EARLIEST else max
    return choose(known, key=lambda found: found.at)


def plus(span: Span, start: Instant, calendar: Calendar, time: str) -> Instant:
    """Return the instant `span` after `start`: exact for hours, else the date counted on and then `time`."""
    days, exact = _sorted(span.parts)
    if not days:
        return _elapse(start, exact, 1)
    day, _ = _count(calendar, calendar.local(start).date(), days, 1)
    return _elapse(calendar.instant(day, time), exact, 1)


def minus(span: Span, end: Instant, calendar: Calendar) -> Instant:
    """Return the instant `span` before `end`: exact for hours, else at the same wall time of its date."""
    days, exact = _sorted(span.parts)
    if not days:
        return _elapse(end, exact, -1)
    local = calendar.local(end)
    day, _ = _count(calendar, local.date(), days, -1)
    return _elapse(calendar.instant(day, local.time().format_iso()), exact, -1)


@dataclass(frozen=True)
class _Reading:
    """One sentence being read; the fields are the arguments of `moment`."""

    anchors: Anchors
    spans: Spans
    calendar: Calendar
    time: str
    limit: bool
    now: Instant

    def line(self, line: Line) -> Moment | Unknown:
        match line:
            case Now():
                return self._moment(self.now, line.text, "now")
            case Sum():
                return self._sum(line)
            case Portion():
                return self._portion(line)

    def _sum(self, line: Sum) -> Moment | Unknown:
        anchor = self.anchors(line.anchor)
        parts, missing = self._parts(line.spans)
        if anchor is None:
            return Unknown((_name(line.anchor), *missing))
        if missing:
            return Unknown(missing)
        return self._remembered(line, anchor, parts)

    def _remembered(self, line: Sum, anchor: Instant | Date, parts: tuple[Part, ...]) -> Moment:
        """Return what a sum comes to; the same one is asked again at every step of a case."""
        here = self.calendar
        mark = (id(line), anchor, parts, here.zone, here.closed, here.weekend, self.time, self.limit)
        held = _remembered.get(mark)
        if held is not None and held[0] is line and held[1] is here.holidays:
            return held[2]
        found = self._counted(line, anchor, parts)
        if len(_remembered) >= _MOST_REMEMBERED:
            _remembered.clear()
        _remembered[mark] = (line, here.holidays, found)
        return found

    def _counted(self, line: Sum, anchor: Instant | Date, parts: tuple[Part, ...]) -> Moment:
        local = self.calendar.local(anchor) if isinstance(anchor, Instant) else anchor
        days, exact = _sorted(parts)
        sign = 1 if line.direction is Direction.AFTER else -1
        bare = not line.spans and not line.same_day and not line.roll and line.clock is None
        skipped: tuple[str, ...] = ()
        if isinstance(anchor, Instant) and (bare or (exact and not days)):
            at = _elapse(anchor, exact, sign)
        else:
            day, skipped = _count(self.calendar, _day(local), days, sign)
            day, rolled = self.calendar.roll(day) if line.roll else (day, ())
            skipped += rolled
            at = _elapse(self._clock(day, line.clock, local), exact, sign)
        return self._moment(at, line.text, self._spell(line, parts, local, at), skipped)

    def _portion(self, line: Portion) -> Moment | Unknown:
        start, end = self.anchors(line.start), self.anchors(line.end)
        if start is None or end is None:
            ends = ((line.start, start), (line.end, end))
            return Unknown(tuple(_name(anchor) for anchor, found in ends if found is None))
        first, last = (
            self.calendar.local(found) if isinstance(found, Instant) else found for found in (start, end)
        )
        length = int(_day(first).until(_day(last), total="days"))
        day = _day(first).add(days=length * line.percent // 100)
        day, skipped = self.calendar.roll(day) if line.roll else (day, ())
        at = self._clock(day, line.clock, first)
        year = self.calendar.local(at).year
        points = [spelled.point(found, year, clock=False) for found in (first, last)]
        way = f"{line.percent}% of the way from {points[0]} to {points[1]}"
        counted = way + spelled.ending(roll=line.roll, clock=line.clock)
        return self._moment(at, line.text, counted, skipped)

    def _parts(self, spans: Sequence[Part | SettingName]) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        """Return the parts with settings looked up, and the names of settings that are not known."""
        parts: list[Part] = []
        missing: list[str] = []
        for part in spans:
            if isinstance(part, Part):
                parts.append(part)
            elif (span := self.spans(part.name)) is None:
                missing.append(part.name)
            else:
                parts += span.parts
        return tuple(parts), tuple(missing)

    def _clock(self, day: Date, clock: Clock | None, anchor: ZonedDateTime | Date) -> Instant:
        """Return the instant on `day` that the clock of a line asks for."""
        kind = clock.kind if clock is not None else ClockKind.END if self.limit else ClockKind.AT
        if kind is ClockKind.END:
            return self.calendar.start(day.add(days=1))
        if kind is ClockKind.SAME and isinstance(anchor, ZonedDateTime):
            return self.calendar.instant(day, anchor.time().format_iso())
        return self.calendar.instant(day, (clock.time if clock is not None else "") or self.time)

    def _spell(self, line: Sum, parts: tuple[Part, ...], anchor: ZonedDateTime | Date, at: Instant) -> str:
        """Return a sum with its settings as spans and its anchor as a date."""
        exact = not line.same_day and all(part.unit.elapsed for part in parts) and line.clock is None
        words = spelled.point(anchor, self.calendar.local(at).year, clock=exact and not line.roll)
        if parts:
            words = f"{spelled.span(parts)} {line.direction.value} {words}"
        elif line.same_day:
            words = f"the same day as {words}"
        return words + spelled.ending(roll=line.roll, clock=line.clock)

    def _moment(self, at: Instant, rule: str, counted: str, skipped: tuple[str, ...] = ()) -> Moment:
        return Moment(at, self.calendar.local(at).format_iso(), rule, counted, skipped)


def _name(anchor: Anchor) -> str:
    """Return an anchor in the words of the playbook."""
    match anchor.kind:
        case AnchorKind.ENTRY:
            return "entry"
        case AnchorKind.OUTCOME:
            return f"{anchor.name}.{anchor.outcome}"
        case AnchorKind.CONTACT:
            return f"contact.{anchor.name}"
        case AnchorKind.FACT | AnchorKind.EVENT:
            return anchor.name


def _day(anchor: ZonedDateTime | Date) -> Date:
    return anchor.date() if isinstance(anchor, ZonedDateTime) else anchor


def _sorted(parts: Sequence[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Return the parts that count dates and the parts that count exact time."""
    days = tuple(part for part in parts if not part.unit.elapsed)
    return days, tuple(part for part in parts if part.unit.elapsed)


def _count(calendar: Calendar, day: Date, parts: Sequence[Part], sign: int) -> tuple[Date, tuple[str, ...]]:
    """Apply parts that count dates from left to right; return the day and the days off passed over."""
    skipped: tuple[str, ...] = ()
    try:
        for part in parts:
            amount = sign * part.amount
            match part.unit:
                case Unit.BUSINESS_DAY:
                    day, passed = calendar.plus_business(day, amount)
                    skipped += passed
                case Unit.MONTH:
                    day = day.add(months=amount)
                case Unit.WEEK:
                    day = day.add(weeks=amount)
                case _:
                    day = day.add(days=amount)
    except ValueError:  # whenever has no date so far away
        day = _LAST if sign > 0 else _FIRST
    return max(_FIRST, min(day, _LAST)), skipped


def _elapse(at: Instant, parts: Sequence[Part], sign: int) -> Instant:
    """Apply parts that count exact time."""
    minutes = sum(part.amount * (60 if part.unit is Unit.HOUR else 1) for part in parts)
    try:
        return at.add(minutes=sign * minutes)
    except ValueError:  # whenever has no instant so far away
        return (_LAST if sign > 0 else _FIRST).at(Time.MIDNIGHT).assume_utc()
