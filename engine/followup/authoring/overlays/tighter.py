"""The tighter of two: where several overlays touch one limit or one ban, what both of them ask for holds."""

from __future__ import annotations

from dataclasses import replace

from followup.authoring.findings import Findings
from followup.authoring.overlays.lengths import not_shorter
from followup.authoring.spans import span
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence, plain
from followup.core.values.problems import Problem
from followup.core.values.times import Span


def tighter_limit(found: Findings, first: Map, second: Map, overlay: str) -> Map:
    """Return a limit that keeps both.

    Args:
        found: Where to note distances of which nobody can say which is the longer one.
        first: The one that was laid first.
        second: The other one.
        overlay: The name of the overlay that has the first one.
    """
    entries = dict(first.entries)
    for key, entry in second.entries.items():
        other = entries.get(key)
        entries[key] = entry if other is None else _tighter(found, key, (other, entry), overlay)
    return replace(first, entries=entries)


def _tighter(found: Findings, key: str, both: tuple[Entry, Entry], overlay: str) -> Entry:
    first, second = both
    mine, theirs = _value(first.value), _value(second.value)
    if key == "most" and isinstance(mine, int) and isinstance(theirs, int):
        return first if mine <= theirs else second
    if key == "per":
        return first if mine == "case" else second
    one, other = _span(mine), _span(theirs)
    if one is None or other is None or mine == theirs:
        return first
    if not_shorter(one, other):
        return first
    if not_shorter(other, one):
        return second
    told = f'nobody can say whether "{theirs}" is longer than "{mine}" in "{overlay}"'
    found.error(second.value.at, "stack-clash", told, related=[(first.value.at, f"in {overlay}")])
    return first


def tighter_ban(first: Map, second: Map) -> Map | None:
    """Return a ban that lets through only what both let through; None: the two are different bans."""
    same = {name: plain(one.value) for name, one in first.entries.items() if name not in ("allow", "why")}
    other = {name: plain(one.value) for name, one in second.entries.items() if name not in ("allow", "why")}
    if same != other:
        return None
    mine, theirs = first.entries.get("allow"), second.entries.get("allow")
    entries = {name: one for name, one in first.entries.items() if name != "allow"}
    if mine is not None and theirs is not None and isinstance(mine.value, Sequence):
        through = {one.value for one in _items(theirs.value)}
        kept = tuple(one for one in _items(mine.value) if one.value in through)
        entries["allow"] = Entry(mine.key, replace(mine.value, items=kept))
    return replace(first, entries=entries)


def _items(node: Node) -> tuple[Scalar, ...]:
    return tuple(one for one in node.items if isinstance(one, Scalar)) if isinstance(node, Sequence) else ()


def _value(node: Node) -> object:
    return node.value if isinstance(node, Scalar) else None


def _span(value: object) -> Span | None:
    parsed = span(value) if isinstance(value, str) else None
    return None if isinstance(parsed, Problem) else parsed
