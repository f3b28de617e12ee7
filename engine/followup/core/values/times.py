"""Time sentences as values: spans, anchors, lines, and the instants they come to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Instant


class Unit(StrEnum):
    """The unit of a span; elapsed, calendar and business units are three different things."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    BUSINESS_DAY = "business day"

    @property
    def elapsed(self) -> bool:
        """Whether the unit counts exact time rather than dates."""
        return self in (Unit.MINUTE, Unit.HOUR)


@dataclass(frozen=True, slots=True)
class Part:
    """One amount of one unit, such as `2 business days`; `amount` is at least 1."""

    amount: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class Span:
    """Parts applied from left to right; all of them elapsed, or none of them."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class SettingName:
    """A span that is looked up in the settings when it is needed."""

    name: str


class AnchorKind(StrEnum):
    """What a time hangs on."""

    ENTRY = "entry"
    """The latest entry of the state that planned the item or holds the timer."""
    FACT = "fact"
    """The last word on a fact of type date or datetime."""
    EVENT = "event"
    """The latest handled occurrence of an event in this round."""
    OUTCOME = "outcome"
    """The latest time an item came to an outcome in this round, such as `check_in.sent`."""
    CONTACT = "contact"
    """A field of the contact of the item, such as `contact.away_until`."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a time hangs on. `name` is a fact, an event, an item or a contact field; empty for entry.

    `outcome` is filled for `AnchorKind.OUTCOME` only.
    """

    kind: AnchorKind
    name: str = ""
    outcome: str = ""


class Direction(StrEnum):
    """Whether spans are counted from the anchor onwards or back."""

    AFTER = "after"
    BEFORE = "before"


class ClockKind(StrEnum):
    """How a sentence about a day sets the time of day."""

    AT = "at"
    """At the `HH:MM` given."""
    SAME = "the same time"
    """At the wall time of the anchor."""
    END = "the end of day"
    """The first instant of the next date, as a limit."""


@dataclass(frozen=True, slots=True)
class Clock:
    """The time of day of a sentence; `time` is `HH:MM` for `ClockKind.AT` and empty otherwise."""

    kind: ClockKind
    time: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """The sentence `now`."""

    text: str = "now"


@dataclass(frozen=True, slots=True)
class Sum:
    """`SPANS after|before ANCHOR`, `same day as ANCHOR`, or a bare `ANCHOR` (both without spans).

    Attributes:
        text: The sentence as it was written, with single spaces.
        anchor: What it hangs on.
        spans: Applied from left to right; empty for `same day as` and for a bare anchor.
        direction: For the spans.
        same_day: True for `same day as ANCHOR`: only the date of the anchor counts.
        roll: `on a business day`: forward to the next one if it is none.
        clock: The time of day, or None for the default of the place where it is used.
    """

    text: str
    anchor: Anchor
    spans: tuple[Part | SettingName, ...] = ()
    direction: Direction = Direction.AFTER
    same_day: bool = False
    roll: bool = False
    clock: Clock | None = None


@dataclass(frozen=True, slots=True)
class Portion:
    """`INT% of the way from ANCHOR to ANCHOR`: dates are counted, and it rounds down."""

    text: str
    percent: int
    start: Anchor
    end: Anchor
    roll: bool = False
    clock: Clock | None = None


Line = Now | Sum | Portion


class Choice(StrEnum):
    """How a list of lines comes to one instant."""

    ONLY = "only"
    FIRST_KNOWN = "first_known"
    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class When:
    """A time sentence: one line, or up to eight with the way to choose among them."""

    choose: Choice
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A planned instant, with how it came about.

    Attributes:
        at: The instant (UTC).
        wall: The same as ISO 8601 wall time with its zone: `2026-10-08T10:00:00+01:00[Europe/London]`.
        rule: The line that won, as written: `grace after promised_by`.
        counted: The rule with settings and anchors spelled out: `2 business days after Tue 6 Oct`.
        skipped: Days that business-day counting passed over and why, such as
            `2026-08-31 Late Summer Bank Holiday`; plain weekends are not listed.
    """

    at: Instant
    wall: str
    rule: str
    counted: str = ""
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A time that cannot be told yet, because these anchors are not known.

    `missing` names facts, events or outcomes in the words of the playbook, e.g. `promised_by`.
    """

    missing: tuple[str, ...]


class Weekday(StrEnum):
    """Weekday names as they are written in hours."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"


@dataclass(frozen=True, slots=True)
class Opening:
    """Windows of some days: `business days 10:00-12:00, 14:00-16:00`.

    Attributes:
        days: The weekdays it holds for.
        business: Only on business days among them.
        windows: Pairs of `HH:MM`, start inclusive, end exclusive, start before end.
    """

    days: tuple[Weekday, ...]
    windows: tuple[tuple[str, str], ...]
    business: bool = False


Hours = tuple[Opening, ...]
"""Open when any of them is; an empty tuple means always open."""
