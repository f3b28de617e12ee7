"""Times of day as people type and say them: `16:30`, `4.30pm`, `half past four`, `ten o'clock`."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 6
"""So many words a time of day has at most: `quarter to five in the afternoon`."""

_NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_HOURS = {word: number for number, word in enumerate(_NUMBERS, 1)}
_MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30}
_PART = r"(?: (?P<part>in the morning|in the afternoon|in the evening|[ap]\.?m\.?))?"
_FIGURES = re.compile(
    r"(?P<hour>[0-9]{1,2})(?:(?P<dot>[:.])(?P<minute>[0-9]{2}))?(?: ?(?P<half>[ap])\.?m\.?|"
    r" (?P<part>in the (?:morning|afternoon|evening)))?"
)
_HOUR = rf"(?P<hour>[0-9]{{1,2}}|{'|'.join(_NUMBERS)})"
_SPOKEN = re.compile(
    rf"(?:(?:a )?(?P<minutes>{'|'.join(_MINUTES)})(?: minutes)? (?P<side>past|after|to) )?{_HOUR}"
    rf"(?P<sharp> o'?clock)?{_PART}"
)
_DAYTIME = 7
"""An hour below it, said without morning or afternoon, is one of the afternoon."""


def clock(text: str) -> str | None:
    """Return the time of day that `text` (lower case, single spaces) is, as `HH:MM`; None: it is none."""
    if text in ("noon", "midday"):
        return "12:00"
    return _figures(text) or _spoken(text)


def split(text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the ways to take `text` apart into words for a day and a time of day as `HH:MM`."""
    yield text, None
    words = text.split()
    for length in range(min(LONGEST, len(words)), 0, -1):
        if found := clock(" ".join(words[-length:])):
            day = " ".join(words[:-length])
            yield re.sub(r"(?:^|[ ,]+)(?:at|about|around|at about|at around)$", "", day).rstrip(" ,"), found
        if len(words) > length and (found := clock(" ".join(words[:length]).rstrip(","))):
            yield " ".join(words[length:]).lstrip(" ,"), found


def _figures(text: str) -> str | None:
    match = _FIGURES.fullmatch(text)
    if match is None or not (match["half"] or match["part"] or match["dot"] == ":"):
        return None
    hour = int(match["hour"])
    said = _half(match["part"]) if hour <= 12 else ""  # "16:30 in the afternoon" says it twice
    return _time(hour, int(match["minute"] or 0), match["half"] or said)


def _spoken(text: str) -> str | None:
    """Read what is said: `half past four` is 16:30 unless the morning is named."""
    match = _SPOKEN.fullmatch(text)
    if match is None or not (match["minutes"] or match["sharp"] or match["part"]):
        return None
    hour = _HOURS.get(match["hour"]) or int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    half = _half(match["part"]) or ("p" if hour == 12 or hour < _DAYTIME else "a")
    at = _time(hour, 0, half)
    minutes = _MINUTES[match["minutes"]] if match["minutes"] else 0
    total = int((at or "00:00")[:2]) * 60 + (-minutes if match["side"] == "to" else minutes)
    return f"{total // 60 % 24:02}:{total % 60:02}"


def _half(part: str | None) -> str:
    if not part:
        return ""
    return "a" if part.startswith("a") or part.endswith("morning") else "p"


def _time(hour: int, minute: int, half: str) -> str | None:
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
