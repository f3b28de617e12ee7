"""Where the parts of a tests file stand, by the path that leads to them."""

from __future__ import annotations

from followup.authoring.tree import Map, Node, Scalar, Sequence, Stretch

Path = tuple[str | int, ...]
"""Keys, and numbers of lines in lists from 0, such as `("scenarios", "ghosted", "story", 2, "expect")`."""


def find(root: Map, path: Path, *, key: bool = False) -> tuple[Stretch, bool]:
    """Return where something of a file stands, or the nearest thing around it; and whether it is there.

    Args:
        root: The file.
        path: What is looked for.
        key: Whether to point at the key rather than at a single value behind it.
    """
    node: Node = root
    at = root.at.beginning
    for step in path:
        if isinstance(node, Map) and step in node.entries:
            entry = node.entries[str(step)]
            at, node = entry.key.at, entry.value
        elif isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
            at = _first(node)
        else:
            return at, False
    return (node.at if isinstance(node, Scalar) and not key else at), True


def _first(node: Node) -> Stretch:
    """Return where a line of a list begins: its first key, or all of it."""
    if isinstance(node, Map) and node.entries:
        return next(iter(node.entries.values())).key.at
    return node.at
