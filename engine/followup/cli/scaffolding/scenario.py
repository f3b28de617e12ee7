"""The first scenario of a playbook: what it does today, as a test that says when that changes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from whenever import Time

from followup.core.values.people import Me
from followup.core.values.playbook import FactType, Scope
from followup.core.values.scenario import Act, Expectation, Scenario

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled
    from followup.core.values.events import FactValue
    from followup.runtime.simulation import Invented

DAYS = 60
NAME = "nobody_answers"


def first_scenario(compiled: Compiled, place: str = "") -> str:
    """Return a tests file with one scenario: made-up facts, nobody answers, and what then goes out when.

    Args:
        compiled: The playbook.
        place: Where it happens, in its canonical form; empty: as the playbook says, or somewhere.
    """
    from followup.authoring.scenario_text import text
    from followup.runtime.almanac import PublicAlmanac
    from followup.runtime.simulation import invent, play

    almanac = PublicAlmanac()
    there = {compiled.playbook.courtesy.place: place} if place else {}
    made = invent(compiled.playbook, given=there, people=(), almanac=almanac)
    zone = made.place.partition(" ")[2]
    end = made.begins.to_tz(zone).date().add(days=DAYS).at(Time(12)).assume_tz(zone).to_instant()
    scenario = Scenario(
        name=NAME,
        why="What goes out by itself, and when, if nobody answers. The facts are made up; put your own in.",
        place=made.place,
        begins=made.begins,
        me=Me(name="Candidate", email="candidate@example.org", zone=zone),
        given=_given(compiled, made),
        people=made.people,
        story=(Act(at=end),),
    )
    played = play(compiled, scenario, almanac=almanac)
    expected = Expectation(state=played.case.state, sent=played.sent)
    return text([replace(scenario, story=(Act(at=end, expect=expected),))], playbook="")


def _given(compiled: Compiled, made: Invented) -> dict[str, FactValue]:
    """Return the facts of the start: the place stands at the top, what has to be known is made up."""
    from followup.runtime.simulation.inventing import made_up

    zone = made.place.partition(" ")[2]
    facts = dict(made.facts)
    for fact in compiled.playbook.facts.values():
        people = fact.type in (FactType.CONTACT, FactType.CONTACTS)
        needed = not fact.optional and fact.default is None and fact.per in (Scope.CASE, Scope.ROUND)
        if needed and not people and fact.name not in facts:
            facts[fact.name] = made_up(fact, made.begins, zone)
    facts.pop(compiled.playbook.courtesy.place, None)
    return facts
