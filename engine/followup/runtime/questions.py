"""Questions: what to ask at the start of a case, and what can be told in the middle of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.core import machine
from followup.core.names import shown
from followup.core.template_reader import read
from followup.core.template_tree import Fork, Output, tested
from followup.core.values.events import FactValue
from followup.core.values.playbook import (
    EventType,
    Fact,
    FactType,
    ItemKind,
    ItemType,
    Playbook,
    Scope,
    State,
)
from followup.core.values.times import Anchor, AnchorKind, Portion, Sum, When
from followup.runtime.glance import Glance
from followup.runtime.views import Choice, Question


def start_questions(playbook: Playbook) -> tuple[Question, ...]:
    """Return what to ask when a case begins: what the first message and the first wait need, no more.

    First the facts without which a case makes no sense. Then what the event brings that leads on from the
    start (or, unless it has happened, the dates that lie before it). Then, where it has happened, whom the
    first message goes to, what it cannot do without or can say a sentence more about by a single answer,
    and the dates that the first times hang on. All else can be told later, and is asked when it is needed.
    """
    needed = [
        fact
        for fact in playbook.facts.values()
        if fact.per is Scope.CASE and not fact.optional and fact.default is None and fact.ask
    ]
    names = {fact.name: _Condition() for fact in needed}
    opening = opening_event(playbook)
    if opening is None:
        return tuple(_asked_at_start(playbook, names, needed, None))
    event, target = opening
    over = event.facts[0]
    names |= {name: _Condition() for name in event.facts if name not in names}
    for name in _hung_on(playbook, [playbook.states[one] for one in _started(playbook)]):
        names.setdefault(name, _Condition(unless=over))
    first = _first_message(playbook, target)
    for name in (*_wanted(playbook, first), *_hung_on(playbook, _inside(playbook, target))):
        names.setdefault(name, _Condition(given=over))
    return tuple(_asked_at_start(playbook, names, needed, first, beside=event.also))


@dataclass(frozen=True, slots=True)
class _Condition:
    """When a question makes sense: unless a fact is known, or given that it is; empty: always."""

    unless: str = ""
    given: str = ""


def _asked_at_start(
    playbook: Playbook,
    names: Mapping[str, _Condition],
    needed: Sequence[Fact],
    first: ItemType | None,
    *,
    beside: Sequence[str] = (),
) -> Iterator[Question]:
    """Yield the questions; a date that belongs to a text in the event is asked for together with it."""
    needs = first.needs if first is not None else ()
    for name, condition in names.items():
        fact = playbook.facts.get(name)
        if fact is None or not fact.ask:
            continue
        question = _with_people(_question(fact, optional=fact not in needed), fact, first)
        if (text := _text_beside(playbook, fact, beside)) is not None and name not in needs:
            question = replace(_question(text, optional=True), date=name, date_ask=fact.ask)
        yield replace(question, unless=condition.unless, given=condition.given)


def _with_people(question: Question, fact: Fact, first: ItemType | None) -> Question:
    """Return a question for people with what the first message needs, or can say, of each of them."""
    if fact.type is not FactType.CONTACTS:
        return question
    needs = first.needs if first is not None else ()
    said = (*_said_alone(first), *needs) if first is not None else ()
    return replace(
        question,
        each=tuple(one for one in fact.each if f"contact.{one}" in said),
        fields=tuple(name.removeprefix("contact.") for name in needs if name.startswith("contact.")),
    )


def _text_beside(playbook: Playbook, fact: Fact, names: Sequence[str]) -> Fact | None:
    """Return the optional text that an event brings just before a date: what is to happen by then."""
    if fact.type is not FactType.DATE or fact.name not in names[1:]:
        return None
    before = playbook.facts.get(names[names.index(fact.name) - 1])
    fits = before is not None and before.type is FactType.TEXT and before.optional and bool(before.ask)
    return before if fits else None


def _first_message(playbook: Playbook, target: str) -> ItemType | None:
    """Return the first message that is planned on entering a state."""
    before = _started(playbook)
    for state in playbook.path(playbook.states[target].leaf):
        for name in playbook.states[state].do if state not in before else ():
            item = playbook.items.get(name)
            if item is not None and item.kind is ItemKind.MESSAGE:
                return item
    return None


def _wanted(playbook: Playbook, message: ItemType | None) -> Iterator[str]:
    """Yield the facts of a case that a message needs, goes to, or can say something more about."""
    if message is None:
        return
    for name in (*message.needs, message.target.name, *_said_alone(message)):
        fact = playbook.facts.get(name)
        if fact is not None and fact.per in (Scope.CASE, Scope.ROUND):
            yield name


def _said_alone(message: ItemType) -> Iterator[str]:
    """Yield what a message says always, or says a sentence about as soon as that alone is known."""
    for source in (message.text.subject, message.text.body):
        for node in read(source):
            if isinstance(node, Output) and node.name.kind == "name":
                yield node.name.text
            elif isinstance(node, Fork):
                for test, _ in node.branches:
                    if test is not None and test.sign == "name":
                        yield from (word.text for word in tested(test))


def opening_event(playbook: Playbook) -> tuple[EventType, str] | None:
    """Return the event that leads on from the start state by facts of its own, and where it leads.

    In a playbook about interviews: the interview is over.
    """
    leaf = playbook.states[playbook.start].leaf
    for name in reversed(playbook.path(leaf)):
        for trigger, branches in playbook.states[name].handlers.items():
            event = playbook.events.get(trigger)
            go = next((branch.go for branch in branches if branch.go is not None), None)
            if event is not None and go is not None and event.facts and not event.new_round:
                return event, go
    return None


def choices(glance: Glance) -> tuple[Choice, ...]:
    """Return the events that can be told, those that something follows from first."""
    heard = machine.machine_of(glance.playbook)
    found = [
        Choice(
            event=event.name,
            say=event.say,
            facts=tuple(_asked(glance, event.facts, event.name)),
            also=tuple(_asked(glance, event.also, event.name)),
            handled=heard.hears(glance.case.state, machine.event(event.name)),
        )
        for event in glance.playbook.events.values()
    ]
    return tuple(sorted(found, key=lambda choice: not choice.handled))


def _asked(glance: Glance, names: Iterable[str], event: str) -> Iterator[Question]:
    """Yield the questions of an event; of people only the one that leads on from the start asks more."""
    opening = opening_event(glance.playbook)
    over = opening is not None and opening[0].name == event
    first = _first_message(glance.playbook, opening[1]) if opening is not None and over else None
    for name in names:
        fact = glance.playbook.facts.get(name)
        if fact is not None:
            question = _question(fact, optional=fact.optional, known=_words(glance.known.value(name)))
            yield _with_people(question, fact, first)


def _question(fact: Fact, *, optional: bool, known: str = "") -> Question:
    choices_ = ("yes", "no") if fact.type is FactType.BOOLEAN else fact.choices
    return Question(
        fact=fact.name,
        ask=fact.ask or f"{shown(fact.name)}?",
        type=fact.type.value,
        optional=optional,
        choices=choices_,
        known=known,
        each=tuple(fact.each),
    )


def _words(value: FactValue) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _started(playbook: Playbook) -> tuple[str, ...]:
    return playbook.path(playbook.states[playbook.start].leaf)


def _inside(playbook: Playbook, state: str) -> list[State]:
    """Return a state and all that lie inside it."""
    return [one for name, one in playbook.states.items() if state in playbook.path(name)]


def _hung_on(playbook: Playbook, states: Iterable[State]) -> Iterator[str]:
    """Yield the date facts that the first times of the items of some states hang on."""
    dates = (FactType.DATE, FactType.DATETIME)
    for state in states:
        for name in state.do:
            item: ItemType | None = playbook.items.get(name)
            for anchor in _anchors(item.due) if item is not None else ():
                fact = playbook.facts.get(anchor.name)
                if anchor.kind is AnchorKind.FACT and fact is not None and fact.type in dates:
                    yield anchor.name


def _anchors(when: When | None) -> Iterator[Anchor]:
    for line in when.lines if when is not None else ():
        if isinstance(line, Sum):
            yield line.anchor
        elif isinstance(line, Portion):
            yield line.start
            yield line.end
