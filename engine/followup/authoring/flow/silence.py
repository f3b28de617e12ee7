"""Silence ends: with nobody doing anything, every case comes to where it may rest.

From each leaf without `rest` and `final` there must be one thing that certainly happens by itself:
a timer whose time is always known, `then` (or a handler of `X.settled`) over items that all expire.
And these may not lead in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.findings import Findings
from followup.authoring.flow.known import Flow, always, implied, missing
from followup.authoring.flow.paths import Cause, Step
from followup.authoring.flow.planned import Plan, ends, known_to
from followup.authoring.index import Index
from followup.core.values.playbook import ItemKind, Playbook


def silence(playbook: Playbook, flow: Flow, plans: list[Plan], found: Findings, index: Index) -> None:
    """Refuse leaves in which a case could wait for ever, and circles of `then` and timers."""
    certain: dict[str, list[Step]] = {}
    for leaf in sorted(flow.leaves, key=list(playbook.states).index):
        state = playbook.states[leaf]
        if state.final or state.rest:
            continue
        mine = [step for step in flow.steps if step.leaf == leaf]
        certain[leaf] = [step for step in mine if _certain(playbook, flow, plans, step)]
        if not certain[leaf]:
            path, reason, way = _stuck(playbook, flow, plans, mine)
            at = (
                index.value(path) if path.endswith((".due", ".when")) else index.key(path or f"states.{leaf}")
            )
            text = f'a case can wait in "{leaf}" for ever: {reason}'
            found.error(at, "silence-never-ends", text, way, "rest: true, if a case may wait here for ever")
    _circles(playbook, certain, found, index)


def unknown_expiry(playbook: Playbook, plans: list[Plan], found: Findings, index: Index) -> None:
    """Warn of items that may never expire though they may be due."""
    for plan in plans:
        kind = playbook.items[plan.item]
        section = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
        where = f"{section}.{plan.item}"
        if kind.expires is None:
            if kind.repeat is None:
                text = f'"{plan.item}" never expires'
                hint = "expires: 10 business days after entry"
                found.warning(index.key(where), "no-expiry", text, hint)
            continue
        known = known_to(playbook, plan) | implied(kind.due) | frozenset(kind.needs)
        if not always(kind.expires, known):
            names = " and ".join(f'"{name}"' for name in missing(kind.expires, known))
            text = f"it never expires as long as {names} is not known"
            hint = "expires: {first_known: [..., 10 business days after entry]}"
            found.warning(index.value(f"{where}.expires"), "expires-unknown", text, hint)


def _certain(playbook: Playbook, flow: Flow, plans: list[Plan], step: Step) -> bool:
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


def _circles(playbook: Playbook, certain: Mapping[str, list[Step]], found: Findings, index: Index) -> None:
    """Refuse ways that lead by themselves from a leaf back to it: first those of `then` alone."""
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
            at = index.key(after[circle[-1]][circle[0]].path)
            hint = "let it end in a state that rests or is final"
            found.error(at, code, f"{what} in a circle: {way}", hint)


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
