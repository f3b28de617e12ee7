"""A drawing as SVG: one file that every browser shows, with words that can be searched and read aloud."""

from __future__ import annotations

from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from followup.cli.graphs.drawing import PAPER, Drawing, Path, Rect, Shape, Words


def svg(drawing: Drawing) -> str:
    """Return the whole file."""
    return "\n".join(_lines(drawing)) + "\n"


def _lines(drawing: Drawing) -> Iterator[str]:
    wide, high = drawing.width, drawing.height
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}"'
        f' role="img" aria-label={quoteattr(drawing.title)} font-family="\'DejaVu Sans\', Verdana, Arial,'
        f' sans-serif">'
    )
    yield f"<title>{escape(drawing.title)}</title>"
    yield f'<rect width="{wide}" height="{high}" fill="{PAPER}"/>'
    for shape in drawing.shapes:
        yield _one(shape)
    yield "</svg>"


def _one(shape: Rect | Path | Shape | Words) -> str:
    match shape:
        case Rect():
            dash = ' stroke-dasharray="5 3"' if shape.dashed else ""
            return (
                f'<rect x="{shape.x:g}" y="{shape.y:g}" width="{shape.width:g}" height="{shape.height:g}"'
                f' rx="5" fill="{shape.fill}" stroke="{shape.stroke}" stroke-width="{shape.thick:g}"{dash}/>'
            )
        case Path():
            return (
                f'<polyline points="{_points(shape.points)}" fill="none" stroke="{shape.stroke}"'
                f' stroke-width="{shape.thick:g}" stroke-linejoin="round"/>'
            )
        case Shape():
            return f'<polygon points="{_points(shape.points)}" fill="{shape.fill}"/>'
        case Words():
            bold = ' font-weight="bold"' if shape.bold else ""
            return (
                f'<text x="{shape.x:g}" y="{shape.y:g}" font-size="{shape.size}" fill="{shape.fill}"{bold}>'
                f"{escape(shape.text)}</text>"
            )


def _points(points: tuple[tuple[float, float], ...]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
