"""The typed merge: what an overlay says of each named thing, laid over what the base says of it.

A key that is given replaces the base's whole; phrases add up; the events and timers of a state merge
by name. What may not be changed at all is refused here, where it stands. What allows more than the
base does is found later, when the values are known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from followup.authoring.overlays import rules
from followup.authoring.overlays.laid import Laid, Touch
from followup.authoring.overlays.notes import Note, note
from followup.authoring.overlays.stack import clash
from followup.authoring.overlays.state_merge import lay_states
from followup.authoring.overlays.tighter import tighter_ban, tighter_limit
from followup.authoring.overlays.trees import child, joined, named, with_entries, with_entry, within, without
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence
from followup.core.values.changes import ChangeKind

_ADDS_UP = ("never", "must")
_ALONE = ("place", "closed", "time", "my_hours", "takes")
"""Rules of courtesy that are one value in a base; an overlay writes `use` in front of it."""


def lay(laid: Laid, overlay: Map) -> None:
    """Lay one overlay over what is there; what it may not do is noted, and not done.

    Args:
        laid: The base, and what was laid over it before.
        overlay: A tree whose shape has been checked.
    """
    for section in ("facts", "settings", "events", "messages", "tasks", "promises"):
        entry = overlay.entries.get(section)
        if entry is not None:
            laid.root = within(laid.root, section, partial(_things, laid, section, entry), entry)
    rules_ = overlay.entries.get("courtesy")
    if rules_ is not None and isinstance(rules_.value, Map):
        laid.root = within(laid.root, "courtesy", partial(_courtesy, laid, rules_.value), rules_)
    phrases = overlay.entries.get("wording")
    if phrases is not None:
        laid.root = within(laid.root, "wording", partial(_wording, laid, phrases), phrases)
    laid.root = lay_states(laid, overlay)
    head = {
        key: one for key in ("playbook", "version", "title", "about") if (one := overlay.entries.get(key))
    }
    laid.root = with_entries(without(laid.root, "about"), head)
    rules.names_stay_taken(laid.found, laid.reasons, laid.root)
    further = overlay.entries.get("sources")
    if further is not None:
        more = named(overlay, "sources")
        laid.root = within(laid.root, "sources", lambda old: with_entries(old, more), further)


def _things(laid: Laid, section: str, entry: Entry, old: Map) -> Map:
    """Return the named things of a section with those of the overlay laid over them."""
    for name, one in entry.value.entries.items() if isinstance(entry.value, Map) else ():
        old = _thing(laid, f"{section}.{name}", old, one)
    return old


def _thing(laid: Laid, path: str, things: Map, entry: Entry) -> Map:
    section, _, name = path.rpartition(".")
    said, old = note(entry), things.entries.get(name)
    if said.drop is not None:
        return _dropped(laid, path, things, said)
    if old is None:
        laid.touch(path, ChangeKind.ADDS, said, *said.own.entries)
        return with_entry(things, name, Entry(entry.key, said.own))
    before = _spread(old.value)
    if section == "courtesy.bans" and (earlier := laid.touched(path)) is not None:
        return _both_bans(laid, earlier, things, entry)
    if not rules.may_replace(laid.found, section, before, said, old):
        return things
    laid.touch(path, ChangeKind.REPLACES, said, *said.own.entries)
    return with_entry(things, name, Entry(entry.key, _over(section, before, said.own)))


def _both_bans(laid: Laid, earlier: Touch, things: Map, entry: Entry) -> Map:
    """Return the bans with one that two overlays touch: it lets through only what both of them do."""
    said, name = note(entry), str(entry.key.value)
    made = tighter_ban(earlier.note.own, said.own)
    laid.touch(earlier.path, earlier.kind, said, *said.own.entries)
    if made is None:
        clash(laid.found, earlier, laid.touches[-1])
        return things
    before = child(things, name)
    whole = made if before is None or earlier.kind is ChangeKind.ADDS else with_entries(before, made.entries)
    return with_entry(things, name, Entry(entry.key, whole))


def _dropped(laid: Laid, path: str, things: Map, said: Note) -> Map:
    section, _, name = path.rpartition(".")
    old = things.entries.get(name)
    if old is None:
        rules.nothing_to_drop(laid.found, section, name, said, things.entries)
        return things
    if not rules.may_drop(laid.found, section, old, said):
        return things
    laid.touch(path, ChangeKind.DROPS, said)
    if section in ("messages", "tasks"):
        laid.drop_item(section, name, old, said)
    elif section == "courtesy.waits":
        laid.waits.add(name)
    elif section in ("facts", "events"):
        laid.gone[name] = said
    return without(things, name)


def _over(section: str, old: Map, new: Map) -> Map:
    """Return a thing of the base with the keys of an overlay laid over it."""
    made = with_entries(old, {**new.entries})
    made = replace(made, at=new.at, lost=old.lost | new.lost)
    if section == "events":
        return _with_more(made, old, new, "also")
    if section == "facts" and "each" in new.entries:
        return _with_each(made, old, new)
    if section != "messages":
        return made
    if "wording" in new.entries and isinstance(new.entries["wording"].value, Map):
        phrases = _phrases(_without_its_words(child(old, "wording"), new), new.entries["wording"].value)
        made = with_entry(made, "wording", Entry(new.entries["wording"].key, phrases))
    for one, other in (("to", "reply_to"), ("reply_to", "to")):
        if one in new.entries and other not in new.entries:
            made = without(made, other)
    return _without_silent_ways(made, new)


def _without_its_words(old: Map | None, new: Map) -> Map | None:
    """Leave out what the base's text must say where an overlay says of a text of its own what that must."""
    own = child(new, "wording")
    other_words = "body" in new.entries and own is not None and "must" in own.entries
    return without(old, "must") if old is not None and other_words else old


def _without_silent_ways(made: Map, new: Map) -> Map:
    """Leave out the base's texts for ways that the message does not go any more."""
    via, texts = new.entries.get("via"), made.entries.get("texts")
    if via is None or texts is None or "texts" in new.entries or not isinstance(texts.value, Map):
        return made
    ways = (
        {item.value for item in via.value.items if isinstance(item, Scalar)}
        if isinstance(via.value, Sequence)
        else set()
    )
    kept = {way: entry for way, entry in texts.value.entries.items() if way in ways}
    if not kept:
        return without(made, "texts")
    return with_entry(made, "texts", Entry(texts.key, replace(texts.value, entries=kept)))


def _with_more(made: Map, old: Map, new: Map, key: str) -> Map:
    """Return a mapping whose list under a key holds what both say."""
    first, second = old.entries.get(key), new.entries.get(key)
    if first is None or second is None:
        return made
    if not isinstance(first.value, Sequence) or not isinstance(second.value, Sequence):
        return made
    return with_entry(made, key, Entry(second.key, joined(first.value, second.value)))


def _with_each(made: Map, old: Map, new: Map) -> Map:
    first, second = child(old, "each"), child(new, "each")
    if first is None or second is None:
        return made
    return with_entry(made, "each", Entry(new.entries["each"].key, with_entries(first, second.entries)))


def _spread(node: Node) -> Map:
    """Return a thing as a mapping; a setting may stand there as a plain value."""
    if isinstance(node, Map):
        return node
    return Map(node.at, {"use": Entry(Scalar(node.at.beginning, "use"), node)})


# Courtesy and wording ------------------------------------------------------------------------


def _courtesy(laid: Laid, new: Map, old: Map) -> Map:
    for key, entry in new.entries.items():
        if key in ("bans", "waits"):
            old = within(old, key, partial(_things, laid, f"courtesy.{key}", entry), entry)
        elif key == "limits":
            old = within(old, key, partial(_limits, laid, entry), entry)
        elif key == "hours":
            old = within(old, key, partial(_hours, laid, entry), entry)
        else:
            old = _value(laid, f"courtesy.{key}", old, entry)
    return old


def _hours(laid: Laid, entry: Entry, old: Map) -> Map:
    said = note(entry)
    laid.touch("courtesy.hours", ChangeKind.REPLACES, said, *said.own.entries)
    return with_entries(old, said.own.entries)


def _limits(laid: Laid, entry: Entry, things: Map, *, under: str = "courtesy.limits") -> Map:
    for name, one in entry.value.entries.items() if isinstance(entry.value, Map) else ():
        if name == "ways":
            things = within(things, name, partial(_limits, laid, one, under=f"{under}.ways"), one)
            continue
        said, old = note(one), child(things, name)
        earlier = laid.touched(f"{under}.{name}")
        kind = ChangeKind.ADDS if old is None else ChangeKind.REPLACES
        laid.touch(f"{under}.{name}", kind, said, *said.own.entries)
        own = said.own
        if earlier is not None:
            own = tighter_limit(laid.found, earlier.note.own, own, earlier.overlay)
        made = own if old is None else with_entries(old, own.entries)
        things = with_entry(things, name, Entry(one.key, made))
    return things


def _value(laid: Laid, path: str, old: Map, entry: Entry) -> Map:
    """Return the rules with one of them exchanged: `through`, or one that is a value alone."""
    key = str(entry.key.value)
    said = note(entry)
    use = said.own.entries.get("use")
    node: Node | None = said.own if key not in _ALONE else use.value if use is not None else None
    if node is None:
        return old
    kind = ChangeKind.REPLACES if key in old.entries else ChangeKind.ADDS
    laid.touch(path, kind, said)
    return with_entry(old, key, Entry(entry.key, node))


def _wording(laid: Laid, entry: Entry, old: Map) -> Map:
    said = note(entry)
    laid.touch("wording", ChangeKind.REPLACES, said, *_word_keys(said.own.entries))
    return _phrases(old, said.own)


def _word_keys(entries: Mapping[str, Entry]) -> list[str]:
    found: list[str] = []
    for key, entry in entries.items():
        inner = entry.value.entries if key == "words" and isinstance(entry.value, Map) else {}
        found += [f"words.{one}" for one in inner] or [key]
    return found


def _phrases(old: Map | None, new: Map) -> Map:
    """Return rules for wording: phrases of both, lengths of the newer where it has them."""
    if old is None:
        return new
    made = with_entries(old, new.entries)
    for key in _ADDS_UP:
        made = _with_more(made, old, new, key)
    first, second = child(old, "words"), child(new, "words")
    if first is not None and second is not None:
        words = with_entries(first, second.entries)
        made = with_entry(made, "words", Entry(new.entries["words"].key, words))
    return made
