"""The questions of `start` and the menu of `tell`, as a newcomer answers them."""

from __future__ import annotations

import pytest
from tests.cli.test_asked import ABOUT_ME, ABOUT_THE_CASE, converse
from tests.cli.typing_in import Typist

WHO = "Interviewer A (Head of Data) a@example.org; Interviewer B, b@example.org"


@pytest.fixture
def newcomer(typist: Typist) -> Typist:
    """A typist whose case began with the answers of somebody who met the program today."""
    answer = converse(
        typist,
        ["start"],
        "Your own name",
        "y",
        *ABOUT_ME,
        *ABOUT_THE_CASE[:-1],
        "tomorrow 10:00",
        "When did the interview end?",
        "half past four",
        "Who was there?",
        "12:00",
        "Who was there?",
        WHO,
        "Interviewer A: is the spelling",
        "y",
        "Interviewer A: Which story",
        "y",
        "Interviewer A: Which story",
        "the churn dashboard",
        "Interviewer B: is the spelling",
        "",
        "Interviewer B: Which story",
        "",
        "What happens next",
        "a call by tuesday",
    )
    for said in (
        '"y" is no name',
        "Fri 2 Oct 10:00 London is still to come",
        '"12:00" is nobody\'s name',
        '"y" is nothing to write about',
        '"a call", by Tue 6 Oct',
    ):
        assert said in answer
    assert "When is the interview?" not in answer
    assert "a@example.org) and Interviewer B (b@example.org)" in " ".join(answer.split())
    return typist


def test_a_newcomer_is_asked_little_and_what_was_understood_is_said(newcomer: Typist):
    """Guards the first two minutes: wrong answers cost nothing, and one answer may hold a text and a date."""
    view = newcomer.json("show", "acme-analyst")
    facts = {name: words[-1]["value"] for name, words in view["facts"].items()}
    assert facts["next_step"] == "a call"
    assert facts["promised_by"] == "2026-10-06"
    assert facts["interviewer-a.topic"] == "the churn dashboard"
    assert {one["name"]: one["name_verified"] for one in view["contacts"]} == {
        "Interviewer A": True,
        "Interviewer B": False,
    }


def test_an_interview_to_come_asks_nothing_about_what_was_said(typist: Typist):
    """Guards that a question is not asked whose only use is with one that was skipped."""
    answer = converse(
        typist,
        ["start"],
        *ABOUT_ME,
        *ABOUT_THE_CASE[:-1],
        "",
        "When is the interview?",
        "in 2 weeks 15:00",
    )
    assert "acme-analyst started." in answer
    assert "Who was there?" not in answer
    assert "What happens next" not in answer


def test_enter_and_nought_leave_the_menu(newcomer: Typist):
    """Guards the way out of `tell`: nothing is told, and nothing loops."""
    before = newcomer.json("show", "acme-analyst", "--history")["history"]
    for leave in ("0", ""):
        assert "Nothing was told." in converse(newcomer, ["tell", "acme"], "0 nothing; go back", leave)
    answer = converse(
        newcomer,
        ["tell", "acme"],
        "0 nothing; go back",
        "something else",
        "0 nothing; go back",
        "",
        "0 nothing; go back",
        "",
    )
    assert answer.count("What happened with acme-analyst?") == 2
    assert newcomer.json("show", "acme-analyst", "--history")["history"] == before


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (("company=Acme Ltd",), ("company", "Acme Ltd")),
        (("stumbled_on", "stumble over?", "the second one"), ("stumbled_on", "the second one")),
        (("compnay", "Which of these?", "company", "Which company", "Birch"), ("company", "Birch")),
    ],
)
def test_something_known_or_wrong_is_told_from_the_menu(
    newcomer: Typist, typed: tuple[str, ...], value: tuple[str, str]
):
    """Guards the entry for facts: by name or at once as FACT=VALUE; a wrong name costs nothing."""
    converse(newcomer, ["tell", "acme"], "0 nothing", "I know something", "Which of these?", *typed)
    name, wanted = value
    assert newcomer.json("show", "acme-analyst")["facts"][name][-1]["value"] == wanted


def test_another_interview_with_the_same_people(newcomer: Typist):
    """Guards Enter at the people in brackets: they are those of the new round too, all of them."""
    newcomer.now = "2026-10-02T11:00+01:00"
    answer = converse(
        newcomer,
        ["tell", "acme"],
        "0 nothing",
        "They invited me",
        "When is the interview? [skip]",
        "in 2 weeks 15:00",
        "[Interviewer A; Interviewer B]",
        "",
    )
    assert "acme-analyst: invited." in answer
    facts = newcomer.json("show", "acme-analyst")["facts"]
    assert facts["interviewers"][-1]["value"] == ["interviewer-a", "interviewer-b"]
