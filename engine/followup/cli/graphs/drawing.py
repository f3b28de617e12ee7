"""A picture in shapes with places and colours, the same for every format that has pixels."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup.cli.clean import visible, width
from followup.cli.graphs.lanes import EDGE, Lane, Layout, Part, Row, layout
from followup.cli.graphs.picture import Kind, Picture, legend
from followup.cli.screens.names import plain

COLUMNS = 92
"""Characters in the outermost boxes."""
LETTER = 6.7
"""Pixels that a character takes at most, on the whole, at the size of the letters."""
ROW = 20
SIZE = 12
LANE = 14
MARGIN = 16

INK, FAINT, PAPER, FRAME, FILL = "#1c1c1c", "#6b6b6b", "#ffffff", "#8a94a6", "#f7f8fb"
HERE, SEEN, WENT, CHANGED = "#ffe9a8", "#e4f1e4", "#1d7a2f", "#b3261e"
COLOURS = ("#3465a4", "#8f5902", "#75507b", "#4e7a06", "#a4417a", "#00717d", "#a15c00", "#5c5fb8")
"""Of lanes; two beside each other differ, and a colour never says what the place does not."""


@dataclass(frozen=True, slots=True)
class Rect:
    """A box with round corners; `dashed` has a dashed border."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    stroke: str
    thick: float = 1
    dashed: bool = False


@dataclass(frozen=True, slots=True)
class Path:
    """A line through points."""

    points: tuple[tuple[float, float], ...]
    stroke: str
    thick: float = 1.5


@dataclass(frozen=True, slots=True)
class Shape:
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str


@dataclass(frozen=True, slots=True)
class Words:
    """Words on one line; `y` is their base line."""

    x: float
    y: float
    text: str
    fill: str = INK
    size: int = SIZE
    bold: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Everything in the order to draw it, on a paper of so many pixels."""

    title: str
    width: int
    height: int
    shapes: tuple[Rect | Path | Shape | Words, ...]


def draw(picture: Picture) -> Drawing:
    """Return the drawing of a picture."""
    heading = [f"begins in {plain(picture.start)}", *legend(picture)]
    found = layout(picture, COLUMNS)
    top = MARGIN + 24 + ROW * len(heading) + 8
    title = visible(f"{picture.name} {picture.version}: {picture.title}")
    sheet = _Sheet(found, picture, top)
    shapes: list[Rect | Path | Shape | Words] = [Words(MARGIN, MARGIN + 16, title, size=17, bold=True)]
    shapes += [
        Words(MARGIN, MARGIN + 24 + ROW * n - 4, visible(text), fill=FAINT)
        for n, text in enumerate(heading, 1)
    ]
    shapes += [*sheet.boxes(), *sheet.ways(), *sheet.words()]
    longest = max([width(title) * LETTER * 1.45, *(width(text) * LETTER for text in heading)])
    right = max(sheet.lane(found.width) + LANE, MARGIN + longest)
    return Drawing(
        title=title,
        width=round(right + MARGIN),
        height=top + ROW * len(found.rows) + MARGIN,
        shapes=tuple(shapes),
    )


class _Sheet:
    """Rows and columns of a layout as pixels."""

    def __init__(self, found: Layout, picture: Picture, top: int) -> None:
        self._found, self._picture, self._top = found, picture, top

    def lane(self, number: int) -> float:
        return self._right(0) + LANE * (number + 1)

    def boxes(self) -> Iterator[Rect]:
        """Yield all frames, the outer ones first, so that the inner ones lie on them."""
        rows = self._found.rows
        feet = {row.box.name: n for n, row in enumerate(rows) if row.part is Part.FOOT}
        for number, row in enumerate(rows):
            if row.part is not Part.HEAD:
                continue
            box = row.box
            fill = HERE if box.here else SEEN if box.visits else FILL if row.depth % 2 == 0 else PAPER
            stroke = WENT if box.visits else CHANGED if box.changed else FRAME
            left, top = self._left(row.depth), self._y(number) + 1
            yield Rect(
                left,
                top,
                self._right(row.depth) - left,
                self._y(feet[box.name]) + ROW / 2 - top,
                fill,
                stroke,
                2.5 if box.here else 1.5 if box.visits or box.changed else 1,
                dashed=box.changed,
            )

    def ways(self) -> Iterator[Path | Shape]:
        """Yield all lanes with what leads in and out; those that the case took come last, on top."""
        for lane in self._found.lanes:
            yield from self._lane(lane, COLOURS[lane.number % len(COLOURS)])
        for lane in self._found.lanes:
            for number in lane.exits:
                line = self._found.rows[number].line
                if line is not None and line.taken:
                    yield Path(self._track(lane, number), WENT, 3)
                    yield self._tip(lane, WENT)

    def _lane(self, lane: Lane, colour: str) -> Iterator[Path | Shape]:
        for number in lane.exits:
            yield Path(self._track(lane, number), colour)
        yield self._tip(lane, colour)

    def _track(self, lane: Lane, number: int) -> tuple[tuple[float, float], ...]:
        """Return the way from a row out to a lane, along it, and into its state."""
        row, x = self._found.rows[number], self.lane(lane.number)
        start = self._left(row.depth) + 14 + width(row.text) * LETTER
        y, entry = self._middle(number), self._middle(lane.entry)
        end = self._right(self._found.rows[lane.entry].depth)
        return ((min(start, self._right(row.depth)), y), (x, y), (x, entry), (end + 7, entry))

    def _tip(self, lane: Lane, colour: str) -> Shape:
        x, y = self._right(self._found.rows[lane.entry].depth), self._middle(lane.entry)
        return Shape(((x + 1, y), (x + 9, y - 4), (x + 9, y + 4)), colour)

    def words(self) -> Iterator[Words]:
        """Yield the names of the states and their lines."""
        for number, row in enumerate(self._found.rows):
            x, y = self._left(row.depth) + 8, self._middle(number) + 4
            if row.part is Part.HEAD:
                yield Words(x, y, visible(self._name(row)), bold=True, size=13)
            elif row.line is not None:
                line = row.line
                fill = WENT if line.taken else CHANGED if line.changed else INK
                indent = LETTER * (len(row.text) - len(row.text.lstrip()))
                words = visible(row.text.lstrip())
                yield Words(x + indent, y, words, fill=FAINT if line.kind is Kind.WHY else fill)

    def _name(self, row: Row) -> str:
        box = row.box
        steps = f" ({', '.join(map(str, box.visits))})" if box.visits and len(self._picture.path) > 1 else ""
        here = " <- the case is here" if box.here else ""
        return f"{plain(box.name)}{' *' if box.changed else ''}{steps}{here}"

    def _y(self, number: int) -> float:
        return float(self._top + ROW * number)

    def _middle(self, number: int) -> float:
        return self._y(number) + ROW / 2 + 2

    def _left(self, depth: int) -> float:
        return MARGIN + depth * EDGE / 2 * LETTER

    def _right(self, depth: int) -> float:
        return MARGIN + self._found.columns * LETTER - depth * EDGE / 2 * LETTER
