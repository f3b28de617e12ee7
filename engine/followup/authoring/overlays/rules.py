"""What an overlay may not do to a named thing, whatever its reason; refused where it was tried."""

from __future__ import annotations

from collections.abc import Iterable

from followup.authoring.findings import Findings
from followup.authoring.overlays.notes import Note
from followup.authoring.overlays.trees import named
from followup.authoring.suggesting import meant_or_all
from followup.authoring.tree import Entry, Map, Scalar, Sequence, plain
from followup.authoring.vocabulary import article

_KINDS = {
    "facts": "fact",
    "settings": "setting",
    "events": "event",
    "messages": "message",
    "tasks": "task",
    "promises": "promise",
    "states": "state",
    "courtesy.bans": "ban",
    "courtesy.waits": "wait",
}
_FREE = {
    "facts": ("ask", "optional", "default", "each"),
    "events": ("say", "also"),
    "courtesy.bans": ("allow",),
}
"""Where not every key of a base's thing can be changed: those that can."""


def may_replace(found: Findings, section: str, old: Map, said: Note, base: Entry) -> bool:
    """Whether an overlay may change a thing of the base as it does; if not, that is noted.

    Args:
        found: Where to note it.
        section: Such as `facts` or `courtesy.bans`.
        old: The thing in the base.
        said: What the overlay says.
        base: Name and thing in the base.
    """
    good = _only_free(found, section, old, said, base)
    if section == "facts":
        good &= _stays_required(found, old, said, base)
        good &= _same_fields(found, old, said)
    if section == "courtesy.bans":
        good &= _loses_names(found, old, said, base)
    if section == "messages":
        good &= _stays_kept(found, old, said, base)
    return good


def may_drop(found: Findings, section: str, old: Entry, said: Note) -> bool:
    """Whether an overlay may leave something out; if not, that is noted."""
    related = [(old.key.at, "in the base")]
    name = str(old.key.value)
    if section == "messages" and _is_true(old.value, "keep"):
        told = f'"{name}" is kept: the base says that no overlay may drop it'
        found.error(said.at, "kept", told, "change what it says, or when", related=related)
        return False
    if section == "promises" and not said.widens:
        told = f'to drop the promise "{name}" allows more than the base does'
        found.error(said.at, "widens", told, 'widens: "why that is right here"', related=related)
        return False
    return True


def nothing_to_drop(found: Findings, section: str, name: str, said: Note, there: Iterable[str]) -> None:
    """Note that an overlay leaves out what is not there."""
    kind = _KINDS[section]
    told = f'the base has no {kind} "{name}", so there is nothing to drop'
    found.error(said.at, f"unknown-{kind}", told, *meant_or_all(name, there))


def names_stay_taken(found: Findings, dropped: Iterable[str], root: Map) -> None:
    """Note new things that are called what a dropped message or task is called."""
    for section in ("facts", "settings", "events", "messages", "tasks"):
        for name, entry in named(root, section).items():
            if name in dropped:
                told = f'"{name}" is dropped here, and its name still stands where it was planned'
                found.error(entry.key.at, "name-taken", told, "choose another name for the new one")


def may_change_state(found: Findings, name: str, entry: Entry, said: Note) -> bool:
    """Whether what is said of a state of the base can be done to it; if not, that is noted."""
    node = entry.value
    moved = node.entries.get("in") if isinstance(node, Map) else None
    if moved is not None:
        told = f'"{name}" is a state of the base, and stays where it is'
        found.error(moved.key.at, "not-to-change", told, "delete in, or choose a new name for a new state")
        return False
    inner = said.own.entries.get("states")
    if inner is not None:
        told = f'"{name}" is a state of the base; new states inside it stand beside it and name it'
        found.error(inner.key.at, "not-to-change", told, f"NEW: {{in: {name}, ...}}")
        return False
    return True


def _only_free(found: Findings, section: str, old: Map, said: Note, base: Entry) -> bool:
    """Note the keys that cannot be changed; to say what the base says anyway is no change."""
    good = True
    for key, entry in said.own.entries.items():
        was = old.entries.get(key)
        if key in _FREE.get(section, (key,)) or (was and plain(was.value) == plain(entry.value)):
            continue
        good = False
        told, hint = _fixed(section, key, str(base.key.value))
        found.error(entry.key.at, "not-to-change", told, hint, related=[(base.key.at, "in the base")])
    return good


def _fixed(section: str, key: str, name: str) -> tuple[str, str]:
    kind = _KINDS[section]
    if section == "courtesy.bans":
        told = f'"{name}" is a ban of the base, and a ban is never weakened or replaced'
        return told, "allow may lose names; or add a ban with a name of its own"
    told = f'"{key}" of {article(kind)} cannot be changed: what the base says about "{name}" relies on it'
    return told, f"add {article(kind)} with a name of its own"


def _stays_required(found: Findings, old: Map, said: Note, base: Entry) -> bool:
    entry = said.own.entries.get("optional")
    if entry is None or _is_true(old, "optional") or not _is_true(said.own, "optional"):
        return True
    told = f'"{base.key.value}" is always known in the base, and what is said there relies on it'
    hint = "give it a default, or add a fact with a name of its own"
    found.error(entry.key.at, "not-to-change", told, hint, related=[(base.key.at, "in the base")])
    return False


def _same_fields(found: Findings, base: Map, said: Note) -> bool:
    """Note what is changed in what is known about each contact; to add to it is always right."""
    good = True
    before = named(base, "each")
    for name, entry in named(said.own, "each").items():
        old = before[name].value if name in before else None
        if isinstance(old, Map) and isinstance(entry.value, Map):
            good &= _only_free(found, "facts", old, Note(entry.key.at, entry.value), before[name])
    return good


def _loses_names(found: Findings, old: Map, said: Note, base: Entry) -> bool:
    before = {item.value for item in _items(old, "allow")}
    more = [item for item in _items(said.own, "allow") if item.value not in before]
    for item in more:
        told = f'a ban lets nothing more through here than in the base, and "{item.value}" would be more'
        found.error(
            item.at, "ban-weakened", told, "allow may lose names", related=[(base.key.at, "in the base")]
        )
    return not more


def _stays_kept(found: Findings, old: Map, said: Note, base: Entry) -> bool:
    entry = said.own.entries.get("keep")
    if entry is None or not _is_true(old, "keep") or _is_true(said.own, "keep"):
        return True
    told = f'"{base.key.value}" is kept in the base, and stays so'
    found.error(entry.key.at, "kept", told, "delete this line", related=[(base.key.at, "in the base")])
    return False


def _items(node: Map, key: str) -> tuple[Scalar, ...]:
    entry = node.entries.get(key)
    inner = entry.value if entry is not None else None
    return tuple(one for one in inner.items if isinstance(one, Scalar)) if isinstance(inner, Sequence) else ()


def _is_true(node: object, key: str) -> bool:
    entry = node.entries.get(key) if isinstance(node, Map) else None
    return entry is not None and isinstance(entry.value, Scalar) and entry.value.value is True
