"""Questions: what to ask at the start of a case, and what can be told in the middle of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from followup.core import machine
from followup.core.names import shown
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, Fact, FactType, ItemType, Playbook, Scope, State
from followup.core.values.times import Anchor, AnchorKind, Portion, Sum, When
from followup.runtime.glance import Glance
from followup.runtime.views import Choice, Question


def start_questions(playbook: Playbook) -> tuple[Question, ...]:
    """Return what to ask when a case begins: what the first message and the first wait need, no more.

    First the facts without which a case makes no sense; then those of the event that leads on from the
    start (or, unless it has happened, what lies before it), and the dates that times hang on after it.
    """
    needed = [
        fact
        for fact in playbook.facts.values()
        if fact.per is Scope.CASE and not fact.optional and fact.default is None and fact.ask
    ]
    names = dict.fromkeys((fact.name for fact in needed), "")
    opening = opening_event(playbook)
    if opening is not None:
        event, target = opening
        names |= dict.fromkeys([*event.facts], "")
        before = _hung_on(playbook, [playbook.states[one] for one in _started(playbook)])
        names |= dict.fromkeys((name for name in before if name not in names), event.facts[0])
        names |= dict.fromkeys([*event.also, *_hung_on(playbook, _inside(playbook, target))], "")
    facts = [(playbook.facts[name], unless) for name, unless in names.items() if name in playbook.facts]
    return tuple(
        replace(_question(fact, optional=fact not in needed), unless=unless)
        for fact, unless in facts
        if fact.ask
    )


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
            facts=tuple(_asked(glance, event.facts)),
            also=tuple(_asked(glance, event.also)),
            handled=heard.hears(glance.case.state, machine.event(event.name)),
        )
        for event in glance.playbook.events.values()
    ]
    return tuple(sorted(found, key=lambda choice: not choice.handled))


def _asked(glance: Glance, names: Iterable[str]) -> Iterator[Question]:
    for name in names:
        fact = glance.playbook.facts.get(name)
        if fact is not None:
            yield _question(fact, optional=fact.optional, known=_words(glance.known.value(name)))


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
