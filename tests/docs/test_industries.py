"""The table of industries names playbooks and scenarios that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from followup.cli import pages

TABLE = Path(__file__).parents[2] / "docs" / "industries.md"
ROWS = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    """Return the scenarios by tests file."""
    pattern = re.compile(r"^  ([a-z][a-z0-9_]*):", re.MULTILINE)
    return {
        file.name.removesuffix(".tests.yaml"): set(
            pattern.findall(file.read_text(encoding="utf-8").partition("\nscenarios:")[2])
        )
        for file in pages.PLAYBOOKS.glob("*.tests.yaml")
    }


@pytest.mark.parametrize("row", ROWS)
def test_a_row_names_what_is_there(row: str, names: dict[str, set[str]]):
    """Guards the table: every playbook has its page, every scenario is in a tests file."""
    cells = re.split(r"(?<!\\)\|", row)
    books = re.findall(r"library/([a-z0-9-]+)\.md", cells[2])
    assert books
    assert all((pages.PLAYBOOKS / f"{book}.yaml").is_file() for book in books)
    told = re.findall(r"`([a-z0-9_]+)`", cells[3])
    assert told
    missing = [name for name in told if not any(name in some for some in names.values())]
    assert not missing
