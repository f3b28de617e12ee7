"""Looking makes no home, a time without a zone is the candidate's, and what is printed can be typed."""

from __future__ import annotations

import re
import shlex
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from tests.cli.typing_in import START, Typist

from followup.app import open_home
from followup.cli.main import playbook
from followup.errors import FollowupError
from followup.runtime.doctor import diagnose
from followup.runtime.views import Diagnosis

LOOKING = (
    ["today"],
    ["list"],
    ["doctor"],
    ["channels"],
    [],
    ["show", "acme-analyst"],
    ["tell", "acme-analyst"],
)


@pytest.mark.parametrize("words", LOOKING, ids=[" ".join(words) or "alone" for words in LOOKING])
def test_looking_makes_no_home(tmp_path: Path, words: list[str]):
    """Guards against a database in a folder whose name was a slip."""
    missing, folder = tmp_path / "missing", tmp_path / "folder"
    folder.mkdir()
    for home in (missing, folder):
        result = CliRunner().invoke(playbook, [*words, "--home", str(home)])
        assert "nothing was made" in " ".join(result.output.split())
    assert not missing.exists()
    assert list(folder.iterdir()) == []


def test_the_default_home_is_made_by_looking(tmp_path: Path):
    """Guards the first `playbook today` of somebody new."""
    home = tmp_path / "home"
    result = CliRunner().invoke(playbook, ["today"], env={"FOLLOWUP_HOME": str(home)})
    assert "playbook start" in result.stdout
    assert home.is_dir()


@pytest.mark.parametrize("before", [True, False], ids=["before the verb", "after the verb"])
def test_a_home_that_is_typed_goes_before_the_environment(tmp_path: Path, before: bool):
    """Guards against a case in one's real home that was meant for another folder."""
    typed = ["--home", str(tmp_path / "typed")]
    words = [*typed, "doctor"] if before else ["doctor", *typed]
    usual = tmp_path / "usual"
    result = CliRunner().invoke(playbook, [*words, "--json"], env={"FOLLOWUP_HOME": str(usual)})
    assert str(tmp_path / "typed") in result.stdout
    assert not usual.exists()


def test_a_time_without_a_zone_is_the_candidates(typist: Typist):
    """Guards `--now`: at home with one candidate it is their clock, whatever this machine's is."""
    typist("start", *[word.replace("Europe/London", "Asia/Tokyo") for word in START])
    typist.now = "2026-10-03 09:00"
    assert typist.json("today")["now"] == "2026-10-03T00:00:00Z"
    typist.now = "2026-10-03T09:00+01:00"
    assert typist.json("today")["now"] == "2026-10-03T08:00:00Z"


def test_a_time_without_a_zone_is_this_machines_where_nobody_is(typist: Typist):
    """Guards `--now` at a home that is only about to begin."""
    typist.now = "2026-10-03 09:00"
    assert typist.json("today")["now"].startswith("2026-10-0")
    typist.now = "nonsense"
    typist("today", code=2)


def _run(home: Path) -> Diagnosis:
    opened = open_home(home)
    try:
        return next(one for one in diagnose(opened) if one.about == "run")
    finally:
        opened.close()


def test_doctor_names_the_whole_command_and_cron(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Guards the lines to paste: a timer finds no command by its bare name, and a home may have a space."""
    program = tmp_path / "my tools" / "playbook"
    program.parent.mkdir()
    program.touch()
    monkeypatch.setattr(sys, "argv", [str(program)])
    remedy = _run(tmp_path / "home").remedy.splitlines()
    cron = next(line for line in remedy if "crontab" in line)
    entry = shlex.split(cron.partition("echo ")[2].partition(")")[0])[0]
    assert shlex.split(entry)[5:] == [str(program), "step", "--home", str(tmp_path / "home")]


def hints(text: str) -> list[list[str]]:
    """Return the commands that a screen tells people to type, as words; each ends at two spaces or a stop."""
    found = []
    for line in text.splitlines():
        for match in re.finditer(r"(?:^|[\s:])playbook ((?:(?! {2,}).)+)", line):
            words: list[str] = []
            for word in shlex.split(match[1]):
                words.append(word.rstrip(".,;"))
                if word != words[-1] and not word.endswith("..."):
                    break
            if "--help" not in words:
                found.append(words)
    return found


def parses(words: list[str]) -> str:
    """Return why the command line would not take these words; empty: it would."""
    try:
        context = playbook.make_context("playbook", list(words))
        _, verb, rest = playbook.resolve_command(context, list(words))
        assert verb is not None
        with context:
            verb.make_context(words[0], rest, parent=context)
    except (click.ClickException, FollowupError) as problem:
        return f"{words}: {problem}"
    return ""


def test_what_is_printed_can_be_typed(typist: Typist):
    """Guards every command that the screens of asking and telling name against an option that is none."""
    printed: list[str] = [typist()]

    def say(*words: str, code: int = 0) -> None:
        printed.append(typist(*words, code=code))
        printed.append(typist.err)

    say("start", "--me=name=Candidate", "--fact=company=Acme", code=2)
    say("start", *START[:-1], START[-1].replace(", verified", "").replace("a@example.org, ", ""))
    say("tell", "acme-analyst", code=2)
    say("tell", "acme-analyst", "told-a-date", code=2)
    say("tell", "acme-analyst", "nobody.name_verified=yes", code=2)
    say("tell", "acme-analyst", "interviewer.name_verified=yes", code=2)
    say("tell", "acme-analyst", "interviewer-a.name_verified=yes")
    say("tell", "acme-analyst", "interviewer-a.email=name@example.org")
    say("channels")
    say("channels", "email")
    say("channels", "emial", "--use", code=2)
    say("doctor")
    commands = [words for text in printed for words in hints(text)]
    assert len(commands) > 10
    assert [why for words in commands if (why := parses(words))] == []


def test_who_is_not_known_is_near_somebody_or_new(typist: Typist):
    """Guards the way out of a wrong name, in words that `tell` takes."""
    typist("start", *START)
    typist("tell", "acme-analyst", "interviewer.name_verified=yes", code=2)
    assert "did you mean interviewer-a.name_verified?" in typist.err
    typist("tell", "acme-analyst", "nobody.email=b@example.org", code=2)
    assert "--person" not in typist.err
    (command,) = [words for words in hints(typist.err) if words[0] == "tell"]
    typist(*[word.replace("Name, Title, address", "Interviewer B, Chair, b@example.org") for word in command])
    assert [one["name"] for one in typist.json("show", "acme-analyst")["contacts"]] == [
        "Interviewer A",
        "Interviewer B",
    ]


def test_a_command_that_is_none_would_be_found():
    """Guards the guard: an option that a verb does not have, and a verb that is none."""
    assert "--person" in parses(["tell", "acme-analyst", "--person", "Interviewer A"])
    assert parses(["tel", "acme-analyst"])
    assert parses(["tell", "acme-analyst", "told-a-date", "promised_by=fri"]) == ""
    assert hints('  Next: playbook tell acme told-a-date a="b; c"          in a script: --yes 5') == [
        ["tell", "acme", "told-a-date", "a=b; c"]
    ]
