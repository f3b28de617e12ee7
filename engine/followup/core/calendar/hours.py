"""Opening hours: whether an instant lies inside them, and the next one that does."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Date, Instant

from followup.core.calendar.days import Calendar
from followup.core.values.times import Hours, Weekday

_HORIZON = 400
"""Days looked ahead; who is not open within them never is."""
_WEEK = tuple(Weekday)


def opening(hours: Hours, calendar: Calendar, at: Instant) -> Instant | None:
    """Return the first instant from `at` on that is inside the hours; None: not within 400 days.

    Windows are wall times in the zone of the calendar, start inclusive, end exclusive. Without hours
    it is always open.
    """
    if not hours:
        return at
    today = calendar.local(at).date()
    for ahead in range(_HORIZON + 1):
        starts = [
            max(start, at) for start, end in _windows(hours, calendar, today.add(days=ahead)) if end > at
        ]
        if starts:
            return min(starts)
    return None


def is_open(hours: Hours, calendar: Calendar, at: Instant) -> bool:
    """Return whether `at` is inside the hours."""
    if not hours:
        return True
    return any(start <= at < end for start, end in _windows(hours, calendar, calendar.local(at).date()))


def _windows(hours: Hours, calendar: Calendar, day: Date) -> Iterator[tuple[Instant, Instant]]:
    """Return the windows of one day; one whose start a gap pushes to its end or beyond is none."""
    weekday = _WEEK[day.day_of_week().value - 1]
    for opened in hours:
        if weekday not in opened.days or (opened.business and not calendar.is_business(day)):
            continue
        for first, last in opened.windows:
            start, end = calendar.instant(day, first), calendar.instant(day, last)
            if start < end and calendar.local(start).date() == day:
                yield start, end
