"""People as they are typed: `Interviewer A, Head of Data, a@example.org; Interviewer B`."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import replace

from whenever import Instant

from followup.core.calendar.days import Calendar
from followup.core.names import slug
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.errors import InvalidInput
from followup.runtime.addresses import address, way_of
from followup.runtime.dates import when
from followup.runtime.scalars import choice, line, quoted, yes_or_no

ROLES = ("manager", "recruiter", "chair", "coordinator")
"""Parts somebody may have in an application; a contact may have none."""

SHAPE = "Name, Title, address; Name, Title, address"
_MOST = 50
_SITE = re.compile(r"(https?://\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}(/\S*)?)")
"""Looks like half an address rather than a title."""
_MAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+")
_ADDRESS_BEHIND = re.compile(
    r"(?:^|\s)[<(]?(?P<address>\S+@[^\s>)]+|(?:https?://)?(?:\S+\.)?linkedin\.com/[^\s>)]+"
    r"|\+[0-9][0-9 ()./-]{5,}[0-9])[>)]?\s*$"
)
_TITLE_BEHIND = re.compile(r"(?P<name>[^()]*[^()\s])\s*\((?P<title>[^()]+)\)")
_BARE_NAME = re.compile(r"(?:[^\W\d_a-z][\w.'\u2019-]*)(?: [^\W\d_a-z][\w.'\u2019-]*){0,3}")
_NO_ONE = re.compile(
    r"no|none|nobody|no one|yes|not really|not sure|no idea|unsure|n/?a|tbd"
    r"|i (?:don'?t|do not) (?:know|remember)"
)
"""Said instead of a name."""


def people(words: str, *, taken: Container[str]) -> tuple[Contact, ...]:
    """Return the contacts that `words` describe, with new ids.

    Each begins with a name; then, in any order, a title, addresses known by their shape, a role, and
    `verified` for a spelling from a card or their own mail.

    Args:
        words: Contacts split by `;`, their parts by `,`.
        taken: Ids that may not be given again.

    Raises:
        InvalidInput: `person-nameless`, `address-wrong`, `address-twice` or `people-many`; none is taken.
    """
    found: list[Contact] = []
    for part in split(words):
        found.append(person(part, taken=_Either(taken, {one.id for one in found})))
    if len(found) > _MOST:
        raise InvalidInput("people-many", f"{len(found)} people at once; at most {_MOST}")
    return tuple(found)


def split(words: str) -> tuple[str, ...]:
    """Return the descriptions of single people: split by `;`, and by `and` where it can mean nothing else.

    So it splits two bare names, or two descriptions that have an e-mail address each; the title in
    "Interviewer A, Head of Research and Development" stays whole.
    """
    found: list[str] = []
    for part in filter(None, (part.strip() for part in words.split(";"))):
        sides = [side.strip() for side in re.split(r",? (?:and|&) ", part)]
        bare = all(_BARE_NAME.fullmatch(side) for side in sides)
        found += sides if bare or all(len(_MAIL.findall(side)) == 1 for side in sides) else [part]
    return tuple(found)


def person(words: str, *, taken: Container[str]) -> Contact:
    """Return the one contact that `words` describe; see `people`.

    A title may stand in brackets behind the name, and addresses behind either without a comma.
    """
    name, *rest = _parts(words)
    if not name or way_of(name) is not None:
        raise _nobody(words, "does not begin with a name")
    letters = [char for char in name if char.isalpha()]
    if not letters or (len(letters) == 1 and name.isascii()):
        raise _nobody(words, "is nobody's name")
    if _NO_ONE.fullmatch(name.lower().strip(" .!?")):
        raise InvalidInput(
            "person-nameless",
            f"{quoted(words)} is nobody's name",
            hint="press Enter if there is nobody to name; on a command line leave it out",
        )
    if re.search(r" (?:and|&) ", name):
        raise InvalidInput(
            "person-nameless", f"{quoted(name)} may be several people", hint=f"put ; between them: {SHAPE}"
        )
    contact = Contact(id=slug((line(name),), taken), name=line(name))
    for part in rest:
        contact = _with(contact, part) if part else contact
    return contact


def _parts(words: str) -> Iterator[str]:
    """Yield the parts of a description: the name first."""
    for number, part in enumerate(words.split(",")):
        text, addresses = part, []
        while match := _ADDRESS_BEHIND.search(text):
            addresses.append(match["address"])
            text = text[: match.start()]
        title = _TITLE_BEHIND.fullmatch(text.strip()) if number == 0 else None
        if title:
            yield from (title["name"].strip(), title["title"].strip())
        elif text.strip() or number == 0 or not addresses:
            yield text.strip()
        yield from reversed(addresses)


def _nobody(words: str, why: str) -> InvalidInput:
    return InvalidInput("person-nameless", f"{quoted(words)} {why}", hint=f"write {SHAPE}")


def contact_field(field: str, words: str, *, now: Instant, zone: str) -> FactValue:
    """Return what a field of a contact is to be, in the shape of a fact.

    Args:
        field: `name`, `title`, `salutation`, `role`, `name_verified`, `do_not_contact`, `main`,
            `away_until`, `proxy`, or a way such as `email`.
        words: As typed; `unknown` takes the field back (not a name or a yes/no).
        now: What dates are relative to.
        zone: The IANA zone dates are read in.

    Raises:
        InvalidInput: The words do not fit the field.
    """
    if field in ("name_verified", "do_not_contact", "main"):
        return yes_or_no(words)
    if field == "name":
        return line(words)
    if words.strip().lower() == "unknown":
        return None
    if field in ("title", "salutation", "proxy"):
        return line(words)
    if field == "role":
        return choice(words, ROLES)
    if field == "away_until":
        typed = when(words, now=now, zone=zone)
        here = Calendar(zone, {}, frozenset())
        return here.local(typed.instant or here.start(typed.date)).format_iso()
    return address(field, words)


def _with(contact: Contact, part: str) -> Contact:
    """Return the contact with one more part of its description."""
    word = part.lower()
    if word == "verified":
        return replace(contact, name_verified=True)
    if word == "main":
        return replace(contact, main=True)
    if way := way_of(part):
        if way in contact.addresses:
            raise InvalidInput(
                "address-twice", f"{contact.name} has two addresses for {way}", hint="give one"
            )
        return replace(contact, addresses={**contact.addresses, way: address(way, part)})
    if _SITE.fullmatch(part):
        raise InvalidInput(
            "address-wrong", f"{quoted(part)} is no address: a name and @ are missing", hint=f"write {SHAPE}"
        )
    title = f"{contact.title}, {line(part)}" if contact.title else line(part)
    return replace(contact, title=title, role=word if word in ROLES else contact.role)


class _Either:
    """What is in one of two containers."""

    def __init__(self, taken: Container[str], here: Container[str]) -> None:
        self._taken, self._here = taken, here

    def __contains__(self, name: object) -> bool:
        return name in self._here or name in self._taken
