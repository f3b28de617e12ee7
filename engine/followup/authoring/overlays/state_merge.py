"""The states of an overlay: named wherever they are, changed key by key, new ones put in their place."""

from __future__ import annotations

from followup.authoring.overlays import rules
from followup.authoring.overlays.laid import Laid
from followup.authoring.overlays.notes import Note, note
from followup.authoring.overlays.trees import (
    child,
    named,
    states,
    with_entries,
    with_entry,
    with_state,
    within,
)
from followup.authoring.suggesting import meant
from followup.authoring.tree import Entry, Map, Scalar
from followup.core.values.changes import ChangeKind

_BY_NAME = ("events", "timers")


def lay_states(laid: Laid, overlay: Map) -> Map:
    """Return the playbook with the states of an overlay laid over its own."""
    root, new = laid.root, {}
    there = dict(states(root))
    for name, entry in named(overlay, "states").items():
        said = note(entry, "in")
        old = there.get(name)
        if old is None and said.drop is None:
            new[name] = (entry, said)
        elif old is None or not isinstance(old.value, Map):
            rules.nothing_to_drop(laid.found, "states", name, said, there)
        elif said.drop is not None:
            root = _without(laid, root, name, old.value, said)
        else:
            root = _changed(laid, root, name, entry, said)
    return _with_new(laid, root, new, overlay.entries.get("states"))


def _without(laid: Laid, root: Map, name: str, old: Map, said: Note) -> Map:
    laid.touch(f"states.{name}", ChangeKind.DROPS, said)
    for one in (name, *(inner for inner, _ in states(old))):
        laid.gone[one] = said
    return with_state(root, name, lambda _: None)


def _changed(laid: Laid, root: Map, name: str, entry: Entry, said: Note) -> Map:
    if not rules.may_change_state(laid.found, name, entry, said):
        return root
    for key, inner in said.own.entries.items():
        if key in _BY_NAME and isinstance(inner.value, Map):
            for one in inner.value.entries:
                laid.touch(f"states.{name}.{key}.{one}", ChangeKind.REPLACES, said)
        else:
            laid.touch(f"states.{name}.{key}", ChangeKind.REPLACES, said)
    return with_state(root, name, lambda old: _over(old, said.own))


def _over(old: Map, new: Map) -> Map:
    made = with_entries(old, new.entries)
    for key in _BY_NAME:
        first, second = child(old, key), child(new, key)
        if first is not None and second is not None:
            both = with_entries(first, second.entries)
            made = with_entry(made, key, Entry(new.entries[key].key, both))
    return made


def _with_new(laid: Laid, root: Map, new: dict[str, tuple[Entry, Note]], at: Entry | None) -> Map:
    """Put new states where they belong; one may lie in another new one, so it takes some rounds."""
    waiting = dict(new)
    while waiting and at is not None:
        there = dict(states(root))
        ready = {name: one for name, one in waiting.items() if (_parent(one[0]) or name) in {name, *there}}
        if not ready:
            break
        for name, (entry, said) in ready.items():
            del waiting[name]
            laid.touch(f"states.{name}", ChangeKind.ADDS, said, *said.own.entries)
            for inner, _ in states(said.own):
                laid.touch(f"states.{inner}", ChangeKind.ADDS, said)
            root = _put(root, name, Entry(entry.key, said.own), _parent(entry), at)
    for name, (entry, _) in waiting.items():
        _homeless(laid, root, name, entry, new)
    return root


def _put(root: Map, name: str, state: Entry, parent: str, at: Entry) -> Map:
    def inside(node: Map) -> Map:
        return within(node, "states", lambda inner: with_entry(inner, name, state), at)

    return with_state(root, parent, inside) if parent else inside(root)


def _parent(entry: Entry) -> str:
    scalar = _in(entry)
    return str(scalar.value) if scalar is not None else ""


def _in(entry: Entry) -> Scalar | None:
    inner = entry.value.entries.get("in") if isinstance(entry.value, Map) else None
    return inner.value if inner is not None and isinstance(inner.value, Scalar) else None


def _homeless(laid: Laid, root: Map, name: str, entry: Entry, new: dict[str, tuple[Entry, Note]]) -> None:
    scalar = _in(entry)
    if scalar is None:
        return
    parent = str(scalar.value)
    if parent in new:
        told = f'"{name}" and "{parent}" would lie inside each other'
        laid.found.error(scalar.at, "state-circle", told, "one of them has to lie in a state that is there")
        return
    there = dict(states(root))
    told = f'"{parent}" is no state, so nothing can lie in it'
    laid.found.error(scalar.at, "unknown-state", told, *meant(parent, there))
