"""A drawing as PNG, by Pillow (the extra `followup[png]`): no network, no browser, no other program."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from followup.cli.graphs.drawing import PAPER, Drawing, Path, Rect, Shape, Words
from followup.errors import NeedsPerson

if TYPE_CHECKING:
    from PIL import ImageDraw, ImageFont

SCALE = 2
"""Pixels of the file for one of the drawing, so that it is sharp on paper."""
_FONTS = {False: "DejaVuSans.ttf", True: "DejaVuSans-Bold.ttf"}


def png(drawing: Drawing) -> bytes:
    """Return the whole file.

    Raises:
        NeedsPerson: `no-pillow`: the extra is not installed.
    """
    try:
        from PIL import Image, ImageDraw
    except ImportError:
        raise NeedsPerson(
            "no-pillow",
            "a PNG needs the package Pillow, which is not installed; nothing was written",
            hint="install followup[png], or take --format svg, which needs nothing",
        ) from None
    image = Image.new("RGB", (drawing.width * SCALE, drawing.height * SCALE), PAPER)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _one(pen, shape)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _one(pen: ImageDraw.ImageDraw, shape: Rect | Path | Shape | Words) -> None:
    match shape:
        case Rect():
            corners = _scaled(((shape.x, shape.y), (shape.x + shape.width, shape.y + shape.height)))
            thick = round(shape.thick * SCALE)
            pen.rounded_rectangle(corners, 5 * SCALE, shape.fill, shape.stroke, thick)
            if shape.dashed:
                _gaps(pen, shape, thick)
        case Path():
            pen.line(_scaled(shape.points), shape.stroke, round(shape.thick * SCALE), joint="curve")
        case Shape():
            pen.polygon(_scaled(shape.points), shape.fill)
        case Words():
            place = (shape.x * SCALE, shape.y * SCALE)
            pen.text(place, shape.text, shape.fill, _font(shape.size, bold=shape.bold), anchor="ls")


def _gaps(pen: ImageDraw.ImageDraw, shape: Rect, thick: int) -> None:
    """Make the straight borders of a box dashed, by gaps in the colour of its inside."""
    left, top, right, bottom = shape.x, shape.y, shape.x + shape.width, shape.y + shape.height
    marks: tuple[tuple[Callable[[float], tuple[tuple[float, float], ...]], float, float], ...] = (
        (lambda at: ((at, top), (at + 3, top)), left + 10, right - 10),
        (lambda at: ((at, bottom), (at + 3, bottom)), left + 10, right - 10),
        (lambda at: ((left, at), (left, at + 3)), top + 10, bottom - 10),
        (lambda at: ((right, at), (right, at + 3)), top + 10, bottom - 10),
    )
    for line, first, last in marks:
        at = first
        while at < last:
            pen.line(_scaled(line(at)), shape.fill, thick * 2)
            at += 8


def _scaled(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    return [(x * SCALE, y * SCALE) for x, y in points]


@cache
def _font(size: int, *, bold: bool) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Return a font of the system, which knows many scripts; without one, that of Pillow itself."""
    from PIL import ImageFont

    try:
        return ImageFont.truetype(_FONTS[bold], size * SCALE)
    except OSError:
        return ImageFont.load_default(size * SCALE)
