"""What an unquoted word of YAML means: the core schema of YAML 1.2, made stricter.

`on`, `yes`, `12:30`, `0123`, `2026-10-06`, `True` and `+4420` all stay text. Numbers with a point
or an exponent are refused, because `1.10` would silently become 1.1.
"""

from __future__ import annotations

import re

from followup.authoring.tree import Plain

_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,14})", re.ASCII)
_POINT = re.compile(
    r"[-+]?(\.[0-9]+|[0-9]+\.[0-9]*)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    re.ASCII,
)
_WORDS: dict[str, Plain] = {"": None, "~": None, "null": None, "true": True, "false": False}


def resolve(text: str) -> Plain:
    """Return the value of a plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE.fullmatch(text) else text


def broken(text: str) -> bool:
    """Whether YAML readers take a plain scalar for a number with a point, which is then no text."""
    return _POINT.fullmatch(text) is not None
