"""The table of the article: every point is there, and every path, line and command is real."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup.authoring.compile import read
from followup.cli.lexicon import VERBS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "the-article.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| ([^|]+) \| (.+) \|$", PAGE, re.MULTILINE)
LINKS = re.findall(r"\[`([^`]+)`\]\((\.\./playbooks/[a-z-]+\.yaml)#L(\d+)\)", PAGE)


@pytest.fixture(scope="module")
def marks():
    file = ROOT / "playbooks" / "interview-follow-up.yaml"
    found, findings = read(file.read_bytes(), file.name)
    assert found is not None, findings
    return found.marks


def test_every_point_of_the_article_has_its_line():
    """Guards that nothing of the article is left out, and each point says where it is kept."""
    assert [int(number) for number, _, _ in ROWS] == list(range(1, 37))
    for number, _, where in ROWS:
        assert "[`" in where or "`playbook " in where, f"point {number} names neither a line nor a command"


def test_every_path_is_in_the_playbook_at_the_line_it_names(marks):
    """Guards the links: a playbook that is edited takes this page along."""
    assert len(LINKS) > 60
    wrong = [
        f"{path}: #L{line} should be #L{marks.get(path, '? (no such path)')}"
        for path, _, line in LINKS
        if marks.get(path) != int(line)
    ]
    assert wrong == []


def test_every_path_is_a_link():
    """Guards that a path cannot hide from the check by standing there unlinked."""
    plain = re.sub(r"\[`[^`]+`\]\([^)]+\)", "", PAGE)
    assert re.findall(r"`[a-z_]+(?:\.[a-z_0-9]+)+`", plain) == []


def test_every_command_exists():
    """Guards that the page names no command that cannot be typed."""
    named = set(re.findall(r"`playbook ([a-z]+)", PAGE))
    assert {"start", "today", "why", "done", "hold"} <= named
    assert named <= set(VERBS)
