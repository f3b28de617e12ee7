"""Bytes to characters: UTF-8 only, of bearable size, without anything that a reader cannot see."""

from __future__ import annotations

import re
from itertools import islice

from followup.authoring.findings import Findings, Source
from followup.authoring.tree import Mark, Stretch

LARGEST = 256 * 1024
"""Greatest size of a file in bytes."""

_UNSEEN = (
    "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
)
UNSEEN = re.compile(f"[{_UNSEEN}]")
"""Control characters, line ends no editor shows, direction marks that make a text look like another."""

UNSAID = re.compile(f"[\r{_UNSEEN}]")
"""The same, for text that was written with escapes: there no line of the file ends with it."""

_ENOUGH = 20


def decode(data: bytes, file: str) -> tuple[Source, Findings]:
    """Return the text of a file and what is wrong with its characters; on an error the text is cut off."""
    begin = Stretch(Mark(0, 0, 0), Mark(0, 0, 0))
    if len(data) > LARGEST:
        found = Findings(Source(file, ""))
        found.error(begin, "too-large", f"the file has {len(data):,} bytes; at most {LARGEST:,} are read")
        return found.source, found
    try:
        text = data.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as wrong:
        return _undecodable(data, file, wrong.start)
    source = Source(file, text)
    found = Findings(source)
    for match in islice(UNSEEN.finditer(text), _ENOUGH):
        sign = match.group()
        found.error(
            at(text, match.start(), match.end()),
            "hidden-character",
            f"the character U+{ord(sign):04X} cannot be seen and is not allowed",
            "delete it; an editor that shows hidden characters finds it",
        )
    return source, found


def at(text: str, start: int, end: int) -> Stretch:
    """Return the stretch between two offsets of a text."""
    return Stretch(_mark(text, start), _mark(text, end))


def _mark(text: str, index: int) -> Mark:
    before = text[:index].replace("\r\n", "\n\n").replace("\r", "\n")
    after = before.rpartition("\n")[2]
    lines = text[:index].replace("\r\n", "\n").replace("\r", "\n").count("\n")
    return Mark(index, lines, len(after))


def _undecodable(data: bytes, file: str, start: int) -> tuple[Source, Findings]:
    good = data[:start].decode("utf-8", errors="replace").removeprefix("\ufeff")
    line = data[start:].split(b"\n", 1)[0][:80].decode("utf-8", errors="replace")
    source = Source(file, good + line)
    found = Findings(source)
    end = _mark(good, len(good))
    utf16 = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    found.error(
        Stretch(end, Mark(end.index + 1, end.line, end.column + 1)),
        "not-utf-8",
        "this is UTF-16" if utf16 else f"the byte 0x{data[start]:02X} is not UTF-8",
        "save the file as UTF-8",
    )
    return source, found
