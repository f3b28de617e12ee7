"""Texts that try to become something else: a header, an escape sequence, a hidden word."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

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
