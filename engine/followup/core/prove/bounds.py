"""Bounds by addition: how many messages one contact, or one case, can get in a round at most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followup.core.prove.named import EVERYTHING, items_of
from followup.core.values.playbook import ItemKind, ItemType, Limit, Pick, Playbook, Promise

UNBOUNDED = 1_000_000
"""Stands for no bound."""


def budget(playbook: Playbook, kind: ItemType) -> int:
    """Return how often a message can go to one contact in one round, by its own rules alone."""
    if kind.target.pick is Pick.REPLY:
        return UNBOUNDED  # an answer each time it happens
    if kind.repeat is None:
        return 1
    if isinstance(kind.repeat.most, int):
        return kind.repeat.most
    lines = playbook.settings[kind.repeat.most].lines
    return max((line.use for line in lines if isinstance(line.use, int)), default=0)


def bounds(playbook: Playbook) -> Mapping[str, int]:
    """Return the greatest numbers of counted messages, `contact` and `case`, that are not unbounded."""
    counted = [kind for kind in playbook.items.values() if kind.kind is ItemKind.MESSAGE and kind.counts]
    found = {
        "contact": min(_sum(playbook, counted), _most(playbook.courtesy.limits.get("contact"))),
        "case": _most(playbook.courtesy.limits.get("case")),
    }
    one_each = [kind for kind in counted if kind.target.pick is Pick.ONE]
    if len(one_each) == len(counted):
        found["case"] = min(found["case"], _sum(playbook, counted))
    return {name: most for name, most in found.items() if most < UNBOUNDED}


def promised(playbook: Playbook, promise: Promise) -> int:
    """Return the greatest number of what a promise of `most` counts."""
    names = items_of(playbook, promise.of, counted=True)
    kinds = [playbook.items[name] for name in names]
    most = _sum(playbook, kinds)
    if promise.per == "case":
        if any(kind.target.pick is Pick.EACH for kind in kinds):
            most = UNBOUNDED
        limit = playbook.courtesy.limits.get("case")
    else:
        limit = playbook.courtesy.limits.get("contact")
    if all(kind.counts for kind in kinds):
        most = min(most, _most(limit))
    ways = playbook.courtesy.ways
    if promise.per == "contact" and EVERYTHING not in promise.of and all(way in ways for way in promise.of):
        most = min(most, sum(_most(ways[way]) for way in promise.of))
    return most


def _sum(playbook: Playbook, kinds: Iterable[ItemType]) -> int:
    return min(UNBOUNDED, sum(budget(playbook, kind) for kind in kinds))


def _most(limit: Limit | None) -> int:
    return UNBOUNDED if limit is None or limit.most is None else limit.most
