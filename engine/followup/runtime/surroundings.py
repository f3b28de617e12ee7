"""Surroundings of a case: a frozen snapshot of what lies outside it and still matters to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from whenever import Date, Instant

from followup.core import outlook
from followup.core.values.case import Case
from followup.core.values.events import Event, FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import FactType, Playbook
from followup.core.values.surroundings import Surroundings, Touch, Way
from followup.ports import Manifest, Reading
from followup.runtime.home import Home

GO_BETWEEN = "/through"
"""Ends the item of a touch that only went through a contact: counted for them, not twice for the case."""

_PEOPLE = (FactType.CONTACT, FactType.CONTACTS)


def surroundings_of(
    home: Home, reading: Reading, playbook: Playbook, case: Case, now: Instant, *, event: Event | None = None
) -> Surroundings:
    """Return what a step of this case may know of the world.

    Args:
        home: Knows ways and holidays.
        reading: One consistent view of the store.
        playbook: The playbook of the case.
        case: The case as it stands.
        now: The present.
        event: The event at hand, whose people and places matter too.
    """
    ids = {*outlook.contacts(playbook, case), *(named_by(playbook, event) if event else ())}
    contacts = _with_proxies(reading, ids)
    me = reading.owner(case.owner) or Me(name=case.owner)
    return Surroundings(
        me=me,
        contacts=contacts,
        touches=_touches(reading, contacts, case.id),
        ways=ways_of(home.channels.ways()),
        holidays=_holidays(home, playbook, case, event, now),
        cases_here=reading.running_beside(case.id, case.owner, employer_of(case, event)),
        mail_domain=me.email.rpartition("@")[2] or home.mail_domain,
    )


def named_by(playbook: Playbook, event: Event) -> Iterator[str]:
    """Yield the contacts that an event names: who it came from, and who its facts are about."""
    if event.contact is not None:
        yield event.contact
    for name, value in event.facts.items():
        fact = playbook.facts.get(name)
        if fact is not None and fact.type in _PEOPLE:
            yield from _ids(value)
        elif "." in name:
            yield name.rpartition(".")[0]


def employer_of(case: Case, event: Event | None = None) -> str:
    """Return the employer's name folded for comparison, as the index row of a case holds it."""
    said = event.facts.get("company") if event is not None else None
    if said is None and case.facts.get("company"):
        said = case.facts["company"][-1].value
    return " ".join(said.casefold().split()) if isinstance(said, str) else ""


def ways_of(manifests: Mapping[str, Manifest]) -> dict[str, Way]:
    """Return the ways in use as the core sees them."""
    return {name: _way(name, manifest) for name, manifest in manifests.items()}


def _way(name: str, manifest: Manifest) -> Way:
    return Way(
        name=name,
        channel=manifest.name,
        person=manifest.person,
        counts=manifest.counts,
        outcomes=manifest.outcomes.get(name, manifest.outcomes.get("*", ())),
        unit_limit=manifest.limit,
    )


def _with_proxies(reading: Reading, ids: Iterable[str]) -> dict[str, Contact]:
    found: dict[str, Contact] = {}
    wanted = set(ids)
    while wanted:
        found |= reading.contacts(wanted)
        wanted = {one.proxy for one in found.values() if one.proxy} - found.keys() - wanted
    return found


def _touches(reading: Reading, contacts: Iterable[str], case: str) -> tuple[Touch, ...]:
    """Return the touches; one that only went through somebody counts for them, under the item's own name.

    A case's own go-between touches are left out: the case limit has counted the message already.
    """
    return tuple(
        replace(touch, item=touch.item.removesuffix(GO_BETWEEN))
        for touch in reading.touches(contacts, case)
        if not (touch.case == case and touch.item.endswith(GO_BETWEEN))
    )


def _holidays(
    home: Home, playbook: Playbook, case: Case, event: Event | None, now: Instant
) -> dict[str, Mapping[Date, str]]:
    """Return the holidays of every place the case or the event names, for the years it can reach."""
    this = now.to_tz("UTC").year
    years = range(min(this - 1, case.started_at.to_tz("UTC").year - 1), this + 4)
    return {name: home.almanac.holidays(name, years) for name in _calendars(playbook, case, event)}


def _calendars(playbook: Playbook, case: Case, event: Event | None) -> set[str]:
    places = [name for name, fact in playbook.facts.items() if fact.type is FactType.PLACE]
    said = [word.value for name in places for word in case.facts.get(name, ())]
    said += [event.facts.get(name) for name in places] if event is not None else []
    return {value.partition(" ")[0] for value in said if isinstance(value, str)} | {"PLAIN"}


def _ids(value: FactValue) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, str) else ()
