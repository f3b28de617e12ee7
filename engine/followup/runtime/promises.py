"""What is to happen, and by when, told in one answer: `a call by tuesday`."""

from __future__ import annotations

import re
from collections.abc import Callable

_LEADS = "by on until till before within in around about".split()  # noqa: SIM905 - words read as words
_OPENERS = (
    r"today|tomorrow|next|this|early|mid|late|the|end|mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?"
    r"|thu(?:rs(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2}(?:st|nd|rd|th)?"
)
_BEGINS_A_DATE = re.compile(rf"(?:{'|'.join(_LEADS)}|{_OPENERS})")
_AT_THE_LATEST = re.compile(r",? (?:at the (?:very )?latest|latest)$", re.IGNORECASE)
_EDGES = " ,;:.-\u2013\u2014"


def apart(words: str, is_date: Callable[[str], bool]) -> tuple[str, str]:
    """Return what is to happen and the words for the date in an answer; either may be empty.

    The date stands at the end or at the beginning and starts with a word such as `by` or `next`, so
    that no word of the text is taken for one ("they may call" names no May).

    Args:
        words: The answer.
        is_date: Whether words are a date; it may raise for one that has two readings.
    """
    said = _AT_THE_LATEST.sub("", " ".join(words.split()))
    if is_date(_bare(said)):
        return "", _bare(said)
    parts = said.split()
    for start in range(1, len(parts)):
        if _begins(parts[start]) and is_date(date := _bare(" ".join(parts[start:]))):
            return " ".join(parts[:start]).strip(_EDGES), date
    for end in range(len(parts) - 1, 0, -1):
        if _begins(parts[0]) and is_date(date := _bare(" ".join(parts[:end]).strip(_EDGES))):
            return " ".join(parts[end:]).strip(_EDGES), date
    return " ".join(words.split()), ""


def _begins(word: str) -> bool:
    return _BEGINS_A_DATE.fullmatch(word.lower()) is not None


def _bare(date: str) -> str:
    """Return a date without `before`, which promises no more than `by`."""
    return re.sub(r"^(?:before|around|about) ", "", date, flags=re.IGNORECASE)
