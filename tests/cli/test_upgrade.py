"""The verb of a playbook author whose readers have running cases: `playbook upgrade`."""

from __future__ import annotations

from pathlib import Path

from tests.cli.typing_in import Typist, check
from tests.runtime.test_upgrading import EDITS


def newer(folder: Path, edit: str) -> str:
    """Write an edited playbook as a file, and return its name."""
    file = folder / "interview-follow-up.yaml"
    file.write_text(EDITS[edit]().source)
    return str(file)


def test_a_dry_run_says_what_would_change_for_whom(started: Typist, tmp_path: Path):
    """Guards that looking changes nothing, and names dates, words and the way to do it."""
    file = newer(tmp_path, "a longer wait")
    text = started("upgrade", file, "--dry-run")
    assert "interview-follow-up 1.0 -> 1.1: 1 case; 1 may move." in text
    assert "check-in moves" in text
    assert "Nothing was changed." in text
    assert f"Next: playbook upgrade {file}" in text
    assert "interview-follow-up 1.0" in started("show", "acme-analyst")


def test_it_moves_and_goes_back(started: Typist, tmp_path: Path):
    """Guards the way there and back, each with the command that comes next."""
    file = newer(tmp_path, "other words")
    text = started("upgrade", file)
    assert "1 moved" in text
    assert "--back u1" in text
    assert "interview-follow-up 1.1" in started("show", "acme-analyst")
    assert "goes on with interview-follow-up 1.1" in started("show", "acme-analyst", "--history")
    assert "Nothing was done." in started("upgrade", file)
    for word in ("--dry-run", "--fact=senior=yes"):  # neither is quietly left aside
        started("upgrade", "--back", "u1", word, code=2)
        assert "interview-follow-up 1.1" in started("show", "acme-analyst")
    assert "went back" in started("upgrade", "--back", "u1")
    assert "interview-follow-up 1.0" in started("show", "acme-analyst")
    started("upgrade", "--back", "u1", code=2)
    assert "no-upgrade" in started.err


def test_the_document_has_its_shape(started: Typist, tmp_path: Path):
    """Guards scripts: every answer fits its schema, a case that may not move says why."""
    started("tell", "acme-analyst", "offered", "offer_until=2026-10-20 12:00")
    document = started.json("upgrade", newer(tmp_path, "a state is gone"), "--dry-run", code=1)
    check(document)
    assert document["moving"] == 0
    assert "was: deciding" in document["cases"][0]["why_not"][0]
    document = started.json("upgrade", newer(tmp_path, "a state has another name"))
    check(document)
    assert document["cases"][0]["to"] == {"version": "1.1", "state": "choosing"}


def test_wrong_words_are_told_apart(started: Typist, tmp_path: Path):
    """Guards every wrong use: neither or both words, a fact that is none, a case of another playbook."""
    file = newer(tmp_path, "other words")
    started("upgrade", code=2)
    started("upgrade", file, "--back", "u1", code=2)
    started("upgrade", file, "--fact", "company", code=2)
    started("upgrade", file, "--fact", "compny=Acme", code=2)
    assert "company" in started.err
    started("upgrade", file, "--case", "nobody", code=2)
    started("new", str(tmp_path / "other.yaml"))
    started("upgrade", str(tmp_path / "other.yaml"), "--case", "acme-analyst", code=2)
    assert "other-playbook" in started.err
    assert "Nothing was done." in started("upgrade", str(tmp_path / "other.yaml"))


def test_a_call_that_nobody_answered_alarms_nobody(started: Typist):
    """Guards what comes again after a week-end: nobody is asked for an approval that was never wanted."""
    started("approve", "acme-analyst/thank-you", "--refuse")
    started.now = "2026-10-09T10:05+01:00"
    started("step")
    text = started("done", "acme-analyst/check-in", "no-answer")
    assert "approval" not in text
    assert "stopped" not in text
    assert "Mon 12 Oct 10:00" in text
