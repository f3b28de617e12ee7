"""The worked scenarios of the reference policy, at the level of instants."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from tests.core.calendar.lines import after, come_to, wall
from whenever import Date, Instant

from followup.core.calendar.days import Calendar, calendar_of
from followup.core.calendar.hours import opening
from followup.core.values.times import Opening, Weekday
from followup.runtime.almanac import PublicAlmanac


@pytest.fixture(scope="module")
def holidays() -> Mapping[str, Mapping[Date, str]]:
    """The public holidays the scenarios count with."""
    almanac = PublicAlmanac()
    return {name: almanac.holidays(name, (2026, 2027)) for name in ("GB-ENG", "GB-SCT", "US", "PLAIN")}


def utc(calendar: Calendar, line, start: Instant, *, limit: bool = False) -> str:
    return come_to(line, calendar, start, limit=limit).at.format_iso()


def test_a_second_round_counts_anew(holidays):
    """London: the check-in of round one, the answer to the invitation, the check-in of round two."""
    london = calendar_of("GB-ENG Europe/London", (), holidays)
    first = london.instant(Date(2026, 10, 1), "16:30")
    assert utc(london, after("5 business days"), first) == "2026-10-08T09:00:00Z"
    invited = london.instant(Date(2026, 10, 7), "17:30")
    assert wall(after("1 business day"), london, invited, limit=True) == "2026-10-09T00:00:00"
    second = london.instant(Date(2026, 10, 15), "14:00")
    assert utc(london, after("5 business days"), second) == "2026-10-22T09:00:00Z"


def test_two_interviewers_in_new_york(holidays):
    """The calendar decides: Veterans Day is a holiday of the federal calendar, not of the plain one."""
    federal = calendar_of("US America/New_York", (), holidays)
    plain = calendar_of("PLAIN America/New_York", (), holidays)
    ended = plain.instant(Date(2026, 11, 10), "15:00")
    assert wall(after("2 hours"), federal, ended) == "2026-11-10T17:00:00"
    assert utc(federal, after("24 hours"), ended) == "2026-11-11T20:00:00Z"
    assert utc(plain, after("5 business days"), ended) == "2026-11-17T15:00:00Z"
    counted = come_to(after("5 business days"), federal, ended)
    assert counted.at.format_iso() == "2026-11-18T15:00:00Z"
    assert counted.skipped == ("2026-11-11 Veterans Day",)


def test_silence_in_chicago(holidays):
    """Two check-ins, then thirty calendar days of silence, over the end of summer time."""
    chicago = calendar_of("PLAIN America/Chicago", (), holidays)
    ended = chicago.instant(Date(2026, 11, 3), "14:00")
    assert utc(chicago, after("5 business days"), ended) == "2026-11-10T16:00:00Z"
    sent = Instant.parse_iso("2026-11-10T16:00:00Z")
    assert utc(chicago, after("5 business days"), sent) == "2026-11-17T16:00:00Z"
    last = Instant.parse_iso("2026-11-17T16:00:00Z")
    assert wall(after("30 days"), chicago, last) == "2026-12-17T10:00:00"


@pytest.mark.parametrize(
    ("place", "office_opens", "check_in"),
    [
        ("GB-ENG Europe/London", "2026-11-30T09:00:00Z", "2026-12-04T10:00:00Z"),
        ("GB-SCT Europe/London", "2026-12-01T09:00:00Z", "2026-12-07T10:00:00Z"),
    ],
)
def test_a_friday_evening_in_england_and_in_scotland(holidays, place, office_opens, check_in):
    """By day or by office hours; Saint Andrew's Day is a holiday in Scotland only."""
    calendar = calendar_of(place, (), holidays)
    ended = calendar.instant(Date(2026, 11, 27), "18:15")
    due = come_to(after("2 hours"), calendar, ended).at
    evening = (Opening(tuple(Weekday), (("08:00", "21:00"),)),)
    office = (Opening(tuple(Weekday), (("09:00", "18:00"),), business=True),)
    assert opening(evening, calendar, due) == Instant.parse_iso("2026-11-27T20:15:00Z")
    assert opening(office, calendar, due) == Instant.parse_iso(office_opens)
    assert utc(calendar, after("5 business days"), ended) == check_in
