"""How subjects and names are written into a mail, so that every reader gets back the words that were meant.

The library's own folding loses or adds blanks at some lengths, differently from release to release.
Here they are either plain words, folded at their blanks, or encoded words (RFC 2047) and nothing
else, so that no blank between the two kinds can be read in two ways.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from typing import TYPE_CHECKING

_LINE = 78
_PLAIN = re.compile(r"[!-~]+(?: [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9'-]{1,40}(?: [A-Za-z0-9'-]{1,40}){0,3}")
_HIDDEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_AS_IT_IS = re.compile(rb"[A-Za-z0-9!*+/-]")
_ROOM = 75 - len("=?utf-8?q??=")
_LONGEST_NAME = 900
"""A line of a mail may have 998 characters."""


if TYPE_CHECKING:
    _Policy = EmailPolicy[EmailMessage]
else:
    _Policy = EmailPolicy


class FoldingPolicy(_Policy):
    """A policy of the library that folds subjects and names itself."""

    def fold(self, name: str, value: str) -> str:
        """Return a header as it is written."""
        return self._own(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return a header as it is written, as bytes."""
        own = self._own(name, value)
        return own.encode("ascii") if own else super().fold_binary(name, value)

    def _own(self, name: str, value: str) -> str:
        """Return a subject, or an address whose name is not of plain words; empty: left to the library."""
        if name == "Subject":
            return subject_lines(str(value)) + self.linesep
        found: Sequence[Address] = getattr(value, "addresses", ())
        if len(found) != 1 or _ATOMS.fullmatch(found[0].display_name) or not found[0].display_name:
            return ""
        words = _in_quotes(found[0].display_name) or "\r\n ".join(_encoded(found[0].display_name))
        return f"{name}: {words}\r\n <{found[0].addr_spec}>{self.linesep}"


def _in_quotes(name: str) -> str:
    """Return a name with a long word in quotes, on one line; empty where that could be misread.

    Some readers put a blank between two encoded words, so a word must not be cut into two.
    """
    long = any(len(word) > _ROOM - len("Subject: ") for word in name.split(" "))
    plain = _PLAIN.fullmatch(name) and not re.search(r'["\\]|=\?', name)
    return f'"{name}"' if long and plain and len(name) <= _LONGEST_NAME else ""


def subject_lines(text: str) -> str:
    """Return `Subject: ...` in lines of at most 78 characters, without the last line end."""
    start = "Subject: "
    plain = _plain(start, text) if _PLAIN.fullmatch(text) and "=?" not in text else None
    return plain or start + "\r\n ".join(_encoded(text))


def _plain(start: str, text: str) -> str | None:
    """Return plain words folded at their blanks; None if one is too long for a line."""
    lines = [start.rstrip()]
    for word in text.split(" "):
        fits = len(lines[-1]) + 1 + len(word) <= _LINE
        if fits:
            lines[-1] += f" {word}"
        elif lines == [start.rstrip()] or 1 + len(word) > _LINE:
            return None
        else:
            lines.append(f" {word}")
    return "\r\n".join(lines)


def _encoded(text: str) -> Iterator[str]:
    """Yield encoded words of at most 75 characters, none of which breaks a character in two."""
    if _HIDDEN.search(text):
        raise ValueError("a character that steers rather than says something")
    quoted = max(len(_quoted(text)), 1) <= 4 * -(-len(text.encode()) // 3)
    room = _ROOM - len("Subject: ")
    piece = ""
    for character in text:
        longer = piece + character
        size = len(_quoted(longer)) if quoted else len(_based(longer))
        if piece and size > room:
            yield _word(piece, quoted=quoted)
            room, longer = _ROOM, character
        piece = longer
    yield _word(piece, quoted=quoted)


def _word(piece: str, *, quoted: bool) -> str:
    return f"=?utf-8?q?{_quoted(piece)}?=" if quoted else f"=?utf-8?b?{_based(piece)}?="


def _based(text: str) -> str:
    return b64encode(text.encode()).decode("ascii")


def _quoted(text: str) -> str:
    return "".join(
        "_" if byte == 0x20 else chr(byte) if _AS_IT_IS.match(bytes((byte,))) else f"={byte:02X}"
        for byte in text.encode()
    )
