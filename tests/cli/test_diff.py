"""`playbook diff`: what changes, from what to what, why, and who says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.holes import overlay
from tests.cli.typing_in import Typist


def test_an_overlay_in_plain_words(typist: Typist, tmp_path: Path):
    """Guards each kind of change: before and after, reason, source, own judgement, what is allowed more."""
    file = overlay(typist, tmp_path)
    text = typist("diff", str(tmp_path / "small.yaml"), str(file))
    lines = text.splitlines()
    assert lines[0].startswith("shop changes ")
    assert "of small 1.0" in lines[0]
    assert "1 of them WIDENED" in lines[0]
    patience = next(n for n, line in enumerate(lines) if line.startswith("  patience "))
    assert "5 business days -> 2 days" in lines[patience]
    assert lines[patience + 1].strip() == "Shops answer within days. [handbook]"
    assert "WIDENED: They work on Saturdays." in text
    assert "call in" in text
    assert "is new" in text
    assert "A face is remembered. (own judgement)" in text
    assert "handbook: Shops answer within days. a handbook, page 3 (weak" in text
    assert lines.index("How long to wait, and how often") < lines.index("What is said to others")


def test_an_overlay_alone_is_compared_with_its_base(typist: Typist, tmp_path: Path):
    """Guards the short form, of a file and of a name."""
    file = overlay(typist, tmp_path)
    assert typist("diff", str(file)) == typist("diff", str(tmp_path / "small.yaml"), str(file))
    assert typist("diff", "germany") == typist("diff", "interview-follow-up", "germany")
    typist("diff", "interview-follow-up", code=2)
    assert "no-base" in typist.err
    typist("diff", code=2)
    typist("diff", "a", "b", "c", code=2)


def test_the_document_has_places_and_sources(typist: Typist, tmp_path: Path):
    """Guards `diff/1`: every change with its file and line, every source that is named."""
    file = overlay(typist, tmp_path)
    document = typist.json("diff", str(file))
    changes = {one["path"]: one for one in document["changes"]}
    assert changes["settings.patience"]["before"] == {"use": "5 business days"}
    assert changes["settings.patience"]["sources"] == ["handbook"]
    assert changes["tasks.call_in"]["kind"] == "adds"
    for one in document["changes"]:
        assert Path(one["file"]).name == "shop.yaml"
        name = one["path"].rpartition(".")[2]
        assert name in file.read_text().splitlines()[one["line"] - 1]
    assert set(document["sources"]) == {"handbook"}
    assert document["widened"] == 1


def test_two_versions_of_a_playbook(typist: Typist, tmp_path: Path):
    """Guards versions of one file: what differs, without reasons, and nothing where nothing does."""
    overlay(typist, tmp_path)
    old, new = tmp_path / "small.yaml", tmp_path / "newer.yaml"
    new.write_text(old.read_text().replace('version: "1.0"', 'version: "1.1"').replace("30 days", "40 days"))
    text = typist("diff", str(old), str(new))
    assert text.splitlines()[0].startswith("small 1.1 changes ")
    assert "30 days -> 40 days" in text
    assert "does nothing otherwise" in typist("diff", str(old), str(old))
    assert typist.json("diff", str(old), str(old))["changes"] == []


@pytest.mark.parametrize("words", [("germany+software",), ("germany", "germany+software"), ("uk", "us")])
def test_stacks_and_overlays_among_themselves(typist: Typist, words: tuple[str, ...]):
    """Guards that any two playbooks can be compared."""
    document = typist.json("diff", *words)
    assert document["changes"]
    assert len({one["path"] for one in document["changes"]}) == len(document["changes"])
    typist("diff", *words)


@pytest.mark.parametrize("columns", ["40", "60", "80", "100"])
def test_it_keeps_to_the_terminal(typist: Typist, columns: str, monkeypatch: pytest.MonkeyPatch):
    """Guards the width: no line is longer, but for a single word that is."""
    monkeypatch.setenv("COLUMNS", columns)
    for line in typist("diff", "retail-hospitality").splitlines():
        assert len(line) <= int(columns) or len(line.split()) <= 2, line


def test_a_long_time_is_shown_whole_where_it_changes(typist: Typist):
    """Guards against an ellipsis in the very place where two sentences differ."""
    text = " ".join(typist("diff", "banking").split())
    assert "50% of the way from ended_at to promised_by on a business day, patience after ended_at]}" in text
