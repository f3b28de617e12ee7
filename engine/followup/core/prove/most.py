"""Looks for a story in which as much leaves as can: where adding up does not keep a bound, this may break it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from heapq import heappop, heappush
from itertools import count

from followup.core import machine
from followup.core.prove.drive import Drive, Stopped
from followup.core.prove.representatives import BEGINS, OUTCOMES, PAST, REACHED, SOON, usual, value
from followup.core.prove.scene import Departure, Scene
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, FactType, ItemKind, Pick, Playbook, Scope
from followup.core.values.surroundings import Surroundings

_WIDEST = 60
"""Scenes that are gone on from at most, the fullest first."""

Full = Callable[[Scene], bool]
"""Says whether so much has left that a bound is broken."""


def fullest(
    playbook: Playbook,
    world: Surroundings,
    full: Full,
    counts: Callable[[Departure], bool],
    spend: Callable[[], bool],
    *,
    rounds: bool = False,
) -> Scene | None:
    """Return a scene in which a bound is broken, or None if none was found.

    The person is eager: approves at once, does at once, takes whatever is offered.

    Args:
        playbook: The whole playbook.
        world: What lies outside the case.
        full: Says whether a scene breaks the bound.
        counts: Which departures are wanted.
        spend: Takes a situation from the budget; False: there is none left.
        rounds: Whether it may go on into further rounds.
    """
    drive, number = Drive(playbook), count()
    first = {
        name: usual(fact, (), BEGINS)
        for name, fact in playbook.facts.items()
        if _at_once(fact.optional, fact.default, fact.per)
    }
    start = _eager(drive, drive.begin(world, first, BEGINS))
    waiting: list[tuple[int, int, Scene]] = []
    seen: set[Hashable] = set()

    def offer(scene: Scene) -> None:
        mark = (
            scene.case.state,
            scene.case.round,
            tuple(sorted(scene.case.items[one.item].name for one in scene.left if counts(one))),
            tuple(sorted(item.name for item in scene.case.items.values() if item.status.live)),
            tuple(sorted(scene.case.happened)),
        )
        if mark not in seen:
            seen.add(mark)
            heappush(waiting, (-sum(map(counts, scene.left)), next(number), scene))

    offer(start)
    looked = 0
    while waiting and looked < 40 * _WIDEST:
        _, _, scene = heappop(waiting)
        looked += 1
        if not spend():
            return None
        if full(scene):
            return scene
        for after in _after(drive, scene, rounds=rounds):
            offer(after)
    return None


def _after(drive: Drive, scene: Scene, *, rounds: bool) -> Iterator[Scene]:
    for move in _moves(drive, scene, rounds=rounds):
        try:
            yield _eager(drive, move())
        except Stopped:
            continue


def _moves(drive: Drive, scene: Scene, *, rounds: bool) -> Iterator[Callable[[], Scene]]:
    playbook = drive.playbook
    coming = drive.next(scene)
    if coming is not None:
        yield lambda: drive.wait(scene, coming)
    chooser = machine.machine_of(playbook)
    for event in playbook.events.values():
        if chooser.hears(scene.case.state, machine.event(event.name)) and (rounds or not event.new_round):
            facts = _brought(playbook, event, scene)
            yield lambda event=event, facts=facts: drive.tell(scene, event.name, facts, contact=REACHED)  # type: ignore[misc]
    for state in scene.case.entered:
        for name in playbook.states[state].may:
            yield lambda name=name: drive.take(scene, name)  # type: ignore[misc]


def _brought(playbook: Playbook, event: EventType, scene: Scene) -> dict[str, FactValue]:
    found: dict[str, FactValue] = {}
    for name in (*event.facts, *event.also):
        fact = playbook.facts[name]
        if name in event.facts or fact.type in (FactType.CONTACTS, FactType.CONTACT):
            late = fact.type is FactType.DATETIME and name in _limits(playbook)
            found[name] = value(fact, SOON, scene.now) if late else usual(fact, (), scene.now)
            if fact.type is FactType.DATE:
                found[name] = value(fact, PAST, scene.now)
    return found


def _limits(playbook: Playbook) -> frozenset[str]:
    """Return the facts that say until when something is worth sending."""
    from followup.core.prove import times_in  # noqa: PLC0415 - small, and used here alone

    ends = [kind.expires for kind in playbook.items.values() if kind.expires is not None]
    dues = [kind.due for kind in playbook.items.values() if kind.due is not None]
    return frozenset(a.name for a in times_in.anchors(ends)) - frozenset(
        a.name for a in times_in.anchors(dues)
    )


def _eager(drive: Drive, scene: Scene) -> Scene:
    """Let the person do at once what they are wanted for."""
    for _ in range(30):
        after = next(
            (done for item in scene.case.items.values() if (done := _done(drive, scene, item))), None
        )
        if after is None:
            return scene
        scene = after
    return scene


def _done(drive: Drive, scene: Scene, item: Item) -> Scene | None:
    kind = drive.playbook.items[item.name]
    facts = drive.playbook.facts
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


def _at_once(optional: bool, default: object, per: Scope) -> bool:  # noqa: FBT001 - as the fact says it
    return not optional and default is None and per in (Scope.CASE, Scope.ROUND)


__all__ = ["Pick", "fullest"]
