"""Hours as text, right and wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.authoring.hours import parse_hours
from followup.core.values.problems import Problem
from followup.core.values.times import Opening, Weekday

WEEK = tuple(Weekday)


@pytest.mark.parametrize(
    ("text", "days", "business", "windows"),
    [
        ("08:00-21:00", WEEK, False, [("08:00", "21:00")]),
        ("every day 08:00-21:00", WEEK, False, [("08:00", "21:00")]),
        ("business days 10:00-12:00, 14:00-16:00", WEEK, True, [("10:00", "12:00"), ("14:00", "16:00")]),
        ("Mon-Fri 09:00-17:00", WEEK[:5], False, [("09:00", "17:00")]),
        ("business Tue-Thu 09:30-12:00", WEEK[1:4], True, [("09:30", "12:00")]),
        ("business Fri 09:00-17:00", (Weekday.FRI,), True, [("09:00", "17:00")]),
        ("Sat 10:00 - 12:00", (Weekday.SAT,), False, [("10:00", "12:00")]),
        ("Fri-Mon 10:00-12:00", (*WEEK[4:], WEEK[0]), False, [("10:00", "12:00")]),
        ("Sun-Sun 00:00-23:59", (Weekday.SUN,), False, [("00:00", "23:59")]),
    ],
)
def test_each_shape_becomes_its_value(text, days, business, windows):
    """Guards every way to write hours."""
    assert parse_hours(text) == Opening(days=days, windows=tuple(windows), business=business)


@pytest.mark.parametrize(
    ("text", "start", "end", "code"),
    [
        ("", 0, 0, "hours"),
        ("business days", 13, 13, "clock"),
        ("Mon-Fri", 7, 7, "clock"),
        ("Mon- 10:00-12:00", 5, 10, "hours"),
        ("monday 10:00-12:00", 0, 6, "hours"),
        ("MON 10:00-12:00", 0, 3, "hours"),
        ("business 10:00-12:00", 9, 14, "hours"),
        ("always", 0, 6, "hours"),
        ("weekdays 10:00-12:00", 0, 8, "hours"),
        ("10:00", 5, 5, "hours"),
        ("10:00 to 12:00", 6, 8, "hours"),
        ("12:00-10:00", 0, 11, "hours"),
        ("10:00-10:00", 0, 11, "hours"),
        ("10:00-12:00, 11:00-13:00", 13, 24, "hours"),
        ("10:00-12:00 and 14:00-16:00", 12, 15, "hours"),
        ("9:00-17:00", 0, 4, "clock"),
        ("09:00-24:00", 6, 11, "clock"),
        ("9-17", 0, 1, "clock"),
        ("09:00-25:00", 6, 11, "clock"),
    ],
)
def test_each_fault_is_found_where_it_stands(text, start, end, code):
    """Guards code and caret of every refusal."""
    problem = parse_hours(text)
    assert isinstance(problem, Problem)
    assert (problem.start, problem.end, problem.code) == (start, end, code)


WORDS = st.sampled_from(
    [
        *["business", "days", "every", "day", "Mon", "Fri", "-", ",", "10:00", "12:00", "24:00", "9", "x"],
        "10:00-12:00",
    ]
)


@given(st.one_of(st.text(max_size=40), st.lists(WORDS, max_size=9).map(" ".join)))
def test_any_text_is_hours_or_a_problem_inside_it(text):
    """Guards that nothing else ever comes out, and that windows are in order."""
    found = parse_hours(text)
    if isinstance(found, Problem):
        assert 0 <= found.start <= found.end <= len(text)
    else:
        times = [time for window in found.windows for time in window]
        assert times == sorted(times)
