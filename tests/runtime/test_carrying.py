"""What was learnt in one case is known in the next: with the case it came from, and asked for anew."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.world import ME, World, at, fact, person, small

from followup.authoring.compile import Compiled, read
from followup.core.values.case import Known
from followup.core.values.events import FactValue
from followup.runtime import acting

FIRST, SECOND = "acme-analyst", "globex"


@cache
def licensed(*edits: tuple[str, str]) -> Compiled:
    """Return the small playbook with facts of the person of other kinds, said in the thanks."""
    text = (Path(__file__).parent / "small.yaml").read_text()
    more = """  lessons:     {type: list, of: text, per: person, optional: true, ask: "What have you learnt?"}
  licence:     {type: choice, of: [pending, held], per: person, optional: true, ask: "Your licence?"}
  years:       {type: integer, per: person, optional: true, ask: "How many years?"}
"""
    lines = [line for line in text.splitlines() if not line.startswith("  lessons:")]
    text = "\n".join(lines).replace("  workplace:   {type: place", f"{more}  workplace:   {{type: place", 1)
    text = text.replace(
        "      Dear {{ contact.salutation }},\n",
        "      Dear {{ contact.salutation }},\n"
        "      {% if licence and licence == 'held' %}\n      I hold my licence.\n      {% endif %}\n",
        1,
    )
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    found, findings = read(text.encode(), "licensed.yaml", flow=False)
    assert found is not None, findings
    return found


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.close()


def begin(world: World, name: str, **more: Any) -> None:
    """Begin a case by another employer of the same candidate."""
    world.begin(name=name, company=name.title(), **{"playbook": licensed(), **more})


def tell(world: World, case: str, **facts: FactValue) -> None:
    """Tell facts of a case, as a person does."""
    acting.tell(world.home, case, event=None, facts=facts)


def words(world: World, case: str, name: str = "lessons") -> tuple[Known, ...]:
    """Return all words on a fact of a case."""
    return world.case(case).facts.get(name, ())


def test_a_new_case_begins_with_what_the_person_has_learnt(world: World) -> None:
    """A lesson told in one case is known in the next, and says which case it comes from."""
    begin(world, FIRST)
    tell(world, FIRST, lessons=("the result first",), licence="held", years=3)
    world.go("2026-10-20 09:00")
    begin(world, SECOND, ended_at=None)
    (known,) = words(world, SECOND)
    assert known.value == ("the result first",)
    assert known.by == f"your earlier case {FIRST}"
    assert [word.value for word in words(world, SECOND, "licence")] == ["held"]
    assert [word.value for word in words(world, SECOND, "years")] == [3]


def test_what_a_person_is_told_of_reaches_the_words_of_the_next_letter(world: World) -> None:
    """A fact of the person is used by templates like any other."""
    begin(world, FIRST)
    tell(world, FIRST, licence="held")
    begin(world, SECOND)
    draft = world.item("thank_you", SECOND).draft
    assert draft is not None
    assert "I hold my licence." in draft.body


def test_the_last_word_counts_and_lists_add_up(world: World) -> None:
    """Of two cases the later word on a licence counts; lessons of both are known, the older first."""
    begin(world, FIRST)
    begin(world, SECOND)
    tell(world, FIRST, lessons=("the result first",), licence="pending")
    world.go("2026-10-02 09:00")
    tell(world, SECOND, lessons=("arrive early", "the result first"), licence="held")
    world.go("2026-10-03 09:00")
    begin(world, "initech")
    assert words(world, "initech", "licence")[-1].value == "held"
    told = words(world, "initech")
    assert [word.value for word in told] == [
        ("the result first",),
        ("the result first", "arrive early"),
    ]
    assert [word.by for word in told] == [f"your earlier case {FIRST}", f"your earlier case {SECOND}"]


def test_what_is_told_at_the_start_goes_before_what_was_known(world: World) -> None:
    """Nothing is carried over the candidate's own word."""
    begin(world, FIRST)
    tell(world, FIRST, licence="pending")
    begin(world, SECOND, licence="held")
    assert [word.value for word in words(world, SECOND, "licence")] == ["held"]


def test_nothing_is_carried_from_one_candidate_to_another(world: World) -> None:
    """What one person has learnt is nobody else's."""
    begin(world, FIRST)
    tell(world, FIRST, lessons=("the result first",))
    begin(world, SECOND, owner="somebody", me=ME)
    assert words(world, SECOND) == ()


def test_what_was_taken_back_is_not_carried(world: World) -> None:
    """A licence that is no longer held is unknown in the next case too."""
    begin(world, FIRST)
    tell(world, FIRST, licence="held")
    world.go("2026-10-02 09:00")
    tell(world, FIRST, licence=None)
    begin(world, SECOND)
    assert words(world, SECOND, "licence") == ()


def test_a_fact_of_another_kind_is_another_fact(world: World) -> None:
    """A name that two playbooks mean differently by carries nothing."""
    begin(world, FIRST)
    tell(world, FIRST, licence="held", years=3)
    other = licensed(("of: [pending, held]", "of: [asked, pending, none]"), ("== 'held'", "== 'none'"))
    begin(world, SECOND, playbook=other)
    assert words(world, SECOND, "licence") == ()
    assert [word.value for word in words(world, SECOND, "years")] == [3]


def test_a_lesson_of_an_earlier_case_answers_no_question_of_this_one(world: World) -> None:
    """After new feedback one is asked for a new lesson, although old ones are known."""
    learn = (
        "  remember:\n    say: What have you learnt?\n    asks: [lessons]\n    expires: 20 days after entry\n"
    )
    asking = licensed(("tasks:\n", f"tasks:\n{learn}"), ("do: [write_down, ", "do: [remember, write_down, "))
    begin(world, FIRST)
    tell(world, FIRST, lessons=("the result first",))
    world.go("2026-10-05 09:00")
    begin(world, SECOND, playbook=asking, ended_at=None)
    world.go("2026-10-05 09:30")
    acting.tell(world.home, SECOND, event="ended", facts={"ended_at": fact("2026-10-05 09:00")})
    world.step("2026-10-05 12:00")
    assert world.item("remember", SECOND).status == "handed_over"
    tell(world, SECOND, lessons=("arrive early",))
    assert world.item("remember", SECOND).status == "done"


def test_an_ordinary_playbook_carries_nothing_it_has_no_fact_for(world: World) -> None:
    """A case whose playbook has one fact of the person is told that one alone, by one event."""
    begin(world, FIRST)
    tell(world, FIRST, lessons=("the result first",), years=3)
    begin(world, SECOND, playbook=small())
    assert [word.value for word in words(world, SECOND)] == [("the result first",)]
    assert "years" not in world.case(SECOND).facts
    assert world.case(SECOND).started_at == at("2026-10-01 16:40")
    assert person().id in {item.contact for item in world.case(SECOND).items.values()}
