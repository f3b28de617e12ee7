"""Promises: what the author says of the playbook as a whole, in a form that can be proved."""

from __future__ import annotations

from collections.abc import Mapping

from followup.authoring.section import Section
from followup.authoring.suggesting import meant_or_all
from followup.core.values.playbook import ItemKind, ItemType, Promise
from followup.core.values.times import Anchor, AnchorKind, Now, Portion, When

EVERYTHING = "everything"
"""Stands for all messages, by all ways."""

_WHEN = ("before", "after", "in")


def promises(root: Section, items: Mapping[str, ItemType]) -> dict[str, Promise]:
    """Return the promises of a playbook.

    Args:
        root: The whole file.
        items: Its messages and tasks; messages and the ways they go can be promised about.
    """
    ways = {way for item in items.values() for way in (*item.via, *item.texts)}
    ways |= (
        {"email"} if any(item.kind is ItemKind.MESSAGE and not item.via for item in items.values()) else set()
    )
    known = frozenset({EVERYTHING, *root.desk.names.messages, *ways})
    return {name: _promise(name, inner, known) for name, inner in root.children("promises", "promise")}


def _promise(name: str, section: Section, known: frozenset[str]) -> Promise:
    names = section.desk.names
    promise = Promise(
        name=name,
        say=section.text("say"),
        never=_what(section, "never", known),
        before=_before(section),
        after=section.name("after", names.events, "event"),
        states=section.names("in", names.states, "state"),
        most=section.number("most"),
        of=_what(section, "of", known),
        per=section.text("per") or "contact",
    )
    _one_of_each(section)
    return promise


def _what(section: Section, key: str, known: frozenset[str]) -> tuple[str, ...]:
    """Return messages and ways; others are refused."""
    found = []
    for item in section.items(key):
        word = str(item.value)
        if word in known:
            found.append(word)
        elif "message" not in section.desk.names.lost:
            text = f'"{word}" is no message of this playbook, and no way that one of them goes'
            section.desk.error(item.at, "unknown-message", text, *meant_or_all(word, known))
    return tuple(found)


def _before(section: Section) -> When | None:
    """Return the time of `before`; it belongs to no state, so it cannot hang on the entry of one."""
    when = section.when("before", contact=True)
    for line in when.lines if when is not None else ():
        anchors: tuple[Anchor, ...] = ()
        if isinstance(line, Portion):
            anchors = (line.start, line.end)
        elif not isinstance(line, Now):
            anchors = (line.anchor,)
        if isinstance(line, Now) or any(one.kind is AnchorKind.ENTRY for one in anchors):
            text = f'"{line.text}" is no time that a promise can name: it holds in every state'
            section.desk.error(section.at_key("before"), "promise-time", text, "before: FACT")
    return when


def _one_of_each(section: Section) -> None:
    """Refuse a promise that says two things at once, or nothing."""
    kinds = [key for key in ("never", "most") if section.has(key)]
    if len(kinds) != 1:
        told = "a promise says what never happens, or how often at most; " + (
            "this one says both" if kinds else "this one says neither"
        )
        section.desk.error(
            section.at_key("most"), "never-or-most", told, "never: [...]", "most: 1, of: [...]"
        )
        return
    given = [key for key in _WHEN if section.has(key)]
    if len(given) > 1:
        told = f"a promise has one of before, after and in; this one has {' and '.join(given)}"
        section.desk.error(section.at_key(given[1]), "promise-when", told, "make two promises of it")
    wrong = ("of", "per") if kinds == ["never"] else _WHEN
    for key in wrong:
        if section.has(key):
            told = f'"{key}" does not go with {kinds[0]}'
            right = "never: [...]" if kinds == ["most"] else "most: NUMBER"
            section.desk.error(section.at_key(key), "promise-when", told, f"it belongs to {right}")
    if kinds == ["most"] and not section.has("of"):
        told = "a promise with most says of what"
        section.desk.error(section.at_key("most"), "promise-of", told, "of: [phone]", f"of: [{EVERYTHING}]")
