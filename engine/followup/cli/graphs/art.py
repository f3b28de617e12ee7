"""A picture for a terminal: boxes, and the ways between them drawn beside them."""

from __future__ import annotations

from collections.abc import Iterator

from followup.cli import clean
from followup.cli.graphs.lanes import Layout, Part, Row, layout
from followup.cli.graphs.picture import Kind, Picture, legend
from followup.cli.screens.names import plain
from followup.cli.screens.page import bold, dim, good, pad, warn, wrap

WIDE = 100
"""Columns that are drawn for where no terminal says how many it has."""
_NARROWEST = 40
"""Boxes narrower than this are no picture any more."""
_GAP = 2
"""Columns from one lane to the next."""

_UP, _DOWN, _LEFT, _RIGHT = 1, 2, 4, 8
_STROKES = "".join(
    {
        0: " ",
        _UP | _DOWN: "│",
        _LEFT | _RIGHT: "─",
        _UP | _LEFT: "╯",
        _DOWN | _LEFT: "╮",
        _UP | _DOWN | _LEFT: "┤",
        _UP | _DOWN | _LEFT | _RIGHT: "┼",
        _LEFT: "─",
    }.get(bits, "│")
    for bits in range(16)
)
"""By the sum of the directions that a stroke goes to."""


def art(picture: Picture, width: int | None) -> list[str] | None:
    """Return the lines for a terminal of so many columns, or None where it is too narrow for a picture."""
    columns = width or WIDE
    lanes = layout(picture, columns).width
    drawn = layout(picture, columns - _GAP * lanes - 1)
    if drawn.columns < _NARROWEST:
        return None
    lines = wrap(bold(f"{picture.name} {picture.version}: {picture.title}"), width)
    lines.append(f"begins in {plain(picture.start)}")
    lines += [line for text in legend(picture) for line in wrap(text, width, rest="  ")]
    return [*lines, *_drawn(drawn, picture)]


def _drawn(drawn: Layout, picture: Picture) -> Iterator[str]:
    entries = {lane.entry: lane.number for lane in drawn.lanes}
    exits = {row: lane.number for lane in drawn.lanes for row in lane.exits}
    for number, row in enumerate(drawn.rows):
        reach = entries.get(number, exits.get(number, -1))
        boxes = _boxes(row, drawn, picture, entered=number in entries)
        yield f"{boxes}{_ways(number, reach, drawn)}".rstrip()


def _boxes(row: Row, drawn: Layout, picture: Picture, *, entered: bool) -> str:
    """Return the left part of a row: the borders around it, and its own words."""
    room = drawn.columns - 4 * row.depth
    before, after = "│ " * row.depth, " │" * row.depth
    if row.part is Part.FOOT:
        return f"{before}╰{'─' * (room - 2)}╯{after}"
    if row.part is Part.HEAD:
        if entered and row.depth:
            after = "◀┼" + "─┼" * (row.depth - 1)
        title = _title(row, picture)
        return f"{before}╭ {title} {'─' * max(room - 4 - clean.width(title), 0)}╮{after}"
    inner = room - 4
    if not row.go:
        return f"{before}│ {pad(_styled(row), inner)} │{after}"
    run = "─" * max(inner - clean.width(row.text) - 1, 0)
    return f"{before}│ {_styled(row)} {run}─┼{'─┼' * row.depth}"


def _title(row: Row, picture: Picture) -> str:
    box = row.box
    marks = " *" if box.changed else ""
    steps = f" ({', '.join(map(str, box.visits))})" if box.visits and len(picture.path) > 1 else ""
    name = f"{plain(box.name)}{marks}{steps}"
    if box.here:
        return f"{warn(bold(name))} <- the case is here"
    return good(bold(name)) if box.visits else bold(name)


def _styled(row: Row) -> str:
    assert row.line is not None  # noqa: S101 - a row of words belongs to a line
    if row.line.taken:
        return good(row.text)
    return dim(row.text) if row.line.kind is Kind.WHY else row.text


def _ways(number: int, reach: int, drawn: Layout) -> str:
    """Return the right part of a row: lanes that pass, and the stroke out to lane `reach` or in from it."""
    entered = any(lane.entry == number for lane in drawn.lanes)
    depth = drawn.rows[number].depth
    cells = ["─" if reach >= 0 else " "]
    if entered and not depth:
        cells = ["◀"]
    for lane in range(drawn.width):
        bits = (_LEFT | _RIGHT) if lane < reach else _LEFT if lane == reach else 0
        for one in drawn.lanes:
            if one.number == lane:
                bits |= (_UP if one.first < number <= one.last else 0) | (
                    _DOWN if one.first <= number < one.last else 0
                )
        cells.append(_STROKES[bits])
        cells.append("─" if lane < reach else " ")
    return "".join(cells)
