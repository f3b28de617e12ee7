"""Moving: leaving and entering states when a branch says `go`, and planning what it says to `do`."""

from __future__ import annotations

from followup.core.knowledge import in_hand
from followup.core.machine import Taken
from followup.core.outcomes import drop
from followup.core.planning import plan
from followup.core.turn import Turn


def follow(turn: Turn, taken: Taken) -> None:
    """Take a branch: leave and enter what it says, then plan its items for the state gone to."""
    branch = taken.branch
    if branch.go is None:
        plan(turn, branch.do, taken.state)
        return
    leave(turn, branch.go)
    enter(turn, branch.go)
    plan(turn, branch.do, branch.go)


def leave(turn: Turn, target: str) -> None:
    """Leave every active state that does not contain the target, the innermost first."""
    around = turn.playbook.path(target)[:-1]
    for state in reversed(turn.path()):
        if state in around:
            break
        for item in list(turn.items.values()):
            if item.state == state and in_hand(item):
                drop(turn, item, f"{state} is over")
        for name in [name for name, armed in turn.timers.items() if armed.state == state]:
            del turn.timers[name]
        for name in [name for name, owner in turn.batches.items() if owner == state]:
            del turn.batches[name]
        turn.entered.pop(state, None)
    turn.changed()


def enter(turn: Turn, target: str) -> None:
    """Enter the target and its first children, the outermost first; each plans its `do`."""
    leaf = turn.playbook.states[target].leaf
    turn.state = leaf
    for state in turn.playbook.path(leaf):
        if state in turn.entered:
            continue
        turn.entered[state] = turn.at
        turn.changed()
        here = turn.playbook.states[state]
        if here.outcome is not None:
            turn.outcome = here.outcome
        plan(turn, here.do, state)
