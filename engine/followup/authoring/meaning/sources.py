"""Sources: where the reasons of a playbook come from."""

from __future__ import annotations

from followup.authoring.section import Section
from followup.core.values.changes import Source


def sources(root: Section) -> dict[str, Source]:
    """Return the sources of a file by name; they are no part of the playbook's value."""
    return {
        name: Source(
            name=name,
            says=section.text("says"),
            where=section.text("where"),
            weak=section.flag("weak"),
        )
        for name, section in root.children("sources", "source")
    }
