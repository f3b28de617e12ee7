"""Findings as SARIF 2.1.0, the format that code scanning services read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from urllib.parse import quote

from followup.cli.documents.shapes import Json
from followup.errors import Finding, Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def document(findings: Sequence[Finding]) -> Json:
    """Return one run of the tool `playbook` with its rules and its results."""
    rules = {code: number for number, code in enumerate(sorted({_rule(one) for one in findings}))}
    texts = {_rule(one): one for one in reversed(findings)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "playbook",
                        "fullName": "Followup: playbook check",
                        "semanticVersion": version("followup"),
                        "rules": [
                            {"id": code, "shortDescription": {"text": _about(texts[code])}} for code in rules
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(one, rules) for one in findings],
            }
        ],
    }


def _rule(one: Finding) -> str:
    return f"{one.verdict.replace(' ', '-')}/{one.code}" if one.verdict else one.code


def _about(one: Finding) -> str:
    kinds = {"refuted": "A promise that is not kept", "gave up": "A promise that could not be proved"}
    return f"{kinds.get(one.verdict, 'A scenario that fails' if one.verdict else 'Reading')}: {one.code}"


def _result(one: Finding, rules: dict[str, int]) -> Json:
    text = "\n".join([one.text, *one.story, *(f"hint: {hint}" for hint in one.hints)])
    found: Json = {
        "ruleId": _rule(one),
        "ruleIndex": rules[_rule(one)],
        "level": one.severity,
        "message": {"text": text},
        "locations": [{"physicalLocation": _physical(one.place, one.source)}],
    }
    if one.related:
        found["relatedLocations"] = [
            {"id": number, "physicalLocation": _physical(place, ""), "message": {"text": why}}
            for number, (place, why) in enumerate(one.related, 1)
        ]
    return found


def _physical(place: Place, source: str) -> Json:
    region: Json = {
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.end_column,
    }
    if source:
        region["snippet"] = {"text": source}
    return {"artifactLocation": {"uri": _uri(place.file)}, "region": region}


def _uri(file: str) -> str:
    """Return a file as a URI: relative to the folder one is in where it lies below it."""
    path = Path(file)
    if path.is_absolute():
        try:
            path = path.relative_to(Path.cwd())
        except ValueError:
            return path.as_uri()
    return quote(os.fsencode(str(PurePosixPath(*path.parts))))  # a name need not be UTF-8
