"""The one place where text from elsewhere is made safe to show at a terminal."""

from __future__ import annotations

import unicodedata

# Colours travel as private characters until the very end, so that layout counts no escape codes
# and text from elsewhere cannot bring any. Whoever forges one of these can colour a line, no more.
BOLD, DIM, RED, YELLOW, GREEN, PLAIN = (chr(0xF0000 + number) for number in range(6))
MARKS = {
    BOLD: "\x1b[1m",
    DIM: "\x1b[2m",
    RED: "\x1b[31m",
    YELLOW: "\x1b[33m",
    GREEN: "\x1b[32m",
    PLAIN: "\x1b[0m",
}

# Characters that are not controls by category and still change what their neighbours look like.
_DECEIVING = frozenset("\u200b\u2028\u2029\u2060\ufeff\u115f\u1160\u3164\uffa0")
_JOINERS = frozenset("\u200c\u200d")  # needed to write Persian, Hindi and others


def visible(text: str) -> str:
    r"""Return `text` as one line in which every invisible or control character is spelled out.

    Escapes, bells, line ends, direction overrides and lone surrogates become `\x1b`, `\u202e` and
    the like; a tab becomes a space. The marks for colour stay.
    """
    if text.isprintable():
        return text if _DECEIVING.isdisjoint(text) else "".join(map(_one, text))
    return "".join(map(_one, text))


def _one(character: str) -> str:
    if character == "\t":
        return " "
    if character in MARKS or character in _JOINERS:
        return character
    if character in _DECEIVING or unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        code = ord(character)
        return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
    return character


def finish(line: str, *, colour: bool) -> str:
    """Return a line ready for the terminal: visible, its marks turned to colours or taken out."""
    shown = visible(line)
    if not any(mark in shown for mark in MARKS):
        return shown
    for mark, code in MARKS.items():
        shown = shown.replace(mark, code if colour else "")
    return shown + MARKS[PLAIN] if colour else shown


def width(text: str) -> int:
    """Return how many columns `text` takes: none for marks and accents, two for wide characters."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if character in MARKS or unicodedata.combining(character) or character in _JOINERS:
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
