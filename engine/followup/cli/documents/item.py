"""The document `item/1`: one message or to-do, its exact words and where it stands."""

from __future__ import annotations

from followup.cli.documents.shapes import Json, block, contact, draft, instant, item_of, planned
from followup.runtime.views import ItemView


def document(view: ItemView) -> Json:
    """Return the item."""
    item, zone = view.item, view.zone
    return {
        "schema": "item/1",
        "now": view.now.format_iso(),
        "zone": zone,
        "case": view.case,
        "item": item_of(view.case, item.id),
        "status": item.status.value,
        "round": item.round,
        "turn": item.turn,
        "why": view.why,
        "contact": contact(view.contact, zone),
        "channel": view.channel or None,
        "due": planned(item.due),
        "by": planned(item.by),
        "expires": planned(item.expires),
        "stuck": list(item.stuck),
        "missing": list(item.missing),
        "draft": draft(item.draft),
        "approved": item.approved or None,
        "outcome": item.outcome or None,
        "when": instant(item.at, zone),
        "reason": item.reason or None,
        "held_back": [block(one, zone) for one in view.verdict.blocks],
        "free": instant(view.verdict.free_at, zone),
    }
