"""The reference page of the language is the schema's own."""

from __future__ import annotations

import re
from pathlib import Path

from followup.authoring import reference, shape

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "language.md"


def test_the_page_is_current():
    """Guards against a page that lags behind: `python -m followup.authoring.reference > PAGE` mends it."""
    assert PAGE.read_text(encoding="utf-8") == reference.page()


def test_every_kind_of_mapping_and_every_key_is_on_it():
    """Guards against a kind that the page leaves out."""
    for name, part in shape.schema()["$defs"].items():
        for key in part.get("properties", {}):
            assert f"| `{key}`" in reference.page(), (name, key)


def test_every_link_leads_to_a_heading_of_its_own():
    """Guards links, and that no two headings share a name."""
    headings = [line[3:].lower() for line in reference.page().splitlines() if line.startswith("## ")]
    assert len(headings) == len(set(headings))
    anchors = {heading.replace(" ", "-") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", reference.page())) <= anchors
