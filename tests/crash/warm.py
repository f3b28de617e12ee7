"""Loaded where busy workers are forked from, so that they are busy from their first moment."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.crash.scene import approve_all, begin, opened


def warm_up() -> None:
    """Tell one case in a home of its own; everything heavy is loaded on the way."""
    with tempfile.TemporaryDirectory(prefix="followup-warm-") as folder:
        home = opened(Path(folder), "2026-10-01 18:45")
        begin(home, "warm", 1)
        approve_all(home, "warm")
        home.close()


warm_up()
