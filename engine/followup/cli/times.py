"""Dates as they are typed after `--at` and `--until`, in the zone of the person who types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from followup.errors import InvalidInput

if TYPE_CHECKING:
    from whenever import Instant, Time

    from followup.runtime.home import Home


def past(home: Home, words: str | None, *, zone: str) -> Instant | None:
    """Return when something happened; a day without a time is its noon, or now if that is still to come.

    Raises:
        InvalidInput: No date, or one that is still to come.
    """
    if words is None:
        return None
    from followup.runtime.dates import when

    now = home.clock.now()
    typed = when(words, now=now, zone=zone, past=True)
    noon = typed.date.at(_clock(12)).assume_tz(zone).to_instant()
    at = typed.instant or (min(noon, now) if typed.date == now.to_tz(zone).date() else noon)
    if at > now:
        raise InvalidInput(
            "not-yet",
            f"{typed.echo} is still to come; nothing was changed",
            hint="tell it when it has happened",
        )
    return at


def future(home: Home, words: str | None, *, zone: str) -> Instant | None:
    """Return when a pause ends; a day without a time is its beginning.

    Raises:
        InvalidInput: No date, or one that is over.
    """
    if words is None:
        return None
    from followup.runtime.dates import when

    now = home.clock.now()
    typed = when(words, now=now, zone=zone)
    end = typed.instant or typed.date.at(_clock(0)).assume_tz(zone).to_instant()
    if end <= now:
        raise InvalidInput("over", f"{typed.echo} is over; nothing was changed", hint="name a later day")
    return end


def _clock(hour: int) -> Time:
    from whenever import Time

    return Time(hour)
