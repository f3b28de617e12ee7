"""Representatives: a few values that stand for all, a few people who stand for everybody."""

from __future__ import annotations

from collections.abc import Mapping

from whenever import Date, Instant, PlainDateTime

from followup.core.prove.atoms import Scalar
from followup.core.values.events import FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.core.values.surroundings import Surroundings, Way

ZONE = "Europe/London"
PLACE = f"PLAIN {ZONE}"
BEGINS = PlainDateTime(2026, 10, 1, 16, 40).assume_tz(ZONE).to_instant()
"""A Thursday afternoon, far from holidays and clock changes."""

ME = Me(name="The candidate", email="candidate@example.org", phone="+44 20 7946 0000", zone=ZONE)
REACHED, SECOND, LOST = "contact-a", "contact-b", "contact-c"
"""One who can be reached by every way, a second one, and one whose address nobody knows."""

SENDS = ("email",)
OUTCOMES = ("answered", "voicemail", "gatekeeper", "no_answer", "call_back")
"""What a person can tell of a call; of anything else, that it is done."""

PAST, SOON, FAR = "past", "soon", "far"
_DAYS = {PAST: -1, SOON: 3, FAR: 60}
_HOURS = {PAST: -2, SOON: 72, FAR: 60 * 24}
_OWN = (
    "Here stands what the person wants to say in their own words, and it goes on for a while because some "
    "letters have to be of a certain length before they may leave the house at all."
)


def people(playbook: Playbook) -> dict[str, Contact]:
    """Return the contacts that stand for everybody."""
    ways = sorted(ways_in(playbook))
    return {
        REACHED: _person(REACHED, "Contact A", {way: _address(way, "a") for way in ways}, role="manager"),
        SECOND: _person(SECOND, "Contact B", {way: _address(way, "b") for way in ways}),
        LOST: Contact(id=LOST, name="Contact C", name_verified=True, title="Head of something"),
    }


def _person(id_: str, name: str, addresses: Mapping[str, str], role: str = "") -> Contact:
    return Contact(
        id=id_, name=name, name_verified=True, title="Head of something", role=role, addresses=addresses
    )


def _address(way: str, who: str) -> str:
    if way == "email":
        return f"{who}@example.org"
    number = "18" if who == "a" else "21"
    return f"+44 20 7946 00{number}" if way in ("phone", "sms") else f"https://example.org/{way}/{who}"


def ways_in(playbook: Playbook) -> frozenset[str]:
    """Return every way that some message can go."""
    return frozenset({"email", *(way for kind in playbook.items.values() for way in kind.via)})


def surroundings(
    playbook: Playbook, holidays: Mapping[str, Mapping[Date, str]] | None = None
) -> Surroundings:
    """Return a world in which every way is set up: mail goes by itself, all else a person carries."""
    ways = {
        way: Way(
            name=way,
            channel=way,
            person=way not in SENDS,
            outcomes=() if way in SENDS else OUTCOMES if way == "phone" else ("done",),
        )
        for way in ways_in(playbook)
    }
    return Surroundings(
        me=ME,
        contacts=people(playbook),
        ways=ways,
        holidays={"PLAIN": {}, **(holidays or {})},
    )


def classes(fact: Fact, compared: tuple[Scalar, ...]) -> tuple[str | int | bool, ...]:
    """Return what tells values of a fact apart: for dates when they lie, for others the values themselves.

    Args:
        fact: The fact.
        compared: The values that conditions compare it with.
    """
    match fact.type:
        case FactType.BOOLEAN:
            return (True, False)
        case FactType.DATE | FactType.DATETIME:
            return (PAST, SOON, FAR)
        case FactType.INTEGER:
            numbers = {n + d for n in compared if isinstance(n, int) for d in (-1, 0, 1)}
            return tuple(sorted(numbers)) or (3,)
        case FactType.CHOICE:
            named = [choice for choice in fact.choices if choice in compared]
            other = [choice for choice in fact.choices if choice not in compared]
            return (*named, *other[:1])
        case FactType.TEXT:
            return (*(str(text) for text in compared), words(fact))
        case FactType.CONTACTS:
            return (REACHED, f"{REACHED},{LOST}")
        case _:
            return ("some",)


def value(fact: Fact, kind: Scalar, now: Instant) -> FactValue:
    """Return the value of a fact that stands for a class of them, as it is told at `now`."""
    match fact.type:
        case FactType.DATE:
            return now.to_tz(ZONE).date().add(days=_DAYS[str(kind)]).format_iso()
        case FactType.DATETIME:
            return now.add(hours=_HOURS[str(kind)]).to_tz(ZONE).format_iso()
        case FactType.CONTACTS:
            return tuple(str(kind).split(","))
        case FactType.LIST:
            return (words(fact),)
        case _:
            return _FIXED.get(fact.type, kind)


def words(fact: Fact) -> str:
    """Return a text that stands for what a person would say."""
    if fact.per is Scope.MESSAGE:
        return _OWN
    return {"company": "Acme", "job": "Analyst"}.get(fact.name, f"Some {fact.name.replace('_', ' ')}")


_FIXED: dict[FactType, FactValue] = {
    FactType.CONTACT: SECOND,
    FactType.PLACE: PLACE,
    FactType.LINK: "https://example.org/something",
    FactType.DAYS: (),
}
"""Values of types of which one stands for all."""


def usual(fact: Fact, compared: tuple[Scalar, ...], now: Instant) -> FactValue:
    """Return the value of a fact that does not matter here."""
    kinds = classes(fact, compared)
    plain: dict[FactType, str | int | bool] = {
        FactType.DATE: SOON,
        FactType.DATETIME: PAST,
        FactType.BOOLEAN: False,
        FactType.TEXT: words(fact),
    }
    return value(fact, plain.get(fact.type, kinds[0]), now)
