"""The document `today/1`."""

from __future__ import annotations

from followup.cli.documents.shapes import Json, need, upcoming
from followup.runtime.views import Today


def document(view: Today) -> Json:
    """Return what needs a person now, and what is rested for."""
    return {
        "schema": "today/1",
        "now": view.now.format_iso(),
        "zone": view.zone,
        "needs_you": [need(one, view.zone) for one in view.needs],
        "more": view.more,
        "next": upcoming(view.next),
        "cases": view.counts.cases,
        "resting": view.counts.resting,
        "ended": view.counts.ended,
        "held": view.counts.held,
        "in_doubt": view.counts.in_doubt,
    }
