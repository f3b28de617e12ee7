"""Tests files that are wrong: each is refused with exactly the report beside it, never with a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup.authoring.compile import Compiled
from followup.authoring.report import render
from followup.authoring.scenarios import fitted, read
from followup.errors import Finding
from followup.library import find_playbook
from followup.runtime.almanac import PublicAlmanac

HERE = Path(__file__).parents[1] / "examples" / "scenarios_refused"
FILES = sorted(HERE.glob("*.yaml"))
PLACE = PublicAlmanac().place


@pytest.fixture(scope="module")
def base() -> Compiled:
    return find_playbook("interview-follow-up", flow=False)


def found_in(file: Path, base: Compiled) -> tuple[Finding, ...]:
    """Return all that is wrong with a file: with itself, else with how it fits the base."""
    suite, findings = read(file.read_bytes(), file.name, almanac_place=PLACE)
    if suite is None:
        return findings
    return (*findings, *fitted(suite, base.playbook, almanac_place=PLACE)[1])


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_wrong_file_is_refused_with_exactly_this_report(file: Path, base: Compiled) -> None:
    """Guards every sentence, place, caret and hint."""
    assert render(found_in(file, base)) == file.with_suffix(".expected").read_text()


def test_there_are_many_and_each_points_somewhere(base: Compiled) -> None:
    """Guards that all errors of a file come at once, each at a place of its own."""
    assert len(FILES) >= 40
    for file in FILES:
        findings = found_in(file, base)
        assert findings, file.name
        places = [(one.place.line, one.place.column) for one in findings]
        assert len(places) == len(set(places))
        lines = file.read_bytes().decode("latin-1").split("\n")
        assert all(1 <= one.place.line <= len(lines) for one in findings), file.name
