"""A frozen snapshot of what lies outside a case and still matters to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from whenever import Date, Instant

from followup.core.values.people import Contact, Me


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """A contact made (or possibly made) with somebody, by any case of this home.

    `round` is the round of `case`; `counted` whether it uses up limits; `owner` the candidate;
    `way` how it went, empty where that was not written down.
    """

    contact: str
    at: Instant
    case: str
    item: str
    round: int
    owner: str
    counted: bool = True
    way: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A way to speak and what carries it here.

    Attributes:
        name: `email`, `phone`, `linkedin`, ...
        channel: The channel in use for it: `folder`, `todo`, `email`, ...
        person: Whether a person does it (the outcome is told later by `done`).
        counts: Whether messages by it count as touches.
        outcomes: Outcomes a person may tell; empty: just done.
        unit_limit: Greatest length in characters, or None.
    """

    name: str
    channel: str
    person: bool = False
    counts: bool = True
    outcomes: tuple[str, ...] = ()
    unit_limit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a step may know of the world.

    Attributes:
        me: The candidate.
        contacts: All contacts that the case refers to, and their proxies, by id.
        touches: Touches of those contacts by every case, and of this case to anybody, oldest first.
        ways: Ways in use, by name.
        holidays: Public holidays with their names by calendar (`GB-ENG`); the calendar `PLAIN`
            has none. Covers every place the case (or the event at hand) names.
        cases_here: Other cases of the owner at the same employer that still run.
        mail_domain: The domain of Message-IDs.
    """

    me: Me
    contacts: Mapping[str, Contact] = field(default_factory=dict)
    touches: tuple[Touch, ...] = ()
    ways: Mapping[str, Way] = field(default_factory=dict)
    holidays: Mapping[str, Mapping[Date, str]] = field(default_factory=dict)
    cases_here: int = 0
    mail_domain: str = "followup.invalid"
