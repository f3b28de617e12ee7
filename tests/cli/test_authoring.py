"""The verbs of a playbook author: new, check, graph."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.typing_in import Typist, check


def test_a_new_playbook_is_sound_from_the_first_line(typist: Typist, tmp_path: Path):
    """Guards the scaffold: it has no finding, and says what comes next."""
    file = tmp_path / "academia.yaml"
    assert f"playbook check {file}" in typist("new", str(file))
    document = typist.json("check", str(file))
    assert (document["errors"], document["warnings"]) == (0, 0)
    assert "is sound" in typist("check", str(file))
    typist("start", str(file), "--me=name=Candidate", code=2)
    assert "fact-missing" in typist.err


def test_a_file_that_is_there_is_never_touched(typist: Typist, tmp_path: Path):
    """Guards somebody's work."""
    file = tmp_path / "mine.yaml"
    file.write_text("mine")
    typist("new", str(file), code=1)
    assert file.read_text() == "mine"
    typist("new", str(tmp_path / "No Such Name.txt"), code=2)
    assert "playbook new" in typist.err
    typist("new", str(tmp_path / "no" / "folder.yaml"), code=4)


def test_all_findings_of_all_files_at_once(typist: Typist, tmp_path: Path):
    """Guards that a bad file, a missing one and a sound one are all told of in one go."""
    sound, bad = tmp_path / "sound.yaml", tmp_path / "bad.yaml"
    typist("new", str(sound))
    bad.write_text(
        sound.read_text().replace("2 business days", "2 busines weeks").replace("{go: deciding}", "{go: x}")
    )
    missing = tmp_path / "missing.yaml"
    text = typist("check", str(bad), str(missing), str(sound), code=3)
    assert f"{bad}:" in text
    assert f"{missing}:1:1: error[no-file]" in text
    assert f"sound   {sound}" in text
    assert "Nothing that runs has changed." in text
    document = json.loads(typist("check", str(bad), str(missing), "--format", "json", code=3))
    check(document)
    assert document["files"] == 2
    assert document["errors"] >= 3
    document = typist.json("check", str(bad), code=1)
    assert document["playbooks"][0]["read"] is None
    assert "Not proved, not tested. Nothing that runs has changed." in typist("check", str(bad), code=1)


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff\xe0JFIF", b"\x00" * 100, b"a: [", b"{}", b"- 1"])
def test_no_bytes_are_too_strange(typist: Typist, tmp_path: Path, data: bytes):
    """Guards `check` and `start` against any file."""
    file = tmp_path / "strange.yaml"
    file.write_bytes(data)
    typist("check", str(file), code=1)
    typist("start", str(file), "--me=name=Candidate", code=3)
    assert "strange.yaml" in typist.err


def test_a_picture_of_a_playbook(typist: Typist):
    """Guards Mermaid: all states, arrows between them, and the end."""
    lines = typist("graph", "interview-follow-up").splitlines()
    assert "stateDiagram-v2" in lines
    document = typist.json("graph", "interview-follow-up")
    for state in document["states"]:
        assert any(f" as {state['state']}" in line for line in lines)
        for arrow in state["arrows"]:
            assert any(line.strip().startswith(f"{state['state']} --> {arrow['to']}: ") for line in lines)
    assert any(line.endswith("--> [*]") for line in lines)


def test_a_picture_in_text(typist: Typist):
    """Guards the picture for a terminal: states as a tree, with what leads where."""
    text = typist("graph", "interview-follow-up", "--format", "text")
    assert "-> " in text
    assert "begins in" in text


def test_where_a_case_stands(started: Typist):
    """Guards that the current state stands out, in Mermaid and in text."""
    state = started.json("show", "acme-analyst")["state"]
    assert f"class {state} here" in started("graph", "acme-analyst")
    assert "<- the case is here" in started("graph", "acme-analyst", "--format", "text")
    started("graph", "nothing-of-the-kind", code=2)
