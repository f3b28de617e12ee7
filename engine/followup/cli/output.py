"""Where answers leave the program: lines for people, one JSON object for scripts."""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from typing import Any, TextIO

from followup.cli.clean import finish

WIDEST = 100


def open_streams() -> None:
    """Make sure that there are streams to print to: a closed one is none at all, and prints nowhere."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, io.StringIO())


def readable(stream: TextIO) -> TextIO:
    """Return `stream` set so that no character can make printing fail."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="backslashreplace")
    return stream


def at_terminal() -> bool:
    """Return whether somebody reads standard output as it is printed."""
    return _terminal(sys.stdout)


def columns() -> int | None:
    """Return the width for screens; None where there is neither a terminal nor COLUMNS to give one."""
    if not at_terminal() and not os.environ.get("COLUMNS", "").isdigit():
        return None
    return max(40, min(shutil.get_terminal_size((80, 24)).columns, WIDEST))


def draws() -> bool:
    """Return whether standard output can show the strokes of which boxes are made."""
    try:
        "╭─╮│┼╯╰┤◀".encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def lines(answer: Iterable[str], *, to_people: bool = False) -> None:
    """Print lines of a screen; `to_people` sends them to standard error, as progress and errors go."""
    stream = sys.stderr if to_people else sys.stdout
    colour = _terminal(stream) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    _write(stream, "".join(finish(line, colour=colour) + "\n" for line in answer))


def document(answer: Mapping[str, Any]) -> None:
    """Print one JSON object, in plain ASCII so that no terminal or encoding can spoil it."""
    _write(sys.stdout, json.dumps(answer, ensure_ascii=True) + "\n")


def raw(data: bytes) -> None:
    """Write bytes as they are."""
    sys.stdout.flush()
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        _write(sys.stdout, data.decode("utf-8", "backslashreplace"))
        return
    try:
        buffer.write(data)
        buffer.flush()
    except BrokenPipeError:
        _hush(sys.stdout)


def copy(text: str) -> None:
    """Put base64 text on the clipboard of the terminal (OSC 52); a pipe gets nothing."""
    if _terminal(sys.stdout):
        _write(sys.stdout, f"\x1b]52;c;{text}\x07")


def _terminal(stream: TextIO | None) -> bool:
    try:
        return stream is not None and stream.isatty()  # None: it was closed before we began
    except ValueError:  # closed since
        return False


def _write(stream: TextIO, text: str) -> None:
    """Write and flush. A reader who left (`| head`) is no fault: what was asked for has been done."""
    try:
        stream.write(text)
        stream.flush()
    except BrokenPipeError:
        _hush(stream)


def _hush(stream: TextIO) -> None:
    """Send the rest of a broken stream nowhere, so that Python does not complain at its exit."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of the user's
        os.dup2(nowhere.fileno(), stream.fileno())
