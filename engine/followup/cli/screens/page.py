"""What all screens share: colours with a meaning, wrapping and cutting."""

from __future__ import annotations

import re
from dataclasses import dataclass

from whenever import Date, Instant, ZonedDateTime

from followup.cli import phrases
from followup.cli.clean import BOLD, DIM, GREEN, MARKS, PLAIN, RED, YELLOW, width

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]+[+-][0-9:]+\[[A-Za-z0-9_+/-]+\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """For whom a screen is drawn.

    Attributes:
        now: The instant that distances are counted from.
        zone: The IANA zone of the reader, who calls it "here".
        width: Columns of the terminal; None: no terminal, so nothing is wrapped or cut.
    """

    now: Instant
    zone: str = "UTC"
    width: int | None = None

    def moment(self, at: Instant, *, there: str | None = None) -> str:
        """Return `Thu 8 Oct 10:00`; in the zone `there` first, where its clocks show another time."""
        return phrases.moment(at, self.now, self.zone, there=there)

    def when(self, at: Instant, *, there: str | None = None) -> str:
        """Return `Thu 8 Oct 10:00 (in 3 days)`; within today the time alone: `18:00 (in 7 h)`."""
        return phrases.at(at, self.now, self.zone, there=there)

    def limit(self, at: Instant, *, far: bool = True) -> str:
        """Return a limit; midnight is `the end of Thu 8 Oct (in 3 days)`. `far`: with the distance."""
        midnight = self.clock(at) == "00:00"
        last = at.subtract(minutes=1) if midnight else at
        text = f"the end of {self.day(last)}" if midnight else self.moment(at)
        if far and not midnight:
            return self.when(at)
        return f"{text} ({phrases.distance(last, self.now, self.zone)})" if far else text

    def day(self, at: Instant) -> str:
        """Return `Thu 8 Oct`."""
        return phrases.day(at, self.now, self.zone)

    def clock(self, at: Instant) -> str:
        """Return the time of day: `18:52`."""
        return phrases.clock(at, self.zone)

    def stamp(self, at: Instant) -> str:
        """Return `Thu 8 Oct 10:00` filled up, so that lines of a history stand under each other."""
        return pad(self.moment(at), len("Wed 30 Sep 10:00"))

    def value(self, value: object) -> str:
        """Return the value of a fact: dates as they are read here, yes and no, lists with commas."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, tuple):
            return ", ".join(self.value(one) for one in value)
        text = str(value)
        if _DATE.fullmatch(text):
            return phrases.day(Date.parse_iso(text), self.now, self.zone)
        if _TIME.fullmatch(text):
            return self.moment(ZonedDateTime.parse_iso(text).to_instant())
        return text


def bold(text: str) -> str:
    """Return `text` marked as a heading."""
    return f"{BOLD}{text}{PLAIN}"


def dim(text: str) -> str:
    """Return `text` marked as of less weight."""
    return f"{DIM}{text}{PLAIN}"


def good(text: str) -> str:
    """Return `text` marked as something that went well."""
    return f"{GREEN}{text}{PLAIN}"


def warn(text: str) -> str:
    """Return `text` marked as worth a second look."""
    return f"{YELLOW}{text}{PLAIN}"


def bad(text: str) -> str:
    """Return `text` marked as wrong or in doubt; the words must say so too."""
    return f"{RED}{text}{PLAIN}"


def pad(text: str, columns: int) -> str:
    """Return `text` filled up with spaces to `columns`."""
    return text + " " * (columns - width(text))


def cut(text: str, columns: int | None) -> str:
    """Return `text` shortened to `columns` with an ellipsis, at the end of a word if there is one near.

    None: as it is.
    """
    if columns is None or width(text) <= columns:
        return text
    kept = ""
    room = max(columns, 1) - 1
    for character in text:
        if width(kept + character) > room:
            break
        kept += character
    border = kept.rfind(" ")
    if not text[len(kept)].isspace() and border * 2 >= len(kept):
        kept = kept[:border]
    marked = any(mark in kept for mark in MARKS)
    return kept.rstrip(" ,;:") + "…" + (PLAIN if marked else "")


def wrap(text: str, columns: int | None, *, first: str = "", rest: str | None = None) -> list[str]:
    """Return `text` in lines of at most `columns`, begun by `first` and then by `rest`.

    Words are never broken; None: one line. `rest` is spaces of the length of `first` by default.
    """
    rest = " " * width(first) if rest is None else rest
    if columns is None:
        return [f"{first}{text}".rstrip()]
    lines: list[str] = []
    line = first
    fresh = True
    for word in text.split():
        if not fresh and width(line) + 1 + width(word) > columns:
            lines.append(line)
            line, fresh = rest, True
        line += word if fresh else f" {word}"
        fresh = False
    return [*lines, line.rstrip() if fresh else line]


def fold(text: str, columns: int | None, *, first: str = "") -> list[str]:
    """Return a line of somebody's exact words, broken at spaces where it is too long for a terminal.

    Nothing else is changed: broken lines joined by a space are the text again.
    """
    lines: list[str] = []
    while columns is not None and width(first + text) > columns:
        room = columns - width(first)
        fits = next((n for n in range(len(text), 0, -1) if width(text[:n]) <= room), 1)
        space = text.rfind(" ", 0, fits + 1)
        if space <= 0:
            break
        lines.append(f"{first}{text[:space]}")
        text = text[space + 1 :]
    return [*lines, f"{first}{text}".rstrip()]


def beside(left: str, right: str, look: Look) -> list[str]:
    """Return two sentences on one line, the second to the right; on two lines if there is no room."""
    if not left:
        return wrap(right, look.width, rest="    ")
    room = (look.width or 80) - width(left) - width(right)
    if room >= 3:
        return [left + " " * min(room, 7) + right]
    return [*wrap(left, look.width), *wrap(right, look.width, rest="    ")]
