"""The SQL of this room: it lies in `sql/*.sql`, one statement under each `-- name` heading."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_HEADING = re.compile(r"^-- ([a-z_]+)$", re.MULTILINE)
_FOLDER = Path(__file__).with_name("sql")
_TOPICS = ("people", "cases", "lists", "outbox", "beside")


@cache
def statements() -> dict[str, str]:
    """Return every statement by `topic/name`, such as `lists/due`."""
    found: dict[str, str] = {}
    for topic in _TOPICS:
        text = _FOLDER.joinpath(f"{topic}.sql").read_text(encoding="utf-8")
        _, *parts = _HEADING.split(text)
        for name, statement in zip(parts[::2], parts[1::2], strict=True):
            found[f"{topic}/{name}"] = statement.strip()
    return found
