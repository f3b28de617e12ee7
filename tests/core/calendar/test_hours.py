"""Opening hours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Instant

from followup.core.calendar.days import Calendar
from followup.core.calendar.hours import is_open, opening
from followup.core.values.times import Hours, Opening, Weekday

EVERY = tuple(Weekday)
LONDON = Calendar("Europe/London", {Date(2026, 11, 30): "Saint Andrew's Day"}, frozenset())
OFFICE: Hours = (Opening(EVERY, (("08:00", "18:00"),), business=True),)
PHONE: Hours = (Opening(EVERY, (("10:00", "12:00"), ("14:00", "16:00")), business=True),)
SATURDAYS: Hours = (*PHONE, Opening((Weekday.SAT,), (("09:00", "10:00"),)))


def at(text: str, calendar: Calendar = LONDON) -> Instant:
    day, time = text.split()
    return calendar.instant(Date.parse_iso(day), time)


OPENINGS = [
    (OFFICE, "2026-10-01 16:30", "2026-10-01 16:30"),
    (OFFICE, "2026-10-01 08:00", "2026-10-01 08:00"),
    (OFFICE, "2026-10-01 18:00", "2026-10-02 08:00"),
    (OFFICE, "2026-10-01 07:59", "2026-10-01 08:00"),
    (OFFICE, "2026-11-27 20:15", "2026-12-01 08:00"),
    (PHONE, "2026-10-01 12:00", "2026-10-01 14:00"),
    (PHONE, "2026-10-02 16:00", "2026-10-05 10:00"),
    (SATURDAYS, "2026-10-02 16:00", "2026-10-03 09:00"),
    ((), "2026-10-03 03:00", "2026-10-03 03:00"),
]


@pytest.mark.parametrize(("hours", "start", "opened"), OPENINGS)
def test_the_next_opening(hours, start, opened):
    """Start inclusive, end exclusive, lunch closed, holidays and weekends passed over."""
    assert opening(hours, LONDON, at(start)) == at(opened)
    assert is_open(hours, LONDON, at(opened))
    assert is_open(hours, LONDON, at(start)) is (start == opened)


def test_never_open_is_told():
    """Nobody is there on business days of a weekend, so there is no opening at all."""
    never = (Opening((Weekday.SAT, Weekday.SUN), (("08:00", "18:00"),), business=True),)
    assert opening(never, LONDON, at("2026-10-01 10:00")) is None
    assert opening((Opening((), (("08:00", "18:00"),)),), LONDON, at("2026-10-01 10:00")) is None


def test_a_window_that_begins_in_a_gap_opens_after_it():
    """At 02:00 clocks go on to 03:00, so a window from 02:30 opens at 03:30 that night."""
    new_york = Calendar("America/New_York", {}, frozenset())
    night = (Opening(EVERY, (("02:30", "06:00"),)),)
    assert opening(night, new_york, at("2027-03-14 00:10", new_york)) == at("2027-03-14 03:30", new_york)


def test_a_day_that_does_not_exist_has_no_windows():
    """Samoa skipped Friday 30 December 2011; what opens on Fridays opened a week later."""
    apia = Calendar("Pacific/Apia", {}, frozenset())
    fridays = (Opening((Weekday.FRI,), (("09:00", "10:00"),)),)
    assert opening(fridays, apia, at("2011-12-29 12:00", apia)) == at("2012-01-06 09:00", apia)


times = st.integers(0, 24 * 60 - 1).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")
windows = st.lists(st.tuples(times, times).filter(lambda pair: pair[0] < pair[1]), min_size=1, max_size=3)
some_hours = st.lists(
    st.builds(
        Opening,
        st.lists(st.sampled_from(EVERY), min_size=1, max_size=7, unique=True).map(tuple),
        windows.map(tuple),
        st.booleans(),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
zones = st.sampled_from(["Europe/London", "America/New_York", "America/Santiago", "Australia/Lord_Howe"])


@given(some_hours, st.integers(0, 7_289_000_000), zones)
def test_an_opening_is_inside_and_the_first(hours, seconds, zone):
    """Never before the instant asked about, always inside; asking again from there changes nothing."""
    calendar = Calendar(zone, {}, frozenset())
    start = Instant.from_timestamp(seconds)
    opened = opening(hours, calendar, start)
    if opened is None:
        assert all(one.business and set(one.days) <= {Weekday.SAT, Weekday.SUN} for one in hours)
        return
    assert opened >= start
    assert is_open(hours, calendar, opened)
    assert opening(hours, calendar, opened) == opened
    assert is_open(hours, calendar, start) is (opened == start)
