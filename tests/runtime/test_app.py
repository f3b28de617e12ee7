"""The composition root: opening homes, sandboxes with a time of their own, finding playbooks."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.runtime.world import ME, at, fact, person, small

from followup.app import default_home, find_playbook, open_home
from followup.errors import BadPlaybook, Refused, StorageError, UsageError
from followup.runtime import acting, doctor


def begin(home) -> None:
    acting.start(
        home,
        small(),
        owner="me",
        me=ME,
        facts={"company": "Acme", "job": "Analyst", "workplace": "PLAIN Europe/London",
               "ended_at": fact("2026-10-01 16:30"), "interviewers": ("interviewer-a",)},
        words={},
        people=[person()],
    )  # fmt: skip


def test_a_home_is_made_where_nothing_is(tmp_path: Path) -> None:
    """Opening makes a private folder with an empty database, and a second opening finds it again."""
    folder = tmp_path / "deep" / "home"
    home = open_home(folder)
    begin(home)
    home.close()
    assert folder.stat().st_mode & 0o077 == 0
    again = open_home(folder)
    with again.store.read() as reading:
        assert reading.counts().cases == 1
    assert not again.sandbox
    again.close()


def test_a_file_is_no_home_and_is_not_touched(tmp_path: Path) -> None:
    """A picture named as a home is refused by what it looks like, and stays as it was."""
    picture = tmp_path / "holiday.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0 a holiday")
    with pytest.raises(StorageError, match="not-a-home"):
        open_home(picture)
    assert picture.read_bytes() == b"\xff\xd8\xff\xe0 a holiday"


def test_a_sandbox_keeps_its_own_time(tmp_path: Path) -> None:
    """A home first opened with a time is a sandbox for ever, stands at its last time, and only goes on."""
    home = open_home(tmp_path, now=at("2026-10-01 16:40"))
    assert home.sandbox
    begin(home)
    home.close()
    later = open_home(tmp_path, now=at("2026-10-02 09:00"))
    later.close()
    same = open_home(tmp_path)
    assert same.sandbox
    assert same.clock.now() == at("2026-10-02 09:00")
    same.close()
    with pytest.raises(Refused, match="clock-back"):
        open_home(tmp_path, now=at("2026-10-01 09:00"))


def test_a_real_home_knows_no_invented_time(tmp_path: Path) -> None:
    """Real mail must not go at invented times: a home with cases is never turned into a sandbox."""
    home = open_home(tmp_path)
    begin(home)
    home.close()
    with pytest.raises(Refused, match="now-refused"):
        open_home(tmp_path, now=at("2026-10-01 16:40"))


def test_the_default_home_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """FOLLOWUP_HOME says where the home is; without it the system does."""
    monkeypatch.setenv("FOLLOWUP_HOME", str(tmp_path / "mine"))
    assert default_home() == tmp_path / "mine"
    monkeypatch.delenv("FOLLOWUP_HOME")
    assert default_home().name == "followup"


def test_playbooks_are_files_or_came_with_it(tmp_path: Path) -> None:
    """A stock playbook is found by name, a file by its path, and a slip names the nearest."""
    assert find_playbook("interview-follow-up").file == "interview-follow-up.yaml"
    assert find_playbook("interview_follow_up").playbook.name == "interview-follow-up"
    own = tmp_path / "own.yaml"
    own.write_text(small().source)
    assert find_playbook(str(own)).file == str(own)
    own.write_text("playbook: [")
    with pytest.raises(BadPlaybook):
        find_playbook(str(own))
    with pytest.raises(UsageError, match="no-playbook") as slip:
        find_playbook("interview-folow-up")
    assert "interview-follow-up" in slip.value.hint


def test_a_deleted_playbook_changes_no_case(tmp_path: Path) -> None:
    """The case goes on with the version it began with, and the view says that the file is gone."""
    from followup.runtime import looking, stepping

    own = tmp_path / "own.yaml"
    own.write_text(small().source)
    home = open_home(tmp_path / "home", now=at("2026-10-01 16:40"))
    compiled = find_playbook(str(own))
    acting.start(home, compiled, owner="me", me=ME, words={}, people=[],
                 facts={"company": "Acme", "job": "Analyst", "workplace": "PLAIN Europe/London"})  # fmt: skip
    home.close()
    own.unlink()
    again = open_home(tmp_path / "home", now=at("2026-10-02 10:00"))
    stepping.step(again)
    assert looking.case_view(again, "acme-analyst").file_gone
    again.close()


def test_the_doctor_looks_and_changes_nothing(tmp_path: Path) -> None:
    """Every finding has a level; what is wrong has a remedy; a home nobody steps says how to step it."""
    home = open_home(tmp_path)
    begin(home)
    found = doctor.diagnose(home, online=True)
    assert {one.about for one in found} >= {"home", "clock", "run", "folder", "todo"}
    assert all(one.remedy for one in found if one.level != "ok")
    run = next(one for one in found if one.about == "run")
    assert run.level == "warning"
    assert "playbook run" in run.remedy
    acting.hold(home, ["acme-analyst"])
    assert any(one.about == "on hold" for one in doctor.diagnose(home))
    home.close()
