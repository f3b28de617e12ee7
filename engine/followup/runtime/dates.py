"""Dates and times as people type them, and what they stand for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whenever import Date, Instant, PlainDateTime, ZonedDateTime

from followup.core.calendar import spelled
from followup.core.calendar.days import Calendar
from followup.errors import InvalidInput
from followup.runtime.clock_words import split
from followup.runtime.date_words import COUNT, EXAMPLES, Reader, count
from followup.runtime.scalars import quoted

_LONGEST = 80
_YEARS = range(1970, 2200)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[t ][0-9]{2}:?[0-9]{2}.*")
_EXACT = re.compile(rf"(?P<in>in |within )?{COUNT} (?P<unit>minute|min|hour|hr|h)s?(?P<ago> ago| from now)?")


@dataclass(frozen=True, slots=True)
class Typed:
    """A date or a time as it was understood.

    Attributes:
        date: The day, in the zone it was read in.
        time: `HH:MM`, or None where only a day was named.
        instant: The instant, where a time of day was named.
        words: As they were typed, with single spaces.
        echo: What was understood: `Fri 9 Oct`, `Thu 1 Oct 16:30`.
    """

    date: Date
    time: str | None
    instant: Instant | None
    words: str
    echo: str


def when(
    words: str,
    *,
    now: Instant,
    zone: str,
    past: bool = False,
    time_needed: bool = False,
    calendar: Calendar | None = None,
) -> Typed:
    """Return what `words` stand for: `fri`, `9 oct`, `in 2 weeks`, `today 16:30`, `early next week`.

    A stretch of time is its last day: `early next week` is its Wednesday, `next week` its Friday.

    Args:
        words: As typed.
        now: What they are relative to.
        zone: The IANA zone they are read in.
        past: Whether they speak of the past, so that `fri` is the last Friday.
        time_needed: Whether a day alone is not enough.
        calendar: Counts business days; by default from Monday to Friday without holidays.

    Raises:
        InvalidInput: `date-unknown`, `date-ambiguous` with the readings, `date-wrong`, `date-far`, or
            `time-needed`.
    """
    shown = " ".join(words.split())
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", shown.lower()).rstrip(".") if len(shown) <= _LONGEST else ""
    here = calendar or Calendar(zone, {}, frozenset())
    found = _exact(text, shown, now, here, past=past) or _dated(text, shown, now, here, past=past)
    if found is None:
        raise InvalidInput(
            "date-unknown",
            f"{quoted(shown)} is no date known here",
            hint=f"write it like {_examples(past=past, time_needed=time_needed)}",
        )
    if found.date.year not in _YEARS:
        raise InvalidInput(
            "date-far", f'"{shown}" is in the year {found.date.year}; dates here are 1970 to 2199'
        )
    if time_needed and found.time is None:
        raise InvalidInput(
            "time-needed", f'"{shown}" has no time of day', hint=f'write it like "{shown} 16:30"'
        )
    return found


def _examples(*, past: bool, time_needed: bool) -> str:
    """Return dates as they may be typed, with a time of day where one is asked for."""
    if not time_needed:
        return EXAMPLES
    return '"yesterday 16:30" or "2026-10-01 16:30"' if past else '"fri 10:00" or "9 oct 16:30"'


def _exact(text: str, shown: str, now: Instant, here: Calendar, *, past: bool) -> Typed | None:
    """Read what is an instant by itself: `now`, `in 2 hours`, an ISO date and time."""
    today = here.local(now).date()
    if text == "now":
        return _typed_at(now, shown, here, today)
    if match := _EXACT.fullmatch(text):
        minutes = count(match["count"]) * (1 if match["unit"].startswith("min") else 60)
        back, forward = now.subtract(minutes=minutes), now.add(minutes=minutes)
        if past and not match["in"] and not match["ago"]:
            raise InvalidInput(
                "date-ambiguous", f'"{shown}" may be ago or ahead', hint=f"write {shown} ago, or in {shown}"
            )
        return _typed_at(back if match["ago"] == " ago" else forward, shown, here, today)
    if not _ISO.fullmatch(text):
        return None
    try:
        return _typed_at(_iso(shown.upper() if "[" not in shown else shown, here), shown, here, today)
    except ValueError:  # whenever knows no such time
        hint = 'write it like "2026-10-01T16:30"'
        raise InvalidInput("date-wrong", f"{quoted(shown)} is no time of the calendar", hint=hint) from None


def _iso(text: str, here: Calendar) -> Instant:
    """Read an ISO date and time: with a zone, with an offset, or of this place."""
    if "[" in text:
        return ZonedDateTime.parse_iso(text).to_instant()
    if re.search(r"(Z|[+-][0-9]{2}(:?[0-9]{2})?)$", text[16:]):
        return Instant.parse_iso(text)
    plain = PlainDateTime.parse_iso(text)
    return here.instant(plain.date(), plain.time().format_iso())


def _dated(text: str, shown: str, now: Instant, here: Calendar, *, past: bool) -> Typed | None:
    """Read a day, a time of day, or both."""
    local = here.local(now)
    today, clock_now = local.date(), f"{local.hour:02}:{local.minute:02}"
    for day_words, clock in split(text) if text else ():
        reader = Reader(shown, today, past, here, None if clock is None else clock > clock_now, clock)
        if not day_words:
            day: Date | None = _today(reader, clock)
        else:
            day = reader.day(day_words)
        if day is not None:
            return _typed(day, clock, shown, here, today)
    return None


def _today(reader: Reader, clock: str | None) -> Date:
    """Return today for a bare time of day, unless it lies on the side that is not asked for."""
    if reader.later_today is reader.past:
        other = reader.today.add(days=-1 if reader.past else 1)
        raise InvalidInput(
            "date-ambiguous",
            f'"{reader.words}" is {"still to come" if reader.past else "over"} today',
            hint=f"write {reader.today.format_iso()} {clock} or {other.format_iso()} {clock}",
        )
    return reader.today


def _typed(day: Date, clock: str | None, words: str, here: Calendar, today: Date) -> Typed:
    if clock is None:
        return Typed(day, None, None, words, spelled.date(day, today.year))
    if day.year not in _YEARS:  # refused by the caller; an instant may not exist
        return Typed(day, None, None, words, "")
    return _typed_at(here.instant(day, clock), words, here, today)


def _typed_at(at: Instant, words: str, here: Calendar, today: Date) -> Typed:
    local = here.local(at)
    echo = spelled.point(local, today.year, clock=True)
    return Typed(local.date(), f"{local.hour:02}:{local.minute:02}", at, words, echo)
