"""Trees with something exchanged; they are never changed in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from followup.authoring.tree import Entry, Map, Scalar, Sequence


def child(node: Map | None, key: str) -> Map | None:
    """Return the mapping under a key, or None."""
    entry = node.entries.get(key) if node is not None else None
    return entry.value if entry is not None and isinstance(entry.value, Map) else None


def text_of(node: Map, key: str) -> str:
    """Return the text under a key, or an empty one."""
    entry = node.entries.get(key)
    value = entry.value.value if entry is not None and isinstance(entry.value, Scalar) else ""
    return value if isinstance(value, str) else ""


def name_of(root: Map) -> str:
    """Return what a playbook is called."""
    return text_of(root, "playbook")


def named(node: Map | None, key: str) -> Mapping[str, Entry]:
    """Return the things by name under a key; none without it."""
    inner = child(node, key)
    return inner.entries if inner is not None else {}


def with_entry(node: Map, name: str, entry: Entry) -> Map:
    """Return a mapping in which a name has another entry; a new one stands last."""
    return replace(node, entries={**node.entries, name: entry})


def with_entries(node: Map, entries: Mapping[str, Entry]) -> Map:
    """Return a mapping with further entries, which replace those of the same name."""
    return replace(node, entries={**node.entries, **entries})


def without(node: Map, *names: str) -> Map:
    """Return a mapping without some names."""
    return replace(node, entries={name: one for name, one in node.entries.items() if name not in names})


def within(root: Map, key: str, change: Callable[[Map], Map], otherwise: Entry) -> Map:
    """Return a mapping in which the one under a key is changed.

    Args:
        root: The mapping.
        key: Of the inner one.
        change: What is made of it.
        otherwise: Gives key and place where there is none yet; what it holds is not used.
    """
    entry = root.entries.get(key) or Entry(otherwise.key, Map(otherwise.value.at, {}))
    inner = entry.value if isinstance(entry.value, Map) else Map(entry.value.at, {})
    return with_entry(root, key, Entry(entry.key, change(inner)))


def joined(first: Sequence, second: Sequence) -> Sequence:
    """Return a list with what the second adds to the first."""
    has = {one.value for one in first.items if isinstance(one, Scalar)}
    more = tuple(one for one in second.items if not (isinstance(one, Scalar) and one.value in has))
    return replace(first, items=(*first.items, *more))


def states(root: Map | None) -> Iterator[tuple[str, Entry]]:
    """Yield all states of a playbook, each before those inside it."""
    for name, entry in named(root, "states").items():
        yield name, entry
        if isinstance(entry.value, Map):
            yield from states(entry.value)


def with_state(root: Map, name: str, change: Callable[[Map], Map | None]) -> Map:
    """Return a playbook (or a state) in which the state of that name is changed, however deep it is.

    Args:
        root: A mapping with `states`.
        name: Of the state.
        change: What is made of it; None leaves it out.
    """
    inner = child(root, "states")
    if inner is None:
        return root
    entries: dict[str, Entry] = {}
    for own, entry in inner.entries.items():
        if not isinstance(entry.value, Map):
            entries[own] = entry
        elif own != name:
            entries[own] = Entry(entry.key, with_state(entry.value, name, change))
        elif (made := change(entry.value)) is not None:
            entries[own] = Entry(entry.key, made)
    return with_entry(root, "states", Entry(root.entries["states"].key, replace(inner, entries=entries)))
