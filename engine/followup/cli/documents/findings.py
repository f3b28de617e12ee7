"""The document `findings/1`: all that is wrong (or doubtful) in files."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.documents.shapes import Json
from followup.errors import Finding, Place


def document(findings: Sequence[Finding], *, files: int) -> Json:
    """Return all findings of a check of so many files."""
    errors = sum(1 for one in findings if one.severity == "error")
    return {
        "schema": "findings/1",
        "files": files,
        "errors": errors,
        "warnings": len(findings) - errors,
        "findings": [finding(one) for one in findings],
    }


def finding(one: Finding) -> Json:
    """Return one finding with its place and the ways out."""
    return {
        **_place(one.place),
        "severity": one.severity,
        "code": one.code,
        "text": one.text,
        "hints": list(one.hints),
        "related": [{**_place(place), "text": text} for place, text in one.related],
    }


def _place(place: Place) -> Json:
    return {"file": place.file, "line": place.line, "column": place.column, "end_column": place.end_column}
