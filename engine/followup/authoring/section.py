"""One mapping of a file, read key by key; every key that is asked for is remembered by its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.desk import Condition, Desk
from followup.authoring.tree import Map, Node, Scalar, Sequence, Stretch
from followup.core.values.times import Hours, When


class Section:
    """A mapping with the word it stands under.

    Attributes:
        kind: What kind of mapping it is; a name of `$defs` in the schema.
        key: The scalar in front of it, or None.
    """

    def __init__(self, desk: Desk, kind: str, node: Map, key: Scalar | None = None) -> None:
        self.desk = desk
        self.kind = kind
        self.node = node
        self.key = key
        self._asked = desk.asked.setdefault(kind, set())

    @property
    def at(self) -> Stretch:
        """Where to point for the mapping as a whole."""
        return self.key.at if self.key is not None else self.node.at.beginning

    def get(self, key: str) -> Node | None:
        """Return the value of a key, or None."""
        self._asked.add(key)
        entry = self.node.entries.get(key)
        return entry.value if entry is not None else None

    def has(self, key: str) -> bool:
        """Whether a key is there at all, even if what stands under it was refused."""
        return key in self.node.entries or key in self.node.lost

    def scalar(self, key: str) -> Scalar | None:
        """Return the value of a key if it is a single value."""
        node = self.get(key)
        return node if isinstance(node, Scalar) and node.value is not None else None

    def at_key(self, key: str) -> Stretch:
        """Where a key stands, or the mapping if it has none of that name."""
        entry = self.node.entries.get(key)
        return entry.key.at if entry is not None else self.at

    def text(self, key: str) -> str:
        """Return a text, or an empty one."""
        scalar = self.scalar(key)
        return scalar.value if scalar is not None and isinstance(scalar.value, str) else ""

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false."""
        scalar = self.scalar(key)
        return scalar.value if scalar is not None and isinstance(scalar.value, bool) else default

    def number(self, key: str) -> int | None:
        """Return a whole number, or None."""
        scalar = self.scalar(key)
        value = scalar.value if scalar is not None else None
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def items(self, key: str) -> tuple[Scalar, ...]:
        """Return the scalars of a list."""
        node = self.get(key)
        if not isinstance(node, Sequence):
            return ()
        return tuple(item for item in node.items if isinstance(item, Scalar))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(item.value for item in self.items(key) if isinstance(item.value, str))

    def name(self, key: str, known: Mapping[str, object] | frozenset[str], kind: str) -> str | None:
        """Return a name that has to be known, or None."""
        scalar = self.scalar(key)
        return self.desk.name(scalar, known, kind) if scalar is not None else None

    def names(self, key: str, known: Mapping[str, object] | frozenset[str], kind: str) -> tuple[str, ...]:
        """Return names that have to be known; others are left out."""
        found = [self.desk.name(item, known, kind) for item in self.items(key)]
        return tuple(name for name in found if name is not None)

    def messages(self, key: str) -> tuple[str, ...]:
        """Return the messages of a list that are there; those that an overlay drops are left out."""
        names = self.desk.names
        found = self.names(key, names.messages, "message")
        return tuple(name for name in found if name not in names.dropped)

    def when(self, key: str, *, contact: bool = False) -> When | None:
        """Return a time sentence, or None."""
        node = self.get(key)
        return self.desk.when(node, contact=contact) if node is not None else None

    def hours(self, key: str) -> Hours | None:
        """Return hours, or None without the key."""
        node = self.get(key)
        return self.desk.hours(node) if node is not None else None

    def condition(self, key: str, *, contact: bool) -> str | None:
        """Return a condition, which is checked at the end, or None."""
        scalar = self.scalar(key)
        if scalar is None or not isinstance(scalar.value, str):
            return None
        self.desk.conditions.append(Condition(scalar, contact))
        return scalar.value

    def child(self, key: str, kind: str) -> Section | None:
        """Return the mapping under a key, or None."""
        node = self.get(key)
        if not isinstance(node, Map):
            return None
        return Section(self.desk, kind, node, self.node.entries[key].key)

    def children(self, key: str, kind: str) -> Iterator[tuple[str, Section]]:
        """Yield the mappings under the names under a key."""
        node = self.get(key)
        if isinstance(node, Map):
            for name, entry in node.entries.items():
                if isinstance(entry.value, Map):
                    yield name, Section(self.desk, kind, entry.value, entry.key)

    def lines(self, key: str, kind: str) -> Iterator[Section]:
        """Yield the mappings in the list under a key."""
        node = self.get(key)
        if isinstance(node, Sequence):
            for item in node.items:
                if isinstance(item, Map):
                    yield Section(self.desk, kind, item)
