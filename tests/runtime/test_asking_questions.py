"""Which questions a start asks, and one answer that holds a text and a date."""

from __future__ import annotations

import pytest
from tests.runtime.world import small

from followup.app import find_playbook
from followup.errors import InvalidInput
from followup.runtime.looking import start_questions
from followup.runtime.promises import apart

DATES = {
    "by tuesday",
    "on 9 oct",
    "tuesday",
    "in about a week",
    "early next week",
    "by friday 10:00",
    "in may",
}


def _is_date(words: str) -> bool:
    if words == "by next friday":
        raise InvalidInput("date-ambiguous", "two readings")
    return words.lower() in DATES


ANSWERS = [
    ("a call by tuesday", ("a call", "by tuesday")),
    ("a call, by tuesday at the latest", ("a call", "by tuesday")),
    ("a call before tuesday", ("a call", "tuesday")),
    ("they decide in about a week", ("they decide", "in about a week")),
    ("second round early next week", ("second round", "early next week")),
    ("By Friday 10:00: a call", ("a call", "By Friday 10:00")),
    ("by tuesday", ("", "by tuesday")),
    ("in may", ("", "in may")),
    ("whatever they may", ("whatever they may", "")),
    ("they  call me", ("they call me", "")),
    ("a call soon", ("a call soon", "")),
]


@pytest.mark.parametrize(("answer", "parts"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_an_answer_is_taken_apart(answer: str, parts: tuple[str, str]):
    """Guards the one question about what happens next and by when."""
    assert apart(answer, _is_date) == parts


def test_a_date_with_two_readings_is_refused_within_a_sentence():
    """Guards that a doubt is not swallowed as text."""
    with pytest.raises(InvalidInput, match="two readings"):
        apart("a call by next friday", _is_date)


def test_the_stock_playbook_asks_seven_questions():
    """Guards the beginning against growing: one after the other, and what each is asked for."""
    asked = start_questions(find_playbook("interview-follow-up").playbook)
    assert [(one.fact, one.unless, one.given) for one in asked] == [
        ("company", "", ""),
        ("job", "", ""),
        ("workplace", "", ""),
        ("ended_at", "", ""),
        ("interview_at", "ended_at", ""),
        ("interviewers", "", "ended_at"),
        ("next_step", "", "ended_at"),
    ]
    people, promise = asked[-2:]
    assert (people.each, people.fields) == (("topic",), ("name_verified",))
    assert promise.date == "promised_by"


def test_the_questions_follow_the_playbook_not_its_names():
    """Guards the rule: another playbook with other needs asks other things."""
    people, promised = start_questions(small().playbook)[-2:]
    assert (people.fact, people.each, people.fields) == ("interviewers", ("topic",), ("name_verified",))
    assert (promised.fact, promised.date) == ("promised_by", "")
