"""Places, their zones and their public holidays, from public data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import MappingProxyType

from whenever import Date, available_timezones, get_tzpath

from followup.errors import InvalidInput
from followup.runtime.places import fold, gazetteer
from followup.runtime.scalars import quoted

PLAIN = "PLAIN"
"""The calendar of Monday to Friday without holidays."""

_CALENDAR = re.compile(r"[A-Za-z]{2}(-[A-Za-z0-9]{1,12})?")
_MOST = 120


class PublicAlmanac:
    """Knows places by name, and public holidays by the `holidays` library. Implements `ports.Almanac`.

    Attributes:
        version: Of the data: `holidays 0.109, tzdata 2026c`.
    """

    def __init__(self) -> None:
        self.version = f"holidays {version('holidays')}, tzdata {_zone_data()}"
        self._years: dict[tuple[str, int], Mapping[Date, str]] = {}
        self._spans: dict[tuple[str, tuple[int, ...]], Mapping[Date, str]] = {}

    def place(self, words: str) -> str:
        """Return the canonical place, `CALENDAR ZONE`, for words such as `London` or `plain America/Chicago`.

        A canonical place comes back as it is.

        Raises:
            InvalidInput: `place-unknown` with the nearest names, or `place-ambiguous` with the readings.
        """
        text = " ".join(words.split())[:_MOST]
        first, _, rest = text.partition(" ")
        if first.upper() == PLAIN and rest:
            zone = _zones().get(rest.casefold()) or self.place(rest).partition(" ")[2]
            return f"{PLAIN} {zone}"
        if found := _coded(text, first, rest):
            return found
        places = gazetteer().find(text)
        if len(places) == 1:
            return places[0]
        if places:
            raise InvalidInput(
                "place-ambiguous",
                f'"{text}" may be {" or ".join(places)}',
                hint=f'add the country or the state, as in "{text}, US", or write one of these',
            )
        raise _unknown(text)

    def holidays(self, calendar: str, years: Iterable[int]) -> Mapping[Date, str]:
        """Return the public holidays of a calendar such as `GB-ENG` with English names; none for `PLAIN`.

        Raises:
            InvalidInput: `calendar-unknown`.
        """
        span = (calendar, tuple(years))
        if span not in self._spans:
            found: dict[Date, str] = {}
            for year in span[1]:
                if (calendar, year) not in self._years:
                    self._years[calendar, year] = _holidays(calendar, year)
                found |= self._years[calendar, year]
            self._spans[span] = MappingProxyType(found)  # the same mapping each time: what is counted is kept
        return self._spans[span]


def _coded(text: str, first: str, rest: str) -> str | None:
    """Return the place that codes stand for: `GB-SCT`, `Europe/London`, `US-CA America/Los_Angeles`."""
    book = gazetteer()
    named = fold(text) in book.names or text.upper() in book.main  # "GB" and "Japan" are old zones as well
    if not rest and (zone := _zones().get(text.casefold())) and ("/" in text or not named):
        code = book.zones.get(zone)
        return f"{book.main[code].partition(' ')[0] if code else PLAIN} {zone}"
    if not _CALENDAR.fullmatch(first) or (rest and "/" not in rest and rest.casefold() not in _zones()):
        return None
    country, dash, part = first.partition("-")
    calendar = f"{country.upper()}{dash}{_subdivision(country.upper(), part) if dash else ''}"
    if calendar.endswith("-") or country.upper() not in book.main:
        return None
    if rest:
        zone = _zones().get(rest.casefold())
    elif dash:
        zone = book.zone_of(calendar)
    else:
        return None  # a bare code of a country is a name like any other
    return f"{calendar} {zone}" if zone else None


def _subdivision(country: str, part: str) -> str:
    """Return a subdivision as the library spells it, or an empty string."""
    from holidays import country_holidays

    try:
        known: Iterable[str] = country_holidays(country).subdivisions
    except NotImplementedError:
        return ""
    return next((name for name in known if name.casefold() == part.casefold()), "")


def _unknown(text: str) -> InvalidInput:
    book = gazetteer()
    close = get_close_matches(fold(text), [name for name in book.shown if name[0] != ","], n=3, cutoff=0.7)
    nearest = f"did you mean {' or '.join(book.shown[name] for name in close)}? " if close else ""
    return InvalidInput(
        "place-unknown",
        f"{quoted(text)} is no place known here",
        hint=f'{nearest}Write a country, a large city or a zone: "France", "Munich", "plain Asia/Tokyo"',
    )


def _holidays(calendar: str, year: int) -> Mapping[Date, str]:
    if calendar == PLAIN:
        return {}
    from holidays import country_holidays

    country, _, part = calendar.partition("-")
    try:
        spoken = country_holidays(country, subdiv=part or None).supported_languages
        days = country_holidays(country, subdiv=part or None, years=year, language=_english(country, spoken))
    except NotImplementedError:
        raise InvalidInput(
            "calendar-unknown",
            f'there are no public holidays for "{calendar}" here',
            hint='take the calendar of the country, or PLAIN for Monday to Friday: "plain Europe/London"',
        ) from None
    return {Date(day): name for day, name in sorted(days.items())}


def _english(country: str, languages: Iterable[str]) -> str | None:
    """Return the English among some languages, that of the country first; None: whatever it speaks."""
    own = "en_GB" if country == "GB" else "en_US"
    english = sorted(language for language in languages if language.startswith("en"))
    return own if own in english else next(iter(english), None)


@cache
def _zones() -> Mapping[str, str]:
    """Return all zones of this system by their name in lower case."""
    return {zone.casefold(): zone for zone in available_timezones()}


@cache
def _zone_data() -> str:
    """Return the version of the zone data in use: of the system, else of the package."""
    for folder in get_tzpath():
        source = Path(folder) / "tzdata.zi"
        if source.is_file():
            with source.open(encoding="utf-8") as lines:
                return lines.readline().removeprefix("# version").strip()
    return version("tzdata")
