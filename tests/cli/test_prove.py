"""`playbook prove`: promises with their arguments, refutations with lines and stories, saved as tests."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from tests.cli.typing_in import Typist

from followup.bundled import bundled

SMALL = """\
playbook: small
version: "1.0"
title: A small playbook
start: asked
facts:
  place: {type: place, ask: "Where?"}
courtesy:
  place: place
events:
  answered: {say: "They answered."}
states:
  asked:
    events: {answered: {go: over}}
    timers: {silence: {due: 10 days after entry, go: over}}
  over: {final: true}
"""
NO_END = SMALL.replace("    timers: {silence: {due: 10 days after entry, go: over}}\n", "")


def small(folder: Path, text: str = SMALL) -> Path:
    file = folder / "small.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_sound_playbook_is_proved_promise_by_promise(typist: Typist, tmp_path: Path) -> None:
    """Guards the screen: each promise with its argument, the sum, what was taken for granted."""
    told = typist("prove", str(small(tmp_path)))
    assert "proved    silence-ends" in told
    assert "9 of 9 promises proved" in told
    assert "Taken for granted" in told


def test_a_refutation_says_where_and_becomes_a_test_that_fails(typist: Typist, tmp_path: Path) -> None:
    """Guards the line, the story, and that the saved scenario shows the fault and is written once."""
    file, tests = small(tmp_path, NO_END), tmp_path / "small.tests.yaml"
    told = typist("prove", str(file), "--save", str(tests), code=1)
    assert "refuted[silence-ends]" in told
    assert "the case begins in asked" in told
    before = tests.read_text(encoding="utf-8")
    typist("test", str(tests), code=1)
    typist("prove", str(file), "--save", str(tests), code=1)
    assert tests.read_text(encoding="utf-8") == before
    small(tmp_path)
    typist("test", str(tests))


def test_giving_up_is_not_proving(typist: Typist, tmp_path: Path) -> None:
    """Guards that a budget that is used up ends with exit code 1, and says so."""
    document = typist.json("prove", str(small(tmp_path)), "--budget", "1", code=1)
    verdicts = {one["verdict"] for one in document["playbooks"][0]["promises"]}
    assert "gave up" in verdicts
    assert "refuted" not in verdicts
    assert document["sound"] is False
    hurried = typist.json("prove", str(small(tmp_path)), "--seconds", "0.000001", code=1)
    assert hurried["sound"] is False


def test_the_document_keeps_its_schema(typist: Typist, tmp_path: Path) -> None:
    """Guards prove/1, with and without a refutation, and of a file that cannot be read."""
    schema = json.loads(bundled("schemas").joinpath("prove.schema.json").read_text(encoding="utf-8"))
    for text, code in ((SMALL, 0), (NO_END, 1), ("playbook: [", 3)):
        document = typist.json("prove", str(small(tmp_path, text)), code=code)
        Draft202012Validator(schema).validate(document)


def test_what_is_not_there_is_said(typist: Typist) -> None:
    """Guards the ways to name nothing."""
    typist("prove", code=2)
    typist("prove", "no-such-playbook", code=3)
