"""What is settled must not be planned again by that very news: it would settle at once, for ever."""

from __future__ import annotations

from collections.abc import Iterator

from followup.authoring.findings import Findings
from followup.authoring.index import Index
from followup.core.prove.known import Flow
from followup.core.prove.paths import Cause, Step
from followup.core.values.playbook import Playbook


def settled_again(playbook: Playbook, flow: Flow, found: Findings, index: Index) -> None:
    """Refuse handlers of `X.settled` that lead to where X is planned anew.

    Once X has gone as often as it may, planning it again settles it in the same step; so the handler
    would be taken again and again.
    """
    told: set[str] = set()
    for step in flow.steps:
        item, _, outcome = step.trigger.partition(".")
        if step.cause is not Cause.OUTCOME or outcome != "settled" or step.path in told:
            continue
        if item in _planned(playbook, step):
            told.add(step.path)
            text = f'this plans "{item}" again as soon as it is settled, so it would go round for ever'
            hint = f'go to a state inside the one that plans "{item}", or to one that does not'
            found.error(index.key(step.path), "settled-circle", text, hint)


def _planned(playbook: Playbook, step: Step) -> Iterator[str]:
    """Yield what following a step plans: of the states it enters, and of the branch itself."""
    yield from step.branch.do
    if step.branch.go is None:
        return
    around = playbook.path(step.branch.go)[:-1]
    stayed_in = [state for state in playbook.path(step.leaf) if state in around]
    for state in playbook.path(playbook.states[step.branch.go].leaf):
        if state not in stayed_in:
            yield from playbook.states[state].do
