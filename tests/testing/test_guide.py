"""The guide to testing says what is so: its example runs, and no word of the format is left out."""

from __future__ import annotations

import re
from pathlib import Path

from followup.authoring import shape
from followup.authoring.report import render
from followup.testing.suites import run_suite

GUIDE = (Path(__file__).parents[2] / "docs" / "testing-a-playbook.md").read_text(encoding="utf-8")


def test_its_example_comes_out_as_expected(tmp_path: Path) -> None:
    """Guards that what an author copies works."""
    example = re.search(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
    assert example is not None
    file = tmp_path / "some.tests.yaml"
    file.write_text(example[1])
    suite = run_suite(file)
    assert suite.passed, render([*suite.findings, *(one for each in suite.failed for one in each.findings)])


def test_every_word_of_the_format_is_explained() -> None:
    """Guards that nothing can be written that the guide does not know."""
    known = shape.schema("scenarios")
    words = {*known["properties"]}
    for kind in ("scenario", "act", "expect"):
        words |= set(known["$defs"][kind]["properties"])
    missing = [word for word in words if not re.search(rf"`[^`\n]*\b{word}\b[^`\n]*`", GUIDE)]
    assert missing in ([], ["scenarios"])
