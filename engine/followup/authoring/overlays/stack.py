"""Stacks: several overlays of one base at once. What one touches, no other does; limits and bans apart.

Several may touch one message or task in different keys of it: one says to whom, another one how late.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from followup.authoring.findings import Findings
from followup.authoring.overlays.laid import Laid, Touch
from followup.authoring.overlays.trees import name_of, text_of
from followup.authoring.tree import Map, Stretch
from followup.core.values.changes import ChangeKind
from followup.core.values.playbook import Playbook

_SHARED = ("courtesy.limits.", "courtesy.bans.")
"""What several overlays may touch: the tighter holds."""

_PARTWISE = ("courtesy.hours", "wording")
"""Rules that are said at once and belong to several ways or lengths: only the same one of these clashes."""

_ADDS_UP = frozenset({"never", "must"})

_ITEMS = ("messages.", "tasks.")
_TOGETHER = (frozenset({"to", "reply_to"}), frozenset({"via", "texts"}))
"""Keys of a message that say one thing between them, so that two overlays clash over either of them."""


def stackable(roots: Sequence[Map], found: Findings) -> bool:
    """Whether files are overlays of one base, each another one; what is wrong with that is noted."""
    first, *others = roots
    for root in roots:
        if "extends" not in root.entries:
            told = f'"{name_of(root)}" is a whole playbook, and only changes of one can be stacked'
            found.error(_at(root, "playbook"), "stack-of-bases", told, "take it out of the stack")
    for number, root in enumerate(others, 1):
        if name_of(root) in [name_of(one) for one in roots[:number]]:
            told = f'"{name_of(root)}" stands twice in this stack'
            found.error(_at(root, "playbook"), "stack-twice", told, "take it once")
        elif text_of(root, "extends") != text_of(first, "extends") and "extends" in root.entries:
            told = f'this changes another playbook than "{name_of(first)}" does, so they cannot be stacked'
            related = [(_at(first, "extends"), f"in {name_of(first)}")]
            found.error(_at(root, "extends"), "stack-of-bases", told, related=related)
    return not found.failed


def stacked(playbook: Playbook, roots: Sequence[Map]) -> Playbook:
    """Return a playbook that is called after all the overlays it comes from.

    Args:
        playbook: What came out of them.
        roots: The overlays in the order of their names; of a single one it is called so already.
    """
    if len(roots) == 1:
        return playbook
    return replace(
        playbook,
        name="+".join(name_of(root) for root in roots),
        version="+".join(text_of(root, "version") for root in roots),
        title=" + ".join(text_of(root, "title") for root in roots),
        about=" ".join(about for root in roots if (about := text_of(root, "about"))),
    )


def _at(root: Map, key: str) -> Stretch:
    entry = root.entries.get(key)
    return entry.value.at if entry is not None else root.at.beginning


def apart(laid: Sequence[Laid], found: Findings) -> bool:
    """Whether no overlay touches what another one touches; if one does, the thing is named.

    Args:
        laid: Each overlay laid over the base alone.
        found: Where to note it.
    """
    good = True
    for number, one in enumerate(laid):
        for other in laid[number + 1 :]:
            for mine, theirs in _both(one.touches, other.touches):
                good = False
                clash(found, mine, theirs)
    return good


def _both(touches: Sequence[Touch], others: Sequence[Touch]) -> Iterator[tuple[Touch, Touch]]:
    for mine in touches:
        for theirs in others:
            if _meet(mine, theirs):
                yield mine, theirs


def _meet(mine: Touch, theirs: Touch) -> bool:
    if mine.path != theirs.path:
        return _swallows(mine, theirs) or _swallows(theirs, mine)
    if mine.path in _PARTWISE:
        return bool((set(mine.keys) & set(theirs.keys)) - _ADDS_UP)
    if mine.path.startswith(_ITEMS) and mine.kind is theirs.kind is ChangeKind.REPLACES:
        return bool(decided(mine) & decided(theirs))
    return not mine.path.startswith(_SHARED)


def decided(touch: Touch) -> set[str]:
    """Return the keys that an overlay decides of a message or a task."""
    keys = set(touch.keys)
    return keys.union(*(group for group in _TOGETHER if keys & group))


def _swallows(mine: Touch, theirs: Touch) -> bool:
    """Whether one drops the state in which the other one changes something."""
    return mine.kind is ChangeKind.DROPS and theirs.path.startswith(f"{mine.path}.")


def clash(found: Findings, mine: Touch, theirs: Touch) -> None:
    """Note that two overlays touch one thing."""
    section, _, rest = mine.path.partition(".")
    name = mine.path if section in ("courtesy", "states") else rest or section
    told = f'"{name}" is touched by both "{mine.overlay}" and "{theirs.overlay}", so they cannot be stacked'
    hint = "make one file of the two that decides, or take one of them alone"
    found.error(theirs.note.at, "stack-clash", told, hint, related=[(mine.note.at, f"in {mine.overlay}")])
