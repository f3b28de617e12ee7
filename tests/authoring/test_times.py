"""Time sentences: the grammar of the language, its types, and where its faults stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.authoring.times import parse_line
from followup.authoring.vocabulary import Family, Names
from followup.core.values.playbook import FactType
from followup.core.values.problems import Problem
from followup.core.values.times import (
    Anchor,
    AnchorKind,
    Clock,
    ClockKind,
    Direction,
    Now,
    Part,
    Portion,
    SettingName,
    Sum,
    Unit,
)

NAMES = Names(
    facts={
        "ended_at": FactType.DATETIME,
        "promised_by": FactType.DATE,
        "company": FactType.TEXT,
        "odd": None,
    },
    settings={"grace": Family.CALENDAR, "pause": Family.ELAPSED, "most": False, "broken": None},
    events=frozenset({"heard", "rejected"}),
    items={"check_in": ("sent", "failed", "answered"), "decide": ("done", "skipped")},
    messages=frozenset({"check_in"}),
    each={"met_on": FactType.DATE, "topic": FactType.TEXT},
)
ENDED = Anchor(AnchorKind.FACT, "ended_at")
PROMISED = Anchor(AnchorKind.FACT, "promised_by")
ENTRY = Anchor(AnchorKind.ENTRY)


def line(text: str, *, contact: bool = False):
    return parse_line(text, NAMES, contact=contact)


GOOD = {
    "now": Now(),
    "entry": ("entry", ENTRY),
    "ended_at": ("ended_at", ENDED),
    "heard": ("heard", Anchor(AnchorKind.EVENT, "heard")),
    "promised_by at 10:00": (None, PROMISED, {"clock": Clock(ClockKind.AT, "10:00")}),
    "2 hours after ended_at": (None, ENDED, {"spans": (Part(2, Unit.HOUR),)}),
    "90 minutes before ended_at": (
        None,
        ENDED,
        {"spans": (Part(90, Unit.MINUTE),), "direction": Direction.BEFORE},
    ),
    "1 hour and 30 minutes after heard": (
        None,
        Anchor(AnchorKind.EVENT, "heard"),
        {"spans": (Part(1, Unit.HOUR), Part(30, Unit.MINUTE))},
    ),
    "pause after ended_at": (None, ENDED, {"spans": (SettingName("pause"),)}),
    "1 day after promised_by": (None, PROMISED, {"spans": (Part(1, Unit.DAY),)}),
    "1 business day after promised_by": (None, PROMISED, {"spans": (Part(1, Unit.BUSINESS_DAY),)}),
    "3 weeks before promised_by": (
        None,
        PROMISED,
        {"spans": (Part(3, Unit.WEEK),), "direction": Direction.BEFORE},
    ),
    "grace and 1 month after check_in.sent on a business day": (
        None,
        Anchor(AnchorKind.OUTCOME, "check_in", "sent"),
        {"spans": (SettingName("grace"), Part(1, Unit.MONTH)), "roll": True},
    ),
    "1 month and 2 business days after ended_at at the same time": (
        None,
        ENDED,
        {
            "spans": (Part(1, Unit.MONTH), Part(2, Unit.BUSINESS_DAY)),
            "clock": Clock(ClockKind.SAME),
        },
    ),
    "same day as ended_at at 20:00": (None, ENDED, {"same_day": True, "clock": Clock(ClockKind.AT, "20:00")}),
    "same day as promised_by on a business day at the end of day": (
        None,
        PROMISED,
        {"same_day": True, "roll": True, "clock": Clock(ClockKind.END)},
    ),
    "broken after ended_at": (None, ENDED, {"spans": (SettingName("broken"),)}),
    "2 days after odd": (None, Anchor(AnchorKind.FACT, "odd"), {"spans": (Part(2, Unit.DAY),)}),
    "1 day after decide.done": (
        None,
        Anchor(AnchorKind.OUTCOME, "decide", "done"),
        {"spans": (Part(1, Unit.DAY),)},
    ),
}


@pytest.mark.parametrize("text", GOOD)
def test_each_sentence_becomes_its_value(text):
    """Guards every branch of the grammar."""
    wanted = GOOD[text]
    if isinstance(wanted, tuple):
        wanted = Sum(text, wanted[1], **(wanted[2] if len(wanted) > 2 else {}))
    assert line(text) == wanted


def test_a_portion_has_two_anchors():
    """Guards `% of the way`, with and without a space, rolled and with a time."""
    text = "50% of the way from ended_at to promised_by on a business day at 09:00"
    at = Clock(ClockKind.AT, "09:00")
    assert line(text) == Portion(text, 50, ENDED, PROMISED, roll=True, clock=at)
    assert line("33 % of the way from entry to promised_by").percent == 33


def test_spaces_do_not_matter():
    """Guards folded and aligned texts: the sentence is kept with single spaces."""
    found = line("  2   hours\n after  ended_at ")
    assert found == Sum("2 hours after ended_at", ENDED, spans=(Part(2, Unit.HOUR),))


def test_contact_fields_are_anchors_only_where_somebody_is_addressed():
    """Guards that a timer never hangs on a contact."""
    found = line("1 day after contact.away_until", contact=True)
    assert found.anchor == Anchor(AnchorKind.CONTACT, "away_until")
    assert line("contact.met_on", contact=True).anchor == Anchor(AnchorKind.CONTACT, "met_on")
    assert line("1 day after contact.away_until").code == "no-contact-here"


BAD = [
    ("", 0, 0, "time-syntax"),
    ("later", 0, 5, "unknown-anchor"),
    ("now at 10:00", 4, 12, "time-syntax"),
    ("2 hours", 7, 7, "time-syntax"),
    ("2 hours after", 13, 13, "time-syntax"),
    ("2 hours after promised_by", 0, 25, "no-time-of-day"),
    ("pause after promised_by", 0, 23, "no-time-of-day"),
    ("2 hours after contact.met_on", 14, 28, "no-contact-here"),
    ("2 hours after ended_at at 10:00", 23, 31, "at-after-hours"),
    ("pause after ended_at at 10:00", 21, 29, "at-after-hours"),
    ("2 hours after ended_at on a business day", 23, 40, "at-after-hours"),
    ("1 day and 2 hours after ended_at", 0, 17, "mixed-units"),
    ("grace and 2 hours after ended_at", 0, 17, "mixed-units"),
    ("0 days after ended_at", 0, 1, "span-amount"),
    ("-2 days after ended_at", 0, 1, "span-amount"),
    ("1.5 days after ended_at", 0, 3, "span-amount"),
    ("2 buisness days after ended_at", 0, 15, "duration-unit"),
    ("2 business months after ended_at", 0, 17, "duration-unit"),
    ("2 business after ended_at", 0, 16, "duration-unit"),
    ("two days after ended_at", 0, 3, "span-amount"),
    ("most after ended_at", 0, 4, "setting-no-span"),
    ("grase after ended_at", 0, 5, "unknown-setting"),
    ("company after ended_at", 0, 7, "unknown-setting"),
    ("2 days after company", 13, 20, "anchor-type"),
    ("2 days after grace", 13, 18, "anchor-type"),
    ("2 days after check_in", 13, 21, "anchor-planned"),
    ("2 days after check_in.done", 13, 26, "unknown-outcome"),
    ("2 days after heard.sent", 13, 23, "unknown-item"),
    ("2 days after topic", 13, 18, "unknown-anchor"),
    ("2 days after 3 days", 13, 14, "time-syntax"),
    ("promised_by at the same time", 15, 28, "no-time-of-day"),
    ("promised_by at 24:00", 15, 20, "clock"),
    ("promised_by at 25:00", 15, 20, "clock"),
    ("promised_by at 10:60", 15, 20, "clock"),
    ("promised_by at 10", 15, 17, "clock"),
    ("promised_by at noon", 15, 19, "clock"),
    ("promised_by at", 14, 14, "clock"),
    ("promised_by 10:00", 12, 17, "time-syntax"),
    ("promised_by on business day", 15, 23, "time-syntax"),
    ("promised_by or ended_at", 12, 23, "time-syntax"),
    ("same day ended_at", 9, 17, "time-syntax"),
    ("101% of the way from ended_at to promised_by", 0, 3, "span-amount"),
    ("0% of the way from ended_at to promised_by", 0, 1, "span-amount"),
    ("50% of way from ended_at to promised_by", 7, 10, "time-syntax"),
    ("50% of the way from ended_at", 28, 28, "time-syntax"),
    ("2 days since ended_at", 7, 12, "time-syntax"),
    ("2 days after ended_at and 2 hours", 22, 33, "time-syntax"),
    ("99999999999 days after ended_at", 0, 11, "span-amount"),
]


@pytest.mark.parametrize(("text", "start", "end", "code"), BAD, ids=[case[0] or "empty" for case in BAD])
def test_each_fault_is_found_where_it_stands(text, start, end, code):
    """Guards code and caret of every refusal."""
    problem = line(text)
    assert isinstance(problem, Problem)
    assert (problem.start, problem.end, problem.code) == (start, end, code)


UNITS = st.sampled_from(["day", "week", "month", "business day"])
SPANS = st.lists(st.tuples(st.integers(1, 100), UNITS), min_size=1, max_size=4)
ANCHORS = st.sampled_from(["entry", "ended_at", "promised_by", "heard", "check_in.sent"])
TAILS = st.sampled_from(["", " at 00:00", " at 23:59", " at the end of day"])


@given(SPANS, st.sampled_from(["after", "before"]), ANCHORS, st.booleans(), TAILS)
def test_any_sentence_of_dates_is_read_back(spans, direction, anchor, roll, tail):
    """Guards the grammar as a whole: what is written by its rules is read, and nothing is lost."""
    said = " and ".join(f"{amount} {unit}{'s' if amount > 1 else ''}" for amount, unit in spans)
    text = f"{said} {direction} {anchor}{' on a business day' if roll else ''}{tail}"
    found = line(text)
    assert isinstance(found, Sum)
    assert found.spans == tuple(Part(amount, Unit(unit)) for amount, unit in spans)
    assert (found.direction, found.roll, found.text) == (Direction(direction), roll, text)
    assert (found.clock is None) == (tail == "")


WORDS = st.sampled_from(
    [
        *["2", "0", "days", "hours", "business", "day", "after", "before", "ended_at", "promised_by", "at"],
        *["10:00", "24:00", "the", "same", "time", "and", "grace", "pause", "%", "of", "way", "from", "to"],
        *["entry", "check_in.sent", "contact.x", "on", "a", "now", "(", ")", ".", ":", "-", ",", "\u00e9"],
    ]
)


@given(st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=14).map(" ".join)), st.booleans())
def test_any_text_is_a_sentence_or_a_problem_inside_it(text, contact):
    """Guards that nothing else ever comes out, and that the caret never leaves the text."""
    found = line(text, contact=contact)
    if isinstance(found, Problem):
        assert 0 <= found.start <= found.end <= len(text)
        assert found.text
