"""What text may leave: no control characters, no hidden direction changes, no smuggled headers."""

from __future__ import annotations

import re

from followup.errors import InvalidInput

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f"
_HIDDEN = "\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb"
_LONE = "\ud800-\udfff"
_BODY = re.compile(f"[{_CONTROL}{_HIDDEN}{_LONE}]")
_LINE = re.compile(f"[\t\n{_CONTROL}{_HIDDEN}{_LONE}]")


def one_line(text: str, what: str, *, most: int = 200) -> str:
    """Return `text` if it may stand in a header or a heading; `what` names it in the error.

    Refused: control characters (line ends and tabs included), characters that reverse or hide
    text, lone surrogates, the opening of a MIME encoded word, and more than `most` characters.

    Raises:
        InvalidInput: `unsafe-text`, `encoded-word` or `too-long`.
    """
    _refuse(_LINE, text, what)
    if "=?" in text:
        raise InvalidInput("encoded-word", f'{what} holds "=?", which mail programs decode; nothing was sent')
    if len(text) > most:
        raise InvalidInput("too-long", f"{what} has {len(text)} characters; at most {most} are sent")
    return text


def many_lines(text: str, what: str, *, most: int = 100_000) -> str:
    """Return `text` if it may be a body: like `one_line`, but line feeds and tabs are welcome.

    Raises:
        InvalidInput: `unsafe-text` or `too-long`.
    """
    _refuse(_BODY, text, what)
    if len(text) > most:
        raise InvalidInput("too-long", f"{what} has {len(text)} characters; at most {most} are sent")
    return text


def shown(text: str, *, most: int = 300) -> str:
    """Return `text` fit for a terminal: everything unsafe becomes `?`, and a long end is cut off."""
    clean = _LINE.sub("?", text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")).strip()
    return clean if len(clean) <= most else clean[: most - 3] + "..."


def _refuse(pattern: re.Pattern[str], text: str, what: str) -> None:
    found = pattern.search(text)
    if found:
        raise InvalidInput(
            "unsafe-text",
            f"{what} holds the character U+{ord(found.group()):04X} at position {found.start() + 1}; "
            "nothing was sent",
            hint="take it out and approve the text again",
        )
