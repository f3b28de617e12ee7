"""Bad playbooks, each with the exact report that its author has to read."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup.authoring.compile import compile_file, read
from followup.authoring.report import render
from followup.errors import BadPlaybook

FOLDER = Path(__file__).parents[1] / "examples" / "refused"
FILES = sorted(FOLDER.glob("*.yaml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_bad_file_is_refused_with_exactly_this_report(file):
    """Guards every word, place, caret and hint of what an author is told."""
    compiled, findings = read(file.read_bytes(), file.name)
    assert compiled is None
    assert render(findings) == file.with_suffix(".expected").read_text(encoding="utf-8")


def test_there_are_at_least_eighty_and_each_has_its_report():
    """Guards against examples that are lost, or reports without an example."""
    assert len(FILES) >= 80
    assert {file.stem for file in FILES} == {file.stem for file in FOLDER.glob("*.expected")}


def test_a_bad_file_raises_with_all_its_findings():
    """Guards that `compile_file` refuses as a whole and carries every finding."""
    with pytest.raises(BadPlaybook) as caught:
        compile_file(FOLDER / "everything_at_once.yaml")
    assert len(caught.value.findings) == 5
    assert "5 errors" in caught.value.text
