"""How days, times and lists are said in a language and a country; the only importer of Babel."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from whenever import Date, Time

if TYPE_CHECKING:
    from babel import Locale

PLAIN = "en-GB"
"""The locale of texts that name none; it needs no library."""

_FIELDS = re.compile(r"'(?:[^']|'')*'|[A-Za-z]+|[^A-Za-z']+")
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def known(tag: str) -> bool:
    """Whether there is such a locale, as `de`, `en-US` or `pt-BR`."""
    from babel import UnknownLocaleError

    try:
        _locale(tag)
    except (UnknownLocaleError, ValueError):
        return False
    return True


def day(date: Date, tag: str = PLAIN) -> str:
    """Return a day without its year: `Thursday 1 October`, `Donnerstag, 1. Oktober`."""
    if tag in ("", PLAIN):
        return f"{_WEEKDAYS[date.day_of_week().value - 1]} {date.day} {_MONTHS[date.month - 1]}"
    from babel.dates import format_date

    locale = _locale(tag)
    return _plain(format_date(date.to_stdlib(), _day_pattern(tag), locale=locale))


def day_and_time(date: Date, time: Time, tag: str = PLAIN) -> str:
    """Return a day and a time of it: `Thursday 1 October at 16:30`."""
    if tag in ("", PLAIN):
        return f"{day(date)} at {time.hour:02}:{time.minute:02}"
    from babel.dates import format_time, get_datetime_format

    locale = _locale(tag)
    clock = _plain(format_time(time.to_stdlib(), "short", locale=locale))
    joined = "{1} at {0}" if locale.language == "en" else str(get_datetime_format("long", locale))
    return joined.replace("{1}", day(date, tag)).replace("{0}", clock)


def several(parts: Sequence[str], tag: str = PLAIN) -> str:
    """Return a list as people say it: `A, B and C`."""
    if tag in ("", PLAIN):
        return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
    from babel.lists import format_list

    return _plain(format_list(list(parts), locale=_locale(tag)))


@cache
def _locale(tag: str) -> Locale:
    from babel import Locale

    return Locale.parse(tag, sep="-")


@cache
def _day_pattern(tag: str) -> str:
    """Return the pattern of a full date without its year and what only belongs to the year.

    A year in front goes with what stands behind it, a year at the end with what stands before it.
    """
    parts = _FIELDS.findall(str(_locale(tag).date_formats["full"].pattern))
    fields = [number for number, part in enumerate(parts) if part[0].isascii() and part[0].isalpha()]
    year = next(number for number in fields if parts[number][0] == "y")
    after = [number for number in fields if number > year]
    before = [number for number in fields if number < year]
    if after:
        return "".join([*parts[:year], *parts[after[0] :]])
    return "".join(parts[: before[-1] + 1])


def _plain(text: str) -> str:
    """Return a text with plain spaces, which every way can carry."""
    return text.replace("\u202f", " ").replace("\xa0", " ")
