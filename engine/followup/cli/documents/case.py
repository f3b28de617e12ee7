"""The documents `case/1` and `list/1`."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.documents.shapes import Json, contact, instant, item_of, need, planned, upcoming
from followup.core.values.case import Case, Item, Known
from followup.core.values.records import Entry, Summary
from followup.runtime.views import CaseView


def document(view: CaseView, *, history: bool = False) -> Json:
    """Return a case; with `history` all that happened in it."""
    case, zone = view.case, view.zone
    found: Json = {
        "schema": "case/1",
        "now": view.now.format_iso(),
        "zone": zone,
        **summary(view.summary, zone),
        "playbook": view.playbook,
        "playbook_digest": case.playbook,
        "playbook_file": view.playbook_file,
        "playbook_file_gone": view.file_gone,
        "hold": _hold(case, zone),
        "contacts": [contact(one, zone) for one in view.contacts.values()],
        "facts": {name: [_known(one, zone) for one in words] for name, words in case.facts.items()},
        "items": [_item(case, one, zone) for one in case.items.values()],
        "needs_you": [need(one, zone) for one in view.needs],
        "next": upcoming(view.next),
    }
    if history:
        found["history"] = [_entry(case, one, zone) for one in view.log]
    return found


def listing(summaries: Sequence[Summary], zone: str, *, more: int) -> Json:
    """Return a list of cases."""
    return {"schema": "list/1", "cases": [summary(one, zone) for one in summaries], "more": more}


def summary(one: Summary, zone: str) -> Json:
    """Return a case in one line's worth of fields."""
    row = one.row
    return {
        "case": one.case,
        "owner": one.owner,
        "title": row.title,
        "state": one.state,
        "outcome": one.outcome or None,
        "round": one.round,
        "started": instant(one.started_at, zone),
        "due": instant(row.due, zone),
        "wants": instant(row.wants, zone),
        "deadline": instant(row.deadline, zone),
        "over": row.final,
        "held": row.held,
        "in_doubt": row.in_doubt,
    }


def _hold(case: Case, zone: str) -> Json | None:
    if case.hold is None:
        return None
    hold = case.hold
    since, until = instant(hold.since, zone), instant(hold.until, zone)
    return {"since": since, "until": until, "why": hold.why, "fault": hold.fault}


def _known(one: Known, zone: str) -> Json:
    value = list(one.value) if isinstance(one.value, tuple) else one.value
    return {
        "value": value,
        "round": one.round,
        "said": instant(one.at, zone),
        "by": one.by,
        "words": one.words or None,
    }


def _item(case: Case, item: Item, zone: str) -> Json:
    return {
        "item": item_of(case.id, item.id),
        "contact": item.contact,
        "round": item.round,
        "status": item.status.value,
        "due": planned(item.due),
        "by": planned(item.by),
        "expires": planned(item.expires),
        "stuck": list(item.stuck),
        "missing": list(item.missing),
        "outcome": item.outcome or None,
        "when": instant(item.at, zone),
        "counted": item.counted,
        "reason": item.reason or None,
    }


def _entry(case: Case, entry: Entry, zone: str) -> Json:
    event = entry.event
    return {
        "seq": event.seq,
        "kind": event.kind.value,
        "name": event.name or None,
        "item": item_of(case.id, event.item),
        "outcome": event.outcome or None,
        "occurred": instant(event.occurred_at, zone),
        "recorded": instant(event.recorded_at, zone),
        "facts": {
            name: list(value) if isinstance(value, tuple) else value for name, value in event.facts.items()
        },
        "contact": event.contact,
        "by": event.by,
        "note": event.note or None,
        "handled": entry.handled,
        "why": list(entry.why),
    }
