"""Values as columns hold them: instants as microseconds, everything else as JSON text, and back."""

from __future__ import annotations

import json
import re
from typing import Any, TypeVar

from whenever import Instant

from followup.core.neutral import dump, load
from followup.errors import InvalidInput, StorageError

T = TypeVar("T")

GREATEST = 2**63 - 1
"""The greatest whole number that every database keeps."""

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_MANY_DIGITS = re.compile(r"[0-9]{19}")


def micros(at: Instant) -> int:
    """Return the last whole microsecond that is not after `at`."""
    return at.timestamp(unit="nanosecond") // 1000


def to_come(at: Instant | None) -> int | None:
    """Return the first whole microsecond that is not before `at`, so that nothing is ever early."""
    return None if at is None else -(-at.timestamp(unit="nanosecond") // 1000)


def past(at: Instant | None) -> int | None:
    """Return `micros(at)`, or None for None."""
    return None if at is None else micros(at)


def instant(value: int) -> Instant:
    """Return the instant of a column."""
    return Instant.from_timestamp(value, unit="microsecond")


def maybe(value: int | None) -> Instant | None:
    """Return the instant of a column that may be empty."""
    return None if value is None else instant(value)


def text(value: Any) -> str:
    """Return a value of the core as JSON text, in the order it has.

    Raises:
        InvalidInput: It holds text or a number that not every database can keep.
    """
    data = dump(value)
    written = _ENCODER.encode(data)
    if "\\u0000" in written or _MANY_DIGITS.search(written) or not _encodes(written):
        _check(data)
    return written


def value_of(kind: type[T], written: str) -> T:
    """Return the value that `text` made `written` from.

    Raises:
        StorageError: `home-damaged`, when it was not made by `text` of such a value.
    """
    try:
        return load(kind, json.loads(written))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(f"a kept {kind.__name__.lower()} cannot be read") from error


def damaged(what: str) -> StorageError:
    """Return the error for a home whose contents contradict themselves."""
    return StorageError(
        "home-damaged",
        f"The home is damaged: {what}; this step was not written",
        hint="Copy the whole home folder before anything else, then put back a backup (playbook doctor)",
    )


def check_text(value: str) -> None:
    """Refuse text that not every database can keep.

    Raises:
        InvalidInput: `text-not-keepable`, for a NUL or half a surrogate pair.
    """
    if "\0" in value:
        raise InvalidInput(
            "text-not-keepable",
            f"{value[:40]!r} holds a NUL character, which cannot be kept; nothing was changed",
            hint="Take the character out and try again",
        )
    if not _encodes(value):
        raise InvalidInput(
            "text-not-keepable",
            f"{value[:40]!r} holds half a character (a lone surrogate); nothing was changed",
            hint="Type the text again; it was copied from a source with broken characters",
        )


def check_number(value: int) -> None:
    """Refuse a number that not every database can keep.

    Raises:
        InvalidInput: `number-too-great`.
    """
    if not -GREATEST <= value <= GREATEST:
        raise InvalidInput(
            "number-too-great",
            f"A whole number of {len(str(abs(value)))} digits is too great to be kept; nothing was changed",
            hint=f"The greatest is {GREATEST}",
        )


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _check(data: Any) -> None:
    if isinstance(data, str):
        check_text(data)
    elif isinstance(data, int):
        check_number(data)
    elif isinstance(data, dict):
        for key, inner in data.items():
            check_text(key)
            _check(inner)
    elif isinstance(data, list):
        for inner in data:
            _check(inner)
