"""Tables that keep to a terminal: a column is cut, then the least important one left out, then stacked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followup.cli.clean import width
from followup.cli.screens.page import Look, cut, pad, wrap

NARROWEST = 8
"""No column is made narrower than this; below it nothing can be read any more."""

_READABLE = 12
"""A column that is cut keeps so much while something less important can be left out instead."""

_LAST = 24
"""The last column wraps in no less than this while there is another way."""

Rows = list[list[str]]


def columns(
    rows: Iterable[Sequence[str]],
    look: Look,
    *,
    indent: str = "  ",
    gap: int = 2,
    whole: bool = False,
    cuts: Sequence[int] = (),
    spare: Sequence[int] = (),
) -> list[str]:
    """Return rows of cells as lines with aligned columns, none longer than the terminal.

    Args:
        rows: The cells; empty ones at the end of a row cost nothing.
        look: For whom; without a width nothing is cut or wrapped.
        indent: Begins every line.
        gap: Spaces between two columns.
        whole: Whether the last cell stays on its line; otherwise it is wrapped under itself.
        cuts: Columns that may be cut, the first one first; by default with `whole` the one before the last.
        spare: Columns that may be left out, the least important one first.
    """
    table = [list(row) for row in rows]
    if not table:
        return []
    count = max(map(len, table))
    cuts = cuts or ((count - 2,) if whole and count > 2 else ())
    if look.width is None:
        return _drawn(table, _natural(table), None, indent, gap)
    for left_out in [frozenset(spare[:number]) for number in range(len(spare) + 1)]:
        kept = [n for n in range(count) if n not in left_out]
        found = [[row[n] for n in kept if n < len(row)] for row in table]
        least = _READABLE if len(left_out) < len(spare) else NARROWEST
        sizes = _fitted(
            found,
            [kept.index(n) for n in cuts if n in kept],
            look.width,
            indent,
            gap,
            least,
            whole=whole and count - 1 in kept,
        )
        if sizes is not None:
            return _drawn(found, sizes, look.width, indent, gap)
    return _stacked(table, look, indent, gap)


def headline(parts: Sequence[str], look: Look, *, cuts: int = 1) -> list[str]:
    """Return parts on one line, three spaces apart; `cuts` is the one that is cut where there is no room."""
    parts = [part for part in parts if part]
    line = "   ".join(parts)
    if look.width is None or width(line) <= look.width:
        return [line]
    over = width(line) - look.width
    if cuts < len(parts) and width(parts[cuts]) - over >= _LAST:
        return ["   ".join([*parts[:cuts], cut(parts[cuts], width(parts[cuts]) - over), *parts[cuts + 1 :]])]
    lines = wrap(_breakable(parts[0], look.width), look.width)
    for part in parts[1:]:
        lines += wrap(_breakable(part, look.width - 2), look.width, first="  ")
    return lines


def _natural(table: Rows) -> list[int]:
    count = max(map(len, table))
    # a cell that ends its row does not widen its column: it may run on
    return [max((width(row[n]) for row in table if n < len(row) - 1), default=0) for n in range(count)]


def _fitted(
    table: Rows, cuts: Sequence[int], room: int, indent: str, gap: int, least: int, *, whole: bool
) -> list[int] | None:
    """Return the sizes of the columns where the table fits with cuts alone, or None."""
    sizes = _natural(table)
    last = max(width(row[-1]) for row in table)
    sizes[-1] = last if whole else min(last, _LAST)
    over = width(indent) + sum(sizes) + gap * (len(sizes) - 1) - room
    for n in cuts:
        taken = min(max(over, 0), max(sizes[n] - least, 0)) if n < len(sizes) - 1 else 0
        sizes[n] -= taken
        over -= taken
    return sizes if over <= 0 else None


def _drawn(table: Rows, sizes: Sequence[int], room: int | None, indent: str, gap: int) -> list[str]:
    lines: list[str] = []
    for row in table:
        cells = [pad(cut(cell, size), size) for cell, size in zip(row[:-1], sizes, strict=False)]
        first = indent + "".join(cell + " " * gap for cell in cells)
        last = row[-1] if room is None else _breakable(row[-1], room - width(first))
        lines += wrap(last, room, first=first) if row[-1] else [first.rstrip()]
    return lines


def _stacked(table: Rows, look: Look, indent: str, gap: int) -> list[str]:
    """Return each row on lines of its own: its first cell, and what else it says below."""
    assert look.width is not None  # noqa: S101 - without a width everything fits
    below = indent + "    "
    lines: list[str] = []
    for row in table:
        lines += wrap(_breakable(row[0], look.width - width(indent)), look.width, first=indent)
        rest = [cell for cell in row[1:] if cell]
        line = (" " * gap).join(rest)
        if width(below + line) <= look.width:
            lines += [below + line] if rest else []
            continue
        for cell in rest:
            lines += wrap(_breakable(cell, look.width - width(below)), look.width, first=below)
    return lines


def _breakable(text: str, room: int) -> str:
    """Return a text whose words all fit into `room`; only longer ones are broken."""
    room = max(room, NARROWEST)
    if all(width(word) <= room for word in text.split()):
        return text
    return " ".join(piece for word in text.split() for piece in _pieces(word, room))


def _pieces(word: str, room: int) -> list[str]:
    pieces, piece = [], ""
    for character in word:
        if width(piece + character) > room:
            pieces.append(piece)
            piece = ""
        piece += character
    return [*pieces, piece]
