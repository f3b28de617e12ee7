"""Contacts as rows of their own: found again by address, changed by what is told of them."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from whenever import Date, Instant, Time, ZonedDateTime

from followup.core.names import slug
from followup.core.values.events import Event, FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import FactType, Playbook
from followup.errors import InvalidInput, UsageError
from followup.ports import Reading, Writing
from followup.runtime.addresses import address

_TEXTS = ("name", "title", "role", "salutation")
_FLAGS = ("name_verified", "do_not_contact", "main")
_OTHERS = ("away_until", "proxy")
_OWN_WAYS = ("email", "linkedin")
"""Ways whose addresses mostly belong to one person."""


@dataclass(slots=True)
class Introduced:
    """What is told together with people, in the names their rows really have.

    Attributes:
        facts: The facts; contacts stand under the ids they have in the home.
        words: The same for how facts were put.
        contact: Whom the event came from, under its real id.
        changed: Ids of contacts whose rows changed, because other cases may know them too.
        replaced: What those rows said before, as `CONTACT.FIELD`.
    """

    facts: dict[str, FactValue]
    words: dict[str, str]
    contact: str | None = None
    changed: set[str] = field(default_factory=set)
    replaced: dict[str, FactValue] = field(default_factory=dict)


def introduce(  # noqa: PLR0913 - each is one thing that is told with people
    writing: Writing,
    playbook: Playbook,
    people: Sequence[Contact],
    *,
    facts: Mapping[str, FactValue],
    words: Mapping[str, str],
    contact: str | None = None,
    ways: Container[str] = (),
    near: Iterable[str] = (),
) -> Introduced:
    """Keep people who come with an event, and change the rows that its facts speak of.

    Somebody with an address that is known is the one who is known; so is somebody with the name of a
    contact of this case (`near`). A new one whose id is taken by another person gets a free one.

    Raises:
        UsageError: `no-contact`.
        InvalidInput: `address-wrong`, `bad-field`.
    """
    beside = tuple(writing.contacts(near).values())
    real = {one.id: _keep(writing, one, people, beside) for one in people}
    told = Introduced(
        facts={_renamed(name, real): _value(playbook, name, value, real) for name, value in facts.items()},
        words={_renamed(name, real): text for name, text in words.items()},
        contact=real.get(contact, contact) if contact is not None else None,
    )
    told.changed |= set(real.values())
    for name, value in told.facts.items():
        person, dot, last = name.rpartition(".")
        if dot and (last in (*_TEXTS, *_FLAGS, *_OTHERS) or last in ways):
            told.replaced[name] = _said(_there(writing, person), last)
            _change(writing, person, last, value)
            told.changed.add(person)
    for person in _named(playbook, told):
        _there(writing, person)
    return told


def restore(writing: Writing, event: Event) -> set[str]:
    """Give the rows of contacts back what an event replaced; return the ids of those changed."""
    for name, value in event.replaced.items():
        person, _, last = name.rpartition(".")
        _change(writing, person, last, value)
    return {name.rpartition(".")[0] for name in event.replaced}


def _keep(writing: Writing, person: Contact, people: Sequence[Contact], beside: Sequence[Contact]) -> str:
    known = _known(writing, person, people) or _named_alike(person, people, beside)
    if known is not None:
        writing.put_contact(_merged(known, person))
        return known.id
    if writing.contact(person.id) is not None:
        person = replace(person, id=slug((person.name,), _Contacts(writing)))
    writing.put_contact(person)
    return person.id


def _known(writing: Writing, person: Contact, people: Sequence[Contact]) -> Contact | None:
    """Return the row of a person who is known, by id and name or by an address of their own.

    A telephone is often that of a whole office, and a mailbox may be; so two people whose names are
    both sure and differ, or who are introduced together, stay two.
    """
    same = writing.contact(person.id)
    if same is not None and _same_name(same, person):
        return same
    for way, where in person.addresses.items():
        shared = any(other.id != person.id and other.addresses.get(way) == where for other in people)
        found = None if shared else writing.contact_at(way, where)
        if found is None:
            continue
        sure = found.name_verified and person.name_verified
        if _same_name(found, person) or (way in _OWN_WAYS and not sure):
            return found
    return None


def _named_alike(person: Contact, people: Sequence[Contact], beside: Sequence[Contact]) -> Contact | None:
    """Return the one contact of this case with the same name, unless their own addresses differ."""
    if sum(1 for other in people if _same_name(other, person)) > 1:
        return None
    alike = [
        one
        for one in beside
        if _same_name(one, person)
        and all(
            one.addresses.get(way, person.addresses.get(way))
            == person.addresses.get(way, one.addresses.get(way))
            for way in _OWN_WAYS
        )
    ]
    return alike[0] if len(alike) == 1 else None


def _same_name(one: Contact, other: Contact) -> bool:
    return " ".join(one.name.casefold().split()) == " ".join(other.name.casefold().split())


def _merged(known: Contact, told: Contact) -> Contact:
    better = told.name_verified or not known.name_verified
    return replace(
        known,
        name=told.name if better else known.name,
        name_verified=known.name_verified or told.name_verified,
        title=told.title or known.title,
        role=told.role or known.role,
        main=known.main or told.main,
        salutation=told.salutation or known.salutation,
        addresses={**known.addresses, **told.addresses},
        proxy=told.proxy or known.proxy,
        do_not_contact=known.do_not_contact or told.do_not_contact,
        away_until=told.away_until or known.away_until,
    )


def _renamed(name: str, real: Mapping[str, str]) -> str:
    person, dot, last = name.rpartition(".")
    return f"{real.get(person, person)}.{last}" if dot else name


def _value(playbook: Playbook, name: str, value: FactValue, real: Mapping[str, str]) -> FactValue:
    fact = playbook.facts.get(name)
    if fact is None or fact.type not in (FactType.CONTACT, FactType.CONTACTS):
        return value
    if isinstance(value, tuple):
        return tuple(dict.fromkeys(real.get(one, one) for one in value))
    return real.get(value, value) if isinstance(value, str) else value


def _named(playbook: Playbook, told: Introduced) -> Iterable[str]:
    if told.contact is not None:
        yield told.contact
    for name, value in told.facts.items():
        fact = playbook.facts.get(name)
        if fact is not None and fact.type in (FactType.CONTACT, FactType.CONTACTS):
            yield from value if isinstance(value, tuple) else ([value] if isinstance(value, str) else [])


def _there(writing: Writing, contact: str) -> Contact:
    known = writing.contact(contact)
    if known is None:
        raise UsageError(
            "no-contact",
            f'"{contact}" is nobody known here; nothing was done',
            hint='somebody new is told as "Name, Title, address"',
        )
    return known


def _said(person: Contact, name: str) -> FactValue:
    """Return what a contact's row says in a field, in the shape of a fact."""
    if name in (*_TEXTS, *_FLAGS, "proxy"):
        value: FactValue = getattr(person, name)
        return value
    if name == "away_until":
        return person.away_until.to_tz("UTC").format_iso() if person.away_until is not None else None
    return person.addresses.get(name)


def _change(writing: Writing, contact: str, name: str, value: FactValue) -> None:
    known = _there(writing, contact)
    if name in _TEXTS and (isinstance(value, str) or value is None):
        if name == "name" and not value:
            raise _bad(contact, name, value)
        changed = replace(known, **{name: value or ""})  # type: ignore[arg-type]  # all of them are texts
    elif name in _FLAGS and isinstance(value, bool):
        changed = replace(known, **{name: value})  # type: ignore[arg-type]  # all of them are yes or no
    elif name == "away_until" and (isinstance(value, str) or value is None):
        changed = replace(known, away_until=_instant(value) if value else None)
    elif name == "proxy" and (isinstance(value, str) or value is None):
        changed = replace(known, proxy=_proxy(writing, known, value) if value else None)
    elif name not in (*_TEXTS, *_FLAGS, *_OTHERS) and (isinstance(value, str) or value is None):
        _not_somebody_elses(writing, known, name, value)
        others = {way: where for way, where in known.addresses.items() if way != name}
        changed = replace(known, addresses={**others, name: address(name, value)} if value else others)
    else:
        raise _bad(contact, name, value)
    writing.put_contact(changed)


def _proxy(writing: Writing, person: Contact, value: str) -> str:
    """Return the id of somebody through whom a person is reached; refuse the person, and a circle."""
    seen: set[str] = set()
    through: Contact | None = _there(writing, value)
    while through is not None and through.id not in seen:
        if through.id == person.id:
            raise InvalidInput(
                "proxy-circle",
                f"{person.id} cannot be reached through {value}: that leads back to {person.id}; "
                "nothing was changed",
                hint="name somebody else, who is reached directly",
            )
        seen.add(through.id)
        through = writing.contact(through.proxy) if through.proxy else None
    return _there(writing, value).id


def _not_somebody_elses(writing: Writing, person: Contact, way: str, where: str | None) -> None:
    """Refuse an address of their own that already is another contact's: nobody is written to twice."""
    other = writing.contact_at(way, address(way, where)) if where and way in _OWN_WAYS else None
    if other is not None and other.id != person.id:
        raise InvalidInput(
            "address-known",
            f"{where} is the address of {other.name} ({other.id}) already; nothing was changed",
            hint=f"if they are one person, say {other.id} wherever {person.id} stands",
        )


def _instant(words: str) -> Instant:
    try:
        if "T" in words:
            return ZonedDateTime.parse_iso(words).to_instant()
        return Date.parse_iso(words).at(Time()).assume_tz("UTC").to_instant()
    except ValueError:
        raise InvalidInput("bad-field", f'"{words}" is no date; nothing was changed') from None


def _bad(contact: str, name: str, value: FactValue) -> InvalidInput:
    return InvalidInput("bad-field", f"{contact}.{name} cannot be {value!r}; nothing was changed")


class _Contacts:
    """The ids that contacts have."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def __contains__(self, name: object) -> bool:
        return self._reading.contact(str(name)) is not None
