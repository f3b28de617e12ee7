"""Suggestions: what somebody may have meant, and not more of it than helps."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher

from followup.core.names import nearest, typed

_FEW = 6
_LONGEST = 80
_CLEAR = 0.8
"""A name as like as this leaves no room for others that are less so."""


def meant(word: str, names: Iterable[str], *, shape: str = "{}") -> tuple[str, ...]:
    """Return the hint `did you mean "X"?`, or none.

    Args:
        word: What was written.
        names: What it may have been.
        shape: How a name is written where the word stands, such as `contact.{}`.
    """
    close = _closest(word, names)
    if not close:
        return ()
    quoted = [f'"{shape.format(name)}"' for name in close]
    return (f"did you mean {' or '.join(quoted)}?",)


def meant_or_all(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the hint `did you mean "X"?`, else all names there are, if they are few."""
    known = sorted(names)
    close = meant(word, known)
    if close or not 0 < len(known) < _FEW:
        return close
    return (f"there is only {known[0]}" if len(known) == 1 else f"there are {', '.join(known)}",)


def _closest(word: str, names: Iterable[str]) -> tuple[str, ...]:
    if len(word) > _LONGEST:
        return ()
    likely = [name for name in dict.fromkeys(names) if _possible(word, name)]
    close = nearest(word, likely)
    if not close:
        return ()
    first, *others = ((name, _likeness(word, name)) for name in close)
    if first[1] < _CLEAR:
        return close
    return (first[0], *(name for name, likeness in others if likeness >= first[1] - 0.05))


def _possible(word: str, name: str) -> bool:
    """Whether two words can be alike at all; cheap, so that long lists cost little."""
    pair = SequenceMatcher(None, typed(word), typed(name))
    starts = typed(name).startswith(typed(word)) or typed(word).startswith(typed(name))
    return starts or (pair.real_quick_ratio() >= 0.6 and pair.quick_ratio() >= 0.6)


def _likeness(word: str, name: str) -> float:
    return SequenceMatcher(None, typed(word), typed(name)).ratio()
