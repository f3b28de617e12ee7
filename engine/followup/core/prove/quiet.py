"""What may leave once a case has an outcome: only what the states of that outcome plan themselves."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.prove.planned import Plan
from followup.core.prove.silence import Flaw
from followup.core.values.playbook import ItemKind, Pick, Playbook


def owned(playbook: Playbook) -> dict[str, frozenset[str]]:
    """Return by leaf with an outcome, or final, the items that its outcome's own states plan.

    An answer to the very event that led there belongs to it too.
    """
    return {
        name: _own(playbook, outcome)
        for name, state in playbook.states.items()
        if state.leaf == name
        for outcome in [_outcome(playbook, name)]
        if outcome is not None
    }


def _outcome(playbook: Playbook, leaf: str) -> str | None:
    """Return the innermost state around a leaf (or itself) that has an outcome or is final."""
    for name in reversed(playbook.path(leaf)):
        state = playbook.states[name]
        if state.outcome is not None or state.final:
            return name
    return None


def _own(playbook: Playbook, outcome: str) -> frozenset[str]:
    found: set[str] = set()
    if playbook.states[outcome].final:
        return frozenset()
    for name, state in playbook.states.items():
        inside = outcome in playbook.path(name)
        if inside:
            found.update(state.do, state.may)
        for trigger, lines in state.handlers.items():
            for line in lines:
                if inside and (line.go is None or outcome in playbook.path(line.go)):
                    found.update(line.do)
                elif line.go is not None and outcome in playbook.path(line.go):
                    found.update(item for item in line.do if _answers(playbook, item, trigger))
        if inside:
            found.update(
                item
                for timer in state.timers.values()
                if timer.branch.go is None or outcome in playbook.path(timer.branch.go)
                for item in timer.branch.do
            )
    found |= {
        fallback.send
        for name in found
        if name in playbook.items and (fallback := playbook.items[name].or_else)
    }
    return frozenset(found)


def _answers(playbook: Playbook, item: str, trigger: str) -> bool:
    kind = playbook.items.get(item)
    return kind is not None and kind.target.pick is Pick.REPLY and kind.target.name == trigger


def disturbed(playbook: Playbook, plans: list[Plan]) -> Iterator[Flaw]:
    """Yield messages that may be alive in a leaf with an outcome and are none of its own."""
    own = owned(playbook)
    told: set[tuple[str, str]] = set()
    for plan in plans:
        if plan.item in playbook.dropped or playbook.items[plan.item].kind is ItemKind.TASK:
            continue
        for leaf in sorted(plan.leaves & own.keys()):
            if plan.item not in own[leaf] and (plan.item, plan.path) not in told:
                told.add((plan.item, plan.path))
                text = f'"{plan.item}" can be alive in "{leaf}", which does not plan it itself'
                yield Flaw("quiet-after-outcome", plan.path, text, leaves=(leaf,))
