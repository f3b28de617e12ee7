"""Where everything of a picture stands, in rows: boxes under each other, ways in lanes beside them.

A way leaves its line to the right, runs up or down a lane, and enters its state at the state's head. All
ways into one state share one lane, so a picture has no more lanes than states, and no label lies on a way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from followup.cli.graphs.picture import Box, Line, Picture
from followup.cli.screens.page import wrap

EDGE = 4
"""Columns that one box within another takes from its lines: a border and a space on each side."""


class Part(Enum):
    """What part of a box a row is."""

    HEAD = auto()
    LINE = auto()
    FOOT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of the picture.

    Attributes:
        depth: How many boxes are around the box of this row.
        text: The words, already short enough.
        line: The line that the words belong to, if any.
        go: The state that a way leads to from here, or empty: only on the last row of a line.
    """

    part: Part
    box: Box
    depth: int
    text: str = ""
    line: Line | None = None
    go: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """The ways into one state: `number` counts from the boxes outwards, rows from 0."""

    state: str
    number: int
    first: int
    last: int
    entry: int
    exits: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """All rows, and all lanes; `columns` is the width of the outermost boxes."""

    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...]
    columns: int

    @property
    def width(self) -> int:
        """How many lanes stand beside each other."""
        return max((lane.number + 1 for lane in self.lanes), default=0)


def layout(picture: Picture, columns: int) -> Layout:
    """Return where everything stands if the outermost boxes are so many columns wide."""
    rows = tuple(row for box in picture.boxes for row in _rows(box, 0, columns))
    return Layout(rows=rows, lanes=tuple(_lanes(rows)), columns=columns)


def _rows(box: Box, depth: int, columns: int) -> Iterator[Row]:
    yield Row(part=Part.HEAD, box=box, depth=depth)
    room = columns - EDGE * (depth + 1)
    for line in box.lines:
        mark = " *" if line.changed else ""
        target = f" -> {line.go.replace('_', ' ')}" if line.go else ""
        went = "=> " if line.taken else ""
        words = wrap(f"{went}{line.text}{target}{mark}", max(room, 12), rest="  ")
        for number, text in enumerate(words):
            last = number == len(words) - 1
            yield Row(part=Part.LINE, box=box, depth=depth, text=text, line=line, go=line.go if last else "")
    for child in box.inner:
        yield from _rows(child, depth + 1, columns)
    yield Row(part=Part.FOOT, box=box, depth=depth)


def _lanes(rows: Sequence[Row]) -> Iterator[Lane]:
    """Yield a lane for every state that something leads to, short ones near the boxes, none over another."""
    heads = {row.box.name: number for number, row in enumerate(rows) if row.part is Part.HEAD}
    exits: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.go:
            exits.setdefault(row.go, []).append(number)
    spans = {state: (min(heads[state], *found), max(heads[state], *found)) for state, found in exits.items()}
    taken: list[list[tuple[int, int]]] = []
    for state in sorted(spans, key=lambda one: (spans[one][1] - spans[one][0], spans[one])):
        first, last = spans[state]
        number = next(
            (n for n, lane in enumerate(taken) if all(last < a or first > b for a, b in lane)), len(taken)
        )
        if number == len(taken):
            taken.append([])
        taken[number].append((first, last))
        yield Lane(
            state=state,
            number=number,
            first=first,
            last=last,
            entry=heads[state],
            exits=tuple(exits[state]),
        )
