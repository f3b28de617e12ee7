"""What README and docs show is what happens: commands, snippets, links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.docs.transcripts import ROOT, told

from followup.authoring.compile import read
from followup.authoring.report import render
from followup.library import library

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
NAMES = {page: str(page.relative_to(ROOT)) for page in PAGES}


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_a_page_shows_what_is_printed(page: Path) -> None:
    """Every transcript of a page is told again and prints the same, word for word."""
    shown, now = told(page)
    assert now == shown


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_the_playbooks_of_a_page_are_sound(page: Path) -> None:
    """A whole playbook that a page shows passes the check."""
    for number, block in enumerate(re.findall(r"```yaml\n(playbook: .*?)```\n", page.read_text(), re.DOTALL)):
        found, findings = read(block.encode(), f"{page.name}-{number}.yaml", library=library())
        assert found is not None, render(findings)


@pytest.mark.parametrize("page", PAGES, ids=NAMES.get)
def test_links_inside_the_repository_lead_somewhere(page: Path) -> None:
    """A link to a file of the repository names a file that is there."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


def test_ci_runs_what_the_readme_says() -> None:
    """CI takes its command from README, so that both are one."""
    assert "README.md" in (ROOT / ".ci" / "run").read_text()
    readme = (ROOT / "README.md").read_text()
    second = readme.partition("<!-- second command -->")[2]
    assert "pytest" in second.partition("```sh")[2].partition("```")[0]
