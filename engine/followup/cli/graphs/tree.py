"""A picture as an indented tree, where a terminal is too narrow for boxes or has no strokes for them."""

from __future__ import annotations

from collections.abc import Iterator

from followup.cli.graphs.picture import Box, Kind, Line, Picture, legend
from followup.cli.screens.names import plain
from followup.cli.screens.page import bold, dim, wrap


def tree(picture: Picture, width: int | None) -> list[str]:
    """Return the states under each other, each with what it plans and where it leads."""
    lines = wrap(bold(f"{picture.name} {picture.version}: {picture.title}"), width)
    lines.append(f"begins in {plain(picture.start)}")
    lines += [line for text in legend(picture) for line in wrap(text, width, rest="  ")]
    for box in picture.boxes:
        lines += _box(box, width, 0)
    return lines


def _box(box: Box, width: int | None, depth: int) -> Iterator[str]:
    pad = "  " * min(depth, 8)
    here = (
        "   <- the case is here"
        if box.here
        else f"  ({', '.join(map(str, box.visits))})"
        if box.visits
        else ""
    )
    yield f"{pad}{bold(plain(box.name))}{' *' if box.changed else ''}{here}"
    for line in box.lines:
        words = wrap(_words(line), width, first=f"{pad}  ", rest=f"{pad}    ")
        yield from (dim(one) for one in words) if line.kind is Kind.WHY else words
    for child in box.inner:
        yield from _box(child, width, depth + 1)


def _words(line: Line) -> str:
    target = f" -> {plain(line.go)}" if line.go else ""
    return f"{'=> ' if line.taken else ''}{line.text}{target}{' *' if line.changed else ''}"
