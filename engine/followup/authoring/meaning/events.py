"""Events: what can happen, the facts it brings, and what other cases hear of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.section import Section
from followup.authoring.tree import Map, Scalar
from followup.authoring.vocabulary import said
from followup.core.values.playbook import Audience, EventType, Tell


def events(root: Section) -> dict[str, EventType]:
    """Return all events of a playbook."""
    required = {
        name: tuple(str(item.value) for item in section.items("facts"))
        for name, section in root.children("events", "event")
    }
    return {name: _event(name, section, required) for name, section in root.children("events", "event")}


def _event(name: str, section: Section, required: Mapping[str, tuple[str, ...]]) -> EventType:
    facts = section.names("facts", section.desk.names.facts, "fact")
    also = section.names("also", section.desk.names.facts, "fact")
    for item in section.items("also"):
        if item.value in facts:
            text = f'"{item.value}" comes with it already, so it is not optional'
            section.desk.error(item.at, "twice", text, "delete it here")
    return EventType(
        name=name,
        say=section.text("say"),
        facts=facts,
        also=also,
        new_round=section.flag("new_round"),
        tell=tuple(_tells(section, required)),
    )


def _tells(section: Section, required: Mapping[str, tuple[str, ...]]) -> Iterator[Tell]:
    for inner in section.lines("tell", "tell"):
        audience = inner.text("to")
        event = inner.name("event", inner.desk.names.events, "event")
        propose = inner.name("propose", inner.desk.names.events, "event")
        mapped = dict(_with(inner))
        given = [key for key in ("event", "propose") if inner.has(key)]
        if len(given) != 1:
            text = "a line to other cases has either an event or a proposal"
            hint = "event: it happens there; propose: the person is asked"
            inner.desk.error(inner.at_key("propose"), "event-or-propose", text, hint)
        elif audience:
            told = event or propose
            for fact in required.get(told or "", ()):
                if told == event and fact not in mapped and fact in inner.desk.names.facts:
                    text = f'"{told}" needs "{fact}", and this line does not bring it'
                    inner.desk.error(inner.at_key("event"), "tell-lacks-fact", text, f"with: {{{fact}: ...}}")
            yield Tell(to=Audience(audience), event=event, propose=propose, facts=mapped)


def _with(section: Section) -> Iterator[tuple[str, str]]:
    node = section.get("with")
    if not isinstance(node, Map):
        return
    facts = section.desk.names.facts
    for theirs, entry in node.entries.items():
        if not isinstance(entry.value, Scalar):
            continue
        ours = section.desk.name(entry.value, facts, "fact")
        if section.desk.name(entry.key, facts, "fact") is None or ours is None:
            continue
        if facts[theirs] is not facts[ours] and None not in (facts[theirs], facts[ours]):
            text = f'"{theirs}" is {said(facts[theirs])}, and "{ours}" is {said(facts[ours])}'
            section.desk.error(entry.value.at, "fact-type", text, "both have to be of one type")
            continue
        yield theirs, ours
