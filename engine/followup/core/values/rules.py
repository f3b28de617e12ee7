"""The rules of a playbook that hold whatever its states say: courtesy and wording."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followup.core.values.times import Hours, Span, When


@dataclass(frozen=True, slots=True, kw_only=True)
class Ban:
    """Nothing leaves while it holds. An unknown condition holds.

    Attributes:
        why: Told to the person.
        when: The guard under which it holds; None: always.
        states: State names (leaves or parents) it holds in; empty: all.
        to: Facts whose contacts it protects; empty: everybody.
        via: Ways it forbids; empty: all.
        allow: Messages let through.
        since: Its beginning; None: it always held. Untold holds; what has not happened has not begun.
        until: Its end, or None for no end.
        says: Only texts that say one of these phrases are forbidden; empty: all.
        lifts: An event that ends it for the contact the event comes from.
    """

    name: str
    why: str
    when: str | None = None
    states: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    since: When | None = None
    until: When | None = None
    says: tuple[str, ...] = ()
    lifts: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """Holds the named messages back while its condition is true or until its time; then it is over."""

    name: str
    why: str
    holds: tuple[str, ...]
    when: str | None = None
    until: When | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often a contact, a case or a whole home may reach out.

    Attributes:
        most: Greatest number of counted messages; None: no cap.
        per_round: Whether `most` starts anew with each round.
        apart: Least distance between two of them; None: none.
    """

    most: int | None = None
    per_round: bool = True
    apart: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """Messages for the contacts of these facts go by way of another contact."""

    fact: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Courtesy:
    """Rules that the engine keeps whatever the states say.

    Attributes:
        place: The fact (type place) that gives zone and public holidays.
        closed: A fact (type days) with further days that are no business days.
        time: `HH:MM` for a sentence that names a day and no time.
        hours: Opening hours by way; the key `any` holds for ways without their own.
        my_hours: Hours, in the candidate's own zone, in which tasks are shown.
        limits: Under the keys `contact`, `case`, `house`.
        ways: Limits for one contact by a certain way, by its name.
        takes: How long a way takes to arrive, by its name; `expires` means the arrival.
    """

    place: str
    closed: str | None = None
    time: str = "10:00"
    hours: Mapping[str, Hours] = field(default_factory=dict)
    my_hours: Hours = ()
    through: Through | None = None
    limits: Mapping[str, Limit] = field(default_factory=dict)
    ways: Mapping[str, Limit] = field(default_factory=dict)
    takes: Mapping[str, Span] = field(default_factory=dict)
    bans: Mapping[str, Ban] = field(default_factory=dict)
    waits: Mapping[str, Wait] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a text must and must not be; numbers count words, phrases are compared in lower case.

    Attributes:
        salutation: How `contact.salutation` is said: `as in the room`, `formal` or `first name`.
        locale: How days, times and lists are said, such as `de` or `en-US`; empty: British English.
    """

    least: int | None = None
    warn: int | None = None
    most: int | None = None
    never: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    salutation: str = "as in the room"
    locale: str = ""
