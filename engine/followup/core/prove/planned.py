"""Which messages and tasks each state plans, where that stands, and what is known then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from followup.core.prove.known import Flow, always, implied
from followup.core.prove.paths import gained
from followup.core.values.playbook import Playbook, Scope


@dataclass(frozen=True, slots=True)
class Plan:
    """One name in a `do`.

    Attributes:
        item: The message or task.
        state: The state that owns it.
        known: What is certainly known when it is planned.
        leaves: Where a case can be as long as that item lives.
        path: Where the `do` stands in the file.
    """

    item: str
    state: str
    known: frozenset[str]
    leaves: frozenset[str]
    path: str


def plans(playbook: Playbook, flow: Flow) -> Iterator[Plan]:
    """Yield what is planned in the reachable part of a playbook."""
    for entry, known in flow.known.items():
        state = entry[0]
        for item in playbook.states[state].do:
            path = f"states.{state}.do"
            yield from _with_fallback(playbook, Plan(item, state, known, flow.inside[entry], path))
    inside = {
        state: frozenset(leaf for leaf in flow.leaves if state in playbook.path(leaf))
        for state in flow.states
    }
    for step in flow.steps:
        known = gained(playbook, step, flow.known[step.leaf, step.leaf])
        owner = step.branch.go or step.state
        for item in step.branch.do:
            plan = Plan(item, owner, known, inside[owner], f"{step.path}.do")
            yield from _with_fallback(playbook, plan)


def _with_fallback(playbook: Playbook, plan: Plan) -> Iterator[Plan]:
    yield plan
    if plan.item in playbook.dropped:
        return
    other = playbook.items[plan.item].or_else
    if other is not None and other.send not in playbook.dropped:
        known = plan.known | implied(other.after)
        yield replace(plan, item=other.send, known=known, path=f"messages.{plan.item}.or_else.send")


def ends(playbook: Playbook, plan: Plan) -> bool:
    """Whether an item certainly ends by itself: it expires at a time that is always known."""
    if plan.item in playbook.dropped:
        return True  # it is settled at once
    kind = playbook.items[plan.item]
    return kind.expires is not None and always(kind.expires, known_to(playbook, plan))


def known_to(playbook: Playbook, plan: Plan) -> frozenset[str]:
    """Return what is known for an item when it is planned; one that needs a fact waits, it does not end."""
    each = {
        f"contact.{name}"
        for fact in playbook.facts.values()
        for name, inner in fact.each.items()
        if inner.default is not None or (not inner.optional and inner.per is not Scope.MESSAGE)
    }
    return plan.known | each
