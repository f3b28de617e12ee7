"""What somebody meets in the first hour: a first start abroad, an empty list, who it came from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.holes import whole
from tests.cli.typing_in import START, Typist

from followup.cli import progress
from followup.cli.main import playbook
from followup.core.prove.prove import BUDGET
from followup.runtime.reasons import polite


def test_a_first_start_abroad_is_told_in_the_zone_that_comes_with_it(typist: Typist):
    """Guards `--now` without a zone, and an earlier time of that day, where the candidate comes with it."""
    typist.now = "2026-10-01 17:00"
    words = [word.replace("Europe/London", "Asia/Tokyo") for word in START]
    typist("start", *[word.replace("=London", "=Tokyo") for word in words])
    assert typist.json("today")["now"] == "2026-10-01T08:00:00Z"


def test_an_empty_list_says_how_to_begin(typist: Typist):
    """Guards `list` before the first case, and after it where only the filter leaves nothing."""
    assert "No cases yet" in typist("list")
    assert "playbook start" in typist("list", "--ended")
    typist("start", *START)
    assert "No such case" in typist("list", "--ended")


def test_the_demo_ends_each_sentence():
    """Guards against a comma at the end of a screen whose reason was said in an earlier one."""
    told = CliRunner().invoke(playbook, ["demo"]).stdout.split("\n\n")
    waits = [screen for screen in told if "Nothing to do until" in screen]
    assert waits
    assert not any(screen.rstrip().endswith(",") for screen in waits)


def test_whom_it_came_from_can_be_said_in_more_ways_than_one(started: Typist):
    """Guards `--from`: a fact that holds one person, or a name; else who it could be is said."""
    case = started.json("list")["cases"][0]["case"]
    for word in ("interviewers", "interviewer a", "interviewer-a"):
        started("tell", case, "told-a-date", "promised_by=friday", "--from", word)
        entry = started.json("show", case, "--history")["history"][-1]
        assert "interviewer-a" in str(entry), word
    started("tell", case, "told-a-date", "promised_by=friday", "--from", "porter", code=2)
    assert "interviewer-a (Interviewer A)" in started.err


def test_long_work_gives_signs_of_life(typist: Typist, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Guards a long proof in a pipe: standard error says on which playbook, and since when."""
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0.02)
    file = whole(typist, tmp_path)
    assert "still proving" not in typist("prove", str(file))
    assert re.search(rf"still proving {file}: \d+ s so far", " ".join(typist.err.split()))


def test_the_default_budget_in_the_help_is_that_of_the_proof():
    """Guards the number in the help of `prove` and `check`."""
    for verb in ("prove", "check"):
        assert f"({BUDGET})" in CliRunner().invoke(playbook, [verb, "--help"]).stdout


def test_a_long_wait_is_not_called_polite():
    """Guards the reason of a wait: a few days are grace, three weeks are just counted."""
    assert not polite("21 days")
    assert not polite("5 business days and 30 days")
    assert polite("2 business days")


def test_what_is_told_of_a_message_too_early_is_not_due(started: Typist):
    """Guards `done` before the day: that it is not due is said, not that its outcome does not exist."""
    started("done", "acme-analyst/check-in", "voicemail", code=2)
    assert "is not due yet" in started.err
    assert "2026-10-08 10:00" in started.err


@pytest.mark.parametrize(
    ("section", "said"),
    [
        (
            "messages:\n  connect: {drop: true}\n",
            'say why it is left out, as a text: drop: "Not customary here."',
        ),
        (
            "messages:\n  connect: {due: on 31 November, because: X.}\n",
            "there are no fixed dates in a time sentence",
        ),
        ("messages:\n  connect: {due: 2026-11-30, because: X.}\n", "make it a fact of type date"),
    ],
)
def test_first_slips_of_a_coach_have_a_way_out(typist: Typist, tmp_path: Path, section: str, said: str):
    """Guards hints that would have led nowhere: a dropped thing without a reason, a date in a time."""
    file = tmp_path / "vet.yaml"
    file.write_text(f'playbook: vet\nversion: "1.0"\ntitle: Vet\nextends: interview-follow-up@1\n{section}')
    found = typist("check", str(file), "--only", "read", code=1)
    assert said in " ".join(found.split())
