"""Slices: the part of a playbook that one item, or one promise, can depend on.

Items touch each other only through the states they move, the guards that ask for them and the times
that hang on their outcomes. So one item is looked at closely, those it depends on roughly, and all
others are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.core.knowledge import share_guards
from followup.core.machine import share_machine
from followup.core.prove import times_in
from followup.core.prove.atoms import all_guards, control_guards, names_in, thresholds
from followup.core.prove.known import Flow
from followup.core.prove.named import items_of
from followup.core.prove.planned import Plan
from followup.core.prove.representatives import FAR, PAST, classes
from followup.core.templates import used
from followup.core.values.playbook import (
    Branch,
    FactType,
    ItemKind,
    ItemType,
    Pick,
    Playbook,
    Scope,
    Text,
    Wording,
)
from followup.core.values.times import AnchorKind, When

CONTROL = "control"
TOGETHER = "together"
Kinds = tuple[str | int | bool, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """A part of a playbook, and what is told apart in it.

    Attributes:
        name: The item it is about, a promise, or `control`.
        focus: Items that are looked at closely.
        rough: Items of which only counts whether they are alive and whether they have gone.
        facts: Facts that are varied, with the classes of their values.
        read: By leaf, those of them that its guards and timers read.
        groups: By leaf, those of them that say for whom items of the focus are planned there.
        own: Those of them that items of the focus read.
        events: Events of which it counts whether they have happened.
        outcomes: Outcomes, as `ITEM.OUTCOME`, of which it counts whether they have come.
        triggers: All outcomes that some state listens to.
        rounds: Rounds that are told apart.
        playbook: The part, as the engine runs it.
    """

    name: str
    focus: frozenset[str]
    rough: frozenset[str]
    facts: Mapping[str, Kinds]
    read: Mapping[str, frozenset[str]]
    groups: Mapping[str, frozenset[str]]
    own: frozenset[str]
    events: frozenset[str]
    outcomes: frozenset[str]
    triggers: frozenset[str]
    rounds: int
    playbook: Playbook


class Slicer:
    """Makes the slices of one playbook."""

    def __init__(self, playbook: Playbook, flow: Flow, plans: list[Plan]) -> None:
        self._playbook = playbook
        self._flow = flow
        self._plans = plans
        self._compared = thresholds(playbook, all_guards(playbook))
        self._control = frozenset(_asked(control_guards(playbook)))
        self._promises = [
            (promise, items_of(playbook, promise.never))
            for promise in playbook.promises.values()
            if promise.never
        ]
        self._triggers = frozenset(
            trigger
            for state in playbook.states.values()
            for trigger in state.handlers
            if trigger.partition(".")[2] not in ("", "settled")
        )

    def control(self) -> Slice:
        """Return the slice in which every state, timer and way between them can be seen."""
        rough = frozenset(
            item for leaf in self._flow.leaves for item in self._moving(leaf, "")
        ) | self._asked_items(self._control)
        timers = [timer.due for state in self._playbook.states.values() for timer in state.timers.values()]
        return self._slice(CONTROL, frozenset(), rough, timers)

    def item(self, name: str) -> Slice:
        """Return the slice that one item depends on."""
        return self._slice(name, frozenset({name}), self._needed(name), ())

    def together(self, items: frozenset[str]) -> Slice:
        """Return the slice that several items depend on together."""
        rough = frozenset(other for name in items for other in self._needed(name)) - items
        return self._slice(TOGETHER, items, rough, ())

    # What depends on what --------------------------------------------------------------------

    def _slice(
        self, name: str, focus: frozenset[str], rough: frozenset[str], more: Iterable[object]
    ) -> Slice:
        playbook = self._playbook
        rough = rough - focus - playbook.dropped.keys()  # what is dropped settles at once
        controls = self._controls(timers=bool(more))
        controlled = {name for names in controls.values() for name in names}
        kinds = [playbook.items[one] for one in sorted(focus)]
        asked = set(self._control)
        whens = [when for kind in kinds for when in times_in.of_item(kind)]
        mine = [promise for promise, items in self._promises if items & focus]
        whens += [promise.before for promise in mine if promise.before is not None]
        whens += more
        for kind in kinds:
            asked |= names_in(kind.when)
            asked |= {f"known.{need}" for need in kind.needs if "." not in need}
            asked |= self._of_setting(kind)
        anchors = list(times_in.anchors(whens))
        dated = {one.name for one in anchors if one.kind is AnchorKind.FACT}
        facts = set(dated)
        facts |= {name.removeprefix("known.") for name in asked}
        facts |= {kind.target.name for kind in kinds if kind.target.pick in (Pick.EACH, Pick.ONE)}
        facts &= set(playbook.facts)
        events = {one.name for one in anchors if one.kind is AnchorKind.EVENT}
        events |= {promise.after for promise in mine if promise.after is not None}
        events |= {name.removeprefix("happened.") for name in asked if name.startswith("happened.")}
        events |= {kind.target.name for kind in kinds if kind.target.pick is Pick.REPLY}
        outcomes = {f"{one.name}.{one.outcome}" for one in anchors if one.kind is AnchorKind.OUTCOME}
        rounds = [n for n in self._compared.get("round", ()) if isinstance(n, int)]
        return Slice(
            name=name,
            focus=focus,
            rough=rough,
            facts={
                one: self._classes(one, focus, exact=one in dated) for one in playbook.facts if one in facts
            },
            read={leaf: names & facts for leaf, names in controls.items()},
            groups=self._groups(focus),
            own=frozenset(facts) - frozenset(controlled) | (self._of_items(focus) & facts),
            events=frozenset(events & set(playbook.events)),
            outcomes=frozenset(outcomes),
            triggers=self._triggers,
            rounds=max(rounds, default=0) + 1 if "round" in asked else 1,
            playbook=self._part(focus, rough, self._facts_of(focus | rough, facts)),
        )

    def _groups(self, focus: frozenset[str]) -> dict[str, frozenset[str]]:
        found: dict[str, set[str]] = {}
        for plan in self._plans:
            if plan.item not in focus:
                continue
            target = self._playbook.items[plan.item].target
            if target.pick is Pick.EACH:
                for leaf in plan.leaves:
                    found.setdefault(leaf, set()).add(target.name)
        return {leaf: frozenset(names) for leaf, names in found.items()}

    def _of_items(self, focus: frozenset[str]) -> frozenset[str]:
        kinds = [self._playbook.items[name] for name in focus]
        anchors = times_in.anchors(when for kind in kinds for when in times_in.of_item(kind))
        found = {one.name for one in anchors if one.kind is AnchorKind.FACT}
        for kind in kinds:
            found |= {need for need in kind.needs if "." not in need} | {kind.target.name}
            found |= {
                name.removeprefix("known.") for name in names_in(kind.when) | set(self._of_setting(kind))
            }
        return frozenset(found)

    def _controls(self, *, timers: bool) -> dict[str, frozenset[str]]:
        """Return by leaf the facts that its guards (and its timers) read."""
        found: dict[str, frozenset[str]] = {}
        for leaf in self._flow.leaves:
            names: set[str] = set()
            for state in self._playbook.path(leaf):
                here = self._playbook.states[state]
                lines = [branch for some in here.handlers.values() for branch in some]
                lines += [timer.branch for timer in here.timers.values()]
                names |= {name.removeprefix("known.") for line in lines for name in names_in(line.when)}
                if timers:
                    dues = times_in.anchors(timer.due for timer in here.timers.values())
                    names |= {one.name for one in dues if one.kind is AnchorKind.FACT}
            found[leaf] = frozenset(names)
        return found

    def _facts_of(self, names: frozenset[str], facts: Iterable[str]) -> frozenset[str]:
        """Return the facts that anything in a slice can read, varied or not."""
        playbook = self._playbook
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
        people = (FactType.CONTACT, FactType.CONTACTS, FactType.PLACE, FactType.DAYS)
        kept = found | {fact.name for fact in playbook.facts.values() if fact.type in people}
        needed = {
            name for event in playbook.events.values() for tell in event.tell for name in tell.facts.values()
        }
        return frozenset(kept | needed) & set(playbook.facts)

    def _classes(self, name: str, focus: frozenset[str], *, exact: bool) -> Kinds:
        fact = self._playbook.facts[name]
        if fact.per is Scope.MESSAGE:
            return ()
        found = classes(fact, self._compared.get(name, ()))
        if fact.type in (FactType.DATE, FactType.DATETIME):
            if not exact:
                return found[:1]
            if not focus:
                return (PAST, FAR)  # for timers alone it counts whether it puts them off
        if fact.type is FactType.CONTACTS:
            wide = any(self._playbook.items[one].or_else is not None for one in focus)
            fallback = any(
                kind.or_else is not None and kind.or_else.send in focus
                for kind in self._playbook.items.values()
            )
            return found if wide or fallback else found[:1]
        return found

    def _needed(self, name: str) -> frozenset[str]:
        """Return the items that one item depends on."""
        playbook, kind = self._playbook, self._playbook.items[name]
        leaves = {leaf for plan in self._plans if plan.item == name for leaf in plan.leaves}
        leaves |= {
            leaf
            for leaf in self._flow.leaves
            for state in playbook.path(leaf)
            if name in playbook.states[state].may
        }
        found = {item for leaf in leaves for item in self._moving(leaf, name)}
        found |= {
            one.name for one in times_in.anchors(times_in.of_item(kind)) if one.kind is AnchorKind.OUTCOME
        }
        found |= {
            step.trigger.partition(".")[0]
            for step in self._flow.steps
            if "." in step.trigger and name in step.branch.do
        }
        found |= {
            other.name
            for other in playbook.items.values()
            if other.or_else is not None and other.or_else.send == name
        }
        found |= self._asked_items(self._control | names_in(kind.when))
        return frozenset(found & set(playbook.items)) - {name}

    def _moving(self, leaf: str, beside: str) -> Iterator[str]:
        """Yield the items whose outcomes move a case that is in `leaf`, out of a state that plans `beside`.

        What moves it only inside that state makes no difference there. Where it moves on when all is
        settled, one item besides `beside` stands for the others.
        """
        owners = {plan.state for plan in self._plans if plan.item == beside and leaf in plan.leaves}
        owners |= {state for state in self._playbook.path(leaf) if beside in self._playbook.states[state].may}
        for step in self._flow.steps:
            if step.leaf == leaf and "." in step.trigger and step.branch.go is not None:
                around = set(self._playbook.path(self._playbook.states[step.branch.go].leaf))
                if not owners or not owners <= around or self._told_apart(beside, owners):
                    yield step.trigger.partition(".")[0]
        for state in self._playbook.path(leaf):
            if self._playbook.states[state].then is not None:
                waited = (plan.item for plan in self._plans if plan.state == state and leaf in plan.leaves)
                yield from [item for item in waited if item != beside][:1]

    def _told_apart(self, item: str, owners: set[str]) -> bool:
        """Whether a promise tells apart states inside those that plan an item."""
        return any(
            owner != state and owner in self._playbook.path(state)
            for promise, items in self._promises
            if item in items
            for state in promise.states
            for owner in owners
        )

    def _asked_items(self, names: Iterable[str]) -> frozenset[str]:
        families = ("open", "sent")
        split = (name.partition(".") for name in names)
        return frozenset(item for family, _, item in split if family in families) & set(self._playbook.items)

    def _of_setting(self, kind: ItemType) -> Iterator[str] | set[str]:
        """Return what decides a count that an item, or its condition, is compared with."""
        named = set(names_in(kind.when))
        if kind.repeat is not None and isinstance(kind.repeat.most, str):
            named.add(kind.repeat.most)
        settings = self._playbook.settings
        return {
            asked
            for name in named & set(settings)
            for line in settings[name].lines
            for asked in names_in(line.when)
        }

    def _part(self, focus: frozenset[str], rough: frozenset[str], kept_facts: frozenset[str]) -> Playbook:
        """Return the playbook with the items of a slice only; those that do not matter say nothing."""
        playbook = self._playbook
        items = {
            name: self._wordless(kind, close=name in focus)
            for name, kind in playbook.items.items()
            if name in focus | rough
        }
        settled = {
            t.partition(".")[0]
            for s in playbook.states.values()
            for t in s.handlers
            if t.endswith(".settled")
        }
        kept = set(items) | settled
        states = {
            name: replace(state, do=tuple(one for one in state.do if one in kept))
            for name, state in playbook.states.items()
        }
        facts = {name: fact for name, fact in playbook.facts.items() if name in kept_facts}
        # what is left out counts as dropped, so that rules that ask for it know that it is not open
        absent = {name: "left out of the slice" for name in playbook.items if name not in items}
        part = replace(
            playbook,
            items=items,
            states=states,
            facts=facts,
            wording=Wording(),
            dropped={**playbook.dropped, **absent},
        )
        share_machine(part, playbook)
        share_guards(part, playbook)
        return part

    def _wordless(self, kind: ItemType, *, close: bool) -> ItemType:
        """Return an item without its words, but with all that they need; words are proved by themselves."""
        if kind.kind is ItemKind.TASK:
            return kind
        facts = self._playbook.facts
        said = {name for text in (kind.text, *kind.texts.values()) for name in _said(text)}
        always = [name for name in facts if name in said and not facts[name].optional]
        needs = tuple(dict.fromkeys([*kind.needs, *always]))
        if not close:
            needs = tuple(name for name in needs if name not in facts or facts[name].per is not Scope.MESSAGE)
        return replace(kind, text=Text(), texts={}, wording=Wording(), attach=(), needs=needs)


def _asked(guards: Iterable[str]) -> Iterator[str]:
    for guard in guards:
        yield from names_in(guard)


def _said(text: Text) -> Iterator[str]:
    for part in (text.subject, text.body, text.voicemail):
        yield from used(part)


def branches(playbook: Playbook) -> Iterator[Branch]:
    """Yield every branch of a playbook."""
    for state in playbook.states.values():
        for lines in state.handlers.values():
            yield from lines
        yield from (timer.branch for timer in state.timers.values())
