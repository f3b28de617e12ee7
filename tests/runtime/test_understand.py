"""What people type for a fact, by its type."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, ZonedDateTime

from followup.core.calendar.days import Calendar
from followup.core.values.playbook import Fact, FactType
from followup.errors import InvalidInput
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.understand import Understood, understand

ALMANAC = PublicAlmanac()
LONDON = "GB-ENG Europe/London"
NOW = Calendar("Europe/London", {}, frozenset()).instant(Date(2026, 10, 1), "18:40")  # a Thursday
REASONS = ("experience", "another candidate", "position closed", "conduct", "not said")


def fact(kind: str, **more) -> Fact:
    return Fact(name="x", type=FactType(kind), **more)


def heard(of: Fact, words: str, *, place: str | None = LONDON, **more) -> Understood:
    return understand(of, words, now=NOW, place=place, almanac=ALMANAC, **more)


VALUES = [
    ("text", "  the churn\r\ndashboard ", "the churn\ndashboard"),
    ("boolean", "y", True),
    ("boolean", "No", False),
    ("boolean", "true", True),
    ("integer", "12", 12),
    ("integer", "-3", -3),
    ("integer", "Twelve", 12),
    ("place", "Munich", "DE-BY Europe/Berlin"),
    ("link", "https://example.org/churn?a=1", "https://example.org/churn?a=1"),
    ("link", "portfolio 2026.pdf", "portfolio 2026.pdf"),
    ("days", "fri, 2026-12-28 to 2026-12-30", ("2026-10-02", "2026-12-28", "2026-12-29", "2026-12-30")),
    ("days", "2026-12-30; 2026-12-24", ("2026-12-24", "2026-12-30")),
    ("list", "ask less; listen ;", ("ask less", "listen")),
    ("date", "tue", "2026-10-06"),
    ("date", "2026-10-06", "2026-10-06"),
    ("date", "early next week", "2026-10-07"),
    ("datetime", "fri 10:00", "2026-10-02T10:00:00+01:00[Europe/London]"),
    ("datetime", "2026-12-01T16:30", "2026-12-01T16:30:00+00:00[Europe/London]"),
    ("contact", "interviewer-a", "interviewer-a"),
    ("contacts", "interviewer-a; interviewer-b", ("interviewer-a", "interviewer-b")),
    ("integer", "unknown", None),
    ("text", "unknown", None),
]


@pytest.mark.parametrize(("kind", "words", "value"), VALUES)
def test_words_become_the_value_of_their_type(kind, words, value):
    """Every type of fact in the shape in which it is kept."""
    assert heard(fact(kind), words).value == value


REFUSED = [
    ("text", "", "value-empty"),
    ("text", "a\x1b[2Jb", "text-control"),
    ("text", "a" * 10_001, "text-long"),
    ("boolean", "maybe", "not-yes-no"),
    ("integer", "3.5", "not-a-number"),
    ("integer", "1,000", "not-a-number"),
    ("integer", "9007199254740992", "not-a-number"),
    ("integer", "\u0663", "not-a-number"),
    ("place", "Lodon", "place-unknown"),
    ("link", "http://example.org", "link-wrong"),
    ("link", "https://user:word@example.org", "link-wrong"),
    ("link", "javascript:alert(1)", "link-wrong"),
    ("link", "../secret", "link-wrong"),
    ("link", "/etc/passwd", "link-wrong"),
    ("link", "C:\\secret", "link-wrong"),
    ("link", ".env", "link-wrong"),
    ("link", "https://", "link-wrong"),
    ("link", "https://[::1", "link-wrong"),
    ("days", "", "value-empty"),
    ("days", "24 dec to 1 dec", "days-order"),
    ("days", "2026-01-01 to 2199-01-01", "days-order"),
    ("days", "10/11", "date-ambiguous"),
    ("list", " ; ", "list-size"),
    ("list", ";".join("a" * 101), "list-size"),
    ("date", "a call by tuesday", "date-unknown"),
    ("date", "next friday", "date-ambiguous"),
    ("datetime", "fri", "time-needed"),
    ("datetime", "2026-10-01T16:30\x1b[2J", "date-wrong"),
    ("date", "fri\x1b[2J", "date-unknown"),
    ("place", "Lond\x07on", "place-unknown"),
    ("choice", "\x1b[2J", "choice-unknown"),
    ("integer", "1\x1b", "not-a-number"),
    ("contact", "interviewer-a; interviewer-b", "not-a-contact"),
    ("contacts", "Interviewer A", "not-a-contact"),
]


@pytest.mark.parametrize(("kind", "words", "code"), REFUSED)
def test_words_that_do_not_fit_are_refused_by_a_code(kind, words, code):
    """Nothing is guessed into a value."""
    with pytest.raises(InvalidInput) as caught:
        heard(fact(kind), words)
    assert caught.value.code == code
    assert caught.value.text.isprintable()


CHOICES = [
    ("exp", "experience"),
    ("Another Candidate", "another candidate"),
    ("position-closed", "position closed"),
    ("con", "conduct"),
]


@pytest.mark.parametrize(("words", "value"), CHOICES)
def test_the_beginning_of_a_choice_is_enough(words, value):
    """A beginning that only one choice has stands for it; dashes and case do not matter."""
    assert heard(fact("choice", choices=REASONS), words) == Understood(value, echo=value)


def test_a_choice_is_not_guessed():
    """What fits several is asked again; what fits none gets the nearest."""
    with pytest.raises(InvalidInput, match="choice-ambiguous") as caught:
        heard(fact("choice", choices=("first", "first half", "final")), "fi")
    assert "first half" in caught.value.text
    with pytest.raises(InvalidInput, match="choice-unknown") as caught:
        heard(fact("choice", choices=REASONS), "experiense")
    assert caught.value.hint == "did you mean experience?"
    assert heard(fact("choice", choices=("first", "first half")), "first").value == "first"


def test_a_choice_called_unknown_can_be_chosen():
    """`unknown` takes a fact back, unless the playbook means something by it."""
    assert heard(fact("choice", choices=("known", "unknown")), "unknown").value == "unknown"


def test_a_date_keeps_how_it_was_put():
    """The words stay where the value says it differently, and the meaning is echoed."""
    assert heard(fact("date"), "early next week") == Understood("2026-10-07", "early next week", "Wed 7 Oct")
    assert heard(fact("date"), "2026-10-07") == Understood("2026-10-07", "", "Wed 7 Oct")
    assert heard(fact("date"), "fri 10:00").echo == "Fri 2 Oct"


def test_a_question_about_the_past_looks_back():
    """`When did it end?` means today at 16:30, although it is 18:40; `fri` is last Friday."""
    ended = fact("datetime", ask="When did the interview end?")
    assert heard(ended, "16:30").value == "2026-10-01T16:30:00+01:00[Europe/London]"
    assert heard(ended, "fri 16:30").value == "2026-09-25T16:30:00+01:00[Europe/London]"
    promised = fact("date", ask="By when did they say you will hear?")
    assert heard(promised, "fri").value == "2026-10-02"
    assert heard(promised, "fri", past=True).value == "2026-09-25"


def test_times_are_read_where_the_employer_is():
    """An interview in New York at 10:00 is at 10:00 there, and the reader in London is told so."""
    new_york = "US America/New_York"
    found = heard(fact("datetime"), "fri 10:00", place=new_york, zone="Europe/London")
    assert found.value == "2026-10-02T10:00:00-04:00[America/New_York]"
    assert found.echo == "Fri 2 Oct 10:00 New York"
    assert heard(fact("datetime"), "fri 10:00", zone="Europe/London").echo == "Fri 2 Oct 10:00"


def test_without_a_place_the_readers_own_zone_counts():
    """Before the employer's place is known, words are read where they are typed."""
    found = heard(fact("datetime"), "fri 10:00", place=None, zone="Asia/Tokyo")
    assert found.value == "2026-10-02T10:00:00+09:00[Asia/Tokyo]"


def test_business_days_pass_over_the_holidays_of_the_place():
    """In Scotland, Monday 30 November 2026 does not count."""
    before = Calendar("Europe/London", {}, frozenset()).instant(Date(2026, 11, 27), "12:00")
    days = [
        understand(fact("date"), "in 2 business days", now=before, place=place, almanac=ALMANAC).value
        for place in ("GB-ENG Europe/London", "GB-SCT Europe/London")
    ]
    assert days == ["2026-12-01", "2026-12-02"]


def test_a_list_holds_values_of_its_type():
    """The entries of a list are understood one by one."""
    assert heard(fact("list", of=FactType.DATE), "fri; 9 oct").value == ("2026-10-02", "2026-10-09")
    assert heard(fact("list", of=FactType.INTEGER), "two; 3").value == ("2", "3")


@given(st.sampled_from(list(FactType)), st.text(max_size=40))
def test_whatever_is_typed_has_the_shape_of_its_type_or_is_refused(kind, words):
    """No words lead to another exception, and no value to another shape."""
    try:
        value = heard(Fact(name="x", type=kind, choices=REASONS), words).value
    except InvalidInput:
        return
    match kind:
        case FactType.BOOLEAN:
            assert value in (True, False, None)
        case FactType.INTEGER:
            assert value is None or isinstance(value, int)
        case FactType.DAYS | FactType.LIST | FactType.CONTACTS:
            assert value is None or isinstance(value, tuple)
        case FactType.DATETIME:
            assert value is None or ZonedDateTime.parse_iso(str(value))
        case _:
            assert value is None or (isinstance(value, str) and value)
