"""What people tell twice, wrongly, or to the wrong case does no harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from whenever import Instant

from followup.app import find_playbook, open_home
from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.steps import Noted
from followup.errors import InvalidInput, Refused
from followup.runtime import acting
from followup.runtime.home import Home

BEGINS = Instant.from_utc(2026, 10, 1, 15, 45)
ANN = Contact(id="ann", name="Interviewer A", name_verified=True, addresses={"email": "a@example.org"})


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    opened = open_home(tmp_path / "home", now=BEGINS)
    yield opened
    opened.store.close()


def begin(home: Home, *people: Contact, company: str = "Acme") -> Case:
    report = acting.start(
        home,
        find_playbook("interview-follow-up"),
        owner="me",
        me=Me(name="Candidate", email="candidate@example.org", zone="Europe/London"),
        facts={
            "company": company,
            "job": "Analyst",
            "workplace": "GB-ENG Europe/London",
            "ended_at": "2026-10-01T16:30:00+01:00[Europe/London]",
            "interviewers": tuple(one.id for one in people),
        },
        words={},
        people=list(people),
    )
    assert report.case is not None
    return report.case


def row(home: Home, contact: str) -> Contact:
    with home.store.read() as reading:
        found = reading.contact(contact)
    assert found is not None
    return found


def test_somebody_told_again_without_an_address_is_the_same_person(home: Home) -> None:
    """A name typed again for the same case makes no second person, who would be thanked a second time."""
    case = begin(home, ANN)
    again = Contact(id="ann-2", name="interviewer  a", title="Head of Data", name_verified=True)
    told = acting.tell(home, case.id, event=None, facts={"interviewers": ("ann-2",)}, people=[again])
    assert told.case is not None
    assert told.case.facts["interviewers"][-1].value == ("ann",)
    assert row(home, "ann").title == "Head of Data"
    assert [item.id for item in told.case.items.values() if item.name == "thank_you"] == ["thank_you"]


def test_an_address_that_is_somebody_elses_is_refused(home: Home) -> None:
    """One address under two names would be written to twice; the other contact is named."""
    case = begin(home, ANN, Contact(id="bo", name="Interviewer B"))
    with pytest.raises(InvalidInput, match="address of Interviewer A"):
        acting.tell(home, case.id, event=None, facts={"bo.email": "a@example.org"})
    assert row(home, "bo").addresses == {}


def test_undo_takes_an_address_back(home: Home) -> None:
    """What was told of a contact by mistake is on its row no more, nor in a draft."""
    case = begin(home, ANN)
    acting.tell(home, case.id, event=None, facts={"ann.email": "wrong@example.org"}, at=None)
    assert row(home, "ann").addresses["email"] == "wrong@example.org"
    home.clock.advance(minutes=1)  # type: ignore[attr-defined]
    acting.tell(home, case.id, event=None, facts={"ann.email": "worse@example.org"})
    acting.undo(home, case.id)
    assert row(home, "ann").addresses["email"] == "wrong@example.org"


def test_undo_never_reaches_the_beginning(home: Home) -> None:
    """The end of the interview, told at the start, is not taken back by one undo too many."""
    case = begin(home, ANN)
    with pytest.raises(Refused, match="nothing was told"):
        acting.undo(home, case.id)


def test_a_correction_in_the_same_minute_is_no_repetition(home: Home) -> None:
    """The same event with another date is a correction, and the last word counts."""
    case = begin(home, ANN)
    for date in ("2026-10-02", "2026-12-11"):
        told = acting.tell(home, case.id, event="told_a_date", facts={"promised_by": date}, at=BEGINS)
    assert told.case is not None
    assert not told.repeat
    assert told.case.facts["promised_by"][-1].value == "2026-12-11"


def test_who_made_the_offer_hears_of_no_other_offer(home: Home) -> None:
    """Two cases at one employer: the offer of the one is no rival offer for the other."""
    one, other, elsewhere = begin(home, ANN), begin(home, ANN), begin(home, ANN, company="Birch")
    acting.tell(
        home, one.id, event="offered", facts={"offer_until": "2026-10-09T17:00:00+01:00[Europe/London]"}
    )
    with home.store.read() as reading:
        cases = {case.id: reading.case(case.id) for case in (other, elsewhere)}
    assert "rival_offer" not in cases[other.id].happened  # type: ignore[union-attr]
    assert "rival_offer" in cases[elsewhere.id].happened  # type: ignore[union-attr]


def test_a_hold_says_what_it_will_cost(home: Home) -> None:
    """Whoever pauses a case is told which message will be too late by then."""
    case = begin(home, ANN)
    held = acting.hold(home, [case.id], until=BEGINS.add(hours=24 * 14))
    assert any("thank-you expires" in effect.text for _, effect in held.effects if isinstance(effect, Noted))
