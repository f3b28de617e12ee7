"""Findings as people read them: where, what, the line with a caret, and ways out."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from followup.errors import Finding

WIDEST = 100
"""Columns of a line that are shown; of a longer one, the part around the caret."""

_COLOURS = {"error": "\x1b[1;31m", "warning": "\x1b[1;33m"}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def render(findings: Iterable[Finding], *, colour: bool = False) -> str:
    """Return findings as text, each as `FILE:LINE:COL: error[CODE]: text`, the line, a caret, hints.

    What was proved or tested says its verdict (`refuted[CODE]`) instead, and tells how it comes about.

    Args:
        findings: In the order to show them.
        colour: Whether to add colours for a terminal.
    """
    return "".join(_one(finding, colour=colour) for finding in findings)


def _one(finding: Finding, *, colour: bool) -> str:
    place = finding.place
    label = f"{finding.verdict or finding.severity}[{finding.code}]"
    if colour:
        label = f"{_COLOURS[finding.severity]}{label}{_PLAIN}"
    where = f"{place.file}:{place.line}:{place.column}"
    if colour:
        where = f"{_BOLD}{where}{_PLAIN}"
    lines = [f"{where}: {label}: {finding.text}"]
    if finding.source:
        lines += _quoted(finding)
    for other, why in finding.related:
        lines.append(f"   see {other.file}:{other.line}:{other.column}: {why}")
    lines += [f"   {line}".rstrip() for line in finding.story]
    lines += _hints(finding.hints)
    return "\n".join(lines) + "\n"


def _quoted(finding: Finding) -> list[str]:
    """Return the line of the file and the caret under it."""
    place = finding.place
    source, start = finding.source.rstrip(), place.column - 1
    end = max(min(place.end_column - 1, len(source)), start + 1)
    before, after = "", ""
    if len(source) > WIDEST:
        first = max(0, min(start - WIDEST // 3, len(source) - WIDEST))
        last = first + WIDEST
        before, after = "..." if first else "", "..." if last < len(source) else ""
        source, start, end = source[first:last], start - first, min(end - first, WIDEST)
    lead = "".join(
        "\t" if sign == "\t" else " " * _width(sign) for sign in before + source[:start].ljust(start)
    )
    carets = "^" * max(1, sum(_width(sign) for sign in source[start:end]))
    number = f"{place.line:>4}"
    return [f"{number} | {before}{source}{after}", f"{' ' * len(number)} | {lead}{carets}"]


def _hints(hints: tuple[str, ...]) -> list[str]:
    if len(hints) > 1 and all(len(hint) < 30 and " or " not in hint for hint in hints):
        return [f"   hint: {', '.join(hints[:-1])} or {hints[-1]}"]
    return [f"   hint: {hint}" for hint in hints]


def _width(sign: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1
