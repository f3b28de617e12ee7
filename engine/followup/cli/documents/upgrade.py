"""The document `upgrade/1`: what a move of cases to an edited playbook comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followup.cli.documents.report import effect
from followup.cli.documents.shapes import Json

if TYPE_CHECKING:
    from followup.runtime.upgrading import Upgrade


def document(done: Upgrade, zone: str) -> Json:
    """Return the move, case by case."""
    return {
        "schema": "upgrade/1",
        "id": done.id or None,
        "playbook": done.name,
        "version": done.version,
        "done": done.done,
        "moving": len(done.moving),
        "cases": [
            {
                "case": move.case,
                "moves": not move.why_not,
                "from": {"version": move.version, "state": move.before},
                "to": None if move.why_not else {"version": done.version, "state": move.after},
                "why_not": list(move.why_not),
                "effects": [{"case": move.case, **effect(move.case, one, zone)} for one in move.effects],
            }
            for move in done.moves
        ],
    }
