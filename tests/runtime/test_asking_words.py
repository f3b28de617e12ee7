"""What people answer in their own way: times as they are said, people, no date at all."""

from __future__ import annotations

import pytest
from whenever import Date, Instant

from followup.core.calendar.days import Calendar
from followup.core.values.playbook import Fact, FactType
from followup.errors import InvalidInput
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.contacts import people
from followup.runtime.dates import when
from followup.runtime.scalars import link
from followup.runtime.understand import understand

NOW = Calendar("Europe/London", {}, frozenset()).instant(Date(2026, 10, 6), "18:40")

SAID = [
    ("half past four", "2026-10-06 16:30"),
    ("yesterday at half past four", "2026-10-05 16:30"),
    ("yesterday at 4.30pm", "2026-10-05 16:30"),
    ("4.30 p.m. yesterday", "2026-10-05 16:30"),
    ("quarter to five", "2026-10-06 16:45"),
    ("ten o'clock yesterday", "2026-10-05 10:00"),
    ("yesterday at four in the afternoon", "2026-10-05 16:00"),
    ("yesterday at 8 in the morning", "2026-10-05 08:00"),
    ("yesterday about 4pm", "2026-10-05 16:00"),
]


@pytest.mark.parametrize(("words", "meant"), SAID, ids=[row[0] for row in SAID])
def test_a_time_may_be_said_as_people_say_it(words: str, meant: str):
    """Guards times in words; an hour without morning or afternoon lies in the working day."""
    typed = when(words, now=NOW, zone="Europe/London", past=True, time_needed=True)
    assert f"{typed.date.format_iso()} {typed.time}" == meant


@pytest.mark.parametrize(
    "words", ["half past", "half past thirteen", "o'clock", "13 pm", "four", "quarter past 0"]
)
def test_what_is_no_time_is_not_made_one(words: str):
    """Guards against a time guessed from half of one."""
    with pytest.raises(InvalidInput, match="date-unknown"):
        when(words, now=NOW, zone="Europe/London")


@pytest.mark.parametrize("words", ["in about a week", "about a week", "a week or so"])
def test_about_a_week_is_a_week_and_keeps_its_words(words: str):
    """Guards a vague span: a date to count from, and what was really said."""
    typed = when(words, now=NOW, zone="Europe/London")
    assert (typed.date, typed.words) == (Date(2026, 10, 13), words)


def test_both_readings_keep_the_time():
    """Guards `next tuesday 10:00`: what is offered can be typed as it stands."""
    with pytest.raises(InvalidInput, match="date-ambiguous") as refused:
        when("next tuesday 10:00", now=NOW, zone="Europe/London")
    assert "Tue 13 Oct 10:00 or Tue 20 Oct 10:00" in refused.value.text
    assert refused.value.hint == "write 2026-10-13 10:00 or 2026-10-20 10:00"


def _fact(kind: FactType, ask: str = "") -> Fact:
    return Fact(name="fact", type=kind, ask=ask)


def _refusal(fact: Fact, words: str) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        understand(fact, words, now=NOW, place=None, almanac=PublicAlmanac(), zone="Europe/London")
    return refused.value


@pytest.mark.parametrize("words", ["soon", "ASAP", "no idea", "they didn't say", "Not sure."])
def test_no_date_is_answered_by_leaving_it_out(words: str):
    """Guards the way out of a question about a date that nobody named."""
    refusal = _refusal(_fact(FactType.DATE), words)
    assert refusal.text.endswith("names no date")
    assert refusal.hint.startswith("press Enter if they named no date")


def test_an_example_has_a_time_where_one_is_asked():
    """Guards the hint against an example that would be refused in its turn."""
    hint = _refusal(_fact(FactType.DATETIME, "When did it end?"), "teatime").hint
    assert '"yesterday 16:30"' in hint
    example = hint.split('"')[1]
    assert when(example, now=NOW, zone="Europe/London", past=True, time_needed=True).time == "16:30"


PEOPLE = [
    ("Interviewer A (Head of Data) a@example.org", [("Interviewer A", "Head of Data", "a@example.org")]),
    ("Interviewer A <a@example.org>", [("Interviewer A", "", "a@example.org")]),
    ("Interviewer A a@example.org", [("Interviewer A", "", "a@example.org")]),
    ("Interviewer A and Interviewer B", [("Interviewer A", "", ""), ("Interviewer B", "", "")]),
    (
        "Interviewer A, Head of Research and Development, a@example.org",
        [("Interviewer A", "Head of Research and Development", "a@example.org")],
    ),
    (
        "Interviewer A, Lead, a@example.org and Interviewer B (Chair) b@example.org",
        [("Interviewer A", "Lead", "a@example.org"), ("Interviewer B", "Chair", "b@example.org")],
    ),
]


@pytest.mark.parametrize(("words", "meant"), PEOPLE, ids=[row[0] for row in PEOPLE])
def test_people_as_they_come_to_mind(words: str, meant: list[tuple[str, str, str]]):
    """Guards titles in brackets, addresses without a comma, and `and` where it means nothing else."""
    found = [(one.name, one.title, one.addresses.get("email", "")) for one in people(words, taken=())]
    assert found == meant


@pytest.mark.parametrize("words", ["12:00", "not really", "no", "X", "nobody", "...", "jane doe and john"])
def test_what_names_nobody_makes_nobody(words: str):
    """Guards against a letter to a person called "not really"."""
    with pytest.raises(InvalidInput, match="person-nameless") as refused:
        people(words, taken=())
    assert refused.value.hint


@pytest.mark.parametrize("words", ["not really", "no", "portfolio"])
def test_what_is_neither_address_nor_file_is_no_link(words: str):
    """Guards attachments against an answer that was a no."""
    with pytest.raises(InvalidInput, match="link-wrong"):
        link(words)
    assert link("portfolio.pdf") == "portfolio.pdf"


def test_the_clock_of_a_bare_hour_is_the_working_day():
    """Guards the boundary: seven is the morning, six is the afternoon."""
    times = {}
    for word in ("six", "seven", "twelve"):
        typed = when(f"yesterday half past {word}", now=NOW, zone="Europe/London", past=True)
        assert isinstance(typed.instant, Instant)
        times[word] = typed.time
    assert times == {"six": "18:30", "seven": "07:30", "twelve": "12:30"}
