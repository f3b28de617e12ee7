"""What can be said of a home's file: for `doctor`, and before work goes on after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import apsw

_LEVELS = {0: "off", 1: "normal", 2: "full", 3: "extra"}


def first_damage(connection: apsw.Connection) -> str:
    """Return the first thing that is wrong with the file, or an empty string; costs O(size)."""
    found = connection.pragma("quick_check", 1)
    return "" if found == "ok" else str(found)


def health(connection: apsw.Connection, file: Path, *, in_memory: bool) -> Mapping[str, str]:
    """Return facts about an open home by name, in words."""
    cases = connection.execute("SELECT ifnull(sum(cases), 0) FROM totals").get
    parts = [file, file.with_name(f"{file.name}-wal")]
    size = sum(part.stat().st_size for part in parts if part.exists())
    return {
        "sqlite": apsw.sqlite_lib_version(),
        "schema": str(connection.pragma("user_version")),
        "journal mode": str(connection.pragma("journal_mode")),
        "synchronous": _LEVELS[int(connection.pragma("synchronous"))],
        "foreign keys": "on" if connection.pragma("foreign_keys") else "off",
        "integrity": first_damage(connection) or "ok",
        "cases": str(cases),
        "size": f"{size} bytes",
        "place": "in memory" if in_memory else str(file),
        "readable by": "its owner only" if not file.stat().st_mode & 0o077 else "other users too",
    }
