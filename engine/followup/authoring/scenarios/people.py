"""Contacts and the candidate, as a tests file describes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from whenever import available_timezones

from followup.authoring.scenarios.clock import Clock
from followup.authoring.section import Section
from followup.core.names import nearest
from followup.core.values.people import Contact, Me

DIRECT = ("email", "phone", "linkedin")
"""Ways whose addresses stand directly under a person."""

NOBODY = Me(name="Candidate", email="candidate@example.org")
"""The candidate of scenarios that say nothing about them; the zone is that of the place."""


def people(section: Section, clock: Clock, before: Mapping[str, Contact] | None = None) -> dict[str, Contact]:
    """Return contacts by id: those of `before`, changed and added to by what stands under `people`."""
    found = dict(before or {})
    for name, person in section.children("people", "person"):
        contact = _person(name, person, clock, found.get(name))
        if contact is not None:
            found[name] = contact
    for name, person in section.children("people", "person"):
        proxy = person.scalar("proxy")
        if proxy is not None and (proxy.value == name or proxy.value not in found):
            person.desk.error(proxy.at, "unknown-person", f'"{proxy.value}" is nobody else of these people')
    return found


def me(section: Section, before: Me) -> Me:
    """Return the candidate: what stands under `me`, else as `before`."""
    own = section.child("me", "me")
    if own is None:
        return before
    zone = own.scalar("zone")
    if zone is not None and zone.value not in available_timezones():
        hints = [f'did you mean "{name}"?' for name in nearest(str(zone.value), available_timezones())]
        own.desk.error(zone.at, "unknown-zone", f'"{zone.value}" is no time zone', *hints[:1])
    given = {key: own.text(key) for key in ("name", "email", "phone", "signature", "zone") if own.scalar(key)}
    return replace(before, **given)


def _person(name: str, section: Section, clock: Clock, before: Contact | None) -> Contact | None:
    if before is None and not section.text("name"):
        if not section.has("name"):
            text = f'"{name}" needs a name, as it is to be written'
            section.desk.error(section.at, "missing-key", text, "name: Interviewer A")
        return None
    contact = before or Contact(id=name, name="", name_verified=True)
    return replace(
        contact,
        name=section.text("name") or contact.name,
        name_verified=section.flag("verified", default=contact.name_verified),
        title=section.text("title") if section.has("title") else contact.title,
        role=section.text("role") if section.has("role") else contact.role,
        main=section.flag("main", default=contact.main),
        salutation=section.text("salutation") if section.has("salutation") else contact.salutation,
        addresses=_addresses(section, contact.addresses),
        proxy=section.text("proxy") or contact.proxy,
        do_not_contact=section.flag("do_not_contact", default=contact.do_not_contact),
        away_until=clock.instant(section.scalar("away_until")) or contact.away_until,
    )


def _addresses(section: Section, before: Mapping[str, str]) -> dict[str, str]:
    """Return addresses by way; an empty one takes away what the file gives for all scenarios."""
    found = dict(before)
    found |= {way: section.text(way) for way in DIRECT if section.has(way)}
    further = section.child("addresses", "addresses")
    found |= {way: further.text(way) for way in further.node.entries} if further is not None else {}
    return {way: address for way, address in found.items() if address}
