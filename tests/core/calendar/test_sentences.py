"""Every rule of the time sentences."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.calendar.lines import (
    END,
    NOW,
    SAME,
    after,
    bare,
    before,
    clock,
    come_to,
    portion,
    same_day,
    span,
    wall,
)
from whenever import Date, Instant, ZonedDateTime

from followup.core.calendar.days import Calendar, calendar_of
from followup.core.calendar.sentences import plus
from followup.core.values.times import Anchor, AnchorKind, Choice, Moment, Now, Sum, Unit, Unknown, When

HOLIDAYS = {
    Date(2026, 8, 31): "Late Summer Bank Holiday",
    Date(2026, 12, 25): "Christmas Day",
    Date(2026, 12, 28): "Boxing Day (observed)",
}
LONDON = Calendar("Europe/London", HOLIDAYS, frozenset())
NEW_YORK = Calendar("America/New_York", {}, frozenset())
SANTIAGO = Calendar("America/Santiago", {}, frozenset())
MET = LONDON.instant(Date(2026, 10, 1), "16:30")


def at(text: str, calendar: Calendar = LONDON) -> Instant:
    day, time = text.split()
    return calendar.instant(Date.parse_iso(day), time)


LINES = [
    # what is said, the line, the wall time it comes to, the same as a limit
    ("hours are exact", after("2 hours"), "2026-10-01T18:30:00", None),
    ("minutes before", before("90 minutes"), "2026-10-01T15:00:00", None),
    ("a day without clock", after("1 day"), "2026-10-02T10:00:00", "2026-10-03T00:00:00"),
    ("with clock", after("3 business days", clock=clock("18:00")), "2026-10-06T18:00:00", None),
    ("the same time", after("1 week", clock=SAME), "2026-10-08T16:30:00", None),
    ("the end of day", after("1 business day", clock=END), "2026-10-03T00:00:00", None),
    ("business days", after("5 business days"), "2026-10-08T10:00:00", "2026-10-09T00:00:00"),
    ("business days before", before("2 business days"), "2026-09-29T10:00:00", "2026-09-30T00:00:00"),
    (
        "business, then calendar",
        after("5 business days, 30 days"),
        "2026-11-07T10:00:00",
        "2026-11-08T00:00:00",
    ),
    (
        "calendar, then business",
        after("2 days, 1 business day"),
        "2026-10-05T10:00:00",
        "2026-10-06T00:00:00",
    ),
    ("rolled to a business day", after("2 days", roll=True), "2026-10-05T10:00:00", "2026-10-06T00:00:00"),
    ("rolled where it need not be", after("1 day", roll=True), "2026-10-02T10:00:00", "2026-10-03T00:00:00"),
    ("a bare instant", bare(), "2026-10-01T16:30:00", None),
    ("a bare instant with a clock", bare(clock=clock("20:00")), "2026-10-01T20:00:00", None),
    ("the same day", same_day(), "2026-10-01T10:00:00", "2026-10-02T00:00:00"),
    ("the same day at", same_day(clock=clock("20:00")), "2026-10-01T20:00:00", None),
]


@pytest.mark.parametrize(("said", "line", "due", "limit"), LINES)
def test_a_line_comes_to_its_instant(said, line, due, limit):
    """Each form of a line, as a due and as a limit."""
    assert wall(line, LONDON, MET) == due
    assert wall(line, LONDON, MET, limit=True) == (limit or due)


MONTHS = [
    ("2026-01-31", "1 month", "2026-02-28"),
    ("2028-01-31", "1 month", "2028-02-29"),
    ("2028-02-29", "12 months", "2029-02-28"),
    ("2026-08-31", "6 months", "2027-02-28"),
    ("2026-10-31", "1 month, 1 day", "2026-12-01"),
    ("2026-12-31", "2 months", "2027-02-28"),
]


@pytest.mark.parametrize(("start", "months", "end"), MONTHS)
def test_months_clamp_to_the_end_of_the_month(start, months, end):
    """There is no 31 February; the last day of the month is meant."""
    assert wall(after(months), LONDON, Date.parse_iso(start)) == f"{end}T10:00:00"


def test_a_bare_date_is_a_day():
    """A fact that is a day is due at the usual time, and as a limit holds to its end."""
    assert wall(bare(), LONDON, Date(2026, 10, 6)) == "2026-10-06T10:00:00"
    assert wall(bare(), LONDON, Date(2026, 10, 6), limit=True) == "2026-10-07T00:00:00"


def test_a_day_counts_where_the_employer_is():
    """An interview at 20:00 in New York is on Friday there, though it is Saturday in London."""
    late = at("2026-10-02 20:00", NEW_YORK)
    assert wall(after("1 business day"), NEW_YORK, late) == "2026-10-05T10:00:00"
    assert wall(after("1 day"), NEW_YORK, late) == "2026-10-03T10:00:00"
    assert wall(after("1 day"), LONDON, late) == "2026-10-04T10:00:00"


def test_24_hours_over_a_clock_change_are_not_a_day():
    """Elapsed time is exact; a day is the same wall time."""
    evening = at("2026-10-24 18:00")
    assert wall(after("24 hours"), LONDON, evening) == "2026-10-25T17:00:00"
    assert wall(after("1 day", clock=SAME), LONDON, evening) == "2026-10-25T18:00:00"


CHANGES = [
    (LONDON, "2027-03-27 10:00", "01:30", "2027-03-28T02:30:00+01:00[Europe/London]"),
    (NEW_YORK, "2027-03-13 10:00", "02:30", "2027-03-14T03:30:00-04:00[America/New_York]"),
    (NEW_YORK, "2026-10-31 10:00", "01:30", "2026-11-01T01:30:00-04:00[America/New_York]"),
    (SANTIAGO, "2027-09-04 10:00", "00:00", "2027-09-05T01:00:00-03:00[America/Santiago]"),
]


@pytest.mark.parametrize(("calendar", "start", "time", "expected"), CHANGES)
def test_clock_changes_move_or_take_the_first(calendar, start, time, expected):
    """A day later at a time that is skipped, comes twice, or is a midnight that is not there."""
    found = come_to(after("1 day", clock=clock(time)), calendar, at(start, calendar))
    assert isinstance(found, Moment)
    assert found.wall == expected


def test_the_end_of_a_day_before_a_skipped_midnight():
    """The day ends with its last instant; the next one starts at 01:00."""
    found = come_to(bare(), SANTIAGO, Date(2027, 9, 4), limit=True)
    assert isinstance(found, Moment)
    assert found.wall == "2027-09-05T01:00:00-03:00[America/Santiago]"


PORTIONS = [
    (50, "2026-10-10"),
    (33, "2026-10-07"),
    (0, "2026-10-01"),
    (100, "2026-10-20"),
    (99, "2026-10-19"),
]


@pytest.mark.parametrize(("percent", "day"), PORTIONS)
def test_a_portion_counts_dates_and_rounds_down(percent, day):
    """Nineteen days lie between; half of them are nine."""
    ends = {"start": at("2026-10-01 23:00"), "end": Date(2026, 10, 20)}
    found = come_to(portion(percent, "start", "end"), LONDON, anchors=ends)
    assert isinstance(found, Moment)
    assert found.wall.startswith(f"{day}T10:00")


def test_a_portion_rolls_and_takes_a_clock():
    """Saturday 10 October becomes Monday the 12th; the words are spelled out."""
    ends = {"start": Date(2026, 10, 1), "end": Date(2026, 10, 20)}
    found = come_to(portion(50, "start", "end", roll=True, clock=clock("09:00")), LONDON, anchors=ends)
    assert isinstance(found, Moment)
    assert found.wall.startswith("2026-10-12T09:00")
    assert found.counted == "50% of the way from Thu 1 Oct to Tue 20 Oct on a business day at 09:00"


def test_a_setting_stands_for_its_span():
    """`gap and silence` is looked up; the rule keeps the words, `counted` spells them out."""
    spans = {"gap": span("5 business days"), "silence": span("30 days")}
    found = come_to(after("gap, silence"), LONDON, at("2026-08-28 16:30"), spans=spans)
    assert found == Moment(
        at("2026-10-07 10:00"),
        "2026-10-07T10:00:00+01:00[Europe/London]",
        "gap, silence after met",
        "5 business days and 30 days after Fri 28 Aug",
        ("2026-08-31 Late Summer Bank Holiday",),
    )


COUNTED = [
    (after("2 hours"), "2 hours after Thu 1 Oct 16:30"),
    (after("1 business day", clock=clock("18:00")), "1 business day after Thu 1 Oct at 18:00"),
    (after("6 months", roll=True), "6 months after Thu 1 Oct 2026 on a business day"),
    (before("1 hour"), "1 hour before Thu 1 Oct 16:30"),
    (bare(), "Thu 1 Oct 16:30"),
    (same_day(clock=clock("20:00")), "the same day as Thu 1 Oct at 20:00"),
    (after("1 day", clock=END), "1 day after Thu 1 Oct at the end of day"),
    (Now(), "now"),
]


@pytest.mark.parametrize(("line", "words"), COUNTED)
def test_the_rule_is_spelled_out(line, words):
    """People read which day a time hangs on, with the year only where it is another."""
    found = come_to(line, LONDON, MET)
    assert isinstance(found, Moment)
    assert found.counted == words
    assert found.rule == line.text


def test_rolling_tells_what_it_passed_over():
    """A day that is rolled over Christmas names the holidays."""
    found = come_to(after("1 day", roll=True), LONDON, Date(2026, 12, 24))
    assert isinstance(found, Moment)
    assert found.wall.startswith("2026-12-29")
    assert found.skipped == ("2026-12-25 Christmas Day", "2026-12-28 Boxing Day (observed)")


def test_now_is_the_instant_of_the_step():
    """`now` hangs on nothing."""
    found = come_to(Now(), LONDON)
    assert isinstance(found, Moment)
    assert found.at == NOW


OUTCOME = Anchor(AnchorKind.OUTCOME, "check_in", "sent")
UNKNOWN = [
    (after("1 day", "promised_by"), ("promised_by",)),
    (after("1 day", OUTCOME), ("check_in.sent",)),
    (after("1 day", Anchor(AnchorKind.CONTACT, "away_until")), ("contact.away_until",)),
    (after("1 day", Anchor(AnchorKind.ENTRY)), ("entry",)),
    (after("1 day", Anchor(AnchorKind.EVENT, "rejected")), ("rejected",)),
    (after("grace", "met"), ("grace",)),
    (after("grace", "promised_by"), ("promised_by", "grace")),
    (portion(50, "met", "decision_on"), ("decision_on",)),
    (portion(50, "a", "b"), ("a", "b")),
]


@pytest.mark.parametrize(("line", "missing"), UNKNOWN)
def test_what_is_not_known_is_named_in_the_words_of_the_playbook(line, missing):
    """An unknown anchor or setting makes the line unknown, and says which."""
    assert come_to(line, LONDON, MET) == Unknown(missing)


PROMISED = after("2 business days", "promised_by")
PATIENCE = after("5 business days")
ASKED = after("1 day", "asked")
CHOICES = [
    (Choice.FIRST_KNOWN, (PROMISED, PATIENCE), {}, "2026-10-08"),
    (Choice.FIRST_KNOWN, (PROMISED, PATIENCE), {"promised_by": Date(2026, 10, 20)}, "2026-10-22"),
    (Choice.FIRST_KNOWN, (PROMISED, PATIENCE), {"promised_by": Date(2026, 10, 2)}, "2026-10-06"),
    (Choice.EARLIEST, (PROMISED, PATIENCE, ASKED), {"promised_by": Date(2026, 10, 20)}, "2026-10-08"),
    (Choice.LATEST, (PROMISED, PATIENCE, ASKED), {"promised_by": Date(2026, 10, 20)}, "2026-10-22"),
    (Choice.LATEST, (PROMISED, PATIENCE, ASKED), {}, "2026-10-08"),
]


@pytest.mark.parametrize(("choose", "lines", "anchors", "day"), CHOICES)
def test_choosing_among_lines(choose, lines, anchors, day):
    """The first known, the earliest, the latest; unknown lines are left out."""
    found = come_to(When(choose, lines), LONDON, MET, anchors=anchors)
    assert isinstance(found, Moment)
    assert found.wall.startswith(day)


@pytest.mark.parametrize("choose", [Choice.FIRST_KNOWN, Choice.EARLIEST, Choice.LATEST])
def test_all_unknown_names_everything_once(choose):
    """Nothing is armed while nothing is known, and the reason is whole."""
    lines = (PROMISED, ASKED, after("1 week", "promised_by"))
    assert come_to(When(choose, lines), LONDON) == Unknown(("promised_by", "asked"))


def test_the_line_that_won_is_the_rule():
    """Of two lines that come to the same instant, the first in the file is told."""
    twin = Sum("twin", PATIENCE.anchor, PATIENCE.spans)
    for choose in (Choice.EARLIEST, Choice.LATEST):
        found = come_to(When(choose, (PATIENCE, twin)), LONDON, MET)
        assert isinstance(found, Moment)
        assert found.rule == PATIENCE.text


def test_plus_keeps_hours_exact_and_days_on_the_clock():
    """Repeats: `24 hours` and `1 day` differ, and days come to the usual time."""
    evening = at("2026-10-24 18:00")
    assert plus(span("24 hours"), evening, LONDON, "10:00") == at("2026-10-25 17:00")
    assert plus(span("1 day"), evening, LONDON, "10:00") == at("2026-10-25 10:00")
    assert plus(span("5 business days"), at("2026-08-28 09:00"), LONDON, "10:00") == at("2026-09-07 10:00")


def test_a_span_out_of_all_bounds_stops_at_the_end_of_the_calendar():
    """A playbook that counts beyond the year 9999 is far away, not a crash."""
    for words in ("999999 months", "9999999 weeks", "99999999999 hours"):
        found = come_to(after(words), LONDON, MET)
        assert isinstance(found, Moment)
        assert found.at.to_tz("UTC").year >= 9998
    back = come_to(before("999999 months"), LONDON, MET)
    assert isinstance(back, Moment)
    assert back.at.to_tz("UTC").year < 10


anchors = st.one_of(
    st.dates(min_value=Date(1970, 1, 1).to_stdlib(), max_value=Date(2200, 12, 31).to_stdlib()).map(Date),
    st.integers(0, 7_289_000_000).map(Instant.from_timestamp),
)
day_units = [Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.BUSINESS_DAY]
spans_of_days = st.lists(st.tuples(st.integers(1, 40), st.sampled_from(day_units)), min_size=1, max_size=3)
clocks = st.sampled_from([None, SAME, END, clock("00:00"), clock("02:30"), clock("23:59")])
zones = st.sampled_from(
    [
        "Europe/London",
        "America/New_York",
        "America/Santiago",
        "Australia/Lord_Howe",
        "Pacific/Apia",
        "Asia/Gaza",
    ]
)


@given(anchors, spans_of_days, clocks, zones, st.booleans(), st.booleans(), st.booleans())
def test_every_sentence_comes_to_an_instant_that_can_be_read_back(
    anchor, amounts, on, zone, roll, limit, back
):
    """No date between 1970 and 2200 breaks a sentence, and its wall time is the instant."""
    words = ", ".join(f"{amount} {unit.value}" for amount, unit in amounts)
    line = before(words, clock=on) if back else after(words, clock=on, roll=roll)
    found = come_to(line, Calendar(zone, {}, frozenset()), anchor, limit=limit)
    assert isinstance(found, Moment)
    assert ZonedDateTime.parse_iso(found.wall).to_instant() == found.at


@given(st.integers(0, 7_289_000_000), st.integers(1, 400), zones)
def test_more_days_never_come_to_an_earlier_instant(seconds, days, zone):
    """Monotone in the amount, whatever the clocks do."""
    calendar = calendar_of(f"PLAIN {zone}", (), {})
    start = Instant.from_timestamp(seconds)
    for unit in ("days", "business days", "hours"):
        assert plus(span(f"{days} {unit}"), start, calendar, "10:00") < plus(
            span(f"{days + 1} {unit}"), start, calendar, "10:00"
        )
