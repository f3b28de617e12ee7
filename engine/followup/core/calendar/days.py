"""Dates and wall times at one place: its zone, its holidays, its business days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from whenever import Date, Instant, Time, TimeZoneNotFoundError, Weekday, ZonedDateTime

from followup.core.calendar.weekends import weekend_of
from followup.errors import InvalidInput

_CLOSED = "closed"
_SATURDAY_AND_SUNDAY = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})


@dataclass(frozen=True)
class Calendar:
    """The days and the clock of one place.

    Attributes:
        zone: IANA zone, such as `Europe/London`.
        holidays: Public holidays with their names.
        closed: Further days that are no business days.
        weekend: Weekdays that never are business days.
    """

    zone: str
    holidays: Mapping[Date, str]
    closed: frozenset[Date]
    weekend: frozenset[Weekday] = field(default=_SATURDAY_AND_SUNDAY)

    def is_business(self, day: Date) -> bool:
        """Return whether people are at work on `day`."""
        return day not in self.holidays and day not in self.closed and day.day_of_week() not in self.weekend

    def plus_business(self, day: Date, count: int) -> tuple[Date, tuple[str, ...]]:
        """Count business days from `day` on, not counting `day` itself; a negative count goes back.

        Returns:
            The day arrived at (`day` itself for 0), and the holidays and closed days passed over, in the
            order met, as `2026-08-31 Late Summer Bank Holiday`. Weekends are not listed.

        Raises:
            ValueError: The count leads outside the years 1 to 9999.
        """
        step = 1 if count > 0 else -1
        passed: list[Date] = []
        for _ in range(abs(count)):
            day = day.add(days=step)
            while not self.is_business(day):
                passed.append(day)
                day = day.add(days=step)
        return day, self._named(passed)

    def next_business(self, day: Date) -> Date:
        """Return `day` if it is a business day, else the next one."""
        return self.roll(day)[0]

    def roll(self, day: Date) -> tuple[Date, tuple[str, ...]]:
        """Return the same as `next_business`, with the days passed over as `plus_business` lists them."""
        passed: list[Date] = []
        while not self.is_business(day):
            passed.append(day)
            day = day.add(days=1)
        return day, self._named(passed)

    def instant(self, day: Date, time: str) -> Instant:
        """Return the instant of a wall time, `HH:MM` or any ISO time, on `day`.

        A wall time in a gap moves forward by the length of the gap; one that comes twice is the first.
        """
        return day.at(Time.parse_iso(time)).assume_tz(self.zone, disambiguation="compatible").to_instant()

    def start(self, day: Date) -> Instant:
        """Return the first instant of `day`, which is not midnight where midnight is skipped."""
        noon = day.at(Time.NOON).assume_tz(self.zone, disambiguation="compatible")
        return noon.start_of("day").to_instant()

    def local(self, at: Instant) -> ZonedDateTime:
        """Return `at` as people at this place read it."""
        return at.to_tz(self.zone)

    def _named(self, days: Iterable[Date]) -> tuple[str, ...]:
        return tuple(
            f"{day.format_iso()} {self.holidays.get(day, _CLOSED)}"
            for day in days
            if day.day_of_week() not in self.weekend
        )


def calendar_of(place: str, closed: tuple[str, ...], holidays: Mapping[str, Mapping[Date, str]]) -> Calendar:
    """Return the calendar of a place.

    Args:
        place: `CALENDAR ZONE`: `GB-ENG Europe/London`, or `PLAIN America/Chicago` for Monday to Friday.
        closed: Further days off, as ISO dates.
        holidays: Public holidays by calendar; one that is missing has none.

    Raises:
        InvalidInput: `place-malformed`, or `zone-unknown` where this system lacks the zone.
    """
    calendar, _, zone = place.partition(" ")
    if not calendar or not zone:
        raise InvalidInput(
            "place-malformed",
            f'"{place}" is not a calendar and a zone',
            hint='write it like "GB-ENG Europe/London" or "PLAIN America/Chicago"',
        )
    if not _exists(zone):
        raise InvalidInput(
            "zone-unknown",
            f'the time zone "{zone}" is not known on this system',
            hint="bring the zone data up to date: pip install --upgrade tzdata",
        )
    return Calendar(
        zone=zone,
        holidays=holidays.get(calendar, {}),
        closed=frozenset(Date.parse_iso(day) for day in closed),
        weekend=weekend_of(calendar),
    )


@cache
def _exists(zone: str) -> bool:
    try:
        Instant.from_timestamp(0).to_tz(zone)
    except (TimeZoneNotFoundError, ValueError):
        return False
    return True
