"""Whom a promise means: messages by their own names, by a way, or all of them."""

from __future__ import annotations

from followup.core.values.playbook import ItemKind, Pick, Playbook

EVERYTHING = "everything"


def items_of(playbook: Playbook, names: tuple[str, ...], *, counted: bool = False) -> frozenset[str]:
    """Return the messages that a promise names: by themselves, by a way, or all of them."""
    return frozenset(
        kind.name
        for kind in playbook.items.values()
        if kind.kind is ItemKind.MESSAGE
        and (
            kind.name in names
            or (EVERYTHING in names and (kind.counts or not counted))
            or any(way in names for way in kind.via)
            or ("email" in names and kind.target.pick is Pick.REPLY)
        )
    )
