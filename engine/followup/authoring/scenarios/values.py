"""Values of facts as a tests file gives them, before anybody knows what type the playbook asks for.

A wall time without quotes is a time of the scenario's place, and gets its zone here. Everything else
stays as it is until it is fitted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.scenarios.clock import TIME, Clock
from followup.authoring.tree import Map, Node, Scalar, Sequence
from followup.core.values.events import FactValue


def facts(node: Node | None, clock: Clock) -> Mapping[str, FactValue]:
    """Return the facts under a key, with generic values."""
    if not isinstance(node, Map):
        return {}
    return {name: value(entry.value, clock) for name, entry in node.entries.items()}


def value(node: Node, clock: Clock) -> FactValue:
    """Return one value."""
    match node:
        case Scalar():
            return _scalar(node, clock)
        case Sequence():
            return tuple(_texts(node, clock))
        case Map():
            return None


def _texts(node: Sequence, clock: Clock) -> Iterator[str]:
    for item in node.items:
        if isinstance(item, Scalar):
            yield str(_scalar(item, clock))


def _scalar(node: Scalar, clock: Clock) -> FactValue:
    if node.style or not isinstance(node.value, str) or not TIME.fullmatch(node.value):
        return node.value
    at = clock.instant(node)
    return at.to_tz(clock.zone).format_iso() if at is not None else node.value
