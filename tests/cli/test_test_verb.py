"""`playbook test`: what is printed, the document, the exit codes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from tests.cli.typing_in import check

from followup.cli.main import playbook

TESTS = """playbook: interview-follow-up
place: London
given: {company: Acme, job: Data analyst, ended_at: 2026-10-01 16:30, interviewers: [interviewer-a]}
people: {interviewer-a: {name: Interviewer A, email: a@example.org}}
scenarios:
  they_are_thanked:
    why: The same evening.
    begins: 2026-10-01 16:45
    story: [{at: 2026-10-01 19:00, expect: {state: waiting}}]
"""
WRONG = """  they_are_not:
    begins: 2026-10-01 16:45
    story: [{at: 2026-10-01 19:00, expect: {sent: []}}]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    return tmp_path


def typed(*words: str, code: int) -> str:
    result = CliRunner().invoke(playbook, ["test", *words])
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result.stdout


def document(*words: str, code: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(typed(*words, "--json", code=code))
    check(found)
    return found


def test_all_as_expected(folder: Path) -> None:
    """Guards the numbers at the end, and exit code 0."""
    (folder / "some.tests.yaml").write_text(TESTS)
    told = typed(code=0)
    assert told.startswith("some (interview-follow-up)   1 of 1 scenario")
    assert told.splitlines()[-1].startswith("1 scenario of 1 file, all as expected, states ")
    assert told == told.rstrip() + "\n"


def test_something_otherwise(folder: Path) -> None:
    """Guards the difference on the screen, and exit code 1."""
    (folder / "some.tests.yaml").write_text(TESTS + WRONG)
    told = typed("some.tests.yaml", code=1)
    assert "some.tests.yaml:12:45: failed[they_are_not]: what was sent is not what was expected" in told
    assert "1 of 2 scenarios" in told
    assert "2 scenarios of 1 file, 1 failed" in told


def test_a_file_that_cannot_be_read(folder: Path) -> None:
    """Guards exit code 3: nothing was compared, so nothing is said to have failed."""
    (folder / "some.tests.yaml").write_text(TESTS.replace("begins", "begin"))
    told = typed("some.tests.yaml", code=3)
    assert 'error[unknown-key]: "begin" is no word of a scenario' in told
    assert "0 scenarios of 1 file, none played, 1 file unreadable" in told
    found = document("some.tests.yaml", code=3)
    assert (found["passed"], found["unreadable"], found["suites"][0]["readable"]) == (False, 1, False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    """Guards against waiting for ever: a tests file that is a pipe is none, named or in a folder."""
    os.mkfifo(folder / "pipe.tests.yaml")
    told = typed("pipe.tests.yaml", code=3)
    assert "it cannot be read: it is no ordinary file" in told
    (folder / "some.tests.yaml").write_text(TESTS)
    assert "1 scenario of 1 file, all as expected" in typed(".", code=0)


def test_nothing_to_run(folder: Path) -> None:
    """Guards exit code 2 for words that mean nothing."""
    (folder / "some.tests.yaml").write_text(TESTS)
    typed("no-such-thing", code=2)
    typed("missing.tests.yaml", code=2)
    typed("--match", "zebra", code=2)


def test_some_are_chosen(folder: Path) -> None:
    """Guards `--match`."""
    (folder / "some.tests.yaml").write_text(TESTS + WRONG)
    assert "1 of 1 scenario " in typed("--match", "thanked", code=0)


def test_what_was_seen_and_what_was_not(folder: Path) -> None:
    """Guards `--coverage`: both lists, with percentages."""
    (folder / "some.tests.yaml").write_text(TESTS)
    lines = typed("--coverage", code=0).splitlines()
    assert any(line.startswith("  states: ") and line.endswith(" %") for line in lines)
    assert "      waiting --silence--> dormant" in lines
    assert "      thanking --thank_you.settled--> waiting" in lines
    seen = lines.index("      thanking --thank_you.settled--> waiting")
    assert "    covered" in lines[:seen]
    assert any(line.startswith("    uncovered  ") and "waiting.silence" in line for line in lines)


def test_the_document(folder: Path) -> None:
    """Guards `test/1`."""
    (folder / "some.tests.yaml").write_text(TESTS + WRONG)
    found = document(code=1)
    assert (found["scenarios"], found["failed"], found["passed"]) == (2, 1, False)
    good, bad = found["suites"][0]["scenarios"]
    assert (good["name"], good["passed"], good["line"], good["findings"]) == ("they_are_thanked", True, 6, [])
    assert (bad["passed"], bad["findings"][0]["line"], bad["findings"][0]["verdict"]) == (False, 12, "failed")
    coverage = found["suites"][0]["coverage"]
    assert "waiting" in coverage["states"]["covered"]
    assert "waiting --silence--> dormant" in coverage["transitions"]["uncovered"]
    assert 0 < coverage["states"]["percent"] < 100


def test_a_name_that_came_with_followup(folder: Path) -> None:
    """Guards that the library's own scenarios can be run anywhere."""
    told = typed("germany", code=0)
    assert told.startswith("germany   ")
