"""Where a reading finds the playbooks that a file extends; the one who asks brings it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A file that was read: its name, as it is shown to people, and its bytes."""

    file: str
    data: bytes


Library = Callable[[str], Text | None]
"""Returns the file of the playbook of a name (`interview-follow-up`), or None. It does not raise."""


def nothing(_: str) -> Text | None:
    """A library without books."""
    return None
