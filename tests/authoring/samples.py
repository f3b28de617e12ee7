"""A small sound playbook for tests, and the examples."""

from __future__ import annotations

from pathlib import Path

from followup.authoring.compile import Compiled, read
from followup.library import is_playbook, library

EXAMPLES = Path(__file__).parents[1] / "examples"
ACCEPTED = sorted((EXAMPLES / "accepted").glob("*.yaml"))
REFUSED = sorted((EXAMPLES / "refused").glob("*.yaml"))
STOCK = sorted(
    file for file in (Path(__file__).parents[2] / "playbooks").glob("*.yaml") if is_playbook(file.name)
)
BOOKS = library()

SMALL = (EXAMPLES / "accepted" / "one_message.yaml").read_text(encoding="utf-8")


def changed(*edits: tuple[str, str], text: str = SMALL) -> str:
    """Return a playbook with each first text replaced once by the second."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def compiled(*edits: tuple[str, str], text: str = SMALL) -> Compiled:
    """Return the compiled form of a playbook that must be sound."""
    found, findings = read(changed(*edits, text=text).encode(), "small.yaml")
    assert found is not None, findings
    return found


def codes(*edits: tuple[str, str], text: str = SMALL) -> list[str]:
    """Return the codes of what is found in a playbook, in the order of the file."""
    return [finding.code for finding in read(changed(*edits, text=text).encode(), "small.yaml")[1]]
