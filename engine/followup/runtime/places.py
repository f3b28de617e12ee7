"""A gazetteer: the names people use for places, and the calendar and time zone of each."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

_NOT_DECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "æ": "ae", "&": " and "}
)
_SPACES = str.maketrans({"_": " ", "-": " ", "\N{EN DASH}": " "})
_DROPPED = frozenset(".'\N{RIGHT SINGLE QUOTATION MARK}")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Places by name. A place is written `CALENDAR ZONE`, such as `GB-SCT Europe/London`.

    Attributes:
        names: Places by folded name; several where a name has to be narrowed down.
        shown: The names as they are written, by folded name.
        main: The place of a country as a whole, by ISO code.
        country: ISO codes by folded name of a country.
        zones: ISO codes by IANA zone.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    shown: dict[str, str] = field(default_factory=dict)
    main: dict[str, str] = field(default_factory=dict)
    country: dict[str, str] = field(default_factory=dict)
    zones: dict[str, str] = field(default_factory=dict)

    def find(self, words: str) -> tuple[str, ...]:
        """Return the places that a name may mean: `Edinburgh`, `Cambridge, MA`, `Georgia, US`."""
        name = fold(words)
        if whole := self.names.get(name):
            return tuple(whole)
        city, comma, region = (part.strip() for part in name.rpartition(","))
        if not comma or not city or not region:
            return (self.main[code],) if (code := name.upper()) in self.main else ()
        return self._within(city, region)

    def _within(self, city: str, region: str) -> tuple[str, ...]:
        """Return the places a city may be at that also suit its country or state, else the region itself."""
        cities = self.names.get(city, ())
        code = self.country.get(region) or (region.upper() if region.upper() in self.main else None)
        if inside := [place for place in cities if _country(place) == code]:
            return tuple(inside)
        regions = (
            self.names.get(f",{region}") or self.names.get(region) or ([self.main[code]] if code else [])
        )
        countries = {_country(place) for place in cities}
        near = [place for place in regions if _country(place) in countries]
        return tuple(near if len(regions) > 1 and near else regions)

    def zone_of(self, calendar: str) -> str | None:
        """Return the zone of a calendar such as `GB-SCT` or `US-CA`; None where that cannot be told."""
        for places in self.names.values():
            for place in places:
                if place.startswith(f"{calendar} "):
                    return _zone(place)
        country, _, part = calendar.partition("-")
        if part and (states := self.names.get(f",{part.casefold()}")) and states[0].startswith(country):
            return _zone(states[0])
        only = sum(1 for code in self.zones.values() if code == country) == 1
        return _zone(self.main[country]) if country in self.main and (only or not part) else None

    def add(self, name: str, place: str) -> None:
        """Let a name mean a place, besides what it means already."""
        folded = fold(name)
        places = self.names.setdefault(folded, [])
        if place not in places:
            places.append(place)
        self.shown.setdefault(folded, name)


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer, read once from our table and the tables of the zone data."""
    book = Gazetteer()
    for code, place, names in _rows(files("followup.runtime").joinpath("places.tsv").read_text("utf-8")):
        for name in names.split("; "):
            book.add(name, place)
            if code:
                book.country[fold(name)] = code
        if code:
            book.main[code] = place
    data = files("tzdata").joinpath("zoneinfo")
    for code, _, zone, *_ in _rows(data.joinpath("zone.tab").read_text("utf-8")):
        book.zones[zone] = code
        book.main.setdefault(code, f"{code} {zone}")
        city = zone.rpartition("/")[2].replace("_", " ")
        if fold(city) not in book.names:
            book.add(city, f"{book.main[code].partition(' ')[0]} {zone}")
    for code, name in _rows(data.joinpath("iso3166.tab").read_text("utf-8")):
        if code in book.main and fold(name) not in book.country:
            book.country[fold(name)] = code
            if book.main[code] not in book.names.get(fold(name), ()):
                book.names.pop(fold(name), None)  # a country outranks a zone city of its name
                book.add(name, book.main[code])
    return book


def fold(words: str) -> str:
    """Return a name without case, accents, dots and dashes, to compare it."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", words).casefold())
    plain = plain.translate(_NOT_DECOMPOSED).translate(_SPACES)
    kept = "".join(char for char in plain if not unicodedata.combining(char) and char not in _DROPPED)
    return ",".join(_bare(part) for part in kept.split(","))


def _bare(part: str) -> str:
    words = part.split()
    while len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words)


def _rows(table: str) -> Iterator[list[str]]:
    for line in table.splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def _country(place: str) -> str:
    return place.partition(" ")[0].partition("-")[0]


def _zone(place: str) -> str:
    return place.partition(" ")[2]
