"""Parts of a playbook, as the engine runs them: a few items, the facts they read, all states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from followup.core.knowledge import share_guards
from followup.core.machine import share_machine
from followup.core.prove import times_in
from followup.core.prove.atoms import all_guards, names_in
from followup.core.templates import used
from followup.core.values.playbook import FactType, ItemKind, ItemType, Playbook, Scope, Text, Wording

_ALWAYS = (FactType.CONTACT, FactType.CONTACTS, FactType.PLACE, FactType.DAYS)


def part_of(
    playbook: Playbook, focus: frozenset[str], rough: frozenset[str], facts: Iterable[str]
) -> Playbook:
    """Return a playbook with some of its items only; none of them says anything.

    Args:
        playbook: The whole playbook.
        focus: Items that keep all their needs.
        rough: Items that do not wait for words of a person's own.
        facts: Facts that are varied.
    """
    items = {
        name: _wordless(playbook, kind, close=name in focus)
        for name, kind in playbook.items.items()
        if name in focus | rough
    }
    settled = {
        t.partition(".")[0] for s in playbook.states.values() for t in s.handlers if t.endswith(".settled")
    }
    kept = set(items) | settled
    states = {
        name: replace(state, do=tuple(one for one in state.do if one in kept))
        for name, state in playbook.states.items()
    }
    read = _facts_of(playbook, focus | rough, facts)
    # what is left out counts as dropped, so that rules that ask for it know that it is not open
    absent = {name: "left out of the slice" for name in playbook.items if name not in items}
    part = replace(
        playbook,
        items=items,
        states=states,
        facts={name: fact for name, fact in playbook.facts.items() if name in read},
        wording=Wording(),
        dropped={**playbook.dropped, **absent},
    )
    share_machine(part, playbook)
    share_guards(part, playbook)
    return part


def _facts_of(playbook: Playbook, names: frozenset[str], facts: Iterable[str]) -> frozenset[str]:
    """Return the facts that anything in a slice can read, varied or not."""
    kinds = [playbook.items[name] for name in names]
    whens = [when for kind in kinds for when in (*times_in.of_item(kind), kind.by) if when is not None]
    whens += [timer.due for state in playbook.states.values() for timer in state.timers.values()]
    whens += [when for ban in playbook.courtesy.bans.values() for when in (ban.since, ban.until) if when]
    whens += [wait.until for wait in playbook.courtesy.waits.values() if wait.until is not None]
    found = {one.name for one in times_in.anchors(whens)} | set(facts)
    for guard in all_guards(playbook):
        found |= {name.removeprefix("known.") for name in names_in(guard)}
    for kind in kinds:
        found |= {kind.target.name, *kind.needs, *kind.asks, *kind.attach}
        found |= {name for text in (kind.text, *kind.texts.values()) for name in _said(text)}
    for ban in playbook.courtesy.bans.values():
        found |= set(ban.to)
    kept = found | {fact.name for fact in playbook.facts.values() if fact.type in _ALWAYS}
    needed = {
        name for event in playbook.events.values() for tell in event.tell for name in tell.facts.values()
    }
    return frozenset(kept | needed) & set(playbook.facts)


def _wordless(playbook: Playbook, kind: ItemType, *, close: bool) -> ItemType:
    """Return an item without its words, but with all that they need; words are proved by themselves."""
    if kind.kind is ItemKind.TASK:
        return kind
    facts = playbook.facts
    said = {name for text in (kind.text, *kind.texts.values()) for name in _said(text)}
    always = [name for name in facts if name in said and not facts[name].optional]
    needs = tuple(dict.fromkeys([*kind.needs, *always]))
    if not close:
        needs = tuple(name for name in needs if name not in facts or facts[name].per is not Scope.MESSAGE)
    return replace(kind, text=Text(), texts={}, wording=Wording(), attach=(), needs=needs)


def _said(text: Text) -> Iterator[str]:
    for part in (text.subject, text.body, text.voicemail):
        yield from used(part)
