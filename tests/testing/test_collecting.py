"""The plugin of pytest, as somebody has it who only installed Followup: run in a folder of theirs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

TESTS = """playbook: interview-follow-up
place: London
given: {company: Acme, job: Data analyst, ended_at: 2026-10-01 16:30, interviewers: [interviewer-a]}
people: {interviewer-a: {name: Interviewer A, email: a@example.org}}
scenarios:
  they_are_thanked:
    begins: 2026-10-01 16:45
    story: [{at: 2026-10-01 19:00, expect: {state: waiting}}]
  they_are_not:
    begins: 2026-10-01 16:45
    story: [{at: 2026-10-01 19:00, expect: {sent: []}}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "some.tests.yaml").write_text(TESTS)
    return tmp_path


def run(folder: Path, *more: str) -> tuple[int, str]:
    """Run pytest there, with the plugin as it is installed."""
    installed = any(one.name == "followup" for one in entry_points(group="pytest11"))
    named = () if installed else ("-p", "followup.testing.collecting")
    command = [sys.executable, "-m", "pytest", *named, "-p", "no:cacheprovider", *more]
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, env=clean)
    return done.returncode, done.stdout + done.stderr


def test_each_scenario_is_a_test_and_a_failure_speaks_no_python(folder: Path) -> None:
    """Guards names, the readable failure, and that no traceback of ours is shown."""
    code, told = run(folder, "-v")
    assert code == 1
    assert "some.tests.yaml::they_are_thanked PASSED" in told
    assert "some.tests.yaml::they_are_not FAILED" in told
    assert "some.tests.yaml:11:45: failed[they_are_not]: what was sent is not what was expected" in told
    assert "+ 2026-10-01 18:30 thank_you interviewer-a" in told
    assert "Traceback" not in told
    assert ".py" not in told.partition("FAILURES")[2]


def test_one_can_be_chosen_by_its_name(folder: Path) -> None:
    """Guards the node id of a scenario."""
    code, told = run(folder, "some.tests.yaml::they_are_thanked")
    assert code == 0, told
    assert "1 passed" in told


def test_a_file_that_cannot_be_read_is_one_error_with_its_place(folder: Path) -> None:
    """Guards that a wrong file is told in words."""
    (folder / "some.tests.yaml").write_text(TESTS.replace("begins", "begin"))
    code, told = run(folder)
    assert code == 2
    assert 'some.tests.yaml:7:5: error[unknown-key]: "begin" is no word of a scenario' in told
    assert "Traceback" not in told


@pytest.mark.parametrize("off", [("--no-playbooks",), ("-o", "playbooks=false")])
def test_it_can_be_switched_off(folder: Path, off: tuple[str, ...]) -> None:
    """Guards the switch, on the command line and in a project's settings."""
    code, told = run(folder, *off)
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED, told


def test_it_costs_next_to_nothing_where_there_is_no_such_file(tmp_path: Path) -> None:
    """Guards that nothing of the engine is imported before a tests file is collected."""
    (tmp_path / "test_theirs.py").write_text(
        "import sys\n\n"
        "def test_light():\n"
        "    ours = {name for name in sys.modules if name.startswith('followup')}\n"
        "    assert ours <= {'followup', 'followup.testing', 'followup.testing.collecting'}, ours\n"
        "    assert not {'yaml', 'whenever', 'jsonschema', 'transitions'} & set(sys.modules)\n"
    )
    code, told = run(tmp_path)
    assert code == 0, told


def test_it_is_announced_to_pytest() -> None:
    """Guards the entry point by which pytest finds it."""
    text = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert '[project.entry-points.pytest11]\nfollowup = "followup.testing.collecting"\n' in text
