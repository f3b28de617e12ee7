"""Silence ends: with nobody doing anything, every case comes to where it may rest.

From each leaf without `rest` and `final` there must be one thing that certainly happens by itself:
a timer whose time is always known, `then` (or a handler of `X.settled`) over items that all expire.
And these may not lead in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followup.core.prove.known import Flow, always, missing
from followup.core.prove.paths import Cause, Step
from followup.core.prove.planned import Plan, ends
from followup.core.values.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that does not hold on all ways through a playbook.

    Attributes:
        code: A stable word in kebab-case.
        path: Where it stands, as a dotted path.
        text: One sentence.
        hints: Ways out.
        at_value: Whether the value is meant rather than its key.
        leaves: The leaves it is about.
    """

    code: str
    path: str
    text: str
    hints: tuple[str, ...] = ()
    at_value: bool = False
    leaves: tuple[str, ...] = ()


def silence(playbook: Playbook, flow: Flow, plans: list[Plan]) -> Iterator[Flaw]:
    """Yield leaves in which a case could wait for ever, and circles of `then` and timers."""
    certain: dict[str, list[Step]] = {}
    for leaf in sorted(flow.leaves, key=list(playbook.states).index):
        state = playbook.states[leaf]
        if state.final or state.rest:
            continue
        mine = [step for step in flow.steps if step.leaf == leaf]
        certain[leaf] = [step for step in mine if is_certain(playbook, flow, plans, step)]
        if not certain[leaf]:
            path, reason, way = _stuck(playbook, flow, plans, mine)
            yield Flaw(
                "silence-never-ends",
                path or f"states.{leaf}",
                f'a case can wait in "{leaf}" for ever: {reason}',
                (way, "rest: true, if a case may wait here for ever"),
                at_value=path.endswith((".due", ".when")),
                leaves=(leaf,),
            )
    yield from _circles(playbook, certain)


def is_certain(playbook: Playbook, flow: Flow, plans: list[Plan], step: Step) -> bool:
    """Whether a step certainly comes by itself once its leaf is entered."""
    if step.branch.go is None or step.branch.when is not None:
        return False
    if step.cause is Cause.TIMER:
        timer = playbook.states[step.state].timers[step.trigger]
        return always(timer.due, flow.at(step.state, step.leaf))
    awaited = _awaited(plans, step)
    if step.cause is Cause.OUTCOME and not (_is_settled(step) and awaited):
        return False
    return step.cause is not Cause.EVENT and all(ends(playbook, plan) for plan in awaited)


def _is_settled(step: Step) -> bool:
    return step.cause is Cause.OUTCOME and step.trigger.endswith(".settled")


def _awaited(plans: list[Plan], step: Step) -> list[Plan]:
    """Return the items whose end a `then` or an `X.settled` waits for."""
    here = [plan for plan in plans if step.leaf in plan.leaves]
    if step.cause is Cause.THEN:
        return [plan for plan in here if plan.state == step.state]
    return [plan for plan in here if plan.item == step.trigger.partition(".")[0]]


def _stuck(playbook: Playbook, flow: Flow, plans: list[Plan], steps: list[Step]) -> tuple[str, str, str]:
    """Return the place, the reason and a way out for a leaf in which a case could wait for ever."""
    going = [step for step in steps if step.branch.go is not None]
    for step in going:
        if step.cause is Cause.TIMER:
            return _uncertain_timer(playbook, flow, step)
    for step in going:
        if step.cause is Cause.THEN or _is_settled(step):
            lasting = [plan.item for plan in _awaited(plans, step) if not ends(playbook, plan)]
            if lasting:
                reason = f'"{lasting[0]}" may never be settled, because it may never expire'
                return step.path, reason, f"give {lasting[0]} an expires that is always known"
    hint = "timers: {silence: {due: 30 days after entry, go: STATE}}"
    return f"states.{steps[0].leaf}" if steps else "", "no timer moves it on", hint


def _uncertain_timer(playbook: Playbook, flow: Flow, step: Step) -> tuple[str, str, str]:
    due = playbook.states[step.state].timers[step.trigger].due
    if step.branch.when is not None:
        hint = "add a timer without a condition"
        return f"{step.path}.when", f'the timer "{step.trigger}" has a condition', hint
    names = " and ".join(f'"{name}"' for name in missing(due, flow.at(step.state, step.leaf)))
    hint = "add a line that is always known: {latest: [..., 30 days after entry]}"
    return f"{step.path}.due", f"nothing says that {names} will ever be known", hint


def _circles(playbook: Playbook, certain: Mapping[str, list[Step]]) -> Iterator[Flaw]:
    """Yield ways that lead by themselves from a leaf back to it: first those of `then` alone."""
    kinds = (
        ((Cause.THEN,), "then-circle", "then leads"),
        (tuple(Cause), "silence-never-ends", "timers and then lead"),
    )
    for causes, code, what in kinds:
        after: dict[str, dict[str, Step]] = {}
        for leaf, some in certain.items():
            chosen = [(step.branch.go, step) for step in some if step.cause in causes]
            after[leaf] = {playbook.states[go].leaf: step for go, step in chosen if go is not None}
        for circle in _rings(after):
            way = " -> ".join((*circle, circle[0]))
            hint = "let it end in a state that rests or is final"
            path = after[circle[-1]][circle[0]].path
            yield Flaw(code, path, f"{what} in a circle: {way}", (hint,), leaves=circle)


def _rings(after: Mapping[str, Mapping[str, Step]]) -> Iterator[tuple[str, ...]]:
    """Yield each circle once, beginning with the leaf that comes first in the file."""
    done: set[str] = set()
    for first in after:
        if first in done:
            continue
        trail: list[str] = []
        waiting = [(first, 0)]
        while waiting:
            leaf, depth = waiting.pop()
            del trail[depth:]
            if leaf in trail:
                yield tuple(trail[trail.index(leaf) :])
                continue
            if leaf in done:
                continue
            trail.append(leaf)
            done.add(leaf)
            waiting += [(other, depth + 1) for other in after.get(leaf, {})]
