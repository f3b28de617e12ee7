"""Where a reading finds the playbooks that a file extends; the one who asks brings it."""

from __future__ import annotations

import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from followup.authoring.characters import LARGEST
from followup.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read: its name, as it is shown to people, and its bytes."""

    file: str
    data: bytes


class Library(Protocol):
    """Where playbooks are found by name. It does not raise."""

    def __call__(self, name: str, /) -> Text | None:
        """Return the file of the playbook of a name such as `interview-follow-up`, or None."""

    def names(self) -> Iterable[str]:
        """Return names that are there; not necessarily all of them."""


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


class _Nothing:
    """A library without books."""

    def __call__(self, _: str, /) -> Text | None:
        return None

    def names(self) -> Iterable[str]:
        return ()


nothing: Library = _Nothing()
