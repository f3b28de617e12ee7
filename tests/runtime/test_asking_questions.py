"""Which questions a start asks, and one answer that holds a text and a date."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.runtime.world import World, small

from followup.app import find_playbook
from followup.authoring.compile import read
from followup.errors import InvalidInput
from followup.runtime import acting
from followup.runtime.glance import glance
from followup.runtime.looking import start_questions
from followup.runtime.promises import apart
from followup.runtime.wanting import needs

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


def test_what_several_messages_need_is_asked_once(tmp_path: Path) -> None:
    """A fact that keeps two messages from being written is one question, and one answer frees both."""
    text = (Path(__file__).parent / "small.yaml").read_text()
    need = "    needs: [contact.name_verified]\n"
    assert text.count(need) >= 1
    text = text.replace(need, "    needs: [contact.name_verified, remembered]\n")
    twice = text.replace("messages:\n", f"messages:\n{_like(text, 'thank_you', 'second_note')}", 1)
    twice = twice.replace("do: [write_down, thank_you]", "do: [thank_you, second_note]")
    found, findings = read(twice.encode(), "twice.yaml", flow=False)
    assert found is not None, findings
    world = World(tmp_path)
    try:
        world.begin(playbook=found)
        with world.home.store.read() as reading:
            asked = needs(glance(world.home, reading, "acme-analyst"), reading)
        assert [name for one in asked for name in one.asks] == ["remembered"]
        acting.tell(world.home, "acme-analyst", event=None, facts={"remembered": "the garden"})
        items = world.case().items
        assert {items[name].status for name in ("thank_you", "second_note")} == {"drafted"}
    finally:
        world.close()


def _like(text: str, name: str, other: str) -> str:
    """Return the text of a message again under another name."""
    lines = text.splitlines(keepends=True)
    start = lines.index(f"  {name}:\n")
    end = next(
        n for n in range(start + 1, len(lines)) if lines[n].startswith("  ") and lines[n][2] not in " \n"
    )
    return "".join([f"  {other}:\n", *lines[start + 1 : end]])
