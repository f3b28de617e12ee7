"""Made-up facts: every playbook that comes with Followup can begin with them, and something happens."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.runtime.simulation.staging import ALMANAC, MAILED, ME, PLAYBOOKS, stock

from followup.app import find_playbook
from followup.core.values.playbook import Fact, FactType
from followup.core.values.scenario import Scenario
from followup.runtime.simulation import invent, play
from followup.runtime.simulation.inventing import BEGINS, group_of, made_up

NAMES = sorted(
    path.name.removesuffix(".yaml")
    for path in PLAYBOOKS.glob("*.yaml")
    if not path.name.endswith(".tests.yaml")
)


@pytest.mark.parametrize("name", NAMES)
def test_every_playbook_can_be_seen_at_work(name: str):
    """Guards that what is made up is enough: the case begins, comes to rest, and nothing fails."""
    compiled = find_playbook(name, flow=False)
    made = invent(compiled.playbook, given={}, people=(), almanac=ALMANAC)
    told = Scenario(
        name="made_up", place=made.place, begins=made.begins, me=ME, given=made.facts, people=made.people
    )
    found = play(compiled, told, almanac=ALMANAC, days=3700)
    assert found.differences == ()
    assert len(found.log) > 1
    assert found.rest is not None
    assert found.rest.ends, found.rest.text


def test_what_is_given_is_kept():
    """Guards that nothing is made up over what somebody said."""
    given = {"company": "Birch", "workplace": "JP Asia/Tokyo", "interviewers": ("interviewer-a",)}
    made = invent(stock().playbook, given=given, people=(MAILED,), almanac=ALMANAC)
    assert made.names == ("job", "ended_at")
    assert made.people == (MAILED,)
    assert made.begins == BEGINS.assume_tz("Asia/Tokyo").to_instant()


def test_whom_a_person_stands_for():
    """Guards that people who are named are those that messages go to."""
    assert group_of(stock().playbook) == "interviewers"


@pytest.mark.parametrize("kind", list(FactType))
def test_a_value_for_every_type(kind: FactType):
    """Guards that no type of fact is forgotten."""
    fact = Fact(name="x", type=kind, choices=("a", "b"), of=FactType.TEXT)
    assert made_up(fact, BEGINS.assume_tz("Europe/London").to_instant(), "Europe/London") is not None


def test_there_are_playbooks():
    """Guards that the library is found."""
    assert Path(PLAYBOOKS / "interview-follow-up.yaml").is_file()
    assert "interview-follow-up" in NAMES
