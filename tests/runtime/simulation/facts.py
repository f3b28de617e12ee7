"""Facts that random stories tell: of whom they are told, and values at random, mostly fitting."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.runtime.simulation.staging import ALMANAC
from whenever import Instant

from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import EventType, Fact, FactType, Playbook
from followup.runtime.simulation import invent

RECRUITER = Contact(
    id="recruiter",
    name="Recruiter R",
    name_verified=True,
    role="recruiter",
    addresses={"email": "r@example.org"},
)
INTERVIEWER = Contact(
    id="interviewer-a",
    name="Interviewer A",
    name_verified=True,
    addresses={"email": "a@example.org", "phone": "+44 20 7946 0000"},
)
OTHER = Contact(
    id="interviewer-b", name="Interviewer B", name_verified=True, addresses={"phone": "+44 20 7946 0001"}
)
_TEXTS = ("the figures", "a longer word than the one before, of several parts", "it was too long ago")
_AHEAD = ("interview_at", "offer_until", "rival_until")


def start_facts(
    random: Random, playbook: Playbook, people: Sequence[Contact], *, company: str, days: int
) -> tuple[dict[str, FactValue], Instant, str]:
    """Return what is given at the start of a case, when that is, and its place.

    Args:
        random: What is left open.
        playbook: The playbook.
        people: Who was there.
        company: The employer.
        days: How many days after the others this interview is.
    """
    known = {name for name, fact in playbook.facts.items() if fact.type is FactType.CONTACTS}
    given: dict[str, FactValue] = {"company": company}
    given |= {name: tuple(one.id for one in people) for name in known & {"interviewers"}}
    made = invent(playbook, given=given, people=tuple(people), almanac=ALMANAC)
    zone = made.place.partition(" ")[2]
    at = made.begins.add(hours=24 * days)
    facts = dict(made.facts)
    if "ended_at" in facts:
        facts["ended_at"] = at.to_tz(zone).format_iso()
        if "interview_at" in playbook.facts and random.random() < 0.2:  # it is still to come
            del facts["ended_at"]
            facts["interview_at"] = at.add(hours=72).to_tz(zone).format_iso()
    if "promised_by" in playbook.facts and random.random() < 0.4:
        facts["promised_by"] = value(random, playbook.facts["promised_by"], [], at, zone)
    return facts, at.add(minutes=15), made.place


def told(
    random: Random, playbook: Playbook, event: EventType, people: Sequence[str], at: Instant, zone: str
) -> dict[str, FactValue]:
    """Return what comes with an event: all that it needs, and some of what it may bring."""
    names = [*event.facts, *(name for name in event.also if random.random() < 0.4)]
    found = {name: value(random, playbook.facts[name], people, at, zone) for name in names}
    return {name: one for name, one in found.items() if one not in ((), None)}


def value(random: Random, fact: Fact, people: Sequence[str], at: Instant, zone: str) -> FactValue:
    """Return a value that a fact may have, as of an instant; None where nothing is made up."""
    match fact.type:
        case FactType.BOOLEAN:
            return random.random() < 0.5
        case FactType.INTEGER:
            return random.choice((1, 3, 12))
        case FactType.DATE | FactType.DATETIME:
            return _date(random, fact, at, zone)
        case FactType.CHOICE:
            return random.choice(fact.choices) if fact.choices else None
        case FactType.CONTACT | FactType.CONTACTS:
            met = tuple(random.sample(list(people), k=random.randrange(1, len(people) + 1)) if people else ())
            return met if fact.type is FactType.CONTACTS else next(iter(met), None)
        case FactType.LIST:
            return (random.choice(_TEXTS),)
        case FactType.TEXT:
            return random.choice(_TEXTS)
        case _:
            return None


def _date(random: Random, fact: Fact, at: Instant, zone: str) -> str:
    """Return a day or an instant, in the past or in the future as such facts are."""
    if fact.type is FactType.DATE:
        return at.to_tz(zone).date().add(days=random.choice((0, 1, 2, 4, 7, 11, 20))).format_iso()
    ahead = at.add(hours=random.randrange(2, 24 * 12))
    when = ahead if fact.name in _AHEAD else at.subtract(minutes=random.randrange(300))
    return when.to_tz(zone).round("minute").format_iso()


def known(
    random: Random, playbook: Playbook, people: Sequence[str], at: Instant, zone: str
) -> dict[str, FactValue]:
    """Return something that becomes known without an event, often of a person whom other cases know too."""
    person = random.choice(list(people))
    away = at.add(hours=random.randrange(5, 24 * 15)).to_tz(zone).round("minute").format_iso()
    of_people: list[tuple[str, FactValue]] = [
        ("do_not_contact", random.random() < 0.5),
        ("away_until", away),
        ("title", random.choice(("Head of Data", "Partner"))),
        ("email", f"{person}@example.org"),
        ("name_verified", random.random() < 0.7),
    ]
    if random.random() < 0.5:
        name, said = random.choice(of_people)
        return {f"{person}.{name}": said}
    fact = playbook.facts[random.choice(sorted(playbook.facts))]
    said = value(random, fact, people, at, zone)
    return {fact.name: said} if said not in ((), None) else {f"{person}.away_until": away}
