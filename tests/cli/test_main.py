"""The frame: help, words that teach, exit codes, and what a person reads when something goes wrong."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.cli.typing_in import check

from followup.cli import failures
from followup.cli.lexicon import SYNONYMS, VERBS
from followup.cli.main import playbook
from followup.cli.session import Session
from followup.errors import Exit, StorageError

PYTHON = [sys.executable, "-c", "from followup.cli.main import main; main()"]


def type_in(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Type into a process of its own."""
    return subprocess.run([*PYTHON, *words], capture_output=True, text=True, timeout=60, check=False, **more)  # type: ignore[call-overload]


def test_help_names_every_verb_and_imports_none():
    """Guards that the first help costs nothing but click."""
    code = (
        "import sys\nfrom followup.cli.main import playbook\n"
        "try: playbook.main(['--help'])\nexcept SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('followup.cli.verbs')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert all(f"  {name} " in done.stdout for name in VERBS)
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_has_a_help(name: str):
    """Guards that each verb can be built, has the options of all, and a sentence of help."""
    result = CliRunner().invoke(playbook, [name, "--help"])
    assert result.exit_code == 0
    for option in ("--home", "--json", "--now", "--no-plugins"):
        assert option in result.output
    command = playbook.get_command(click.Context(playbook), name)
    assert command is not None
    assert command.help


@pytest.mark.parametrize("word", SYNONYMS)
def test_synonyms_teach_and_do_nothing(word: str):
    """Guards that another word for a verb names the right one, with exit code 2, whatever follows it."""
    result = CliRunner().invoke(playbook, [word, "acme", "--all"])
    assert result.exit_code == Exit.USAGE
    assert result.stderr.startswith(f'error[no-verb]: there is no "{word}"; ')
    assert result.stdout == ""


def test_synonyms_only_name_verbs_that_exist():
    """Guards the advice itself."""
    for answer in SYNONYMS.values():
        for part in answer.split(": playbook ")[1:]:
            assert part.split()[0].strip(",;") in {*VERBS, "--help", "--version"}


def test_a_slip_is_never_guessed_into_an_act():
    """Guards that a near miss is a question."""
    result = CliRunner().invoke(playbook, ["aprove", "--all"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert 'Did you mean "approve"? Nothing was done.' in result.stderr


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["list", "--bogus"], "no-option"),
        (["why"], "missing"),
        (["resolve", "a/b", "maybe"], "usage"),
        (["today", "--now", "soon"], "usage"),
        (["today", "too", "many"], "usage"),
        (["approve", "--yes"], "usage"),
    ],
)
def test_wrong_words_are_usage_errors_in_words_and_in_json(words: list[str], code: str):
    """Guards exit code 2, the shape of the sentence, and the document."""
    result = CliRunner().invoke(playbook, words)
    assert result.exit_code == Exit.USAGE
    assert result.stderr.startswith(f"error[{code}]: ")
    assert "Nothing was done." in result.stderr
    assert "Usage:" not in result.output
    document = json.loads(CliRunner().invoke(playbook, [*words[:-1], "--json", words[-1]]).stdout)
    check(document)
    assert document["exit"] == 2


def test_an_unforeseen_fault_is_ours_and_kept_private(tmp_path: Path):
    """Guards that a bug shows no traceback, blames nobody, and leaves a report only its owner reads."""
    try:
        raise ZeroDivisionError("secret-value")
    except ZeroDivisionError as problem:
        failure = failures.explain(problem, Session(home=tmp_path))
    assert failure.exit is Exit.STORAGE
    assert "a fault of ours" in failure.text
    assert "secret-value" not in failure.text
    (kept,) = tmp_path.glob("fault-*.txt")
    assert str(kept) in failure.hint
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert "ZeroDivisionError" in kept.read_text()
    check(failures.document(failure))


def test_a_fault_in_the_middle_does_not_claim_that_nothing_happened(tmp_path: Path):
    """Guards the one sentence that people act on after a fault."""
    assert "Nothing was changed." in failures.explain(KeyError(), Session(home=tmp_path)).text
    assert "Nothing" not in failures.explain(KeyError(), Session(home=tmp_path, in_hand=True)).text
    assert "2 sent." in failures.explain(KeyError(), Session(home=tmp_path, kept="2 sent.")).text


def test_an_error_keeps_its_code_and_exit():
    """Guards the way from a FollowupError to the shell."""
    failure = failures.explain(StorageError("disk-full", "no space", hint="free some"), Session())
    assert (failure.code, failure.exit) == ("disk-full", Exit.STORAGE)
    assert failures.screen(failure)[1] == "  free some"


def test_an_interruption_is_no_error():
    """Guards exit code 130 and its calm sentence."""
    failure = failures.explain(KeyboardInterrupt(), Session())
    assert (failure.exit, failures.screen(failure)) == (
        Exit.INTERRUPTED,
        ["", "Stopped. Nothing was changed."],
    )


def test_a_reader_who_leaves_is_no_fault():
    """Guards `playbook --help | head -1` and friends: no noise and no other exit code."""
    code = "from followup.cli import output\nfor _ in range(3): output.lines(['x' * 9999] * 99)\n"
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=write, stderr=subprocess.PIPE, timeout=60, check=False
        )
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_terminal_without_unicode_still_gets_its_answer():
    """Guards against an answer lost to an encoding."""
    done = type_in("nonsense-\u65e5\u672c", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
