"""Times of a tests file: wall times of a place, or of UTC with a Z behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whenever import Date, Instant, PlainDateTime, RepeatedTime, SkippedTime

from followup.authoring.desk import Desk
from followup.authoring.tree import Scalar
from followup.core.values.problems import Problem

TIME = re.compile(
    r"(?P<date>\d{4}-\d{2}-\d{2})[ T](?P<clock>\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?)(?P<utc>Z)?", re.ASCII
)
DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
FIRST, LAST = Instant.from_utc(1970, 1, 2), Instant.from_utc(2200, 1, 1)
"""Between these all stories happen."""
EXAMPLE = "2026-10-01 16:30"


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads times at one place; `zone` is its IANA zone."""

    desk: Desk
    zone: str

    def instant(self, scalar: Scalar | None) -> Instant | None:
        """Return the instant of a time, or None if there is none; what is wrong is noted."""
        if scalar is None:
            return None
        found = instant(str(scalar.value), self.zone)
        if isinstance(found, Problem):
            self.desk.refuse(scalar, found)
            return None
        return found


def instant(text: str, zone: str) -> Instant | Problem:
    """Return the instant of a wall time of `zone`, or of a time with a Z; or what is wrong with it.

    A wall time that comes twice is the first of the two, as everywhere here.
    """
    match = TIME.fullmatch(text)
    if match is None:
        return _malformed(text)
    try:
        day = Date.parse_iso(match["date"])
    except ValueError:
        return _problem(f"{match['date']} is in no calendar", until=10)
    try:
        plain = PlainDateTime.parse_iso(f"{day}T{match['clock']}")
    except ValueError:
        return _problem(f"{match['clock']} is no time of day", start=11, until=11 + len(match["clock"]))
    if not FIRST.to_tz("UTC").date() <= day < LAST.to_tz("UTC").date():
        return _problem("only times from 1970 to 2199 can be told", until=10)
    if match["utc"]:
        return plain.assume_utc()
    try:
        return plain.assume_tz(zone, disambiguation="raise").to_instant()
    except RepeatedTime:
        return plain.assume_tz(zone, disambiguation="earlier").to_instant()
    except SkippedTime:
        later = plain.assume_tz(zone, disambiguation="compatible").to_plain()
        text = f"the clocks of {zone} are put forward over {match['clock']} on that day"
        return _problem(text, _shown(later), until=len(text))


def written(at: Instant, zone: str) -> str:
    """Return an instant as it is written in a file whose place has this zone."""
    local = at.to_tz(zone)
    if local.to_plain().assume_tz(zone, disambiguation="earlier").to_instant() == at:
        return _shown(local.to_plain())
    return f"{_shown(at.to_tz('UTC').to_plain())}Z"


def _shown(plain: PlainDateTime) -> str:
    text = plain.format_iso().replace("T", " ")
    return text.removesuffix(":00") if len(text) == len("2026-10-01 16:30:00") else text


def _malformed(text: str) -> Problem:
    if DATE.fullmatch(text):
        return _problem("a time of day is missing", f"{text} 10:00", until=len(text))
    return _problem(f'"{text}" is no time', EXAMPLE, f"{EXAMPLE}Z in UTC", until=len(text))


def _problem(text: str, *hints: str, start: int = 0, until: int = 0) -> Problem:
    return Problem(start=start, end=until, code="bad-time", text=text, hints=hints)
