"""Dates and wall times at one place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Weekday

from followup.core.calendar.days import Calendar, calendar_of
from followup.errors import InvalidInput

LONDON = Calendar("Europe/London", {Date(2026, 8, 31): "Late Summer Bank Holiday"}, frozenset())

WALL_TIMES = [
    # zone, date, time typed, wall time it is
    ("Europe/London", "2027-03-28", "01:30", "2027-03-28T02:30:00+01:00"),
    ("Europe/London", "2027-03-28", "00:59", "2027-03-28T00:59:00+00:00"),
    ("Europe/London", "2026-10-25", "01:30", "2026-10-25T01:30:00+01:00"),
    ("America/New_York", "2027-03-14", "02:30", "2027-03-14T03:30:00-04:00"),
    ("America/New_York", "2026-11-01", "01:30", "2026-11-01T01:30:00-04:00"),
    ("America/Santiago", "2027-09-05", "00:00", "2027-09-05T01:00:00-03:00"),
    ("America/Santiago", "2027-09-05", "00:30", "2027-09-05T01:30:00-03:00"),
    ("America/Havana", "2027-03-14", "00:15", "2027-03-14T01:15:00-04:00"),
    ("Australia/Lord_Howe", "2026-10-04", "02:15", "2026-10-04T02:45:00+11:00"),
    ("Australia/Lord_Howe", "2027-04-04", "01:45", "2027-04-04T01:45:00+11:00"),
    ("Antarctica/Troll", "2027-03-28", "01:30", "2027-03-28T03:30:00+02:00"),
    ("Pacific/Apia", "2011-12-30", "10:00", "2011-12-31T10:00:00+14:00"),
    ("Asia/Kathmandu", "2026-10-04", "10:00", "2026-10-04T10:00:00+05:45"),
    ("America/New_York", "2028-02-29", "10:00", "2028-02-29T10:00:00-05:00"),
]

FIRST_INSTANTS = [
    ("Europe/London", "2026-10-25", "2026-10-25T00:00:00+01:00"),
    ("America/Santiago", "2027-09-05", "2027-09-05T01:00:00-03:00"),
    ("America/Havana", "2027-03-14", "2027-03-14T01:00:00-04:00"),
    ("America/Havana", "2026-11-01", "2026-11-01T00:00:00-04:00"),
    ("Africa/Cairo", "2027-04-30", "2027-04-30T01:00:00+03:00"),
    ("America/Toronto", "1919-03-31", "1919-03-31T00:30:00-04:00"),
    ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"),
    ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"),
]

days = st.dates(min_value=Date(1970, 1, 1).to_stdlib(), max_value=Date(2200, 12, 31).to_stdlib()).map(Date)
weekends = st.frozensets(st.sampled_from(list(Weekday)), max_size=3)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """A calendar whose days off cluster around the day that the test counts from."""
    near = st.dates(min_value=Date(2026, 1, 1).to_stdlib(), max_value=Date(2026, 6, 30).to_stdlib()).map(Date)
    holidays = draw(st.dictionaries(near, st.just("Day off"), max_size=40))
    return Calendar("Europe/London", holidays, draw(st.frozensets(near, max_size=10)), draw(weekends))


near_days = st.dates(min_value=Date(2026, 1, 1).to_stdlib(), max_value=Date(2026, 6, 30).to_stdlib()).map(
    Date
)


@pytest.mark.parametrize(("zone", "day", "time", "wall"), WALL_TIMES)
def test_a_wall_time_in_a_gap_moves_by_the_gap_and_one_that_comes_twice_is_the_first(zone, day, time, wall):
    """Clock changes, half an hour or two hours wide, at midnight, and days that do not exist."""
    calendar = Calendar(zone, {}, frozenset())
    at = calendar.instant(Date.parse_iso(day), time)
    assert calendar.local(at).format_iso() == f"{wall}[{zone}]"


@pytest.mark.parametrize(("zone", "day", "wall"), FIRST_INSTANTS)
def test_a_day_starts_at_its_first_instant(zone, day, wall):
    """The end of a day is right where midnight is skipped or comes twice."""
    calendar = Calendar(zone, {}, frozenset())
    assert calendar.local(calendar.start(Date.parse_iso(day))).format_iso() == f"{wall}[{zone}]"


def test_business_days_start_after_the_day_and_name_what_they_pass_over():
    """Five business days after Friday 28 August 2026 pass over the bank holiday of Monday."""
    assert LONDON.plus_business(Date(2026, 8, 28), 5) == (
        Date(2026, 9, 7),
        ("2026-08-31 Late Summer Bank Holiday",),
    )


def test_counting_from_a_holiday_or_a_weekend_does_not_count_that_day():
    """The day itself never counts, whether it is a business day or not."""
    assert LONDON.plus_business(Date(2026, 8, 31), 1)[0] == Date(2026, 9, 1)
    assert LONDON.plus_business(Date(2026, 8, 29), 1)[0] == Date(2026, 9, 1)
    assert LONDON.plus_business(Date(2026, 8, 30), -1)[0] == Date(2026, 8, 28)


def test_counting_back_passes_over_the_same_days():
    """One business day before Tuesday 1 September is Friday 28 August."""
    assert LONDON.plus_business(Date(2026, 9, 1), -1) == (
        Date(2026, 8, 28),
        ("2026-08-31 Late Summer Bank Holiday",),
    )


def test_a_holiday_on_a_weekend_is_not_listed():
    """Only days that cost something are told."""
    calendar = Calendar("Europe/London", {Date(2026, 12, 26): "Boxing Day"}, frozenset())
    assert calendar.plus_business(Date(2026, 12, 25), 1) == (Date(2026, 12, 28), ())


def test_closed_days_are_no_business_days():
    """A day on which the employer is closed is skipped and told as closed."""
    calendar = calendar_of("PLAIN Europe/London", ("2026-10-02",), {})
    assert calendar.plus_business(Date(2026, 10, 1), 1) == (Date(2026, 10, 5), ("2026-10-02 closed",))


def test_next_business_keeps_a_business_day():
    """Rolling moves forward and only where it must."""
    assert LONDON.next_business(Date(2026, 8, 28)) == Date(2026, 8, 28)
    assert LONDON.next_business(Date(2026, 8, 29)) == Date(2026, 9, 1)


def test_the_weekend_is_that_of_the_country():
    """In Riyadh people work on Sunday, not on Friday."""
    calendar = calendar_of("SA Asia/Riyadh", (), {})
    assert calendar.plus_business(Date(2026, 10, 1), 1)[0] == Date(2026, 10, 4)
    assert calendar_of("AE Asia/Dubai", (), {}).plus_business(Date(2026, 10, 1), 1)[0] == Date(2026, 10, 2)


@pytest.mark.parametrize(
    ("place", "code"),
    [("London", "place-malformed"), ("", "place-malformed"), ("GB-ENG Europe/Lundon", "zone-unknown")],
)
def test_a_place_that_is_none_is_refused_by_name(place, code):
    """A zone that has vanished from the system is told, not guessed."""
    with pytest.raises(InvalidInput) as caught:
        calendar_of(place, (), {})
    assert caught.value.code == code


@given(calendars(), near_days, st.integers(1, 30))
def test_counting_lands_on_business_days_and_back_again(calendar, day, count):
    """Forth and back is where one started, from a business day; every stop is a business day."""
    there, _ = calendar.plus_business(day, count)
    assert calendar.is_business(there)
    assert there > day
    start = calendar.next_business(day)
    forth, passed = calendar.plus_business(start, count)
    back, passed_back = calendar.plus_business(forth, -count)
    assert back == start
    assert passed_back == tuple(reversed(passed))


@given(calendars(), near_days, st.integers(0, 20), st.integers(1, 10))
def test_more_business_days_lie_later(calendar, day, count, more):
    """Counting is monotone, and counting on equals counting all at once."""
    first, passed = calendar.plus_business(day, count)
    later, passed_later = calendar.plus_business(day, count + more)
    assert later > first
    assert calendar.plus_business(first, more)[0] == later
    assert passed_later[: len(passed)] == passed


@given(
    days,
    st.sampled_from(["00:00", "00:30", "02:15", "02:30", "10:00", "23:59"]),
    st.sampled_from(
        [
            "Europe/London",
            "America/New_York",
            "America/Santiago",
            "Australia/Lord_Howe",
            "Asia/Tehran",
            "Africa/Casablanca",
        ]
    ),
)
def test_a_wall_time_is_at_most_one_gap_away(day, time, zone):
    """Whatever the day and zone, the instant shows the time asked for, or a later one by a gap."""
    calendar = Calendar(zone, {}, frozenset())
    local = calendar.local(calendar.instant(day, time))
    shift = local.to_plain().difference(day.at(local.time().parse_iso(time)), naive_arithmetic_ok=True)
    assert 0 <= shift.total("minutes") <= 120
    assert calendar.start(day) <= local.to_instant()
