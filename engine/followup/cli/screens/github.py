"""Findings as workflow commands of GitHub Actions, which shows them beside the lines of a change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from followup.errors import Finding

_DATA = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_PROPERTY = {**_DATA, ":": "%3A", ",": "%2C"}


def lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield a command for each finding: where, its code, what it says, how it comes about, the way out."""
    for one in findings:
        place = one.place
        properties = {
            "file": _file(place.file),
            "line": str(place.line),
            "endLine": str(place.line),
            "col": str(place.column),
            "endColumn": str(max(place.end_column - 1, place.column)),
            "title": f"{one.verdict or one.severity}[{one.code}]",
        }
        said = ",".join(f"{key}={_escaped(value, _PROPERTY)}" for key, value in properties.items())
        text = "\n".join([one.text, *one.story, *(f"hint: {hint}" for hint in one.hints)])
        yield f"::{one.severity} {said}::{_escaped(text, _DATA)}"


def _escaped(text: str, signs: dict[str, str]) -> str:
    """Return text that can neither end its command nor begin another."""
    return "".join(signs.get(sign, sign) for sign in text)


def _file(file: str) -> str:
    """Return a file as the service knows it: relative to the folder one is in, with slashes."""
    path = Path(file)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        path = path.relative_to(Path.cwd())
    return path.as_posix()
