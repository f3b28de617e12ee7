"""What an overlay says about a change beside the change itself: why, on what grounds, what it widens."""

from __future__ import annotations

from dataclasses import dataclass, replace

from followup.authoring.overlay_schema import META
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence, Stretch

_NOTES = (*META, "drop")


@dataclass(frozen=True, slots=True)
class Note:
    """One change, as its author wrote it down.

    Attributes:
        at: Where the name of the changed thing stands.
        own: What is changed, without the words about it.
        because: The reason, or empty.
        sources: Names of sources the reason rests on.
        widens: Why it allows more than the base, or empty.
        drop: Why the thing is left out; None: it is not.
    """

    at: Stretch
    own: Map
    because: str = ""
    sources: tuple[Scalar, ...] = ()
    widens: str = ""
    drop: str | None = None

    @property
    def reason(self) -> str:
        """Why it differs, whether it is changed or left out."""
        return self.because if self.drop is None else self.drop


def note(entry: Entry, *beside: str) -> Note:
    """Return the note of a change.

    Args:
        entry: The name and the mapping behind it.
        beside: Further keys that are no part of the thing itself.
    """
    node = entry.value if isinstance(entry.value, Map) else Map(entry.value.at, {})
    skip = {*_NOTES, *beside}
    own = {name: inner for name, inner in node.entries.items() if name not in skip}
    drop = _text(node, "drop")
    return Note(
        at=entry.key.at,
        own=replace(node, entries=own, lost=node.lost - skip),
        because=_text(node, "because"),
        sources=_scalars(node, "source"),
        widens=_text(node, "widens"),
        drop=drop if "drop" in node.entries else None,
    )


def _text(node: Map, key: str) -> str:
    entry = node.entries.get(key)
    value = entry.value.value if entry is not None and isinstance(entry.value, Scalar) else ""
    return " ".join(value.split()) if isinstance(value, str) else ""


def _scalars(node: Map, key: str) -> tuple[Scalar, ...]:
    entry = node.entries.get(key)
    inner: Node | None = entry.value if entry is not None else None
    if isinstance(inner, Scalar):
        return (inner,)
    return tuple(one for one in inner.items if isinstance(one, Scalar)) if isinstance(inner, Sequence) else ()
