"""The document `report/1`: what one command did, and what comes next."""

from __future__ import annotations

from followup.cli.documents.shapes import Json, instant, item_of, need, upcoming
from followup.core.values.steps import Drafted, Effect, Moved, Noted, Sealed, Told, Unsealed, Withdrawn
from followup.runtime.views import Caught, Delivered, Report


def document(report: Report, zone: str) -> Json:
    """Return the report."""
    case = report.case
    return {
        "schema": "report/1",
        "case": case.id if case else None,
        "state": case.state if case else None,
        "outcome": (case.outcome or None) if case else None,
        "handled": report.handled,
        "repeat": report.repeat,
        "effects": [{"case": name, **effect(name, one, zone)} for name, one in report.effects],
        "delivered": [delivered(one, zone) for one in report.delivered],
        "caught": [_caught(one, zone) for one in report.caught],
        "needs_you": [need(one, zone) for one in report.needs],
        "next": upcoming(report.next),
        "in_doubt": list(report.in_doubt),
        "missing": {name: instant(until, zone) for name, until in report.missing.items()},
        "elsewhere": report.elsewhere or None,
        "entered_why": report.entered_why or None,
    }


def effect(case: str, one: Effect, zone: str) -> Json:
    """Return one thing that was decided; `effect` names its kind."""
    found: Json = {"effect": type(one).__name__.lower()}
    if isinstance(one, Drafted):
        due, expires = instant(one.due, zone), instant(one.expires, zone)
        found |= {"seen": one.draft.digest, "way": one.draft.way, "due": due, "expires": expires}
    if isinstance(one, Drafted | Sealed | Unsealed | Withdrawn):
        found["item"] = item_of(case, one.item)
    if isinstance(one, Sealed):
        found["seen"] = one.digest
    if isinstance(one, Unsealed | Withdrawn):
        found["reason"] = one.reason
    if isinstance(one, Told):
        found |= {"event": one.event, "to": one.to.value, "proposed": one.proposed}
    if isinstance(one, Moved):
        found |= {"what": one.what, "before": instant(one.before, zone), "after": instant(one.after, zone)}
    if isinstance(one, Noted):
        found["text"] = one.text
    return found


def delivered(one: Delivered, zone: str) -> Json:
    """Return what became of one attempt."""
    return {
        "case": one.case,
        "item": item_of(one.case, one.item),
        "outcome": one.outcome,
        "way": one.way,
        "channel": one.channel,
        "to": one.to,
        "when": instant(one.at, zone),
        "text": one.text,
        "message_id": one.message_id or None,
        "retry": instant(one.retry_at, zone),
    }


def _caught(one: Caught, zone: str) -> Json:
    return {
        "case": one.case,
        "item": item_of(one.case, one.item),
        "due": instant(one.due, zone),
        "done": one.done,
        "rule": one.rule,
    }
