"""Judges the promises that every playbook makes, on the ground of its explored slices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from followup.core.prove.clarity import unclear
from followup.core.prove.explore import Explored, silent_ways
from followup.core.prove.ground import Ground, unconfirmed
from followup.core.prove.handlers import unclear_story, unfired_story
from followup.core.prove.quiet import disturbed
from followup.core.prove.scene import Scene
from followup.core.prove.silence import Flaw, silence
from followup.core.values.playbook import Playbook
from followup.core.values.proof import Proved, Refutation


def judged(ground: Ground) -> Iterator[Proved]:
    """Yield what became of the promises that do not count anything."""
    yield _reachable(ground)
    yield _ends(ground)
    yield _silence(ground)
    yield _quiet(ground)
    for promise in ("within-rules", "renders"):
        sure, unsure = ground.confirmed(ground.of(promise))
        yield ground.verdict(promise, sure, doubt=unconfirmed(unsure))
    yield _timers(ground)
    yield ground.verdict(
        "guards-clear",
        [
            unclear_story(ground.court, one, ground.control.scenes)
            for one in unclear(ground.playbook, ground.flow)
        ],
    )


def may_rest(playbook: Playbook, scene: Scene) -> bool:
    """Whether a case may stay for ever where it is in a scene."""
    path = playbook.path(scene.case.state)
    return any(playbook.states[name].rest or playbook.states[name].final for name in path)


def _reachable(ground: Ground) -> Proved:
    seen = {scene.case.state for scene in ground.scenes()}
    leaves = [name for name, state in ground.playbook.states.items() if state.leaf == name]
    missing = [leaf for leaf in leaves if leaf not in seen]
    return ground.verdict(
        "reachable",
        [
            Refutation(
                promise="reachable",
                text=f'no case ever comes to "{leaf}"',
                path=f"states.{leaf}",
                hint=f"go: {leaf}, from where a case can come; or delete it",
            )
            for leaf in missing
            if leaf not in ground.flow.leaves or (ground.complete and not _passed(ground.playbook, leaf))
        ],
    )


def _passed(playbook: Playbook, leaf: str) -> bool:
    """Whether a state is left in the very step that enters it, so that no case is ever seen in it."""
    state = playbook.states[leaf]
    return state.then is not None and not state.do


def _ends(ground: Ground) -> Proved:
    for one in ground.explored:
        good = _before_an_end(ground, one)
        for number, scene in enumerate(one.scenes):
            if one.complete and number not in good:
                found = ground.court.endless(scene, "ends", one.part.focus | one.part.rough)
                if found is not None:
                    return ground.verdict("ends", [found])
    return ground.verdict("ends")


def _before_an_end(ground: Ground, one: Explored) -> set[int]:
    """Return the situations from which something leads to where a case may rest."""
    back: dict[int, set[int]] = {}
    for number, others in one.moves.items():
        for other in others:
            back.setdefault(other, set()).add(number)
    for number, other in one.waits.items():
        back.setdefault(other, set()).add(number)
    good = {number for number, scene in enumerate(one.scenes) if may_rest(ground.playbook, scene)}
    waiting = list(good)
    while waiting:
        fresh = back.get(waiting.pop(), set()) - good
        good |= fresh
        waiting += fresh
    return good


def _silence(ground: Ground) -> Proved:
    flaws = list(silence(ground.playbook, ground.flow, ground.plans))
    sure, unsure = ground.confirmed(ground.of("silence-ends"))
    shown = {refutation.path for refutation in sure}
    for one in ground.explored:
        for scene in _restless(ground, one):
            path = f"states.{scene.case.state}"
            if path in shown:
                continue
            found = ground.court.endless(scene, "silence-ends", one.part.focus | one.part.rough)
            if found is not None:
                shown |= {path, f"states.{found.path.rpartition('.')[2]}"}
                sure.append(_placed(found, flaws, scene.case.state))
    doubt = f"not shown for all ways: {flaws[0].text}" if flaws and not sure else unconfirmed(unsure)
    return ground.verdict("silence-ends", sure, doubt=doubt)


def _restless(ground: Ground, one: Explored) -> Iterator[Scene]:
    """Yield situations that time alone does not lead to rest from, as far as a slice can tell."""
    for number, scene in enumerate(one.scenes):
        stands = one.complete and number not in one.waits and not may_rest(ground.playbook, scene)
        if stands or one.waits.get(number) == number:
            yield scene
    for circle in silent_ways(one):
        yield one.scenes[circle[0]]


def _placed(found: Refutation, flaws: list[Flaw], leaf: str) -> Refutation:
    """Return a refutation at the line that the static argument blames."""
    flaw = next((flaw for flaw in flaws if leaf in flaw.leaves), None)
    if flaw is None:
        return found
    return replace(found, path=flaw.path, hint=flaw.hints[0] if flaw.hints else "", text=flaw.text)


def _quiet(ground: Ground) -> Proved:
    flaws = list(disturbed(ground.playbook, ground.plans))
    sure, unsure = ground.confirmed(ground.of("quiet-after-outcome"))
    places = list(dict.fromkeys(flaw.path.removesuffix(".do") for flaw in flaws))
    if len(places) == 1:
        sure = [replace(one, path=places[0]) for one in sure]
    doubt = f"not shown for all ways: {flaws[0].text}" if flaws and not sure else unconfirmed(unsure)
    return ground.verdict("quiet-after-outcome", sure, doubt=doubt)


def _timers(ground: Ground) -> Proved:
    scenes = list(ground.scenes())
    entered = {name for scene in scenes for name in scene.case.entered}
    missing = [
        (state, timer)
        for state in ground.playbook.states.values()
        for timer in state.timers.values()
        if state.name in entered and f"{state.name}.{timer.name}" not in ground.fired and ground.complete
    ]
    return ground.verdict("timers-fire", [unfired_story(ground.court, *one, scenes) for one in missing])
