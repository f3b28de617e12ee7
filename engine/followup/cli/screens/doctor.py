"""The screen of `doctor`: findings with their remedies, the worst last, and a sum."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.phrases import plural
from followup.cli.screens.page import Look, bad, good, warn
from followup.cli.screens.table import columns
from followup.runtime.views import Diagnosis

_PAINT = {"ok": good, "warning": warn, "error": bad}


def lines(found: Sequence[Diagnosis], look: Look) -> list[str]:
    """Return the screen."""
    rows: list[tuple[str, str, str]] = []
    for one in found:
        rows.append((_PAINT[one.level](one.level), one.about, one.text))
        rows += [("", "", f"-> {line}") for line in one.remedy.splitlines()]
    return [*columns(rows, look, indent="", gap=2), f"{_sum(found)}. Nothing has been changed."]


def _sum(found: Sequence[Diagnosis]) -> str:
    counts = []
    for level in ("error", "warning"):
        count = sum(1 for one in found if one.level == level)
        if count:
            counts.append(plural(count, level))
    return ", ".join(counts) or "All is well"
