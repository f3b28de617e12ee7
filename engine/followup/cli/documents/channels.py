"""The document `channels/1`."""

from __future__ import annotations

from collections.abc import Sequence

from followup.channels.listing import Available
from followup.cli.documents.shapes import Json


def document(found: Sequence[Available]) -> Json:
    """Return the channels; never an option or a secret of one."""
    return {
        "schema": "channels/1",
        "channels": [
            {
                "name": one.name,
                "state": one.state.value,
                "title": one.title,
                "ways": list(one.ways),
                "package": one.package or None,
                "changed": one.changed or None,
                "problem": one.problem or None,
                "remedy": one.remedy or None,
            }
            for one in found
        ],
    }
