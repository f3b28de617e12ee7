"""Tests files that are right: what they mean, what holds for all their scenarios, what the schema says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from whenever import Instant

from followup.authoring import characters, shape, text
from followup.authoring.report import render
from followup.authoring.scenarios import Suite, fitted, read
from followup.authoring.tree import plain
from followup.core.values.scenario import Act, Approvals, Deed, Sent
from followup.library import find_playbook
from followup.runtime.almanac import PublicAlmanac

ROOT = Path(__file__).parents[2]
LIBRARY = sorted([*ROOT.glob("playbooks/*.tests.yaml"), *ROOT.glob("tests/scenarios/*.tests.yaml")])
PLACE = PublicAlmanac().place

TOP = """place: London
given: {company: Acme, job: Data analyst}
people:
  interviewer-a: {name: Interviewer A, title: Head of Data, email: a@example.org}
  interviewer-b: {name: Interviewer B}
approve: never
scenarios:
"""


def suite_of(body: str, *, top: str = TOP) -> Suite:
    suite, findings = read(f"{top}{body}".encode(), "some.tests.yaml", almanac_place=PLACE)
    assert suite is not None, render(findings)
    return suite


def story_of(*lines: str) -> tuple[Act, ...]:
    body = "  one:\n    begins: 2026-10-01 16:45\n    story:\n" + "".join(
        f"      - {line}\n" for line in lines
    )
    return suite_of(body).scenarios[0].story


def parts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for key, inner in node.items():
            yield from parts(inner, f"{path}/{key}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from parts(inner, f"{path}/{index}")


def test_what_the_file_gives_holds_for_every_scenario_that_says_nothing_else() -> None:
    """Guards the defaults: place, facts, people and approvals, each of which a scenario may change."""
    suite = suite_of("""  one:
    begins: 2026-10-01 16:45
    story: []
  two:
    place: New York
    approve: after 2 hours
    begins: 2026-10-01 16:45
    given: {job: Chef}
    people: {interviewer-a: {title: Chef, email: ""}, interviewer-c: {name: Interviewer C}}
    story: []
""")
    one, two = suite.scenarios
    assert suite.playbook == "some"
    assert (one.place, two.place) == ("GB-ENG Europe/London", "US America/New_York")
    assert one.begins == Instant.from_utc(2026, 10, 1, 15, 45)
    assert two.begins == Instant.from_utc(2026, 10, 1, 20, 45)
    assert two.given == {"company": "Acme", "job": "Chef"}
    assert one.approvals is Approvals.NEVER
    assert (two.approvals, two.approve_after) == (Approvals.LATER, 120)
    people = {person.id: person for person in two.people}
    assert [person.id for person in one.people] == ["interviewer-a", "interviewer-b"]
    assert (people["interviewer-a"].name, people["interviewer-a"].title) == ("Interviewer A", "Chef")
    assert people["interviewer-a"].addresses == {}
    assert people["interviewer-b"].name_verified
    assert two.me.zone == "America/New_York"


def test_each_verb_is_a_deed() -> None:
    """Guards the verbs of a story and what they say beside."""
    story = story_of(
        "{at: 2026-10-02 10:00, tell: heard, from: interviewer-a, by: email, happened: 2026-10-01 18:00}",
        "{at: 2026-10-02 11:00, know: {promised_by: 2026-10-09}}",
        "{after: 3 days, done: check_in, outcome: voicemail}",
        "{after: 90 minutes, receipt: {thank_you: in doubt}}",
        "{at: 2026-10-06 10:00, still: check_in, as: skip}",
        "{at: 2026-10-06 10:00, resolve: check_in, as: not-sent}",
        "{at: 2026-10-06 10:00, hold: true}",
        "{at: 2026-10-06 10:00, hold: 2026-11-01 10:00}",
        "{at: 2026-10-06 10:00, undo: true, refused: cannot-undo}",
        '{at: 2026-10-06 10:00, edit: thank_you, body: "Dear"}',
    )
    deeds = [act.deed for act in story]
    assert deeds == [
        *(Deed.TELL, Deed.TELL, Deed.DONE, Deed.RECEIPT, Deed.STILL),
        *(Deed.RESOLVE, Deed.HOLD, Deed.HOLD, Deed.UNDO, Deed.EDIT),
    ]
    assert (story[0].name, story[0].contact, story[0].channel) == ("heard", "interviewer-a", "email")
    assert story[0].happened == Instant.from_utc(2026, 10, 1, 17)
    assert (story[1].name, story[1].facts) == ("", {"promised_by": "2026-10-09"})
    assert story[2].at == Instant.from_utc(2026, 10, 5, 10)
    assert (story[3].name, story[3].outcome) == ("thank_you", "in doubt")
    assert story[3].at == Instant.from_utc(2026, 10, 5, 11, 30)
    assert (story[4].outcome, story[5].outcome) == ("skip", "not-sent")
    assert (story[6].until, story[7].until) == (None, Instant.from_utc(2026, 11, 1, 10))
    assert story[8].refused == "cannot-undo"
    assert [act.line for act in story] == list(range(11, 21))


def test_days_keep_the_time_of_day_and_hours_do_not() -> None:
    """Guards `after` over the night on which the clocks are put back."""
    begun = "{at: 2026-10-24 10:00}"
    assert story_of(begun, "{after: 1 day}")[1].at == Instant.from_utc(2026, 10, 25, 10)
    assert story_of(begun, "{after: 24 hours}")[1].at == Instant.from_utc(2026, 10, 25, 9)
    assert story_of("{at: 2026-10-25 01:30}")[0].at == Instant.from_utc(2026, 10, 25, 0, 30)
    assert story_of("{at: 2026-10-25 01:30Z}")[0].at == Instant.from_utc(2026, 10, 25, 1, 30)


def test_what_is_expected() -> None:
    """Guards the expectations that are more than a word."""
    (act,) = story_of(
        "{at: 2026-10-13 10:00, expect: {sent: [2026-10-01 18:30 thank_you interviewer-a], "
        "items: {check_in: handed over}, due: {check_in: 2026-10-13 10:00, silence: unknown}, "
        "blocked: {check_in: {rules: [wait], until: 2026-10-14 10:00}, x: {rules: []}}, "
        "facts: {ended_at: [2026-10-01 16:30]}, wants: [], text: {check_in: Dear}, ends: true}}"
    )
    expect = act.expect
    assert expect is not None
    at = Instant.from_utc(2026, 10, 1, 17, 30)
    assert expect.sent == (Sent(at=at, item="thank_you", contact="interviewer-a"),)
    assert expect.items == {"check_in": "handed_over"}
    assert expect.due == {"check_in": Instant.from_utc(2026, 10, 13, 9), "silence": None}
    assert expect.blocked == {"check_in": (("wait",), Instant.from_utc(2026, 10, 14, 9)), "x": ((), None)}
    assert expect.facts == {"ended_at": ("2026-10-01T16:30:00+01:00[Europe/London]",)}
    assert (expect.wants, expect.text, expect.ends) == ((), {"check_in": ("Dear",)}, True)
    assert (expect.state, expect.outcome, expect.most) == (None, None, {})


def test_facts_get_the_types_of_the_playbook() -> None:
    """Guards that numbers, times in quotes and lists become what the playbook declares."""
    suite = suite_of("""  one:
    begins: 2026-10-01 16:45
    given: {company: 1914, ended_at: "2026-10-01 16:30", closed: [2026-12-24], senior: true, shortlisted: 9}
    story:
      - at: 2026-10-02 10:00
        know: {feedback: 2026-10-01 16:30, interviewer-a.away_until: 2026-10-03 10:00}
""")
    base = find_playbook("interview-follow-up", flow=False)
    (one,), findings = fitted(suite, base.playbook, almanac_place=PLACE)
    assert not findings, render(findings)
    assert one.given == {
        "company": "1914",
        "job": "Data analyst",
        "ended_at": "2026-10-01T16:30:00+01:00[Europe/London]",
        "closed": ("2026-12-24",),
        "senior": True,
        "shortlisted": 9,
    }
    assert one.story[0].facts == {
        "feedback": "2026-10-01 16:30",
        "interviewer-a.away_until": "2026-10-03T10:00:00+01:00[Europe/London]",
    }


def test_what_is_to_be_refused_may_be_as_wrong_as_it_likes() -> None:
    """Guards that a scenario can show how a wrong word is refused."""
    suite = suite_of("""  one:
    begins: 2026-10-01 16:45
    story: [{at: 2026-10-02 10:00, tell: no_such_event, refused: no-event}]
""")
    base = find_playbook("interview-follow-up", flow=False)
    assert not fitted(suite, base.playbook, almanac_place=PLACE)[1]


@pytest.mark.parametrize("file", LIBRARY, ids=lambda file: file.name)
def test_an_editor_agrees_with_us(file: Path) -> None:
    """Guards that the plain validator, as an editor runs it, accepts what we accept."""
    source, findings = characters.decode(file.read_bytes(), file.name)
    root = text.parse(source, findings)
    assert root is not None
    schema = shape.schema("scenarios")
    assert list(Draft202012Validator(schema).iter_errors(plain(root))) == []
    suite, findings_ = read(file.read_bytes(), file.name, almanac_place=PLACE)
    assert suite is not None, render(findings_)


def test_the_schema_is_closed_described_and_exact() -> None:
    """Guards what an editor shows, that unknown words are found, and that errors name the right branch."""
    schema = shape.schema("scenarios")
    Draft202012Validator.check_schema(schema)
    assert schema["$id"].endswith("/scenarios-1.json")
    found = [
        (path, one) for path, one in parts(schema) if not path.endswith(("/properties", "/$defs", "/if"))
    ]
    for path, one in found:
        assert not {"oneOf", "anyOf"} & set(one), path
        if one.get("type") == "object":
            assert "additionalProperties" in one, path
        if one.get("type") == "string":
            assert "maxLength" in one or "enum" in one, path
        if one.get("type") == "array":
            assert "maxItems" in one, path
        if isinstance(one.get("pattern"), str):
            assert not any(re.search(one["pattern"], f"{word}\n") for word in ("a", "a-b")), path
        for name, inner in one.get("properties", {}).items():
            assert len(inner.get("description", "")) >= 8, f"{path}/{name}"


_STORIES = (ROOT / "playbooks" / "interview-follow-up.tests.yaml").read_text()
SAMPLE = _STORIES[:2400].rpartition("\n\n")[0] + "\n"
WORDS = ["", "{", "}", "[", "]", ":", "- ", "\n", "null", "2026-13-01 10:00", "é", "x", " "]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, len(SAMPLE)), st.integers(0, 12), st.sampled_from(WORDS)),
        min_size=1,
        max_size=4,
    )
)
def test_no_damage_makes_it_raise(damage: list[tuple[int, int, str]]) -> None:
    """Guards that whatever happens to a file, reading it ends with findings."""
    broken = SAMPLE
    for start, length, word in damage:
        broken = broken[:start] + word + broken[start + length :]
    suite, findings = read(broken.encode(), "some.tests.yaml", almanac_place=PLACE)
    assert (suite is None) == any(one.severity == "error" for one in findings)
    render(findings)
    if suite is not None:
        fitted(suite, find_base().playbook, almanac_place=PLACE)


def find_base(found: list[Any] = []) -> Any:  # noqa: B006 - read once for all examples
    if not found:
        found.append(find_playbook("interview-follow-up", flow=False))
    return found[0]
