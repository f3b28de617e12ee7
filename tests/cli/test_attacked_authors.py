"""What an attacker tried on the authors' verbs, and what it came to."""

from __future__ import annotations

from pathlib import Path

import apsw
from tests.cli.typing_in import Typist

from followup.runtime import pinning


def test_a_tests_file_names_no_file_elsewhere(typist: Typist, tmp_path: Path):
    """Guards what is private: a stranger's tests file does not make another file's lines appear."""
    secret = tmp_path / "secret"
    secret.write_text("hidden words: [\n")
    file = tmp_path / "in" / "x.tests.yaml"
    file.parent.mkdir()
    file.write_text(
        "playbook: ../secret\nplace: London\nscenarios:\n"
        "  one: {why: It reads., begins: 2026-10-01 16:45, story: [{at: 2026-10-02 10:00}]}\n"
    )
    said = typist("test", str(file), code=3)
    assert "not-beside" in said + typist.err
    assert "hidden" not in said + typist.err


def test_another_major_is_not_extended(typist: Typist, tmp_path: Path):
    """Guards that an overlay says what it extends: there is no version 2 to extend."""
    file = tmp_path / "x.yaml"
    typist("new", str(file), "--extends", "interview-follow-up@2", code=2)
    assert "interview-follow-up@1" in typist.err
    assert not file.exists()


def test_doctor_notices_a_playbook_that_was_changed(started: Typist):
    """Guards running cases: the home's copy of a playbook is what its cases began with, or doctor says so."""
    database = apsw.Connection(str(started.home / "followup.db"))
    database.execute("update playbooks set neutral = replace(neutral, 'thank_you', 'thank_yoo')")
    database.close()
    pinning._loaded.clear()  # as another process would
    assert "is not what its cases began with" in started("doctor", code=1)
    started("show", "acme-analyst", code=4)
