"""From an offset in a text to its place in the file, through quotes, escapes and indentation."""

from __future__ import annotations

from collections.abc import Sequence

from followup.authoring.findings import Source
from followup.authoring.tree import Mark, Scalar, Stretch

_WIDTHS = {"x": 2, "u": 4, "U": 8}


def part(sources: Sequence[Source], scalar: Scalar, start: int, end: int) -> Stretch:
    """Return where the characters `start` to `end` of a text stand; the whole text where that is unsure."""
    text, source = scalar.value, sources[scalar.at.file]
    if not isinstance(text, str):
        return scalar.at
    positions = _block(source, scalar, text) if scalar.style in ("|", ">") else _flow(source, scalar, text)
    if positions is None or len(positions) != len(text):
        return scalar.at
    if not text:
        return scalar.at
    first = positions[min(start, len(text) - 1)]
    if start >= len(text):
        first = _behind(first)
    last = _behind(positions[max(start, min(end, len(text)) - 1)]) if start < len(text) else _behind(first)
    return scalar.at.part(first, last if end > start else _behind(first))


def _behind(mark: Mark) -> Mark:
    return Mark(mark.index + 1, mark.line, mark.column + 1)


def _flow(source: Source, scalar: Scalar, text: str) -> Sequence[Mark] | None:
    """Return the place of every character of a text in one line, quoted or not."""
    begin, end = scalar.at.start, scalar.at.end
    if begin.line != end.line or begin.line >= len(source.lines):
        return None
    raw = source.lines[begin.line][begin.column : end.column]
    places: list[Mark] = []
    index = 1 if scalar.style else 0
    for _ in text:
        places.append(Mark(begin.index + index, begin.line, begin.column + index))
        index += _width(raw, index, scalar.style)
    return places


def _width(raw: str, index: int, style: str) -> int:
    """Return how many characters of the file stand for one of the text."""
    sign = raw[index : index + 1]
    if style == "'" and sign == "'":
        return 2
    if style == '"' and sign == "\\":
        return 2 + _WIDTHS.get(raw[index + 1 : index + 2], 0)
    return 1


def _block(source: Source, scalar: Scalar, text: str) -> Sequence[Mark] | None:
    """Return the place of every character of a literal block; folded ones are found only as a whole."""
    if scalar.style == ">":
        return None
    places: list[Mark] = []
    line = scalar.at.start.line
    indent: int | None = None
    for said in text.split("\n"):
        line += 1
        written = source.lines[line] if line < len(source.lines) else ""
        if said and indent is None:
            indent = len(written) - len(said)
        column = indent or 0
        if said and written[column:] != said:
            return None
        places += [Mark(0, line, column + offset) for offset in range(len(said))]
        places.append(Mark(0, line, column + len(said)))
    return places[: len(text)]
