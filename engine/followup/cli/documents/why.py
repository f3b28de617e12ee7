"""The document `why/1`."""

from __future__ import annotations

from followup.cli.documents.shapes import Json, block, instant, moment
from followup.runtime.views import WhyView


def document(view: WhyView) -> Json:
    """Return what a case waits for, by which rule, until when, and what events would do."""
    zone, case = view.zone, view.case
    return {
        "schema": "why/1",
        "now": view.now.format_iso(),
        "zone": zone,
        "case": case.id,
        "state": case.state,
        "state_why": view.state_why,
        "since": instant(view.since, zone),
        "held": case.hold is not None,
        "waiting": [
            {
                "what": one.what,
                "text": one.text,
                "moment": moment(one.moment),
                "missing": list(one.missing),
                "held_back": [block(rule, zone) for rule in one.blocks],
                "free": instant(one.free_at, zone),
                "place": one.place or None,
            }
            for one in view.waiting
        ],
        "would": [
            {"event": one.event, "say": one.say, "go": one.go or None, "do": list(one.do)}
            for one in view.would
        ],
    }
