"""Homes that are none, full disks, broken pipes, Ctrl-C: words and exit codes, never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.cli.terminal import Terminal
from tests.cli.typing_in import START, Typist

from followup.cli.main import playbook

MAIN = "from followup.cli.main import main; main()"
PYTHON = [sys.executable, "-c", MAIN]
NOW = ["--now", "2026-10-01T17:00+01:00"]


def type_in(*words: str, **more: object) -> subprocess.CompletedProcess[str]:
    """Type into a process of its own."""
    return subprocess.run(  # type: ignore[call-overload]
        [*PYTHON, *words], capture_output=True, text=True, timeout=60, check=False, **more
    )


@pytest.mark.parametrize(
    "verb",
    [["today"], ["step"], ["list"], ["doctor"], ["show", "acme"], ["hold", "--all"], ["run", "--every", "1"]],
)
def test_a_picture_is_no_home(tmp_path: Path, verb: list[str]):
    """Guards a file that somebody took for a home: it is named, and not touched."""
    picture = tmp_path / "holiday.jpg"
    data = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256))
    picture.write_bytes(data)
    done = type_in("--home", str(picture), *verb)
    assert done.returncode == 4
    assert "error[not-a-home]" in done.stderr
    assert "Traceback" not in done.stderr
    assert picture.read_bytes() == data
    assert list(tmp_path.iterdir()) == [picture]


def test_a_database_that_is_none(tmp_path: Path):
    """Guards a home whose database has been overwritten."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "followup.db").write_bytes(b"this is no database, and long enough to look at" * 50)
    done = type_in("--home", str(home), "today")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_home_that_may_not_be_written(tmp_path: Path):
    """Guards rights: the system's refusal in words."""
    done = type_in("--home", "/proc/none/home", *NOW, "start", *START)
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_configuration_that_is_none(tmp_path: Path):
    """Guards a slip of the editor in config.toml."""
    home = tmp_path / "home"
    type_in("--home", str(home), *NOW, "start", *START)
    (home / "config.toml").write_text("[channels.email\n")
    done = type_in("--home", str(home), *NOW, "step")
    assert done.returncode == 3
    assert "config.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_virtual_clock_in_a_real_home_is_refused(tmp_path: Path):
    """Guards real people against mail at invented times."""
    home = tmp_path / "home"
    first = type_in(
        "--home", str(home), "start", *[word.replace("16:30", "2020-10-01 16:30") for word in START]
    )
    assert first.returncode == 0, first.stderr
    done = type_in("--home", str(home), *NOW, "step")
    assert done.returncode in (1, 2)
    assert "Traceback" not in done.stderr
    assert "real messages must not go at invented times" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_an_answer_that_cannot_be_written(tmp_path: Path):
    """Guards a full disk behind standard output: said, and with an exit code."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PYTHON, "--home", str(tmp_path / "home"), *NOW, "today"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 4
    assert "Traceback" not in done.stderr


def test_a_reader_who_leaves_early(tmp_path: Path):
    """Guards `playbook ... | head -1`: the act is done and its exit code stays."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(
        [*PYTHON, "--home", str(tmp_path / "home"), *NOW, "start", *START],
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
    assert "acme-analyst" in type_in("--home", str(tmp_path / "home"), *NOW, "list").stdout


def test_control_c_at_a_question_changes_nothing(tmp_path: Path):
    """Guards the way out of every question."""
    home = tmp_path / "home"
    with Terminal(MAIN, ["--home", str(home), *NOW, "start"]) as terminal:
        terminal.expect("as it stands under a letter")
        terminal.expect("> ")
        time.sleep(0.3)  # a key pressed before the line editor is ready would wait for the next one
        terminal.interrupt()
        terminal.expect("Stopped. Nothing was changed.")
        assert terminal.end() == 130
    assert "No cases yet" in type_in("--home", str(home), *NOW, "today").stdout


def test_run_stops_when_asked_and_says_so(tmp_path: Path):
    """Guards the loop: a signal ends it between two looks, with 130 and a sentence."""
    home = tmp_path / "home"
    type_in("--home", str(home), *NOW, "start", *START)
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(
            [*PYTHON, "--home", str(home), *NOW, "run", "--every", "1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Running")
        process.send_signal(number)
        out, err = process.communicate(timeout=30)
        assert process.returncode == 130
        assert "Stopped after" in out
        assert err == ""


IDLE = """
import sys
from followup.cli.main import playbook
try: playbook.main(["today", "--home", sys.argv[1]])
except SystemExit as end: assert end.code == 0, end.code
print(sorted(name for name in sys.modules if name.partition(".")[0] in {HEAVY}))
"""


def test_looking_at_an_idle_home_costs_little(tmp_path: Path):
    """Guards the import budget: a look at a home where nothing is due loads nothing heavy."""
    home = tmp_path / "home"
    done = type_in(
        "--home", str(home), "start", *[word.replace("16:30", "2020-10-01 16:30") for word in START]
    )
    assert done.returncode == 0, done.stderr
    heavy = {"yaml", "jsonschema", "rich", "asyncio", "keyring", "tomlkit", "smtplib"}
    found = subprocess.run(
        [sys.executable, "-c", IDLE.replace("{HEAVY}", repr(heavy)), str(home)],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert found.stdout.splitlines()[-1] == "[]"


STRANGE = "\udcff\udcfe"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", STRANGE], 3),
        (["tell", "acme-analyst", f"next_step={STRANGE}"], 3),
        (["tell", "acme-analyst", STRANGE], 2),
        (["tell", "acme-analyst", "next_step=\x1b[31m"], 3),
        (["tell", "acme-analyst", "next_step="], 3),
        (["tell", "acme-analyst", "="], 2),
        (["tell", "acme-analyst", "interviewers=;;"], 3),
        (["tell", "acme-analyst", "interviewer-a.email=nonsense"], 3),
        (["tell", "acme-analyst", "interviewer-a.emial=a@example.org"], 2),
        (["tell", "acme-analyst", "nobody.email=a@example.org"], 2),
        (["tell", "acme-analyst", "heard", "wants"], 2),
        (["tell", "acme-analyst", "heard", "--at", "tomorrow"], 3),
        (["tell", "acme-analyst", "heard", "--at", "in 3 days"], 3),
        (["done", "acme-analyst/get-home", "--at", "in 3 days"], 3),
        (["done", "/"], 2),
        (["done", "acme-analyst/"], 2),
        (["hold", "acme-analyst", "--until", "99999-01-01"], 3),
        (["approve", "acme-analyst/thank-you", "--yes", ""], 1),
        (["approve", "acme-analyst/thank-you", "--edit", "/dev/zero"], 3),
        (["approve", "acme-analyst/thank-you", "--edit", "/nowhere"], 3),
        (["approve", "acme-analyst/get-home", "--yes", "00000000"], 1),
        (["approve", "--refuse"], 2),
        (["step", "acme-analyst", "heard", "--dry-run"], 2),
        (["check", "/dev/zero"], 3),
        (["check", "/"], 3),
        (["graph", "/dev/null"], 2),
        (["start", "/etc/hostname"], 3),
        (["start", "--fact", "company=", "--fact", "job=x"], 3),
        (["start", "--me", "zone=Nowhere"], 3),
        (["start", "--me", "colour=red"], 2),
        (["start", "--me", "email=nonsense"], 3),
        (["new", ""], 2),
        (["run", "--every", "nan"], 2),
        (["channels", STRANGE], 2),
        (["list", "--for", STRANGE], 3),
    ],
)
def test_strange_words_end_in_words(started: Typist, words: list[str], code: int):
    """Guards that whatever is typed ends with its exit code, a sentence, and no fault; nothing is changed."""
    before = started.json("show", "acme-analyst", "--history")["history"]
    started(*words, code=code)
    assert "error[fault]" not in started.err
    assert started.json("show", "acme-analyst", "--history")["history"] == before
    assert not list(started.home.glob("fault-*"))


@pytest.mark.parametrize("now", ["soon", "0001-01-01T00:00Z", "9999-12-31T23:59:59Z", "2026-02-30", ""])
def test_no_time_is_no_clock(tmp_path: Path, now: str):
    """Guards the virtual clock against times that dates here do not reach."""
    result = CliRunner().invoke(playbook, ["today", "--home", str(tmp_path / "home"), "--now", now])
    assert result.exit_code == 2
    assert not (tmp_path / "home").exists()


def test_an_empty_word_is_no_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Guards the folder one happens to be in."""
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(playbook, ["today", "--home", ""]).exit_code == 2
    assert list(tmp_path.iterdir()) == []
