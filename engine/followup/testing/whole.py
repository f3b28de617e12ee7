"""All there is to see in a playbook, in the shape in which a simulation says what it has seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from followup.core.values.playbook import Playbook, State
from followup.runtime.simulation.values import Coverage

Transition = tuple[str, str, str]


def whole(playbook: Playbook) -> Coverage:
    """Return all states, transitions, timers and items of a playbook."""
    states = playbook.states.values()
    return Coverage(
        states=frozenset(playbook.states),
        transitions=frozenset(one for state in states for one in _transitions(state)),
        timers=frozenset(f"{state.name}.{timer}" for state in states for timer in state.timers),
        items=frozenset(playbook.items),
    )


def arrow(transition: Transition) -> str:
    """Return a transition as people read it: `waiting --rejected--> declined`."""
    state, trigger, target = transition
    event = trigger.removeprefix(f"{state}.") if trigger.startswith(f"{state}.") else trigger
    return f"{state} --{event}--> {target or state}"


def _transitions(state: State) -> Iterator[Transition]:
    for trigger, branches in state.handlers.items():
        for branch in branches:
            yield state.name, trigger, branch.go or ""
    for name, timer in state.timers.items():
        yield state.name, f"{state.name}.{name}", timer.branch.go or ""
    if state.then is not None:
        yield state.name, f"{state.name} is settled", state.then


def percent(seen: Collection[object], whole: Collection[object]) -> int:
    """Return what part of a whole has been seen, in per cent rounded down; of nothing, all of it."""
    return 100 * len(seen) // len(whole) if whole else 100
