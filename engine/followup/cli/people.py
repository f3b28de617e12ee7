"""People as they are typed: `Name, Title, address; Name, Title, address`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from followup.core.names import slug
from followup.core.values.people import Contact
from followup.errors import InvalidInput

ROLES = ("manager", "recruiter", "chair", "coordinator")
SHAPE = '"Name, Title, address", for example "Interviewer A, Head of Data, a@example.org"'

_PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{4,24}")
_MAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+")


def read_people(text: str, *, known: Callable[[str], Contact | None]) -> tuple[Contact, ...]:
    """Return the contacts that `text` describes; `known` finds those with an id that are kept already.

    Raises:
        InvalidInput: `person`, naming the part that is no name, title or address.
    """
    found: list[Contact] = []
    for part in text.split(";"):
        if part.strip():
            taken = _Taken(known, {one.id for one in found})
            found.append(known(part.strip()) or read_person(part, taken))
    return tuple(found)


class _Taken:
    """The ids that are taken, asked one by one."""

    def __init__(self, known: Callable[[str], Contact | None], here: set[str]) -> None:
        self._known, self._here = known, here

    def __contains__(self, name: object) -> bool:
        return name in self._here or self._known(str(name)) is not None


def read_person(text: str, taken: _Taken | set[str]) -> Contact:
    """Return one person: the name, then title, addresses, role, `main`, `verified` in any order."""
    name, *rest = (part.strip() for part in text.split(","))
    if not name or "@" in name:
        raise InvalidInput("person", f'"{text.strip()}" has no name', hint=f"write: {SHAPE}")
    person = Contact(id=slug((name,), taken), name=name)
    for part in rest:
        person = _with(person, part)
    return person


def _with(person: Contact, part: str) -> Contact:
    word = part.lower()
    if not part:
        return person
    if word == "verified":
        return replace(person, name_verified=True)
    if word == "main":
        return replace(person, main=True)
    if word in ROLES:
        return replace(person, role=word)
    way = way_of(part)
    if way:
        return replace(person, addresses=_joined(person.addresses, way, part))
    if "@" in part:
        raise InvalidInput("person", f'"{part}" is no address; nothing was changed', hint=f"write: {SHAPE}")
    title = f"{person.title}, {part}" if person.title else part
    return replace(person, title=title)


def way_of(text: str) -> str:
    """Return the way an address belongs to: `email`, `linkedin`, `phone`; empty where it is none."""
    if _MAIL.fullmatch(text):
        return "email"
    if "linkedin.com/" in text.lower():
        return "linkedin"
    return "phone" if _PHONE.fullmatch(text) else ""


def _joined(addresses: Mapping[str, str], way: str, address: str) -> Mapping[str, str]:
    if way in addresses:
        raise InvalidInput("person", f'two addresses of one kind: "{addresses[way]}" and "{address}"')
    return {**addresses, way: address}
