"""The document `graph/1`."""

from __future__ import annotations

from followup.cli.documents.shapes import Json
from followup.cli.graphs.mermaid import mermaid
from followup.cli.graphs.picture import Box, Kind, Picture


def document(found: Picture) -> Json:
    """Return a picture: its states side by side, the ways between them, the way of a case."""
    return {
        "schema": "graph/1",
        "playbook": found.name,
        "version": found.version,
        "start": found.start,
        "case": found.case or None,
        "current": found.path[-1].state if found.path else None,
        "path": [{"state": step.state, "by": step.by.removesuffix(".") or None} for step in found.path],
        "states": [_state(box, parent) for box, parent in _flat(found.boxes, None)],
        "mermaid": "\n".join(mermaid(found)),
    }


def _flat(boxes: tuple[Box, ...], parent: str | None) -> list[tuple[Box, str | None]]:
    return [pair for box in boxes for pair in ((box, parent), *_flat(box.inner, box.name))]


def _state(box: Box, parent: str | None) -> Json:
    return {
        "state": box.name,
        "parent": parent,
        "do": list(box.plans),
        "outcome": box.outcome or None,
        "final": box.final,
        "changed": box.changed or any(line.changed for line in box.lines),
        "arrows": [
            {
                "label": line.text,
                "by": None if line.kind is Kind.SETTLED else line.trigger,
                "kind": line.kind.value,
                "to": line.go,
                "changed": line.changed,
                "taken": line.taken,
            }
            for line in box.lines
            if line.go
        ],
    }
