"""`playbook simulate`: made-up facts, what is told and done, approvals, scripts, real cases."""

from __future__ import annotations

import json
import os
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from tests.cli.typing_in import Typist, check

from followup.cli.main import playbook

STOCK = Path(__file__).parents[2] / "playbooks" / "interview-follow-up.yaml"
HOLE = """
playbook: hole
version: "1.0"
title: A hole
start: waiting
facts:
  workplace: {type: place, ask: "Where?"}
courtesy: {place: workplace}
events:
  invited: {say: They invited me.}
states:
  waiting:
    why: Somebody may write.
    events:
      invited: {go: closed}
  closed: {why: It is over., final: true}
"""
SCRIPT = """
playbook: interview-follow-up
place: London
given: {company: Acme, job: Data analyst}
people:
  interviewer-a: {name: Interviewer A, email: a@example.org, verified: true}
scenarios:
  as_it_comes:
    why: Nobody answers.
    begins: 2026-10-01 16:45
    given: {ended_at: 2026-10-01 16:30, interviewers: [interviewer-a]}
    story:
      - {at: 2026-10-01 19:00, expect: {state: waiting, sent: [2026-10-01 18:30 thank_you interviewer-a]}}
  otherwise:
    why: It never comes so.
    begins: 2026-10-01 16:45
    given: {ended_at: 2026-10-01 16:30, interviewers: [interviewer-a]}
    story:
      - {at: 2026-10-01 19:00, expect: {state: dormant}}
"""


def simulate(*words: str, width: str = "") -> Result:
    return CliRunner(env={"COLUMNS": width, "NO_COLOR": "1"}).invoke(playbook, ["simulate", *words])


def lines(*words: str) -> list[str]:
    """Return the screen as lines with single spaces."""
    result = simulate(*words)
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def document(*words: str) -> dict[str, Any]:
    result = simulate(*words, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    check(found)
    return found


def test_the_weeks_of_a_playbook():
    """Guards the screen: what was made up, what comes when by which rule, what is waited for, how it ends."""
    found = lines("interview-follow-up")
    assert found[0].startswith(
        "Made-up facts: company Acme, job Data analyst, interview Thu 1 Oct 16:30 London,"
    )
    assert "Interviewer A with e-mail and telephone" in found[0]
    assert found[0].endswith("no date promised; you approve at once.")
    assert "18:30 sent thank-you to Interviewer A 2 hours after Thu 1 Oct 16:30" in found
    assert "20:00 waits until Thu 8 Oct 10:00, for check-in" in found
    assert "Thu 8 Oct 10:00 to-do check-in to Interviewer A by phone 5 business days after Thu 1 Oct" in found
    assert any(line.startswith("1 message, ") and "It comes to rest" in line for line in found)


def test_the_place_is_that_of_the_playbook():
    """Guards that a playbook of a country is made up there."""
    assert document("germany")["place"] == "DE Europe/Berlin"
    assert (
        "interview Thu 1 Oct 16:30 New York"
        in lines("interview-follow-up", "--fact", "workplace=New York")[0]
    )


def test_facts_and_people_that_are_given_are_not_made_up():
    """Guards `--fact` and `--person`."""
    found = document(
        "interview-follow-up",
        "--fact",
        "company=Birch",
        "--fact",
        "ended_at=2026-10-05 14:00",
        "--fact",
        "promised_by=9 oct",
        "--person",
        "Interviewer B, Head of Tests, b@example.org, verified",
    )
    assert set(found["made_up"]) == {"job", "workplace"}
    assert found["begins"]["wall"].startswith("2026-10-05T14:00")
    sent = [line for line in found["timeline"] if line["kind"] == "sent"]
    assert [(line["item"], line["to"]) for line in sent][:2] == [
        ("thank_you", "Interviewer B"),
        ("check_in", "Interviewer B"),
    ]
    assert sent[1]["when"]["wall"].startswith("2026-10-13T10:00")
    assert sent[1]["why"] == "2 business days after Fri 9 Oct"


def test_what_if_they_call_on_tuesday():
    """Guards `--tell`: dates in words, facts behind the event, and facts it needs made up."""
    found = lines("interview-follow-up", "--tell", "tuesday heard", "--tell", "6 oct 15:00 told-a-date")
    assert "Tue 6 Oct 11:00 heard says Interviewer A They wrote or rang, without a decision." in found
    assert any(
        line.startswith("15:00 told a date says Interviewer A: promised by Tue 13 Oct") for line in found
    )
    assert "promised by Tue 13 Oct" in found[0]


def test_what_is_done_and_what_is_told_without_an_event():
    """Guards `--done` with an outcome, and `--tell` with facts alone."""
    found = document(
        "interview-follow-up",
        "--done",
        "22 oct 11:00 check-in voicemail",
        "--tell",
        "in 3 days promised_by=20 oct",
        "--until",
        "25 oct",
    )
    kinds = {(line["kind"], line["item"]) for line in found["timeline"]}
    assert ("moved", "check_in") in kinds
    assert found["ends"] is False
    assert "and it goes on" in found["rest"]
    assert [one["about"] for one in found["differences"]] == []


def test_an_outcome_is_shown():
    """Guards that a call that was made reads as one."""
    found = lines("interview-follow-up", "--done", "8 oct 11:00 check-in voicemail")
    assert "11:00 done check-in to Interviewer A: voicemail" in found


@pytest.mark.parametrize(
    ("words", "said"), [("never", "nothing"), ("2 days", "after 2 days"), ("90 minutes", "after 90 minutes")]
)
def test_approvals(words: str, said: str):
    """Guards `--approve`: never, or after a while, with drafts and approvals as lines of their own."""
    found = lines("interview-follow-up", "--approve", words)
    assert found[0].endswith(f"you approve {said}.")
    assert any(" drafted thank-you to Interviewer A" in f" {line}" for line in found)


def test_an_unsound_playbook_is_seen_failing_to_end(tmp_path: Path):
    """Guards that a hole in the flow is no error here: the reader sees it."""
    file = tmp_path / "hole.yaml"
    file.write_text(HOLE)
    found = lines(str(file))
    assert any("waits for an event; no date nothing is known that sets one" in line for line in found)
    assert found[-1].startswith("0 messages, 0 to-dos. It does not end: in waiting it waits for ever")
    assert found[-1].endswith("Why: playbook check")
    assert document(str(file))["ends"] is False


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("interview-follow-up", "--tell", "tuesday herd"), "no-event"),
        (("interview-follow-up", "--tell", "heard"), "no-time"),
        (("interview-follow-up", "--tell", "someday heard"), "date-unknown"),
        (("interview-follow-up", "--tell", "1 sep 2026 heard"), "before-it-begins"),
        (("interview-follow-up", "--tell", "6 oct heard 'x"), "quotes"),
        (("interview-follow-up", "--approve", "soon"), "no-approval"),
        (("interview-folow-up",), "no-playbook"),
        ((), "what"),
        (("--script", "nothing.tests.yaml"), "no-file"),
        (("--script", os.devnull), "no-file"),  # a device, as a pipe, is no file to read
    ],
)
def test_slips_are_told(words: tuple[str, ...], code: str):
    """Guards that a slip is refused with its own code, and nothing is simulated."""
    result = simulate(*words)
    assert result.exit_code in (2, 3)
    assert f"error[{code}]" in result.stderr


def test_a_scenario_of_a_tests_file(tmp_path: Path):
    """Guards `--script`: as expected it is 0, otherwise 1 and the differences; several have to be named."""
    file = tmp_path / "mine.tests.yaml"
    file.write_text(SCRIPT)
    good = simulate("--script", f"{file}:as_it_comes")
    assert good.exit_code == 0, good.output
    assert good.stdout.startswith("as_it_comes: Nobody answers. (as expected)")
    bad = simulate("--script", f"{file}:otherwise")
    assert bad.exit_code == 1
    assert "differs: state: expected dormant, came waiting" in bad.stdout
    assert "error[which-scenario]" in simulate("--script", str(file)).stderr
    assert "error[no-scenario]" in simulate("--script", f"{file}:nothing").stderr


def test_what_is_to_come_of_a_real_case(started: Typist):
    """Guards `simulate CASE`: the dates if nobody answers, from the real rows, and not a byte is written."""
    before = _files(started.home)
    screen = started("simulate", "acme-analyst")
    assert screen.startswith("acme-analyst if nobody answers; you approve at once.")
    assert "Nothing is written, nothing is sent." in " ".join(screen.split())
    assert "Thu 8 Oct 10:00" in screen
    found = started.json("simulate", "acme-analyst", "--tell", "in 2 days rejected")
    assert (found["case"], found["outcome"], found["scenario"]) == ("acme-analyst", "rejected", None)
    assert _files(started.home) == before
    assert started.json("show", "acme-analyst")["state"] == "thanking"


def test_a_case_knows_its_own_facts(started: Typist):
    """Guards that facts are not made up over those of a real case."""
    started("simulate", "acme-analyst", "--fact", "company=Birch", code=2)
    assert "error[not-for-cases]" in started.err


@pytest.mark.parametrize("width", ["40", "60", "80", "100"])
def test_it_fits_the_terminal(width: str):
    """Guards that no line is longer than the terminal."""
    result = simulate("interview-follow-up", "--tell", "6 nov invited", width=width)
    assert max(map(len, result.stdout.splitlines())) <= int(width)


def test_the_zone_of_the_reader_is_told(tmp_path: Path):
    """Guards that times of the place come with those of the candidate where clocks differ."""
    file = tmp_path / "mine.tests.yaml"
    file.write_text(SCRIPT.replace("place: London\n", "place: London\nme: {zone: Asia/Tokyo}\n"))
    result = simulate("--script", f"{file}:as_it_comes")
    assert result.exit_code == 0, result.output
    assert "Times are those of London, yours in brackets." in result.stdout
    assert "18:30 (Fri 2 Oct 02:30)" in result.stdout


def _files(folder: Path) -> dict[str, str]:
    return {
        str(one.relative_to(folder)): sha256(one.read_bytes()).hexdigest()
        for one in folder.rglob("*")
        if one.is_file() and not one.name.endswith((".worker", "-shm"))
    }


def test_what_a_condition_forbids_is_not_announced():
    """Guards `waits`: with one question in a round, the second one is not what is waited for."""
    found = document("japan", "--done", "13 oct check-in voicemail")
    waits = [one.get("waits") for one in found["timeline"] if one["kind"] == "waits"]
    assert "check_in_2" not in waits
    assert "waiting.silence" in waits
