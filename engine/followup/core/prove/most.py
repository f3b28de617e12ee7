"""Looks for a story in which as much leaves as can, where adding up does not keep a bound."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush

from followup.core import machine
from followup.core.knowledge import in_hand
from followup.core.prove import times_in
from followup.core.prove.drive import Drive, Stopped
from followup.core.prove.representatives import BEGINS, LOST, OUTCOMES, PAST, REACHED, SOON, usual, value
from followup.core.prove.scene import Departure, Scene
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, FactType, ItemKind, Playbook, Scope
from followup.core.values.surroundings import Surroundings

_STUTTER = 40
_MOST = 600
"""Scenes that are gone on from at most, the fullest first."""

Full = Callable[[Scene], bool]
"""Says whether so much has left that a bound is broken."""


def fullest(
    part: Playbook,
    whole: Playbook,
    world: Surroundings,
    full: Full,
    counts: Callable[[Departure], bool],
    spend: Callable[[], bool],
) -> Scene | None:
    """Return a scene in which a bound is broken, or None if none was found.

    The person is eager: approves at once, does at once, takes whatever is offered. It stays in one round.

    Args:
        part: The part of the playbook that matters.
        whole: All of it.
        world: What lies outside the case.
        full: Says whether a scene breaks the bound.
        counts: Which departures are wanted.
        spend: Takes a situation from the budget; False: there is none left.
    """
    search = _Eager(Drive(part), whole, counts)
    search.begin(world)
    for _ in range(_MOST):
        scene = search.next()
        if scene is None or not spend():
            return None
        if full(scene):
            return scene
        search.go_on(scene)
    return None


@dataclass(slots=True)
class _Eager:
    """A search for scenes in which as much as possible has left, the fullest first."""

    drive: Drive
    whole: Playbook
    counts: Callable[[Departure], bool]
    seen: set[Hashable] = field(default_factory=set)
    waiting: list[tuple[int, int, Scene]] = field(default_factory=list)

    def begin(self, world: Surroundings) -> None:
        first = {
            name: usual(fact, (), BEGINS)
            for name, fact in self.whole.facts.items()
            if not fact.optional and fact.default is None and fact.per in (Scope.CASE, Scope.ROUND)
        }
        self._offer(_eager(self.drive, self.whole, self.drive.begin(world, first, BEGINS)))

    def next(self) -> Scene | None:
        return heappop(self.waiting)[2] if self.waiting else None

    def go_on(self, scene: Scene) -> None:
        moves: list[Callable[[], Scene]] = [partial(self._wait, scene)]
        for move in (*moves, *_moves(self.drive, self.whole, scene)):
            try:
                self._offer(_eager(self.drive, self.whole, move()))
            except Stopped:
                continue

    def _offer(self, scene: Scene) -> None:
        gone, live, *_ = mark = self._mark(scene)
        if mark not in self.seen:
            self.seen.add(mark)
            heappush(self.waiting, (-2 * len(gone) - len(live), len(self.seen), scene))

    def _mark(self, scene: Scene) -> tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]]:
        gone = sorted(gone.name for gone in scene.left if self.counts(gone))
        live = sorted(f"{one.name} {one.status}" for one in scene.case.items.values() if in_hand(one))
        return (tuple(gone), tuple(live), scene.case.state, tuple(sorted(scene.case.happened)))

    def _wait(self, scene: Scene) -> Scene:
        """Let time pass until something is otherwise."""
        before = self._mark(scene)
        for _ in range(_STUTTER):
            coming = self.drive.next(scene)
            if coming is None or self._mark(scene) != before:
                break
            scene = _eager(self.drive, self.whole, self.drive.wait(scene, coming))
        return scene


def _moves(drive: Drive, whole: Playbook, scene: Scene) -> Iterator[Callable[[], Scene]]:
    playbook = drive.playbook
    chooser = machine.machine_of(playbook)
    for event in playbook.events.values():
        if chooser.hears(scene.case.state, machine.event(event.name)) and not event.new_round:
            yield partial(_tell, drive, scene, event.name, _brought(whole, event, scene))
    for state in scene.case.entered:
        for name in playbook.states[state].may:
            if name in playbook.items:
                yield partial(drive.take, scene, name)


def _tell(drive: Drive, scene: Scene, event: str, facts: dict[str, FactValue]) -> Scene:
    """Tell news a minute later: the same news twice at one instant are one."""
    return drive.tell(drive.wait(scene, scene.now.add(seconds=60)), event, facts, contact=REACHED)


def _brought(playbook: Playbook, event: EventType, scene: Scene) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name in (*event.facts, *event.also):
        fact = playbook.facts[name]
        if name in event.facts or fact.type in (FactType.CONTACTS, FactType.CONTACT):
            late = fact.type is FactType.DATETIME and name in _limits(playbook)
            found[name] = value(fact, SOON, scene.now) if late else usual(fact, (), scene.now)
            if fact.type is FactType.DATE:
                found[name] = value(fact, PAST, scene.now)
            if fact.type is FactType.CONTACTS:
                found[name] = (REACHED, LOST)
    return found


def _limits(playbook: Playbook) -> frozenset[str]:
    """Return the facts that say until when something is worth sending."""
    ends = [kind.expires for kind in playbook.items.values() if kind.expires is not None]
    dues = [kind.due for kind in playbook.items.values() if kind.due is not None]
    return frozenset(a.name for a in times_in.anchors(ends)) - frozenset(
        a.name for a in times_in.anchors(dues)
    )


def _eager(drive: Drive, whole: Playbook, scene: Scene) -> Scene:
    """Let the person do at once what they are wanted for."""
    for _ in range(30):
        after = next(
            (done for item in scene.case.items.values() if (done := _done(drive, whole, scene, item))), None
        )
        if after is None:
            return scene
        scene = after
    return scene


def _done(drive: Drive, whole: Playbook, scene: Scene, item: Item) -> Scene | None:
    kind = drive.playbook.items[item.name]
    facts = whole.facts
    if item.status is ItemStatus.DRAFTED and item.draft is not None and not item.draft.errors:
        return drive.approve(scene, item.id)
    if item.status is ItemStatus.PLANNED and item.missing:
        words = [name for name in item.missing if name in facts and facts[name].per is Scope.MESSAGE]
        if words:
            return drive.words(scene, item.id, {name: usual(facts[name], (), scene.now) for name in words})
    if item.status is ItemStatus.HANDED_OVER and kind.kind is ItemKind.MESSAGE:
        counting = [name for name, rule in kind.outcomes.items() if rule.again is None and rule.counts]
        phone = item.draft is not None and item.draft.way == "phone"
        return drive.done(scene, item.id, counting[0] if counting else OUTCOMES[0] if phone else "sent")
    return None
