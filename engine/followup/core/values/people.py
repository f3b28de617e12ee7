"""People: the contacts at the other end, and the candidate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whenever import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person at the other end; a row of its own, shared by the cases of its owner.

    Attributes:
        id: A slug made from the name, such as `interviewer-a`; unique in a home, never reused.
        name: As it is to be written.
        name_verified: Whether somebody confirmed the spelling from a card or their own mail.
        title: Job title, or empty.
        role: `manager`, `recruiter`, `chair`, `coordinator`, or empty.
        main: Whether `one of` a group prefers this contact.
        salutation: How to address them; empty: their name.
        addresses: By way: `email`, `phone`, `linkedin`, `sms` ...; a missing way is unreachable.
        proxy: The id of the contact through whom messages go, or None.
        do_not_contact: Whether they asked to be left alone.
        away_until: Not back before this instant, or None.
    """

    id: str
    name: str
    name_verified: bool = False
    title: str = ""
    role: str = ""
    main: bool = False
    salutation: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)
    proxy: str | None = None
    do_not_contact: bool = False
    away_until: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Me:
    """The candidate (the owner of cases), as messages and mail headers show them.

    `zone` is the IANA zone in which they read dates; it decides nothing about sending.
    """

    name: str
    email: str = ""
    phone: str = ""
    signature: str = ""
    zone: str = "UTC"
