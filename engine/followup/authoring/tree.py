"""A file as a tree of plain values, in which everything still knows where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

Plain = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A position in a file; all three count characters from 0."""

    index: int
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """From one position to another in one file, the end exclusive.

    Attributes:
        start: Where it begins.
        end: Where it ends.
        file: Which of the files that were read together; 0 is the one that was asked for.
    """

    start: Mark
    end: Mark
    file: int = 0

    def part(self, start: Mark, end: Mark) -> Stretch:
        """Return a stretch between two positions of the same file."""
        return Stretch(start, end, self.file)

    @property
    def beginning(self) -> Stretch:
        """The empty stretch at which this one begins."""
        return self.part(self.start, self.start)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value.

    Attributes:
        at: Where it stands, quotes included.
        value: What it means in YAML 1.2: text, whole number, true, false or null.
        style: `'` or `"` for quoted text, `|` or `>` for a block, empty for plain.
    """

    at: Stretch
    value: Plain
    style: str = ""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    at: Stretch
    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value."""

    key: Scalar
    value: Node


@dataclass(frozen=True, slots=True)
class Map:
    """Keys with values.

    Attributes:
        at: Where it stands.
        entries: In the order of the file.
        flow: Whether it is written in braces.
        lost: Keys that are left out, because what stood under them was refused.
    """

    at: Stretch
    entries: Mapping[str, Entry]
    flow: bool = False
    lost: frozenset[str] = frozenset()


Node = Scalar | Sequence | Map


def of_file(node: Node, file: int) -> Node:
    """Return a tree of which everything says that it stands in another of the files read together."""
    at = Stretch(node.at.start, node.at.end, file)
    match node:
        case Scalar():
            return replace(node, at=at)
        case Sequence():
            return replace(node, at=at, items=tuple(of_file(item, file) for item in node.items))
        case Map():
            entries = {name: of_entry(entry, file) for name, entry in node.entries.items()}
            return replace(node, at=at, entries=entries)


def of_entry(entry: Entry, file: int) -> Entry:
    """Return a key with its value as `of_file` does."""
    key = replace(entry.key, at=Stretch(entry.key.at.start, entry.key.at.end, file))
    return Entry(key, of_file(entry.value, file))


def plain(node: Node) -> object:
    """Return a tree as plain dicts, lists and scalars."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return [plain(item) for item in node.items]
        case Map():
            return {name: plain(entry.value) for name, entry in node.entries.items()}


def walk(node: Node, path: str = "") -> Iterator[tuple[str, Node]]:
    """Yield every node below and including `node`, with its dotted path."""
    yield path, node
    prefix = f"{path}." if path else ""
    match node:
        case Sequence():
            for index, item in enumerate(node.items):
                yield from walk(item, f"{prefix}{index}")
        case Map():
            for name, entry in node.entries.items():
                yield from walk(entry.value, f"{prefix}{name}")
        case Scalar():
            pass
