"""Shapes that several documents share: instants, drafts, needs, what comes next, blocks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whenever import Instant

from followup.cli.screens.names import item_name
from followup.core.values.case import Draft
from followup.core.values.people import Contact
from followup.core.values.steps import Block
from followup.core.values.times import Moment, Unknown
from followup.runtime.views import Need, Next

Json = dict[str, Any]


def instant(at: Instant | None, zone: str) -> Json | None:
    """Return an instant as `at` (UTC) and `wall` (with the zone of the reader)."""
    if at is None:
        return None
    return {"at": at.format_iso(), "wall": at.to_tz(zone).format_iso()}


def moment(value: Moment | None) -> Json | None:
    """Return a planned instant with its rule, on the wall of the place that the rule counts in."""
    if value is None:
        return None
    rule = {"text": value.rule, "counted": value.counted, "skipped": list(value.skipped)}
    return {"at": value.at.format_iso(), "wall": value.wall, "rule": rule}


def planned(value: Moment | Unknown | None) -> Json | None:
    """Return a planned instant, or what is missing for one."""
    if isinstance(value, Unknown):
        return {"at": None, "missing": list(value.missing)}
    return moment(value)


def draft(value: Draft | None) -> Json | None:
    """Return words with the digest that approves them."""
    if value is None:
        return None
    return {
        "seen": value.digest,
        "revision": value.revision,
        "way": value.way,
        "address": value.address,
        "through": value.through,
        "subject": value.subject,
        "body": value.body,
        "voicemail": value.voicemail,
        "attach": list(value.attach),
        "own_words": value.own_words,
        "warnings": list(value.warnings),
        "errors": list(value.errors),
        "message_id": value.message_id,
    }


def contact(value: Contact | None, zone: str) -> Json | None:
    """Return a person at the other end."""
    if value is None:
        return None
    return {
        "contact": value.id,
        "name": value.name,
        "name_verified": value.name_verified,
        "title": value.title,
        "role": value.role,
        "addresses": dict(value.addresses),
        "proxy": value.proxy,
        "do_not_contact": value.do_not_contact,
        "away_until": instant(value.away_until, zone),
    }


def item_of(case: str, item: str) -> str | None:
    """Return the full name of an item as people type it, or None where there is no item."""
    return item_name(case, item) if item else None


def need(value: Need, zone: str) -> Json:
    """Return one thing that needs a person."""
    return {
        "case": value.case,
        "item": item_of(value.case, value.item),
        "owner": value.owner,
        "verb": value.verb.value,
        "text": value.text,
        "why": value.why,
        "since": instant(value.since, zone),
        "by": instant(value.by, zone),
        "expires": instant(value.expires, zone),
        "contact": value.contact.id if value.contact else None,
        "outcomes": list(value.outcomes),
        "asks": dict(value.asks),
        "draft": draft(value.draft),
        "file": value.file or None,
        "goes": instant(value.goes, zone),
        "held": value.held,
    }


def upcoming(value: Next | None) -> Json | None:
    """Return what is rested for, until when, by which rule."""
    if value is None:
        return None
    when: Mapping[str, Any] = moment(value.moment) or {"at": None, "wall": None, "rule": None}
    return {
        "case": value.case,
        "item": item_of(value.case, value.what),
        "text": value.text,
        "because": value.because,
        "zone": value.zone,
        "leaves": value.leaves,
        **when,
    }


def block(value: Block, zone: str) -> Json:
    """Return one rule that stands in the way."""
    return {
        "rule": value.rule,
        "path": value.path,
        "why": value.why,
        "until": instant(value.until, zone),
        "lifts": value.lifts,
        "never": value.never,
        "place": value.place or None,
    }
