"""What a scenario came to that was lived through in a real home."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followup.core.values.case import Case
from followup.core.values.records import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """What a scenario came to on disk.

    Attributes:
        logs, cases: By the name the scenario gives a case; its own is the empty name.
        refused: (number of the act, code) of everything that was refused.
        brought: (case, item, its words) of every letter that reached a channel.
        held: (case, item, rule) of what was approved and due and had to wait.
        restarts: How often the home was closed and opened again on the way.
    """

    logs: Mapping[str, tuple[Entry, ...]]
    cases: Mapping[str, Case]
    refused: tuple[tuple[int, str], ...]
    brought: tuple[tuple[str, str, str], ...]
    held: frozenset[tuple[str, str, str]]
    restarts: int
