"""Dates, distances, rules and counts as they are written on screens."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Date, Instant

from followup.core.calendar import spelled
from followup.core.values.times import Moment

_DAYS_SAID = 60
"""From so many days on, a distance is told in months, and from two years on in years."""
_DAYS_A_MONTH = 365.25 / 12
_SKIPS_SAID = 3


def day(when: Instant | Date, now: Instant, zone: str) -> str:
    """Return `Thu 8 Oct` as read in `zone`, with the year only where it is another one than now."""
    return spelled.date(_date(when, zone), now.to_tz(zone).year)


def clock(at: Instant, zone: str) -> str:
    """Return the time of day in `zone`: `18:52`."""
    local = at.to_tz(zone)
    return f"{local.hour:02}:{local.minute:02}"


def moment(at: Instant, now: Instant, zone: str, *, there: str | None = None) -> str:
    """Return `Thu 8 Oct 10:00` as read in `zone`.

    With `there`, another zone, and clocks that differ: `Tue 6 Oct 10:00 New York, 15:00 here`.
    """
    here = f"{day(at, now, zone)} {clock(at, zone)}"
    if there is None or same_clock(at, there, zone):
        return here
    mine = clock(at, zone) if _date(at, zone) == _date(at, there) else here
    return f"{day(at, now, there)} {clock(at, there)} {city(there)}, {mine} here"


def at(at: Instant, now: Instant, zone: str, *, there: str | None = None) -> str:
    """Return `Thu 8 Oct 10:00 (in 3 days)`; within today the time alone: `18:00 (in 7 h)`."""
    today = _date(at, zone) == _date(now, zone)
    short = today and (there is None or same_clock(at, there, zone))
    words = clock(at, zone) if short else moment(at, now, zone, there=there)
    return f"{words} ({distance(at, now, zone)})"


def distance(when: Instant | Date, now: Instant, zone: str) -> str:
    """Return how far off something is: `in 7 h`, `tomorrow`, `in 3 days`, `3 days ago`, `in 6 months`.

    Days are dates on the calendar where the reader is; an instant within today is told in hours.
    """
    days = int(_date(now, zone).until(_date(when, zone), total="days"))
    if days == 0:
        return "today" if isinstance(when, Date) else _within_today(round((when - now).total("seconds")))
    if abs(days) == 1:
        return "tomorrow" if days > 0 else "yesterday"
    months = round(abs(days) / _DAYS_A_MONTH)
    if abs(days) < _DAYS_SAID:
        words = plural(abs(days), "day")
    elif months < 24:
        words = plural(months, "month")
    else:
        words = plural(round(months / 12), "year")
    return f"in {words}" if days > 0 else f"{words} ago"


def rule(planned: Moment) -> str:
    """Return how a time came about and what was passed over.

    `5 business days after Fri 28 Aug (skips Mon 31 Aug, Late Summer Bank Holiday)`.
    """
    words = planned.counted or planned.rule
    year = int(planned.wall[:4])
    skips = [skipped(entry, year) for entry in planned.skipped[:_SKIPS_SAID]]
    if more := len(planned.skipped) - len(skips):
        skips.append(f"{more} more")
    return f"{words} (skips {listed(skips, separator='; ' if len(skips) > 1 else ', ')})" if skips else words


def skipped(entry: str, beside: int) -> str:
    """Return `Mon 31 Aug, Late Summer Bank Holiday` for an entry of `Moment.skipped`.

    The year is told where it is not the year `beside`.
    """
    iso, _, why = entry.partition(" ")
    return f"{spelled.date(Date.parse_iso(iso), beside)}, {why}"


_FIELDS = {
    "email": "an e-mail address",
    "phone": "a telephone number",
    "linkedin": "a LinkedIn address",
    "name_verified": "the spelling of their name",
}


def lacking(name: str) -> str:
    """Return a fact or a field of a contact that is not known as people say it: `an e-mail address`."""
    field = name.rpartition(".")[2]
    return _FIELDS.get(field, field.replace("_", " ")) if "." in name else name.replace("_", " ")


def same_clock(at: Instant, one: str, other: str) -> bool:
    """Return whether the clocks of two zones show the same at an instant."""
    return at.to_tz(one).to_plain() == at.to_tz(other).to_plain()


def city(zone: str) -> str:
    """Return the name by which people know a zone: `New York` for `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")


def plural(count: int, noun: str, many: str = "") -> str:
    """Return a count with its noun: `1 day`, `2 days`; `many` is the plural where adding an s is wrong."""
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def listed(words: Sequence[str], *, last: str = "and", separator: str = ", ") -> str:
    """Return `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{separator.join(words[:-1])} {last} {words[-1]}"


def _date(when: Instant | Date, zone: str) -> Date:
    return when if isinstance(when, Date) else when.to_tz(zone).date()


def _within_today(seconds: int) -> str:
    minutes = round(abs(seconds) / 60)
    if minutes == 0:
        return "now"
    hours, rest = divmod(minutes, 60)
    if minutes >= 90:
        words = f"{round(minutes / 60)} h"
    elif hours:
        words = f"{hours} h {rest} min" if rest else f"{hours} h"
    else:
        words = f"{rest} min"
    return f"in {words}" if seconds > 0 else f"{words} ago"
