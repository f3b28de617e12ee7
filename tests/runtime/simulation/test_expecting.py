"""Every field of an expectation is compared: as it came there is no difference, otherwise there is one."""

from __future__ import annotations

from typing import Any

import pytest
from tests.runtime.simulation.staging import MAILED, PERSON, act, at, look, played, sent

from followup.core.values.people import Contact
from followup.core.values.scenario import Deed

NAMELESS = Contact(id="interviewer-b", name="Interviewer B", name_verified=True)
BOTH: dict[str, Any] = {
    "people": (PERSON, NAMELESS),
    "given": {
        "company": "Acme",
        "job": "Data analyst",
        "ended_at": "2026-10-01T16:30:00+01:00[Europe/London]",
        "interviewers": ("interviewer-a", "interviewer-b"),
    },
}
NOW = "2026-10-02 17:00"
RIGHT: dict[str, dict[str, Any]] = {
    "state": {"state": "thanking"},
    "a state around it": {"state": "met"},
    "outcome": {"outcome": ""},
    "round": {"round": 1},
    "sent": {
        "sent": (sent("2026-10-01 18:30", "thank_you"), sent("2026-10-02 16:30", "pass_it_on")),
        "state": "waiting",
    },
    "not_sent": {"not_sent": ("check_in", "thank_you_2")},
    "most": {"most": {"thank_you": 1, "email": 2, "interviewer-a": 2, "everything": 2}},
    "items": {"items": {"thank_you": "sent", "thank-you-2": "replaced", "check_in_3": "none"}},
    "due": {"due": {"check_in": at("2026-10-08 10:00")}},
    "a timer": {"due": {"waiting.silence": at("2026-11-07 10:00"), "silence": at("2026-11-07 10:00")}},
    "blocked": {"blocked": {"check_in": (("due", "gap", "hours"), at("2026-10-08 10:00"))}},
    "facts": {"facts": {"company": ("Acme",), "promised_by": ()}},
    "about": {"about": {"pass_it_on": ("interviewer-b",)}},
    "said": {"said": ("went in its place",)},
    "text": {"text": {"pass_it_on": ("small favour", "Interviewer B")}},
    "lacks": {"lacks": {"pass_it_on": ("salary",)}},
    "ends": {"ends": True},
}
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "state": ("state", {"state": "dormant"}),
    "outcome": ("outcome", {"outcome": "rejected"}),
    "round": ("round", {"round": 2}),
    "sent": ("sent", {"sent": ()}),
    "sent too early": ("sent", {"sent": (sent("2026-10-01 18:29", "thank_you"),)}),
    "not_sent": ("not_sent", {"not_sent": ("thank_you",)}),
    "most": ("most email", {"most": {"email": 1}}),
    "most of a person": ("most interviewer-a", {"most": {"interviewer-a": 0}}),
    "items": ("items thank_you", {"items": {"thank_you": "drafted"}}),
    "due": ("due check_in", {"due": {"check_in": None}}),
    "due of nothing": ("due chekin", {"due": {"chekin": None}}),
    "blocked": ("blocked check_in", {"blocked": {"check_in": ((), None)}}),
    "blocked nothing": ("blocked chekin", {"blocked": {"chekin": ((), None)}}),
    "facts": ("facts company", {"facts": {"company": ("Birch",)}}),
    "stuck": ("stuck check_in", {"stuck": {"check_in": ("contact.email",)}}),
    "about": ("about pass_it_on", {"about": {"pass_it_on": ()}}),
    "said": ("said", {"said": ("the moon is blue",)}),
    "wants": ("wants", {"wants": ("approve thank_you",)}),
    "text": ("text pass_it_on", {"text": {"pass_it_on": ("salary",)}}),
    "lacks": ("lacks pass_it_on", {"lacks": {"pass_it_on": ("small favour",)}}),
    "ends": ("ends", {"ends": False}),
    "settles": ("ends", {"ends": True, "settles": 3}),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_comes_as_expected_is_no_difference(name: str):
    """Guards each field against a comparison that never agrees."""
    right = RIGHT[name]
    when = NOW if right.get("state") != "thanking" and right.get("state") != "met" else "2026-10-01 17:00"
    assert played([look(when, **right)], **BOTH).differences == ()


@pytest.mark.parametrize("name", WRONG)
def test_what_comes_otherwise_is_one_difference(name: str):
    """Guards each field against a comparison that never differs, and that it says what it is about."""
    about, wrong = WRONG[name]
    found = played([act("2026-10-02 16:45"), look(NOW, **wrong)], **BOTH).found
    assert [one.about for one in found] == [about]
    assert (found[0].line, found[0].act, found[0].at) == (7, 1, at(NOW))
    assert found[0].text.startswith(f"{about}: expected ")


def test_what_is_stuck_and_what_is_wanted():
    """Guards `stuck` and `wants`: whose address is not known, and what is asked for."""
    nobody = Contact(id="interviewer-a", name="Interviewer A", name_verified=True)
    story = [
        look(
            "2026-10-01 17:00",
            stuck={"thank_you": ("contact.email",)},
            wants=("tell interviewer-a.email",),
        )
    ]
    assert played(story, people=(nobody,)).differences == ()


def test_what_is_blocked_tells_rules_and_end():
    """Guards `blocked`: the rules in their order, and when it is free."""
    story = [look("2026-10-01 18:00", blocked={"thank_you": (("due",), at("2026-10-01 18:30"))})]
    assert played(story).differences == ()


def test_expectations_of_another_case():
    """Guards that an act about another case compares that case."""
    from followup.core.values.scenario import Act, Expectation, Other

    other = Other(name="birch", begins=at("2026-10-02 09:00"), facts={"company": "Birch", "job": "Tester"})
    story = [
        Act(
            at=at("2026-10-02 10:00"),
            deed=Deed.TELL,
            name="withdrawn",
            case="birch",
            expect=Expectation(outcome="withdrawn"),
        ),
        look("2026-10-02 10:00", outcome=""),
    ]
    assert played(story, others=(other,), people=(MAILED,)).differences == ()
