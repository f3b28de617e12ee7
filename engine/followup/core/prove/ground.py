"""The ground of a proof: a playbook, what its slices have shown, and the court that confirms it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from whenever import Date

from followup.core.prove.explore import Budget, Explored, Suspect, explore
from followup.core.prove.kept import Keeper
from followup.core.prove.known import Flow
from followup.core.prove.known import explore as flow_of
from followup.core.prove.planned import Plan, plans
from followup.core.prove.quiet import owned
from followup.core.prove.refute import Court
from followup.core.prove.replay import Stage
from followup.core.prove.representatives import surroundings
from followup.core.prove.scene import Scene
from followup.core.prove.slices import CONTROL, Slicer
from followup.core.prove.verdicts import HOW, SAYS
from followup.core.values.playbook import Playbook
from followup.core.values.proof import Proved, Refutation, Verdict
from followup.core.values.surroundings import Surroundings


@dataclass(slots=True)
class Ground:
    """What a proof stands on.

    Attributes:
        playbook: The whole playbook.
        budget: How much may be looked at.
        flow: The reachable part.
        plans: What is planned where.
        world: What lies outside a case.
        court: Confirms suspects on the whole playbook.
        slicer: Makes slices.
        explored: The slices, once they were explored.
        suspects: What they suspect, the first of each kind.
        fired: Timers that moved a case somewhere.
    """

    playbook: Playbook
    budget: Budget
    flow: Flow
    plans: list[Plan]
    world: Surroundings
    court: Court
    slicer: Slicer
    explored: list[Explored] = field(default_factory=list)
    suspects: dict[tuple[str, str], Suspect] = field(default_factory=dict)
    fired: set[str] = field(default_factory=set)

    @property
    def complete(self) -> bool:
        """Whether every slice was explored to its end."""
        return all(one.complete for one in self.explored)

    @property
    def control(self) -> Explored:
        """The slice in which the states move."""
        return next(one for one in self.explored if one.part.name == CONTROL)

    def scenes(self) -> Iterator[Scene]:
        """Yield a scene for each situation of each slice."""
        for one in self.explored:
            yield from one.scenes

    def of(self, promise: str) -> list[Suspect]:
        """Return what slices suspect against a promise."""
        return [one for one in self.suspects.values() if one.promise == promise]

    def confirmed(self, suspects: Iterable[Suspect]) -> tuple[list[Refutation], list[Suspect]]:
        """Return the suspects that the whole playbook confirms, and those that it does not."""
        sure, unsure = [], []
        for suspect in suspects:
            found = self.court.confirm(suspect)
            if found is None:
                unsure.append(suspect)
            else:
                sure.append(found)
        return sure, unsure

    def verdict(
        self,
        promise: str,
        refutations: Iterable[Refutation] = (),
        *,
        doubt: str = "",
        how: str = "",
        says: str = "",
    ) -> Proved:
        """Return what became of a promise.

        Args:
            promise: Its code.
            refutations: What breaks it; none: nothing does.
            doubt: Why it is not proved although nothing breaks it, or empty.
            how: The argument, if it is another than usual.
            says: The promise in a sentence, if it is an author's own.
        """
        broken_by = tuple(refutations)
        if not doubt and not self.complete:
            doubt = "the budget ended before every situation was looked at"
        verdict = Verdict.REFUTED if broken_by else Verdict.GAVE_UP if doubt else Verdict.PROVED
        argument = {Verdict.REFUTED: "", Verdict.GAVE_UP: doubt}.get(verdict, how or HOW.get(promise, ""))
        says = says or SAYS[promise]
        return Proved(promise=promise, says=says, verdict=verdict, how=argument, refutations=broken_by)


def lay(playbook: Playbook, budget: Budget, holidays: Mapping[str, Mapping[Date, str]] | None) -> Ground:
    """Explore all slices of a playbook, and return the ground for a proof."""
    flow = flow_of(playbook)
    planned = [plan for plan in plans(playbook, flow) if plan.item in playbook.items]
    world = surroundings(playbook, holidays)
    own = owned(playbook)
    ground = Ground(
        playbook=playbook,
        budget=budget,
        flow=flow,
        plans=planned,
        world=world,
        court=Court(Stage(playbook, world), own),
        slicer=Slicer(playbook, flow, planned),
    )
    reached = {plan.item for plan in planned}
    reached |= {item for state in flow.states for item in playbook.states[state].may}
    parts = [ground.slicer.control(), *(ground.slicer.item(one) for one in playbook.items if one in reached)]
    for part in parts:
        keeper = Keeper(playbook, part.focus, own)
        found = explore(part, playbook, world, keeper, budget)
        ground.explored.append(found)
        ground.fired |= keeper.fired
        for mark, suspect in found.suspects.items():
            ground.suspects.setdefault(mark, suspect)
    return ground


def unconfirmed(unsure: list[Suspect]) -> str:
    """Return why a promise is in doubt that a slice suspects and the whole playbook does not confirm."""
    return f"a slice shows something that the whole playbook does not: {unsure[0].text}" if unsure else ""
