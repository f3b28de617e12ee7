"""Tests files run: what passes, what fails and how that is told, what cannot be played at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup.authoring.report import render
from followup.errors import UsageError
from followup.library import find_playbook
from followup.testing.finding import about, suites_named
from followup.testing.suites import run, run_suite
from followup.testing.whole import arrow, whole

TOP = """playbook: interview-follow-up
place: London
given: {company: Acme, job: Data analyst, ended_at: 2026-10-01 16:30, interviewers: [interviewer-a]}
people: {interviewer-a: {name: Interviewer A, email: a@example.org}}
scenarios:
"""
THANKED = """  they_are_thanked:
    why: The same evening.
    begins: 2026-10-01 16:45
    story:
    - {at: 2026-10-01 19:00, expect: {state: waiting, sent: [2026-10-01 18:30 thank_you interviewer-a]}}
"""
NOT_THANKED = THANKED.replace("they_are_thanked", "they_are_not").replace(
    "[2026-10-01 18:30 thank_you interviewer-a]", "[]"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "some.tests.yaml"


def test_what_passes_has_seen_something(file: Path) -> None:
    """Guards the sums: scenarios, seconds, and what was seen of the playbook."""
    file.write_text(TOP + THANKED)
    suite = run_suite(file)
    assert suite.passed
    assert [(one.name, one.line, one.passed) for one in suite.results] == [("they_are_thanked", 6, True)]
    assert "waiting" in suite.seen.states
    assert suite.seen.transitions <= suite.whole.transitions
    assert suite.seen.states <= suite.whole.states
    assert suite.seconds > 0


def test_a_failure_says_where_what_was_expected_what_came_and_what_led_to_it(file: Path) -> None:
    """Guards the difference: the line of the file, both sides, and what happened around it."""
    file.write_text(TOP + NOT_THANKED)
    (result,) = run_suite(file).failed
    told = render(result.findings)
    assert f"{file}:10:55: failed[they_are_not]: what was sent is not what was expected" in told
    assert "     + 2026-10-01 18:30 thank_you interviewer-a" in told
    assert (
        "Thu 2026-10-01 18:30  sent      thank_you to Interviewer A  (2 hours after Thu 1 Oct 16:30)" in told
    )
    assert "Thu 2026-10-01 19:00  <- here it was compared" in told


def test_each_difference_stands_at_its_own_place(file: Path) -> None:
    """Guards that several wrong expectations of one line are told apart."""
    file.write_text(
        TOP
        + """  wrong:
    begins: 2026-10-01 16:45
    story:
      - {at: 2026-10-01 19:00, expect: {state: dormant, round: 2, items: {check_in: sent}, most: {email: 0}}}
      - {at: 2026-10-01 19:10, undo: true, refused: nothing-to-undo}
      - {at: 2026-10-01 19:20, tell: invited, from: interviewer-a, refused: no-event}
"""
    )
    (result,) = run_suite(file).failed
    lines = (file.read_text()).splitlines()
    at = [
        lines[one.place.line - 1][one.place.column - 1 : one.place.end_column - 1] for one in result.findings
    ]
    assert at[:4] == ["state", "round", "check_in", "email"]
    assert result.findings[-1].place.line == 11
    assert [bool(one.story) for one in result.findings] == [True] + [False] * (len(at) - 1)


def test_a_scenario_has_to_fail_where_it_says_so(file: Path) -> None:
    """Guards that a scenario which also passes on the base does not count as showing a change."""
    (file.parent / "quiet.yaml").write_text("""playbook: quiet
version: "1.0"
extends: interview-follow-up@1
title: Quiet
messages:
  thank_you: {drop: Nobody is thanked here.}
""")
    there = "    fails_on: interview-follow-up\n    begins"
    file.write_text(
        TOP.replace("playbook: interview-follow-up", "playbook: quiet")
        + NOT_THANKED.replace("    begins", there).replace("state: waiting, ", "")
        + "  nothing_yet:\n    fails_on: interview-follow-up\n    begins: 2026-10-01 16:45\n"
        + "    story: [{at: 2026-10-01 17:00, expect: {sent: []}}]\n"
    )
    suite = run_suite(file)
    assert not suite.findings, render(suite.findings)
    assert [one.passed for one in suite.results] == [True, False]
    told = render(suite.results[1].findings)
    assert "it has to fail on interview-follow-up, and passes there as well" in told
    assert f"{file}:13:5: failed[nothing_yet]" in told


def test_a_word_that_the_other_playbook_does_not_know_fails_there(file: Path) -> None:
    """Guards that a scenario about something new needs no playing on the base to fail on it."""
    (file.parent / "louder.yaml").write_text("""playbook: louder
version: "1.0"
extends: interview-follow-up@1
title: Louder
events:
  rang: {say: They rang., because: It is told here.}
""")
    file.write_text(
        TOP.replace("playbook: interview-follow-up", "playbook: louder")
        + "  rung:\n    fails_on: interview-follow-up\n    begins: 2026-10-01 16:45\n"
        + "    story: [{at: 2026-10-01 17:00, tell: rang}]\n"
    )
    suite = run_suite(file)
    assert suite.passed, render([*suite.findings, *(one for each in suite.failed for one in each.findings)])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (TOP.replace("playbook: interview-follow-up", "playbook: no-such") + THANKED, "no-playbook"),
        (TOP + THANKED.replace("    begins", "    fails_on: no-such\n    begins"), "no-playbook"),
        (TOP + THANKED.replace("thank_you", "thank_yuo"), "unknown-message"),
        (TOP + THANKED.replace("begins", "begin"), "missing-key"),
    ],
)
def test_what_cannot_be_played_says_why_at_its_place(file: Path, body: str, code: str) -> None:
    """Guards that nothing is played of a file that does not fit, and that it is not called a failure."""
    file.write_text(body)
    suite = run_suite(file)
    assert not suite.readable
    assert not suite.results
    assert code in [one.code for one in suite.findings]
    assert all(one.source for one in suite.findings)


def test_a_playbook_with_errors_is_told_as_such(file: Path) -> None:
    """Guards that the errors of the playbook come through, with its own file."""
    (file.parent / "bad.yaml").write_text("playbook: bad\n")
    file.write_text(TOP.replace("playbook: interview-follow-up", "playbook: bad") + THANKED)
    suite = run_suite(file)
    assert {one.place.file.rpartition("/")[2] for one in suite.findings} == {"bad.yaml"}


def test_a_file_that_is_none_is_told_as_such(tmp_path: Path) -> None:
    """Guards folders and files that vanish."""
    folder = tmp_path / "some.tests.yaml"
    folder.mkdir()
    assert [one.code for one in run_suite(folder).findings] == ["no-file"]


def test_several_processes_come_to_the_same(file: Path) -> None:
    """Guards that the results do not depend on who has played them, and come in the order of the file."""
    many = "".join(THANKED.replace("they_are_thanked", f"thanked_{number}") for number in range(9))
    file.write_text(TOP + many + NOT_THANKED)
    said: list[tuple[int, int, str]] = []
    (here,) = run([file], workers=1)
    (shared,) = run([file], workers=2, on=lambda *told: said.append(told))
    assert [one.name for one in shared.results] == [one.name for one in here.results]
    assert [one.findings for one in shared.results] == [one.findings for one in here.results]
    assert shared.seen == here.seen
    assert said[-1] == (10, 10, "scenarios")


def test_many_files_are_shared_whole(tmp_path: Path) -> None:
    """Guards that many files are read and played by several processes, and come back in their order."""
    files = [tmp_path / f"{letter}.tests.yaml" for letter in "hgfedcba"]
    for number, one in enumerate(files):
        one.write_text(TOP + THANKED.replace("they_are_thanked", f"thanked_{number}") + NOT_THANKED)
    said: list[tuple[int, int, str]] = []
    suites = run(files, workers=2, match="thanked", on=lambda *told: said.append(told))
    assert [suite.file for suite in suites] == [str(one) for one in files]
    assert [[one.name for one in suite.results] for suite in suites] == [[f"thanked_{n}"] for n in range(8)]
    assert said[-1] == (8, 8, "files")


def test_some_are_chosen_by_a_word(file: Path) -> None:
    """Guards `match`: a part of the name, or of what a scenario guards."""
    file.write_text(TOP + THANKED + NOT_THANKED)
    assert [one.name for one in run_suite(file, match="THEY_ARE_NOT").results] == ["they_are_not"]
    assert len(run_suite(file, match="same evening").results) == 2
    assert run_suite(file, match="zebra").results == ()


def test_whose_scenarios_a_word_means(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards the ways to name tests files: files, folders, playbooks, stacks."""
    monkeypatch.chdir(tmp_path)
    for name in ("vet.yaml", "vet.tests.yaml", "vet+uk.tests.yaml", "alone.yaml"):
        Path(name).write_text("")
    Path("deep/er").mkdir(parents=True)
    Path("deep/er/x.tests.yaml").write_text("")
    Path(".hidden").mkdir()
    Path(".hidden/y.tests.yaml").write_text("")
    Path("more.tests.yaml").write_text("place: London\nplaybook: vet  # further ones\n")
    assert [about(Path(name)) for name in ("more.tests.yaml", "vet+uk.tests.yaml")] == ["vet", "vet+uk"]
    assert suites_named("vet.tests.yaml") == (Path("vet.tests.yaml"),)
    assert suites_named("vet.yaml") == (Path("more.tests.yaml"), Path("vet.tests.yaml"))
    assert suites_named("uk+vet.yaml") == (Path("vet+uk.tests.yaml"),)
    assert [str(one) for one in suites_named(".")] == [
        "deep/er/x.tests.yaml",
        "more.tests.yaml",
        "vet+uk.tests.yaml",
        "vet.tests.yaml",
    ]
    assert "interview-follow-up.tests.yaml" in [one.name for one in suites_named("interview-follow-up")]
    for word in ("alone.yaml", "no-such", "missing.tests.yaml", ".hidden/..//deep/none"):
        with pytest.raises(UsageError, match="no-tests"):
            suites_named(word)


def test_all_there_is_to_see_in_a_playbook() -> None:
    """Guards the whole that coverage is measured against, and how a transition is written."""
    book = find_playbook("interview-follow-up", flow=False).playbook
    found = whole(book)
    assert "waiting.silence" in found.timers
    assert ("waiting", "waiting.silence", "dormant") in found.transitions
    assert arrow(("waiting", "waiting.silence", "dormant")) == "waiting --silence--> dormant"
    assert arrow(("waiting", "heard", "")) == "waiting --heard--> waiting"
    assert found.states == set(book.states)
