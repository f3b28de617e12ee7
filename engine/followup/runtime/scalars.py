"""Plain values as people type them: a line of text, yes or no, a number, a choice, a link."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import urlsplit

from followup.core.names import nearest
from followup.errors import InvalidInput

_YES = frozenset({"yes", "y", "true", "on", "yep", "1"})
_NO = frozenset({"no", "n", "false", "off", "nope", "0"})
_NUMBERS = "zero one two three four five six seven eight nine ten eleven twelve"
_GREATEST = 2**53
_LONGEST_TEXT = 10_000
_LONGEST_LINK = 2_000
_LONGEST_FILE = 200
_LONGEST_QUOTED = 80
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,8}$")
"""A file that can be attached has one; so "not really" is no file."""


def text(words: str) -> str:
    """Return text, several lines long perhaps, in composed form and without spaces around it.

    Raises:
        InvalidInput: `value-empty`, `text-control` or `text-long`.
    """
    found = unicodedata.normalize("NFC", words.replace("\r\n", "\n").strip())
    if not found:
        raise InvalidInput("value-empty", "nothing was given", hint='to take a fact back, give "unknown"')
    if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in found):
        raise InvalidInput("text-control", "the text holds control characters", hint="paste it as plain text")
    if len(found) > _LONGEST_TEXT:
        raise InvalidInput("text-long", f"the text has {len(found)} characters; at most {_LONGEST_TEXT}")
    return found


def line(words: str) -> str:
    """Return text of one line, with single spaces.

    Raises:
        InvalidInput: As `text`.
    """
    return " ".join(text(words).split())


def quoted(words: str) -> str:
    """Return words in quotes for a message: one line, no control characters, not too long."""
    shown = " ".join(words.split(" ")).strip()
    if not shown.isprintable():
        shown = shown.encode("unicode_escape").decode("ascii")
    return f'"{shown[:_LONGEST_QUOTED]}..."' if len(shown) > _LONGEST_QUOTED else f'"{shown}"'


def yes_or_no(words: str) -> bool:
    """Return True for `yes`, False for `no`, in any usual spelling.

    Raises:
        InvalidInput: `not-yes-no`.
    """
    word = words.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise InvalidInput("not-yes-no", f"{quoted(words)} is neither yes nor no", hint="write yes or no")


def integer(words: str) -> int:
    """Return a whole number, in figures or as a word up to twelve.

    Raises:
        InvalidInput: `not-a-number`.
    """
    word = words.strip().lower()
    if word in _NUMBERS.split():
        return _NUMBERS.split().index(word)
    figures = word.removeprefix("-").removeprefix("+")
    if figures.isascii() and figures.isdigit() and len(figures) <= 16 and len(word) - len(figures) <= 1:
        number = int(word)
        if abs(number) < _GREATEST:
            return number
    raise InvalidInput("not-a-number", f"{quoted(words)} is no whole number", hint="write it in figures: 12")


def choice(words: str, choices: Sequence[str]) -> str:
    """Return the choice that `words` are, or the only one that begins so.

    Raises:
        InvalidInput: `choice-unknown` with the nearest, or `choice-ambiguous` with those that fit.
    """
    wanted = _plain(words)
    for one in choices:
        if wanted and _plain(one) == wanted:
            return one
    fitting = [one for one in choices if wanted and _plain(one).startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise InvalidInput(
            "choice-ambiguous", f"{quoted(words)} may be {' or '.join(fitting)}", hint="write more of it"
        )
    near = nearest(words, choices)
    hint = f"did you mean {' or '.join(near)}?" if near else f"one of: {', '.join(choices)}"
    raise InvalidInput("choice-unknown", f"{quoted(words)} is none of the choices", hint=hint)


def link(words: str) -> str:
    """Return an https address, or the plain name of a file in the attachments folder.

    Raises:
        InvalidInput: `link-wrong`.
    """
    found = line(words)
    if "://" not in found and not found.lower().startswith(("mailto:", "data:", "javascript:", "file:")):
        return _file(found)
    try:
        parts = urlsplit(found)
        fine = parts.scheme == "https" and bool(parts.hostname) and parts.port != 0
    except ValueError:
        fine = False
    else:
        fine = fine and "@" not in parts.netloc and "\\" not in found
    if not fine or " " in found or not found.isprintable() or len(found) > _LONGEST_LINK:
        raise InvalidInput(
            "link-wrong",
            f"{quoted(found)} is no https address",
            hint="write it like https://example.org/work",
        )
    return found


def _file(name: str) -> str:
    wrong = any(char in '/\\:*?"<>|' or not char.isprintable() for char in name) or not _ENDING.search(name)
    if wrong or name.startswith((".", "-", "~")) or name.endswith(".") or len(name) > _LONGEST_FILE:
        raise InvalidInput(
            "link-wrong",
            f"{quoted(name)} is neither an https address nor the plain name of a file",
            hint="put the file into the attachments folder and give its name: portfolio.pdf",
        )
    return name


def _plain(words: str) -> str:
    return " ".join(words.lower().replace("-", " ").replace("_", " ").split())
