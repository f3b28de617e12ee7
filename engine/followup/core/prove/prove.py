"""Proves what a playbook promises, or refutes it with a story that can be run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from whenever import Date, Instant

from followup.core.prove import clarity, most
from followup.core.prove.bounds import UNBOUNDED, bounds, promised
from followup.core.prove.drive import Stopped
from followup.core.prove.explore import Budget, Explored, Suspect, explore
from followup.core.prove.kept import Keeper, broken
from followup.core.prove.known import Flow
from followup.core.prove.known import explore as flow_of
from followup.core.prove.named import items_of
from followup.core.prove.planned import Plan, plans
from followup.core.prove.quiet import disturbed, owned
from followup.core.prove.refute import Court, Show
from followup.core.prove.replay import Stage
from followup.core.prove.representatives import surroundings
from followup.core.prove.scene import Departure, Scene
from followup.core.prove.silence import Flaw, silence
from followup.core.prove.slices import CONTROL, Slicer
from followup.core.prove.verdicts import ASSUMED, HOW, SAYS
from followup.core.values.playbook import ItemKind, Playbook, Promise
from followup.core.values.proof import Proof, Proved, Refutation, Verdict

BUDGET = 20_000
"""Situations that are looked at at most, over all slices."""


def prove(
    playbook: Playbook,
    *,
    budget: int = BUDGET,
    holidays: Mapping[str, Mapping[Date, str]] | None = None,
    going: Callable[[], bool] = lambda: True,
) -> Proof:
    """Prove or refute every promise of a playbook: its own, and those that every playbook makes.

    Args:
        playbook: One that compiles; its flow need not be sound.
        budget: How many situations may be looked at in all; when they are used up, what is left is given up.
        holidays: Public holidays by calendar, for playbooks that need some.
        going: Asked now and then whether to go on.
    """
    return _Prover(playbook, Budget(budget, going), holidays).proof()


@dataclass(slots=True)
class _Found:
    """What the slices came to together."""

    explored: list[Explored] = field(default_factory=list)
    suspects: dict[tuple[str, str], Suspect] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)
    departures: int = 0

    @property
    def complete(self) -> bool:
        return all(one.complete for one in self.explored)


class _Prover:
    """One proof on its way."""

    def __init__(
        self, playbook: Playbook, budget: Budget, holidays: Mapping[str, Mapping[Date, str]] | None
    ) -> None:
        self._playbook = playbook
        self._budget = budget
        self._flow: Flow = flow_of(playbook)
        self._plans: list[Plan] = [
            plan for plan in plans(playbook, self._flow) if plan.item in playbook.items
        ]
        self._owned = owned(playbook)
        self._world = surroundings(playbook, holidays)
        self._stage = Stage(playbook, self._world)
        self._court = Court(self._stage, self._owned)
        self._slicer = Slicer(playbook, self._flow, self._plans)
        self._found = _Found()

    def proof(self) -> Proof:
        """Return the whole proof."""
        self._explore()
        promises = [
            self._reachable(),
            self._ends(),
            self._silence(),
            self._quiet(),
            self._simple("within-rules"),
            self._simple("renders"),
            self._timers(),
            self._guards(),
            self._bounded(),
            *(self._own(promise) for promise in self._playbook.promises.values()),
        ]
        return Proof(
            promises=tuple(promises),
            situations=sum(len(one.scenes) for one in self._found.explored),
            bound=bounds(self._playbook),
            assumed=ASSUMED,
            explored={one.part.name: len(one.scenes) for one in self._found.explored},
        )

    # Exploring -------------------------------------------------------------------------------

    def _explore(self) -> None:
        slicer = self._slicer
        reached = {plan.item for plan in self._plans}
        reached |= {item for state in self._flow.states for item in self._playbook.states[state].may}
        parts = [slicer.control(), *(slicer.item(name) for name in self._playbook.items if name in reached)]
        for part in parts:
            keeper = Keeper(self._playbook, part.focus, self._owned)
            found = explore(part, self._playbook, self._world, keeper, self._budget)
            self._found.explored.append(found)
            self._found.fired |= keeper.fired
            self._found.departures += keeper.departures
            for mark, suspect in found.suspects.items():
                self._found.suspects.setdefault(mark, suspect)

    @property
    def _control(self) -> Explored:
        return next(one for one in self._found.explored if one.part.name == CONTROL)

    def _scenes(self) -> Iterator[tuple[Explored, Scene]]:
        for one in self._found.explored:
            for scene in one.scenes:
                yield one, scene

    # Promises --------------------------------------------------------------------------------

    def _verdict(
        self,
        promise: str,
        refutations: Iterable[Refutation],
        *,
        doubt: bool = False,
        how: str = "",
        says: str = "",
    ) -> Proved:
        broken_by = tuple(refutations)
        verdict = Verdict.PROVED
        if broken_by:
            verdict, how = Verdict.REFUTED, ""
        elif doubt or not self._found.complete:
            reason = "the budget ended before every situation was looked at"
            verdict, how = Verdict.GAVE_UP, how if doubt and how else reason
        return Proved(
            promise=promise,
            says=says or SAYS[promise],
            verdict=verdict,
            how=how or HOW.get(promise, ""),
            refutations=broken_by,
        )

    def _refuted(self, suspects: Iterable[Suspect]) -> tuple[list[Refutation], list[Suspect]]:
        """Return the suspects that the whole playbook confirms, and those that it does not."""
        sure, unsure = [], []
        for suspect in suspects:
            found = self._court.confirm(suspect)
            if found is None:
                unsure.append(suspect)
            else:
                sure.append(found)
        return sure, unsure

    def _simple(self, promise: str) -> Proved:
        sure, unsure = self._refuted(s for s in self._found.suspects.values() if s.promise == promise)
        return self._verdict(promise, sure, doubt=bool(unsure), how=_unconfirmed(unsure))

    def _reachable(self) -> Proved:
        seen = {scene.case.state for _, scene in self._scenes()}
        leaves = [name for name, state in self._playbook.states.items() if state.leaf == name]
        missing = [leaf for leaf in leaves if leaf not in seen]
        flow = self._flow.leaves
        surely = [
            one for one in missing if one not in flow or (self._found.complete and not self._passed(one))
        ]
        refutations = [
            Refutation(
                promise="reachable",
                text=f'no case ever comes to "{leaf}"',
                path=f"states.{leaf}",
                hint=f"go: {leaf}, from where a case can come; or delete it",
            )
            for leaf in surely
        ]
        return self._verdict("reachable", refutations)

    def _passed(self, leaf: str) -> bool:
        """Whether a state is left in the very step that enters it, so that no case is ever seen in it."""
        state = self._playbook.states[leaf]
        return state.then is not None and not state.do

    def _ends(self) -> Proved:
        for one in self._found.explored:
            if not one.complete:
                continue
            good = {n for n, scene in enumerate(one.scenes) if self._rests(scene)}
            back: dict[int, set[int]] = {}
            for number, others in one.moves.items():
                for other in others:
                    back.setdefault(other, set()).add(number)
            for number, other in one.waits.items():
                back.setdefault(other, set()).add(number)
            waiting = list(good)
            while waiting:
                for number in back.get(waiting.pop(), ()):
                    if number not in good:
                        good.add(number)
                        waiting.append(number)
            for number, scene in enumerate(one.scenes):
                if number not in good:
                    found = self._court.endless(scene, "ends", one.part.focus | one.part.rough)
                    if found is not None:
                        return self._verdict("ends", [found])
        return self._verdict("ends", [])

    def _rests(self, scene: Scene) -> bool:
        path = self._playbook.path(scene.case.state)
        return any(self._playbook.states[name].rest or self._playbook.states[name].final for name in path)

    def _silence(self) -> Proved:
        flaws: list[Flaw] = list(silence(self._playbook, self._flow, self._plans))
        faults = [s for s in self._found.suspects.values() if s.promise == "silence-ends"]
        sure, unsure = self._refuted(faults)
        shown = {refutation.path for refutation in sure}
        for one in self._found.explored:
            for number, scene in enumerate(one.scenes):
                bad = one.waits.get(number) == number or (
                    one.complete and number not in one.waits and not self._rests(scene)
                )
                path = f"states.{scene.case.state}"
                if bad and path not in shown:
                    found = self._court.endless(scene, "silence-ends", one.part.focus | one.part.rough)
                    if found is not None:
                        shown.add(path)
                        sure.append(self._placed(found, flaws, scene.case.state))
            for circle in _circles(one):
                scene = one.scenes[circle[0]]
                path = f"states.{scene.case.state}"
                if path not in shown:
                    found = self._court.endless(scene, "silence-ends", one.part.focus | one.part.rough)
                    if found is not None:
                        shown.add(path)
                        sure.append(self._placed(found, flaws, scene.case.state))
        how = f"not shown for all ways: {flaws[0].text}" if flaws and not sure else _unconfirmed(unsure)
        return self._verdict("silence-ends", sure, doubt=bool(flaws or unsure), how=how)

    def _placed(self, found: Refutation, flaws: list[Flaw], leaf: str) -> Refutation:
        """Return a refutation at the line that the static argument blames."""
        for flaw in flaws:
            if leaf in flaw.leaves:
                return replace(
                    found, path=flaw.path, hint=flaw.hints[0] if flaw.hints else "", text=flaw.text
                )
        return found

    def _quiet(self) -> Proved:
        flaws = list(disturbed(self._playbook, self._plans))
        sure, unsure = self._refuted(
            s for s in self._found.suspects.values() if s.promise == "quiet-after-outcome"
        )
        places = {flaw.path.rpartition(".do")[0] or flaw.path: flaw for flaw in flaws}
        placed = [
            replace(one, path=next(iter(places), one.path)) if len(places) == 1 else one for one in sure
        ]
        how = f"not shown for all ways: {flaws[0].text}" if flaws and not sure else _unconfirmed(unsure)
        return self._verdict("quiet-after-outcome", placed, doubt=bool(flaws or unsure), how=how)

    def _timers(self) -> Proved:
        refutations = []
        for state in self._playbook.states.values():
            leaves = [leaf for leaf in self._flow.leaves if state.name in self._playbook.path(leaf)]
            seen = {scene.case.state for _, scene in self._scenes()}
            for timer in state.timers.values():
                name = f"{state.name}.{timer.name}"
                if name in self._found.fired or not any(leaf in seen for leaf in leaves):
                    continue
                refutations.append(self._court.unfired(state, timer, [s for _, s in self._scenes()]))
        return self._verdict("timers-fire", refutations if self._found.complete else [])

    def _guards(self) -> Proved:
        found = [
            self._court.unclear(one, self._control.scenes)
            for one in clarity.unclear(self._playbook, self._flow)
        ]
        return self._verdict("guards-clear", found)

    def _bounded(self) -> Proved:
        bound = bounds(self._playbook)
        if "contact" in bound:
            says = ", ".join(f"{most} for one {what}" for what, most in bound.items())
            return self._verdict("bounded", [], how=f"{HOW['bounded']}: at most {says} in a round")
        everything = frozenset(
            kind.name
            for kind in self._playbook.items.values()
            if kind.kind is ItemKind.MESSAGE and kind.counts
        )
        scene = self._fullest(everything, lambda scene: _count(scene, lambda gone: gone.counted) >= 8)
        refutation = Refutation(
            promise="bounded",
            text="nothing bounds how often one contact can be written to in a round",
            path="courtesy.limits.contact",
            hint="limits: {contact: {most: 5, per: round}}",
        )
        told = None if scene is None else self._court.too_many(scene, refutation, 7, ("everything",))
        return self._verdict("bounded", [told or refutation])

    def _fullest(self, names: frozenset[str], full: Callable[[Scene], bool]) -> Scene | None:
        """Return a scene in which so many of some messages have left that `full` says so."""
        part = self._slicer.together(names)
        return most.fullest(
            part.playbook,
            self._playbook,
            self._world,
            full,
            lambda gone: gone.name in names,
            self._budget.spend,
        )

    def _own(self, promise: Promise) -> Proved:
        if promise.most is None:
            sure, unsure = self._refuted(
                s for s in self._found.suspects.values() if s.promise == promise.name
            )
            how = "looked at whenever one of them leaves"
            doubt = bool(unsure)
            return self._verdict(
                promise.name, sure, doubt=doubt, how=_unconfirmed(unsure) if doubt else how, says=promise.say
            )
        bound = promised(self._playbook, promise)
        if bound <= promise.most:
            return self._verdict(promise.name, [], how=f"by adding up: at most {bound}", says=promise.say)
        return self._too_many(promise, bound)

    def _too_many(self, promise: Promise, bound: int) -> Proved:
        names = items_of(self._playbook, promise.of, counted=True)

        def counts(gone: Departure) -> bool:
            return gone.name in names

        def full(scene: Scene) -> bool:
            return bool(scene.left) and broken(self._playbook, promise, scene, scene.left[-1], scene)

        sure, _ = self._refuted(s for s in self._found.suspects.values() if s.promise == promise.name)
        if not sure:
            scene = self._fullest(names, full)
            if scene is not None:
                path = f"promises.{promise.name}"
                text = f"{_count(scene, counts)} of them leave in one round: {promise.say}"
                refutation = Refutation(promise=promise.name, text=text, path=path)
                found = self._court.too_many(scene, refutation, promise.most or 0, promise.of)
                sure = [found] if found is not None else []
        told = "no bound" if bound >= UNBOUNDED else f"{bound}"
        how = f"adding up gives {told}, and no story was found in which so many leave"
        return self._verdict(promise.name, sure, doubt=True, how=how, says=promise.say)


def _count(scene: Scene, counts: Callable[[Departure], bool]) -> int:
    here = [gone for gone in scene.left if counts(gone) and gone.round == scene.case.round]
    return len({gone.item for gone in here})


def _circles(one: Explored) -> Iterator[tuple[int, ...]]:
    from followup.core.prove.explore import silent_ways

    yield from silent_ways(one)


def _unconfirmed(unsure: list[Suspect]) -> str:
    return f"a slice shows something that the whole playbook does not: {unsure[0].text}" if unsure else ""


__all__ = ["BUDGET", "Instant", "Show", "Stopped", "prove"]
