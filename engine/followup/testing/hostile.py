"""Texts that try to become something else: a header, an escape sequence, a hidden word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from email import message_from_bytes, policy
from types import MappingProxyType

from followup.plugin import Letter, Person

MARKER = "X-Smuggled"
"""The header that every injection tries to make; it must never be one."""

HOSTILE: Mapping[str, str] = MappingProxyType(
    {
        "crlf": f"hello\r\n{MARKER}: yes",
        "lf": f"hello\n{MARKER}: yes",
        "cr": f"hello\r{MARKER}: yes",
        "folded": f"hello\r\n {MARKER}: yes",
        "end-of-head": f"hello\r\n\r\n{MARKER}: yes",
        "dot": f"hello\r\n.\r\nMAIL FROM:<x@example.org>\r\n{MARKER}: yes",
        "vertical-tab": f"hello\x0b{MARKER}: yes",
        "form-feed": f"hello\x0c{MARKER}: yes",
        "next-line": f"hello\x85{MARKER}: yes",
        "line-separator": f"hello\u2028{MARKER}: yes",
        "paragraph-separator": f"hello\u2029{MARKER}: yes",
        "nul": f"hello\x00{MARKER}: yes",
        "escape": "hello\x1b[2J\x1b]0;owned\x07",
        "c1-escape": "hello\x9b2J",
        "backspace": "hello\x08\x08\x08\x08\x08bye",
        "bidi-override": "hello \u202egnp.exe",
        "bidi-isolate": "hello \u2066world\u2069",
        "lone-surrogate": "hello \ud800",
        "encoded-word-q": f"=?utf-8?q?hello=0D=0A{MARKER}=3A_yes?=",
        "encoded-word-b": "=?utf-8?b?aGVsbG8NClgtU211Z2dsZWQ6IHllcw==?=",
        "encoded-word-inside": f"hello =?utf-8?q?=0A{MARKER}=3A_yes?= world",
        "encoded-word-open": "hello =?utf-8?q?world",
    }
)
"""Hostile texts by name. Every one holds something that must never reach the other side."""

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What decoded bytes of a channel must never hold."""

_TEXTS = ("attention", "body", "case", "in_reply_to", "item", "message_id", "subject", "voicemail")


def letters_with(hostile: str, plain: Letter) -> Iterator[tuple[str, Letter]]:
    """Return letters with a hostile text in one field each, and the name of that field."""
    for field in _TEXTS:
        changed: dict[str, str] = {field: hostile}
        yield field, replace(plain, **changed)  # type: ignore[arg-type]  # each of these fields is text
    yield "attach", replace(plain, attach=(hostile,))
    spliced = f"a@example.org{hostile[5:]}" if hostile.startswith("hello") else f"{hostile}@example.org"
    for name, address in ((hostile, plain.to.address), (plain.to.name, hostile), (plain.to.name, spliced)):
        field = "name" if name == hostile else "address"
        yield f"to.{field}", replace(plain, to=Person(name=name, address=address))
        yield f"sender.{field}", replace(plain, sender=Person(name=name, address=address))


def smuggled(data: bytes, way: str, *, in_body: bool) -> str:
    """Return what a hostile text has become in the bytes of a channel, or an empty string.

    In a body, words that look like a header are just words; in any other field they must not
    stand at the start of a line.
    """
    text = data.decode("utf-8", "replace")
    unsafe = UNSAFE.search(text.replace("\r\n", "\n"))
    if unsafe:
        return f"the character U+{ord(unsafe.group()):04X} came through"
    if way != "email":
        lines = [] if in_body else text.splitlines()
        return "a line was smuggled in" if any(line.startswith(MARKER) for line in lines) else ""
    for rules in (policy.default, policy.compat32, policy.SMTP):
        for part in message_from_bytes(data, policy=rules).walk():
            names = [name.lower() for name, _ in part.items()]
            if MARKER.lower() in names:
                return "a header was smuggled in"
            if any(MARKER in str(value) and "\n" in str(value) for _, value in part.items()):
                return "a line of a header was smuggled in"
    return ""
