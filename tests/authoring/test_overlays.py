"""Overlays as files: what each of them comes to, or the exact report that its author reads."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followup.authoring.compile import Compiled, read
from followup.authoring.report import render
from followup.core.values.changes import Change
from followup.library import library

FOLDER = Path(__file__).parents[1] / "examples" / "overlays"
BOOKS = library(FOLDER / "books")
ACCEPTED = sorted((FOLDER / "accepted").glob("*.yaml"))
REFUSED = sorted((FOLDER / "refused").glob("*.yaml"))


def report(file: Path) -> tuple[Compiled | None, str]:
    """Return what comes out of an overlay, and all that is said about it, without our folders."""
    compiled, findings = read(file.read_bytes(), file.name, library=BOOKS)
    return compiled, render(findings).replace(f"{FOLDER}{os.sep}books{os.sep}", "")


def told(change: Change) -> str:
    """Return a change as the examples have it."""
    lines = [f"{change.kind} {change.path}  ({change.file}:{change.line})"]
    lines += [f"  - {key}: {text}".replace(" : ", " ") for key, text in change.before]
    lines += [f"  + {key}: {text}".replace(" : ", " ") for key, text in change.after]
    lines += [f"  because: {change.because}"] if change.because else []
    lines += [f"  sources: {', '.join(change.sources)}"] if change.sources else []
    lines += [f"  WIDENS: {change.widens}"] if change.widens else []
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_each_good_overlay_changes_exactly_this(file):
    """Guards every rule of the merge that lets something through, and what is told of it."""
    compiled, said = report(file)
    assert compiled is not None, said
    found = "".join(told(change) for change in compiled.changes)
    assert found + said == file.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("file", REFUSED, ids=lambda file: file.stem)
def test_each_bad_overlay_is_refused_with_exactly_this_report(file):
    """Guards every rule of the merge that refuses something: the words, the file, the line, the caret."""
    compiled, said = report(file)
    assert compiled is None
    assert said == file.with_suffix(".expected").read_text(encoding="utf-8")


def test_no_example_is_lost():
    """Guards against examples without a result, and results without an example."""
    assert len(ACCEPTED) >= 50
    assert len(REFUSED) >= 70
    for folder in ("accepted", "refused"):
        names = {file.stem for file in (FOLDER / folder).glob("*.yaml")}
        assert names == {file.stem for file in (FOLDER / folder).glob("*.expected")}
