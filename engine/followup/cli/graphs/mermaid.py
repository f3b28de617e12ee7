"""A picture as Mermaid text (`stateDiagram-v2`), which many sites and editors draw."""

from __future__ import annotations

from collections.abc import Iterator

from followup.cli.graphs.picture import Box, Kind, Line, Picture, legend
from followup.cli.screens.names import plain

_CLASSES = {
    "here": "fill:#ffe9a8,stroke:#b07d00,stroke-width:3px,color:#000",
    "visited": "fill:#eef4ff,stroke:#3465a4,stroke-width:2px,color:#000",
    "changed": "stroke:#a40000,stroke-width:2px,stroke-dasharray:5 3",
}
_ENTITIES = {sign: f"#{ord(sign)};" for sign in '#;:"{}<>[]%`'}
_WIDEST = 160
"""A longer label is cut: Mermaid draws it across the whole picture."""


def mermaid(picture: Picture) -> list[str]:
    """Return the lines: states with what they plan, events and timers as arrows, ends marked."""
    lines = ["---", f"title: {_safe(picture.title)}", "---", "stateDiagram-v2"]
    lines += [f"  %% {' '.join(line.split())}" for line in legend(picture)]
    for box in picture.boxes:
        lines += _box(box, "  ")
    lines.append(f"  [*] --> {picture.start}")
    for box in picture.all():
        lines += [f"  {box.name} --> {line.go}: {_safe(_label(line))}" for line in box.lines if line.go]
        if box.final:
            lines.append(f"  {box.name} --> [*]")
    return [*lines, *_classes(picture)]


def _box(box: Box, indent: str) -> Iterator[str]:
    yield f'{indent}state "{_safe(_title(box))}" as {box.name}'
    notes = [_safe(_label(line)) for line in box.lines if not line.go and line.kind is not Kind.WHY]
    if not box.inner:
        yield from (f"{indent}{box.name}: {note}" for note in notes)
        return
    yield f"{indent}state {box.name} {{"
    yield f"{indent}  [*] --> {box.inner[0].name}"
    for child in box.inner:
        yield from _box(child, indent + "  ")
    yield f"{indent}}}"
    if notes:
        yield f"{indent}note right of {box.name}"
        yield from (f"{indent}  {note}" for note in notes)
        yield f"{indent}end note"


def _title(box: Box) -> str:
    steps = f" ({', '.join(map(str, box.visits))})" if box.visits else ""
    return f"{plain(box.name)}{' *' if box.changed else ''}{steps}"


def _label(line: Line) -> str:
    stays = " (stays)" if not line.go and line.kind in (Kind.EVENT, Kind.TIMER) else ""
    text = line.text if len(line.text) <= _WIDEST else f"{line.text[:_WIDEST].rpartition(' ')[0]} ..."
    return f"{'=> ' if line.taken else ''}{text}{stays}{' *' if line.changed else ''}"


def _classes(picture: Picture) -> Iterator[str]:
    """Yield the styles that are used. A box within boxes cannot be styled, so it is left to its title."""
    leaves = [box for box in picture.all() if not box.inner]
    named = {
        "here": [box.name for box in leaves if box.here],
        "visited": [box.name for box in leaves if box.visits and not box.here],
        "changed": [box.name for box in leaves if box.changed and not box.visits],
    }
    for name, boxes in named.items():
        if boxes:
            yield f"  classDef {name} {_CLASSES[name]}"
            yield f"  class {','.join(boxes)} {name}"


def _safe(text: str) -> str:
    """Return text that cannot end a label of Mermaid or begin something else."""
    return "".join(_ENTITIES.get(sign, sign) for sign in " ".join(text.split()))
