"""Where a reading finds the playbooks that a file extends; the one who asks brings it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from followup.authoring.characters import LARGEST
from followup.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read: its name, as it is shown to people, and its bytes."""

    file: str
    data: bytes


Library = Callable[[str], Text | None]
"""Returns the file of the playbook of a name (`interview-follow-up`), or None. It does not raise."""


def read_file(path: Path) -> Text:
    """Return a file.

    Raises:
        InvalidInput: `no-file`: it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise InvalidInput("no-file", f"{path} cannot be read: it is no ordinary file")
        with path.open("rb") as opened:
            return Text(str(path), opened.read(LARGEST + 1))
    except OSError as wrong:
        raise InvalidInput("no-file", f"{path} cannot be read: {wrong.strerror}") from wrong


def nothing(_: str) -> Text | None:
    """A library without books."""
    return None
