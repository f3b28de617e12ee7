"""All names of one file, and what may be said about them; gathered before anything is understood."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from followup.authoring.findings import Findings
from followup.authoring.tree import Map, Scalar, Stretch
from followup.core.names import typed
from followup.core.values.playbook import FactType, ItemKind

OUTCOMES = {
    ItemKind.MESSAGE: ("sent", "failed", "expired", "skipped", "in_doubt", "settled"),
    ItemKind.TASK: ("done", "expired", "skipped", "settled"),
}
"""Outcomes that every item of a kind can have, besides those that the author declares."""

FIELDS = (
    *("name", "salutation", "title", "role", "name_verified", "do_not_contact"),
    *("email", "phone", "linkedin", "away_until"),
)
"""What is known about every contact."""

ENGINE = (
    "entry",
    "now",
    "contact",
    "me",
    "about",
    "known",
    "happened",
    "open",
    "sent",
    "round",
    "cases_here",
)
"""Words that no fact, setting, event, message or task may be called."""

_SECTIONS = {
    "facts": "fact",
    "settings": "setting",
    "events": "event",
    "messages": "message",
    "tasks": "task",
}


_TYPES = {
    FactType.TEXT: "a text",
    FactType.BOOLEAN: "a yes or no",
    FactType.INTEGER: "a whole number",
    FactType.DATE: "a date",
    FactType.DATETIME: "a date with a time",
    FactType.CHOICE: "a choice",
    FactType.PLACE: "a place",
    FactType.DAYS: "a list of days",
    FactType.LINK: "a link",
    FactType.LIST: "a list",
    FactType.CONTACT: "a contact",
    FactType.CONTACTS: "a group of contacts",
}


def said(kind: FactType | None) -> str:
    """Return what people call a type, with its article."""
    return _TYPES[kind] if kind is not None else "something else"


def repaired(name: str) -> str:
    """Return the name that somebody meant who wrote one with capitals, hyphens or spaces."""
    close = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in typed(name))
    return close.strip("_").lstrip("0123456789_")[:63]


class Family(StrEnum):
    """Whether a span counts exact time or dates; the two are never mixed."""

    ELAPSED = "elapsed"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Dropped:
    """What an overlay leaves out; the names stay, so that what speaks of them needs no edit.

    Attributes:
        items: The outcomes that messages and tasks had declared, by name.
        messages: Messages alone.
        waits: Waits.
        fallbacks: Messages that are the fallback of another one in the base, whatever became of that.
        reasons: Why each message or task is left out.
    """

    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    messages: frozenset[str] = frozenset()
    waits: frozenset[str] = frozenset()
    fallbacks: frozenset[str] = frozenset()
    reasons: Mapping[str, str] = field(default_factory=dict)


NOTHING_DROPPED = Dropped()


@dataclass(slots=True)
class Names:
    """The names of a file by kind. A None says: it is declared, but so badly that nothing is known.

    Attributes:
        facts: Types of facts.
        settings: The family of a setting that is a span; OTHER for one that is none.
        events: Events.
        items: Messages and tasks with the outcomes that can be named.
        messages: Messages alone.
        groups: Facts about each contact of a group, by name.
        states: States.
        waits: Waits.
        dropped: Messages and tasks that an overlay leaves out, with the reason; they are among the items.
        fallbacks: Messages that were the fallback of another one before an overlay changed that.
        lost: Kinds of names, such as `fact`, of which nothing is known, since all of them were refused.
    """

    facts: dict[str, FactType | None] = field(default_factory=dict)
    settings: dict[str, Family | bool | None] = field(default_factory=dict)
    events: frozenset[str] = frozenset()
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)
    messages: frozenset[str] = frozenset()
    each: dict[str, FactType | None] = field(default_factory=dict)
    states: dict[str, Stretch] = field(default_factory=dict)
    waits: frozenset[str] = frozenset()
    dropped: Mapping[str, str] = field(default_factory=dict)
    fallbacks: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    def facts_of(self, *types: FactType) -> Iterator[str]:
        """Yield the facts of some types."""
        return (name for name, kind in self.facts.items() if kind in types)


def gather(
    root: Map, found: Findings, lost: frozenset[str] = frozenset(), dropped: Dropped = NOTHING_DROPPED
) -> Names:
    """Return all names of a file, and note those that are taken twice.

    Args:
        root: The whole file.
        found: Where to note it.
        lost: Sections that were refused as a whole.
        dropped: What an overlay leaves out.
    """
    _one_name_space(root, found)
    kinds = {kind for section, kind in {**_SECTIONS, "states": "state"}.items() if section in lost}
    if kinds & {"message", "task"}:
        kinds.add("message or task")
    names = Names(lost=frozenset(kinds), dropped=dropped.reasons, fallbacks=dropped.fallbacks)
    for name, section in _named(root, "facts"):
        names.facts[name] = _type(section)
        for inner, about in _named(section, "each"):
            names.each[inner] = _type(about)
    names.settings = {name: None for name, _ in _named(root, "settings")}
    names.events = frozenset(name for name, _ in _named(root, "events"))
    names.messages = frozenset(name for name, _ in _named(root, "messages")) | dropped.messages
    names.items |= dropped.items
    for name, section in _named(root, "messages"):
        declared = tuple(outcome for outcome, _ in _named(section, "outcomes"))
        names.items[name] = (*OUTCOMES[ItemKind.MESSAGE], *declared)
    for name, _ in _named(root, "tasks"):
        names.items[name] = OUTCOMES[ItemKind.TASK]
    courtesy = root.entries.get("courtesy")
    if courtesy is not None and isinstance(courtesy.value, Map):
        names.waits = frozenset(name for name, _ in _named(courtesy.value, "waits")) | dropped.waits
    _states(root, names, found)
    return names


def _one_name_space(root: Map, found: Findings) -> None:
    taken: dict[str, tuple[str, Stretch]] = {}
    for section, kind in _SECTIONS.items():
        entry = root.entries.get(section)
        if entry is None or not isinstance(entry.value, Map):
            continue
        for name, inner in entry.value.entries.items():
            at = inner.key.at
            if name in ENGINE:
                text = f'"{name}" is a word of the language, and no {kind} can be called so'
                found.error(at, "reserved-name", text, "choose another name")
            elif name in taken:
                other, first = taken[name]
                here, there = article(kind), article(other)
                text = f'"{name}" is {here} here and {there} in line {first.start.line + 1}'
                hint = (
                    "facts, settings, events, messages and tasks share one set of names: rename one of them"
                )
                found.error(at, "name-taken", text, hint, related=[(first, f"the {other}")])
            else:
                taken[name] = (kind, at)


def article(kind: str) -> str:
    """Return the name of a kind of thing behind its article."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _states(parent: Map, names: Names, found: Findings) -> None:
    entry = parent.entries.get("states")
    if entry is None or not isinstance(entry.value, Map):
        return
    for name, inner in entry.value.entries.items():
        at = inner.key.at
        if name in names.states:
            first = names.states[name]
            text = f'there is another state "{name}" in line {first.start.line + 1}'
            hint = "names of states are unique in the whole file: rename one of them"
            found.error(at, "state-twice", text, hint, related=[(first, "the first one")])
        else:
            names.states[name] = at
        if isinstance(inner.value, Map):
            _states(inner.value, names, found)


def _named(parent: Map | None, key: str) -> Iterator[tuple[str, Map | None]]:
    entry = parent.entries.get(key) if parent is not None else None
    if entry is not None and isinstance(entry.value, Map):
        for name, inner in entry.value.entries.items():
            yield repaired(name), inner.value if isinstance(inner.value, Map) else None


def _type(section: Map | None) -> FactType | None:
    entry = section.entries.get("type") if section is not None else None
    if entry is None or not isinstance(entry.value, Scalar):
        return None
    value = entry.value.value
    return FactType(value) if value in set(FactType) else None
