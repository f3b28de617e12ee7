"""Judges the promises that count: how much leaves at most, and what an author promises of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from followup.core.prove import most
from followup.core.prove.bounds import UNBOUNDED, bounds, promised
from followup.core.prove.ground import Ground, unconfirmed
from followup.core.prove.kept import broken
from followup.core.prove.named import EVERYTHING, items_of
from followup.core.prove.scene import Scene
from followup.core.prove.verdicts import HOW
from followup.core.values.playbook import Playbook, Promise
from followup.core.values.proof import Proved, Refutation

_MANY = 7
"""Messages in a round that nobody would call bounded."""


def counted(ground: Ground) -> Iterator[Proved]:
    """Yield what became of the bound, then of each promise of the author."""
    yield _bounded(ground)
    for promise in ground.playbook.promises.values():
        yield _at_most(ground, promise) if promise.most is not None else _never(ground, promise)


def _bounded(ground: Ground) -> Proved:
    bound = bounds(ground.playbook)
    if "contact" in bound:
        told = ", ".join(f"{most_} for one {what}" for what, most_ in bound.items())
        return ground.verdict("bounded", how=f"{HOW['bounded']}: at most {told} in a round")
    everything = items_of(ground.playbook, (EVERYTHING,), counted=True)
    refutation = Refutation(
        promise="bounded",
        text="nothing bounds how often one contact can be written to in a round",
        path="courtesy.limits.contact",
        hint="limits: {contact: {most: 5, per: round}}",
    )
    scene = _fullest(ground, everything, lambda scene: _count(scene, everything) > _MANY)
    told_ = None if scene is None else ground.court.too_many(scene, refutation, _MANY, (EVERYTHING,))
    return ground.verdict("bounded", [told_ or refutation])


def _never(ground: Ground, promise: Promise) -> Proved:
    sure, unsure = ground.confirmed(ground.of(promise.name))
    how = "looked at whenever one of them leaves"
    return ground.verdict(promise.name, sure, doubt=unconfirmed(unsure), how=how, says=promise.say)


def _at_most(ground: Ground, promise: Promise) -> Proved:
    bound = promised(ground.playbook, promise)
    if promise.most is None or bound <= promise.most:
        return ground.verdict(promise.name, how=f"by adding up: at most {bound}", says=promise.say)
    sure, _ = ground.confirmed(ground.of(promise.name))
    found = sure[0] if sure else _too_many(ground, promise, promise.most)
    told = "no bound" if bound >= UNBOUNDED else str(bound)
    doubt = f"adding up gives {told}, and no story was found in which so many leave"
    return ground.verdict(promise.name, [found] if found is not None else [], doubt=doubt, says=promise.say)


def _too_many(ground: Ground, promise: Promise, bound: int) -> Refutation | None:
    names = items_of(ground.playbook, promise.of, counted=True)
    scene = _fullest(ground, names, lambda scene: _breaks(ground.playbook, promise, scene))
    if scene is None:
        return None
    text = f"{_count(scene, names)} of them leave in one round; promised was: {promise.say.rstrip('.')}"
    refutation = Refutation(promise=promise.name, text=text, path=f"promises.{promise.name}")
    return ground.court.too_many(scene, refutation, bound, promise.of)


def _breaks(playbook: Playbook, promise: Promise, scene: Scene) -> bool:
    return bool(scene.left) and broken(playbook, promise, scene, scene.left[-1], scene)


def _fullest(ground: Ground, names: frozenset[str], full: Callable[[Scene], bool]) -> Scene | None:
    """Return a scene in which so many of some messages have left that `full` says so."""
    part = ground.slicer.together(names)
    return most.fullest(
        part.playbook,
        ground.playbook,
        ground.world,
        full,
        lambda gone: gone.name in names,
        ground.budget.spend,
    )


def _count(scene: Scene, names: frozenset[str]) -> int:
    here = [gone for gone in scene.left if gone.name in names and gone.round == scene.case.round]
    return len({gone.item for gone in here})
