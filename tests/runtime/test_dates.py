"""Dates as people type them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Instant

from followup.core.calendar.days import Calendar
from followup.errors import InvalidInput
from followup.runtime.dates import when

LONDON = Calendar("Europe/London", {Date(2026, 10, 7): "A holiday"}, frozenset())
NOW = LONDON.instant(Date(2026, 10, 6), "18:40")  # a Tuesday
TABLE = [
    line.split("\t")
    for line in (Path(__file__).parent / "dates.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def said(words: str, *, past: bool = False, now: Instant = NOW) -> str:
    """Return what is understood, or the code of the refusal."""
    try:
        typed = when(words, now=now, zone="Europe/London", past=past)
    except InvalidInput as refused:
        return refused.code
    return f"{typed.date} {typed.time or '-'}"


@pytest.mark.parametrize(("words", "future", "past"), TABLE, ids=[row[0] for row in TABLE])
def test_words_mean_this_ahead_and_that_behind(words, future, past):
    """Every form that can be typed, once for what is to come and once for what was."""
    assert said(words) == future
    assert said(words, past=True) == past


REFUSED = [
    ("next friday", "Fri 9 Oct or Fri 16 Oct", "write 2026-10-09 or 2026-10-16"),
    ("10/11", "Tue 10 Nov or Sun 11 Oct", "write 2026-11-10 or 2026-10-11"),
    ("10/02/2026", "Tue 10 Feb or Fri 2 Oct", "write 2026-02-10 or 2026-10-02"),
    ("1 oct", "Thu 1 Oct or Fri 1 Oct 2027", "write 2026-10-01 or 2027-10-01"),
    ("by october", "Wed 30 Sep or Sat 31 Oct", "write 2026-09-30 or 2026-10-31"),
    ("mon 9 oct", "that day is Fri 9 Oct", "write 2026-10-09"),
    ("16:30", "is over today", "write 2026-10-06 16:30 or 2026-10-07 16:30"),
    ("end of the week", "Fri 9 Oct or Fri 16 Oct", "write 2026-10-09 or 2026-10-16"),
    ("soon", "is no date", '"fri"'),
]


@pytest.mark.parametrize(("words", "text", "hint"), REFUSED)
def test_a_refusal_names_both_readings_and_what_to_type(words, text, hint):
    """What can be read in two ways is never guessed."""
    saturday = LONDON.instant(Date(2026, 10, 10), "12:00")
    now = saturday if words == "end of the week" else NOW
    with pytest.raises(InvalidInput) as caught:
        when(words, now=now, zone="Europe/London")
    assert text in caught.value.text
    assert hint in caught.value.hint


def test_a_time_of_day_makes_an_instant_and_is_echoed():
    """The meaning is told: day, time, and the year where it is another one."""
    typed = when("fri 10:00", now=NOW, zone="Europe/London")
    assert typed.instant == Instant.parse_iso("2026-10-09T09:00:00Z")
    assert (typed.words, typed.echo) == ("fri 10:00", "Fri 9 Oct 10:00")
    assert when("15 apr", now=NOW, zone="Europe/London").echo == "Thu 15 Apr 2027"


def test_a_day_alone_is_no_instant_and_may_not_be_enough():
    """Where a time is needed, a day is sent back with the way to put it."""
    assert when("fri", now=NOW, zone="Europe/London").instant is None
    with pytest.raises(InvalidInput, match="time-needed") as caught:
        when("fri", now=NOW, zone="Europe/London", time_needed=True)
    assert caught.value.hint == 'write it like "fri 16:30"'


def test_words_are_read_in_the_zone_given():
    """When it is Tuesday evening in London, it is Wednesday in Tokyo."""
    assert when("today", now=NOW, zone="Asia/Tokyo").date == Date(2026, 10, 7)
    assert when("wed 10:00", now=NOW, zone="Asia/Tokyo").echo == "Wed 7 Oct 10:00"


def test_business_days_pass_over_the_holidays_of_the_place():
    """With the calendar of the employer, Wednesday the 7th does not count."""
    assert said("in 2 business days") == "2026-10-08 -"
    typed = when("in 2 business days", now=NOW, zone="Europe/London", calendar=LONDON)
    assert typed.date == Date(2026, 10, 9)


def test_a_time_in_a_gap_is_echoed_where_it_falls():
    """Nobody has to know that 01:30 does not exist that night; they read 02:30."""
    typed = when("2027-03-28 01:30", now=NOW, zone="Europe/London")
    assert (typed.time, typed.echo) == ("02:30", "Sun 28 Mar 2027 02:30")


def test_today_by_name_is_next_week_unless_its_hour_is_to_come():
    """On Tuesday, `tue` is in a week; `tue 20:00` is tonight."""
    assert said("tue") == "2026-10-13 -"
    assert said("tue 20:00") == "2026-10-06 20:00"
    assert said("tue", past=True) == "2026-10-06 -"


TOKENS = """
next last this the by until in a 2 99999 weeks days business ago of end early mid week month oct may fri 9 9th
29 31 feb 10/11 2026 2026-02-30 16:30 4pm at noon , - . 0 24:00 2026-10-01T16:30 [Europe/London] now Z
"""
tokens = st.sampled_from(TOKENS.split())


@given(st.one_of(st.text(max_size=30), st.lists(tokens, max_size=6).map(" ".join)), st.booleans())
def test_whatever_is_typed_is_understood_or_refused(words, past):
    """No words lead to another exception, and what is understood lies within the years kept."""
    try:
        typed = when(words, now=NOW, zone="America/Santiago", past=past)
    except InvalidInput:
        return
    assert 1970 <= typed.date.year < 2200
    assert (typed.time is None) == (typed.instant is None)
    assert typed.echo


@given(
    st.dates(min_value=Date(1999, 1, 1).to_stdlib(), max_value=Date(2150, 1, 1).to_stdlib()).map(Date),
    st.sampled_from(
        ["fri", "mon", "sunday", "in 2 weeks", "tomorrow", "next week", "end of next month", "early may"]
    ),
)
def test_what_is_to_come_is_never_behind(today, words):
    """On every day of the calendar, common words for the future lie in it."""
    now = LONDON.instant(today, "12:00")
    assert when(words, now=now, zone="Europe/London").date >= today


@given(st.dates(min_value=Date(1999, 1, 1).to_stdlib(), max_value=Date(2150, 1, 1).to_stdlib()).map(Date))
def test_an_echo_can_be_typed_again(day):
    """What is echoed for a day, with its year, means that day."""
    typed = when(day.format_iso(), now=NOW, zone="Europe/London")
    echo = typed.echo if typed.echo[-4:].isdigit() else f"{typed.echo} 2026"
    assert when(echo, now=NOW, zone="Europe/London").date == day
