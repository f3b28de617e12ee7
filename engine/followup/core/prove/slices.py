"""Slices: the part of a playbook that one item, or one promise, can depend on.

Items touch each other only through the states they move, the guards that ask for them and the times
that hang on their outcomes. So one item is looked at closely, those it depends on roughly, and all
others are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from followup.core.prove import times_in
from followup.core.prove.atoms import all_guards, names_in, thresholds
from followup.core.prove.depending import Dependencies
from followup.core.prove.known import Flow
from followup.core.prove.parts import part_of
from followup.core.prove.planned import Plan
from followup.core.prove.representatives import FAR, PAST, SOON, classes
from followup.core.values.playbook import FactType, Pick, Playbook, Scope
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
        placed: Dates of which it counts where they lie, and not only what hangs on them.
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
    placed: frozenset[str]
    events: frozenset[str]
    outcomes: frozenset[str]
    triggers: frozenset[str]
    rounds: int
    playbook: Playbook


class Slicer:
    """Makes the slices of one playbook."""

    def __init__(self, playbook: Playbook, flow: Flow, plans: list[Plan]) -> None:
        self._playbook = playbook
        self._depend = Dependencies(playbook, flow, plans)
        self._compared = thresholds(playbook, all_guards(playbook))
        self._triggers = frozenset(
            trigger
            for state in playbook.states.values()
            for trigger in state.handlers
            if trigger.partition(".")[2] not in ("", "settled")
        )

    def control(self) -> Slice:
        """Return the slice in which every state, timer and way between them can be seen."""
        rough = frozenset(
            item for leaf in self._depend.flow.leaves for item in self._depend.moving(leaf, "")
        ) | self._depend.asked_items(self._depend.control)
        timers = [timer.due for state in self._playbook.states.values() for timer in state.timers.values()]
        return self._slice(CONTROL, frozenset(), rough, timers)

    def item(self, name: str) -> Slice:
        """Return the slice that one item depends on."""
        return self._slice(name, frozenset({name}), self._depend.needed(name), ())

    def together(self, items: frozenset[str]) -> Slice:
        """Return the slice that several items depend on together."""
        rough = frozenset(other for name in items for other in self._depend.needed(name)) - items
        return self._slice(TOGETHER, items, rough, ())

    # What depends on what --------------------------------------------------------------------

    def _slice(self, name: str, focus: frozenset[str], rough: frozenset[str], more: Sequence[When]) -> Slice:
        playbook = self._playbook
        rough = rough - focus - playbook.dropped.keys()  # what is dropped settles at once
        controls = self._depend.controls(timers=bool(more))
        controlled = {name for names in controls.values() for name in names}
        kinds = [playbook.items[one] for one in sorted(focus)]
        asked = set(self._depend.control)
        whens = [when for kind in kinds for when in times_in.of_item(kind)]
        mine = [promise for promise, items in self._depend.promises if items & focus]
        befores = [promise.before for promise in mine if promise.before is not None]
        whens += [*befores, *more]
        for kind in kinds:
            asked |= names_in(kind.when)
            asked |= {f"known.{need}" for need in kind.needs if "." not in need}
            asked |= self._depend.of_setting(kind)
        anchors = list(times_in.anchors(whens))
        dated = {one.name for one in anchors if one.kind is AnchorKind.FACT}
        facts = set(dated)
        facts |= {name.removeprefix("known.") for name in asked}
        facts |= {kind.target.name for kind in kinds if kind.target.pick in (Pick.EACH, Pick.ONE)}
        facts &= set(playbook.facts)
        events = {one.name for one in anchors if one.kind is AnchorKind.EVENT and focus}
        events |= {promise.after for promise in mine if promise.after is not None}
        events |= {name.removeprefix("happened.") for name in asked if name.startswith("happened.")}
        events |= {kind.target.name for kind in kinds if kind.target.pick is Pick.REPLY}
        outcomes = {f"{one.name}.{one.outcome}" for one in anchors if one.outcome and focus}
        rounds = [n for n in self._compared.get("round", ()) if isinstance(n, int)]
        return Slice(
            name=name,
            focus=focus,
            rough=rough,
            facts={
                one: self._classes(one, focus, exact=one in dated) for one in playbook.facts if one in facts
            },
            read={leaf: names & facts for leaf, names in controls.items()},
            groups=self._depend.groups(focus),
            own=frozenset(facts) - frozenset(controlled) | (self._depend.of_items(focus) & facts),
            placed=frozenset(one.name for one in times_in.anchors(befores)),
            events=frozenset(events & set(playbook.events)),
            outcomes=frozenset(outcomes),
            triggers=self._triggers,
            rounds=max(rounds, default=0) + 1 if "round" in asked else 1,
            playbook=part_of(playbook, focus, rough, facts),
        )

    def _begins(self, fact: str, focus: frozenset[str]) -> bool:
        dues = [self._playbook.items[name].due for name in focus]
        return any(one.name == fact for one in times_in.anchors(due for due in dues if due is not None))

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
            if fact.type is FactType.DATETIME and self._begins(name, focus):
                return (PAST, SOON)  # what begins and ends an item moves both of them
        if fact.type is FactType.CONTACTS:
            wide = any(self._playbook.items[one].or_else is not None for one in focus)
            fallback = any(
                kind.or_else is not None and kind.or_else.send in focus
                for kind in self._playbook.items.values()
            )
            return found if wide or fallback else found[:1]
        return found
