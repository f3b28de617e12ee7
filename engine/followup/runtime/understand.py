"""What people type for a fact, understood by the type of the fact."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whenever import Date, Instant

from followup.core.calendar import spelled
from followup.core.calendar.days import Calendar, calendar_of
from followup.core.values.events import FactValue
from followup.core.values.playbook import Fact, FactType
from followup.errors import InvalidInput
from followup.ports import Almanac
from followup.runtime import scalars
from followup.runtime.contacts import contact_field, people
from followup.runtime.dates import Typed, when

__all__ = ["Understood", "contact_field", "people", "understand"]

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CONTACT_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VAGUE = re.compile(
    r"(?:very )?soon(?:ish)?|asap|as soon as possible|shortly|later|some ?time|whenever"
    r"|no date|no idea|not sure|nothing|none|no|nope"
    r"|(?:i )?(?:don'?t|do not) (?:know|remember)|they (?:did not|didn'?t) say|not said"
)
"""Said instead of a date by somebody who was told none."""
_MOST_DAYS = 400
_MOST_ENTRIES = 100


@dataclass(frozen=True, slots=True)
class Understood:
    """A value as it will be kept.

    Attributes:
        value: In the shape of its `FactType`; None takes the fact back.
        words: How it was put, where the value says it differently; else empty.
        echo: What was understood, in words to show; empty where the value is the words themselves.
    """

    value: FactValue
    words: str = ""
    echo: str = ""


def understand(
    fact: Fact,
    words: str,
    *,
    now: Instant,
    place: str | None,
    almanac: Almanac,
    zone: str | None = None,
    past: bool | None = None,
) -> Understood:
    """Return the value that `words` mean for a fact.

    Args:
        fact: The fact.
        words: As typed; `unknown` takes the fact back.
        now: What dates are relative to.
        place: The employer's place, whose zone dates and times are read in; None: not known yet.
        almanac: Knows places and holidays.
        zone: The reader's own IANA zone: dates are read in it while the place is not known, and a time
            at a place where clocks differ is echoed with its city.
        past: Whether a date lies in the past; None: as the question is put (`When did ...`).

    Raises:
        InvalidInput: The words do not fit the type; the code and hint say how to put it.
    """
    if words.strip().lower() == "unknown" and "unknown" not in fact.choices:
        return Understood(None, echo="not known")
    calendar = _calendar(place, zone or "UTC", almanac, now)
    reading = _Reading(now, calendar, almanac, _asks_past(fact) if past is None else past, zone)
    return reading.value(fact, fact.type, words)


@dataclass(frozen=True, slots=True)
class _Reading:
    """What the words are read with."""

    now: Instant
    calendar: Calendar
    almanac: Almanac
    past: bool
    zone: str | None

    def value(self, fact: Fact, kind: FactType, words: str) -> Understood:
        match kind:
            case FactType.TEXT | FactType.BOOLEAN | FactType.INTEGER | FactType.CHOICE | FactType.LINK:
                return _scalar(fact, kind, words)
            case FactType.PLACE:
                return self._place(words)
            case FactType.DATE:
                return self._date(words)
            case FactType.DATETIME:
                return self._datetime(words)
            case FactType.DAYS:
                return self._days(words)
            case FactType.LIST:
                return self._list(fact, words)
            case FactType.CONTACT | FactType.CONTACTS:
                return _contact_ids(words, many=kind is FactType.CONTACTS)

    def _place(self, words: str) -> Understood:
        place = self.almanac.place(words)
        calendar, _, zone = place.partition(" ")
        holidays = "no public holidays" if calendar == "PLAIN" else f"public holidays of {calendar}"
        said = scalars.line(words)
        return Understood(place, "" if said == place else said, f"{holidays}, time of {zone}")

    def _date(self, words: str) -> Understood:
        typed = self._when(words)
        kept = "" if _ISO_DATE.fullmatch(typed.words) else typed.words
        return Understood(typed.date.format_iso(), kept, spelled.date(typed.date, self._year()))

    def _datetime(self, words: str) -> Understood:
        typed = self._when(words, time_needed=True)
        assert typed.instant is not None  # noqa: S101 - a time was needed, so there is one
        local = self.calendar.local(typed.instant)
        kept = "" if _ISO_DATE.match(typed.words) else typed.words
        differs = self.zone is not None and local.to_tz(self.zone).to_plain() != local.to_plain()
        city = self.calendar.zone.rpartition("/")[2].replace("_", " ")
        return Understood(local.format_iso(), kept, f"{typed.echo} {city}" if differs else typed.echo)

    def _days(self, words: str) -> Understood:
        days: set[Date] = set()
        for part in re.split(r"[;,]", words):
            if part.strip():
                first, _, last = part.partition(" to ") if " to " in part else part.partition("..")
                start = self._when(first).date
                end = self._when(last).date if last else start
                if not start <= end <= start.add(days=_MOST_DAYS):
                    raise InvalidInput(
                        "days-order", f"{scalars.quoted(part)} does not run from an earlier day to a later"
                    )
                while start <= end:
                    days.add(start)
                    start = start.add(days=1)
        if not days:
            raise InvalidInput("value-empty", "no days were given", hint='to take it back, give "unknown"')
        ordered = tuple(day.format_iso() for day in sorted(days))
        return Understood(
            ordered, scalars.line(words), ", ".join(ordered[:5]) + (" ..." if ordered[5:] else "")
        )

    def _list(self, fact: Fact, words: str) -> Understood:
        kind = fact.of or FactType.TEXT
        parts = [part for part in words.split(";") if part.strip()]
        if not parts or len(parts) > _MOST_ENTRIES:
            raise InvalidInput("list-size", f"a list has 1 to {_MOST_ENTRIES} entries, split by ;")
        entries = [self.value(fact, kind, part).value for part in parts]
        return Understood(tuple(_entry(entry) for entry in entries), echo="; ".join(map(_entry, entries)))

    def _year(self) -> int:
        return self.calendar.local(self.now).year

    def _when(self, words: str, *, time_needed: bool = False) -> Typed:
        if _VAGUE.fullmatch(" ".join(words.lower().split()).strip(" .!?")):
            raise InvalidInput(
                "date-unknown",
                f"{scalars.quoted(words)} names no date",
                hint="press Enter if they named no date; on a command line leave it out",
            )
        return when(
            words,
            now=self.now,
            zone=self.calendar.zone,
            past=self.past,
            time_needed=time_needed,
            calendar=self.calendar,
        )


def _scalar(fact: Fact, kind: FactType, words: str) -> Understood:
    match kind:
        case FactType.BOOLEAN:
            yes = scalars.yes_or_no(words)
            return Understood(yes, echo="yes" if yes else "no")
        case FactType.INTEGER:
            number = scalars.integer(words)
            return Understood(number, echo=str(number))
        case FactType.CHOICE:
            one = scalars.choice(words, fact.choices)
            return Understood(one, echo=one)
        case FactType.LINK:
            return Understood(scalars.link(words))
        case _:
            return Understood(scalars.text(words))


def _calendar(place: str | None, zone: str, almanac: Almanac, now: Instant) -> Calendar:
    """Return the calendar dates are read with: holidays matter for `in 5 business days`."""
    if place is None:
        return Calendar(zone, {}, frozenset())
    name = place.partition(" ")[0]
    year = now.to_tz("UTC").year
    return calendar_of(place, (), {name: almanac.holidays(name, range(year - 1, year + 3))})


def _asks_past(fact: Fact) -> bool:
    return fact.ask.lower().startswith("when did") or fact.name.endswith("ended_at")


def _contact_ids(words: str, *, many: bool) -> Understood:
    """Return ids of contacts that exist; new people are read by `people`."""
    ids = tuple(part.strip() for part in re.split(r"[;,]", words) if part.strip())
    wrong = next((one for one in ids if not _CONTACT_ID.fullmatch(one)), None)
    if wrong is not None or not ids or (len(ids) > 1 and not many):
        raise InvalidInput(
            "not-a-contact",
            f"{scalars.quoted(words)} is not {'a list of contacts' if many else 'one contact'}",
            hint="give the name of a contact as it is listed, such as interviewer-a",
        )
    return Understood(ids if many else ids[0], echo=", ".join(ids))


def _entry(value: FactValue) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)
