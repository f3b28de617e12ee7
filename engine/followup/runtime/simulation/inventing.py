"""Made-up facts: enough of them that a playbook can be seen at work without a real interview."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from whenever import Instant, PlainDateTime

from followup.core.names import slug
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, ItemKind, Pick, Playbook, Scope
from followup.errors import InvalidInput
from followup.ports import Almanac
from followup.runtime.questions import opening_event

BEGINS = PlainDateTime(2026, 10, 1, 16, 30)
"""A Thursday afternoon on the wall of the place, without a holiday in the week after it."""

ANYWHERE = "London"
_TEXTS = {"company": "Acme", "job": "Data analyst"}
_ADDRESSES = {"email": "{letter}@example.org", "phone": "+44 20 7946 0000"}
_PEOPLE = (FactType.CONTACT, FactType.CONTACTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    """Facts with those that were made up.

    Attributes:
        facts: All of them.
        people: The contacts they name.
        names: The names of the facts that were made up, in the order of the playbook.
        begins: When the case begins.
        place: Where, as a canonical place.
    """

    facts: Mapping[str, FactValue]
    people: tuple[Contact, ...]
    names: tuple[str, ...]
    begins: Instant
    place: str


def invent(
    playbook: Playbook, *, given: Mapping[str, FactValue], people: tuple[Contact, ...], almanac: Almanac
) -> Invented:
    """Return what is given, with all that the start and the first messages need besides.

    Args:
        playbook: The playbook.
        given: Facts that somebody gave.
        people: Contacts they name.
        almanac: Knows places.
    """
    place = place_for(playbook, given, almanac)
    zone = place.partition(" ")[2]
    at = BEGINS.assume_tz(zone)
    facts = dict(given)
    persons = list(people)
    names: list[str] = []
    for fact in _wanted(playbook):
        if fact.name in facts:
            continue
        if fact.type in _PEOPLE:
            person = people[0] if people else _person(playbook, fact, persons)
            persons += [person] if person.id not in {one.id for one in persons} else []
            facts[fact.name] = (person.id,) if fact.type is FactType.CONTACTS else person.id
        elif fact.name == playbook.courtesy.place:
            facts[fact.name] = place
        else:
            facts[fact.name] = made_up(fact, at.to_instant(), zone)
        names.append(fact.name)
    return Invented(
        facts=facts,
        people=tuple(persons),
        names=tuple(names),
        begins=_begins(playbook, facts, at.to_instant()),
        place=place,
    )


def made_up(fact: Fact, at: Instant, zone: str) -> FactValue:
    """Return a value for a fact that is not about people, as of an instant."""
    local = at.to_tz(zone)
    values: Mapping[FactType, FactValue] = {
        FactType.BOOLEAN: False,
        FactType.INTEGER: 1,
        FactType.DATE: local.date().add(days=7).format_iso(),
        FactType.DATETIME: local.format_iso(),
        FactType.CHOICE: next(iter(fact.choices), ""),
        FactType.PLACE: f"PLAIN {zone}",
        FactType.DAYS: (),
        FactType.LIST: (),
        FactType.CONTACTS: (),
        FactType.LINK: "https://example.org/work",
    }
    said = _TEXTS.get(fact.name, f"some {fact.name.replace('_', ' ')}")
    return values.get(fact.type, said)


def group_of(playbook: Playbook) -> str:
    """Return the fact that people who are named fill: the first that messages go to; empty: none."""
    return next((fact.name for fact in _wanted(playbook) if fact.type in _PEOPLE), "")


def place_for(playbook: Playbook, given: Mapping[str, FactValue], almanac: Almanac) -> str:
    """Return the place: as given, as the playbook assumes it, as its name says, else somewhere."""
    name = playbook.courtesy.place
    said = given.get(name)
    if isinstance(said, str):
        return said
    fact = playbook.facts.get(name)
    parts = [part for word in playbook.name.split("+") for part in (word, word.rpartition("-")[2])]
    for words in [fact.default if fact is not None else None, *parts]:
        if not isinstance(words, str) or len(words) < 2 or words in _NO_PLACES:
            continue
        try:
            return almanac.place(words)
        except InvalidInput:
            continue
    return almanac.place(ANYWHERE)


_NO_PLACES = ("at", "in", "is", "it", "me", "my", "no", "so", "to", "up")
"""Words of a name that are codes of places, and hardly ever mean one."""


def _wanted(playbook: Playbook) -> Iterator[Fact]:
    """Yield the facts that are needed: those asked for at the start, and whom messages go to."""
    opening = opening_event(playbook)
    brought = opening[0].facts if opening is not None else ()
    groups = set(_groups(playbook))
    for fact in playbook.facts.values():
        needed = fact.per is Scope.CASE and not fact.optional and fact.default is None
        if needed or fact.name in brought or fact.name in groups:
            yield fact


def _groups(playbook: Playbook) -> Iterator[str]:
    for item in playbook.items.values():
        if item.kind is ItemKind.MESSAGE and item.target.pick in (Pick.EACH, Pick.ONE):
            yield item.target.name
    if playbook.courtesy.through is not None:
        yield playbook.courtesy.through.fact


def _person(playbook: Playbook, fact: Fact, others: list[Contact]) -> Contact:
    """Return somebody with an address for every way that nothing else could stand in for."""
    letter = "abcdefgh"[min(len(others), 7)]
    title = fact.name.replace("_", " ").removesuffix("s").capitalize()
    name = f"{title} {letter.upper()}"
    addresses = {way: words.format(letter=letter) for way, words in _ADDRESSES.items()}
    for item in playbook.items.values():
        if item.via and not any(way in addresses for way in item.via) and item.via != ("linkedin",):
            addresses[item.via[0]] = f"as shown by their {item.via[0]}"
    return Contact(
        id=slug((name,), {one.id for one in others}), name=name, name_verified=True, addresses=addresses
    )


def _begins(playbook: Playbook, facts: Mapping[str, FactValue], at: Instant) -> Instant:
    """Return when a case begins: as soon as what leads on from its start has happened."""
    from whenever import ZonedDateTime

    opening = opening_event(playbook)
    for name in opening[0].facts if opening is not None else ():
        fact, value = playbook.facts.get(name), facts.get(name)
        if fact is not None and fact.type is FactType.DATETIME and isinstance(value, str):
            return ZonedDateTime.parse_iso(value).to_instant()
    return at
