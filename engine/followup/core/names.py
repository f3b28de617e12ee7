"""Names as people type and read them, names made from words, and the nearest of some names."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Sequence
from difflib import SequenceMatcher

LONGEST = 24
"""Greatest length of a name that is made from words."""

_ALIKE = 0.6
"""From this similarity on a name is worth suggesting."""

_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})


def typed(name: str) -> str:
    """Return a name that a person typed as the engine writes it: `thank-you-2` -> `thank_you_2`."""
    return name.strip().lower().replace("-", "_")


def shown(name: str) -> str:
    """Return a name of the engine as people read and type it: `thank_you_2` -> `thank-you-2`."""
    return name.replace("_", "-")


def slug(words: Sequence[str], taken: Container[str]) -> str:
    """Return a free name made from words: `("Acme", "Data analyst")` -> `acme-analyst`.

    All words are used, but of the last of several only its own last word, without anything in
    brackets or behind a comma. The name is lower-case ASCII and at most `LONGEST` characters long.

    Args:
        words: Such as a company and a job; a single text is used whole.
        taken: Names that may not be given again; a number from 2 upwards tells them apart.
    """
    texts = list(words)
    if len(texts) > 1:
        texts[-1] = (_ascii(re.split(r"[,(;/]", texts[-1])[0]).split("-") or [""])[-1]
    parts = [part for part in (_ascii(text) for text in texts) if part] or ["case"]
    number = 1
    while True:
        tail = "" if number == 1 else f"-{number}"
        name = _fitted(parts, LONGEST - len(tail)) + tail
        if name not in taken:
            return name
        number += 1


def nearest(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return up to three of `names` that somebody may have meant by `word`, the likeliest first."""
    wanted = typed(word)
    ranked = []
    for name in dict.fromkeys(names):
        other = typed(name)
        likeness = SequenceMatcher(None, wanted, other).ratio()
        if len(wanted) > 2 and (other.startswith(wanted) or wanted.startswith(other)):
            likeness = max(likeness, 0.9)
        if likeness >= _ALIKE:
            ranked.append((-likeness, name))
    return tuple(name for _, name in sorted(ranked)[:3])


def _ascii(text: str) -> str:
    """Return `text` as lower-case ASCII words joined by `-`."""
    plain = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign) and sign not in "'\u2019")
    return "-".join(re.findall(r"[a-z0-9]+", bare))


def _fitted(parts: Sequence[str], room: int) -> str:
    """Join `parts` with `-`, cutting the longest of them until all fit into `room` characters."""
    cut = list(parts)
    while len("-".join(cut)) > room:
        longest = max(range(len(cut)), key=lambda index: len(cut[index]))
        cut[longest] = cut[longest][:-1].rstrip("-")
    return "-".join(part for part in cut if part)
