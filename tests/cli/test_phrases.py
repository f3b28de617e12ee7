"""Dates, distances, rules and counts as they are written on screens."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Instant

from followup.cli import phrases
from followup.core.calendar.days import Calendar
from followup.core.values.times import Moment

LONDON = Calendar("Europe/London", {}, frozenset())


def at(text: str) -> Instant:
    """Return a wall time in London."""
    day, time = text.split()
    return LONDON.instant(Date.parse_iso(day), time)


NOW = at("2026-10-05 10:48")

SHOWN = [
    # now, when, as it is written
    ("2026-10-05 08:12", "2026-10-08 10:00", "Thu 8 Oct 10:00 (in 3 days)"),
    ("2026-10-05 10:48", "2026-10-05 18:00", "18:00 (in 7 h)"),
    ("2026-10-01 18:48", "2026-10-01 20:00", "20:00 (in 1 h 12 min)"),
    ("2026-10-13 10:05", "2026-10-13 12:00", "12:00 (in 2 h)"),
    ("2026-10-13 11:00", "2026-10-13 12:00", "12:00 (in 1 h)"),
    ("2026-10-13 11:48", "2026-10-13 12:00", "12:00 (in 12 min)"),
    ("2026-10-13 12:00", "2026-10-13 12:00", "12:00 (now)"),
    ("2026-10-13 12:20", "2026-10-13 12:00", "12:00 (20 min ago)"),
    ("2026-10-13 18:00", "2026-10-13 12:00", "12:00 (6 h ago)"),
    ("2026-10-01 23:50", "2026-10-02 00:10", "Fri 2 Oct 00:10 (tomorrow)"),
    ("2026-10-01 00:10", "2026-10-02 23:50", "Fri 2 Oct 23:50 (tomorrow)"),
    ("2026-10-02 00:10", "2026-10-01 23:50", "Thu 1 Oct 23:50 (yesterday)"),
    ("2026-10-05 10:00", "2026-10-02 10:00", "Fri 2 Oct 10:00 (3 days ago)"),
    ("2026-10-19 10:00", "2027-04-15 10:00", "Thu 15 Apr 2027 10:00 (in 6 months)"),
    ("2026-10-19 10:00", "2026-12-17 10:00", "Thu 17 Dec 10:00 (in 59 days)"),
    ("2026-10-19 10:00", "2026-12-18 10:00", "Fri 18 Dec 10:00 (in 2 months)"),
    ("2026-10-19 10:00", "2029-10-19 10:00", "Fri 19 Oct 2029 10:00 (in 3 years)"),
    ("2026-12-31 23:00", "2027-01-01 10:00", "Fri 1 Jan 2027 10:00 (tomorrow)"),
]


@pytest.mark.parametrize(("now", "when", "words"), SHOWN)
def test_a_date_with_its_distance(now, when, words):
    """Days are counted on the calendar, hours within today; the year only where it is another."""
    assert phrases.at(at(when), at(now), "Europe/London") == words


def test_days_count_where_the_reader_is():
    """The same instant is tomorrow for one reader and today for another."""
    now, when = at("2026-10-05 22:00"), at("2026-10-06 03:00")
    assert phrases.distance(when, now, "Europe/London") == "tomorrow"
    assert phrases.distance(when, now, "Asia/Tokyo") == "in 5 h"


def test_a_date_without_a_time_is_told_in_days():
    """A day has no hours; today is today."""
    assert phrases.day(Date(2026, 10, 9), NOW, "Europe/London") == "Fri 9 Oct"
    assert phrases.day(Date(2027, 4, 15), NOW, "Europe/London") == "Thu 15 Apr 2027"
    assert phrases.distance(Date(2026, 10, 5), NOW, "Europe/London") == "today"
    assert phrases.distance(Date(2026, 10, 9), NOW, "Europe/London") == "in 4 days"


ELSEWHERE = [
    ("2026-10-06 15:00", "America/New_York", "Tue 6 Oct 10:00 New York, 15:00 here (tomorrow)"),
    ("2026-10-06 01:00", "America/New_York", "Mon 5 Oct 20:00 New York, Tue 6 Oct 01:00 here (tomorrow)"),
    ("2026-10-05 15:00", "America/New_York", "Mon 5 Oct 10:00 New York, 15:00 here (in 4 h)"),
    ("2026-10-06 15:00", "Europe/Lisbon", "Tue 6 Oct 15:00 (tomorrow)"),
    ("2026-10-06 15:00", "Europe/London", "Tue 6 Oct 15:00 (tomorrow)"),
]


@pytest.mark.parametrize(("when", "there", "words"), ELSEWHERE)
def test_another_zone_is_named_and_translated(when, there, words):
    """Only where the clocks differ, and with its own day where that differs as well."""
    assert phrases.at(at(when), NOW, "Europe/London", there=there) == words


def moment(counted: str, *skipped: str) -> Moment:
    when = at("2026-09-07 10:00")
    return Moment(when, LONDON.local(when).format_iso(), "patience after ended_at", counted, skipped)


RULES = [
    (moment("5 business days after Fri 28 Aug"), "5 business days after Fri 28 Aug"),
    (
        moment("5 business days after Fri 28 Aug", "2026-08-31 Late Summer Bank Holiday"),
        "5 business days after Fri 28 Aug (skips Mon 31 Aug, Late Summer Bank Holiday)",
    ),
    (
        moment("x", "2026-12-25 Christmas Day", "2027-01-01 closed"),
        "x (skips Fri 25 Dec, Christmas Day and Fri 1 Jan 2027, closed)",
    ),
    (
        moment("x", *(f"2026-08-{day:02} closed" for day in (3, 4, 5, 6, 7))),
        "x (skips Mon 3 Aug, closed; Tue 4 Aug, closed; Wed 5 Aug, closed and 2 more)",
    ),
    (moment(""), "patience after ended_at"),
]


@pytest.mark.parametrize(("planned", "words"), RULES)
def test_a_rule_tells_what_it_passed_over(planned, words):
    """Settings and anchors are spelled out, and days off have names."""
    assert phrases.rule(planned) == words


def test_counts_and_lists():
    """Small things that every screen says."""
    assert phrases.plural(1, "message") == "1 message"
    assert phrases.plural(2, "message") == "2 messages"
    assert phrases.plural(0, "reply", "replies") == "0 replies"
    assert phrases.plural(1204, "situation") == "1,204 situations"
    assert phrases.listed([]) == ""
    assert phrases.listed(["a"]) == "a"
    assert phrases.listed(["a", "b", "c"]) == "a, b and c"
    assert phrases.listed(["a", "b"], last="or") == "a or b"


instants = st.integers(0, 7_289_000_000).map(Instant.from_timestamp)


@given(instants, instants, st.sampled_from(["Europe/London", "America/Santiago", "Pacific/Apia"]))
def test_any_two_instants_have_words(when, now, zone):
    """The distance speaks of the past exactly where the instant lies in it, up to half a minute."""
    words = phrases.at(when, now, zone, there="Asia/Kathmandu")
    ahead = words.endswith("(tomorrow)") or "(in " in words
    behind = words.endswith(("(yesterday)", "ago)"))
    assert ahead + behind + words.endswith("(now)") == 1
    assert not (ahead and when < now)
    assert not (behind and when > now)
