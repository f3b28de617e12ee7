"""The document `doctor/1`."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.documents.shapes import Json
from followup.runtime.views import Diagnosis


def document(found: Sequence[Diagnosis]) -> Json:
    """Return the findings with their remedies."""
    return {
        "schema": "doctor/1",
        "errors": sum(1 for one in found if one.level == "error"),
        "warnings": sum(1 for one in found if one.level == "warning"),
        "findings": [
            {"level": one.level, "about": one.about, "text": one.text, "remedy": one.remedy or None}
            for one in found
        ],
    }
