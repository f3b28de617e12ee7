"""One flat state machine per playbook, shared by all its cases; the only door to `transitions`.

The library chooses the transition, tests guards in order and says where the case comes to rest.
It is given callables of ours and checked names, never text of a playbook: it would import a
dotted string. States that lie inside others take over the handlers of those around them, the
innermost first, so that the machine is flat and the case a small value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from transitions import EventData, Machine

from followup.core.values.playbook import Branch, Playbook

Holds = Callable[[str | None], bool]
"""Says whether a guard is true; unknown is not true."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The branch that was chosen: of which state, and the leaf where the case comes to rest."""

    state: str
    branch: Branch
    leaf: str


class _Token:
    """A throw-away model: the machine writes `state`, our callbacks the rest."""

    __slots__ = ("holds", "state", "taken")

    def __init__(self, state: str, holds: Holds) -> None:
        self.state = state
        self.holds = holds
        self.taken: tuple[str, Branch] | None = None


class StateMachine:
    """The transitions of a playbook. Holds no case; safe to share."""

    def __init__(self, playbook: Playbook) -> None:
        leaves = [name for name, state in playbook.states.items() if state.leaf == name]
        self._machine = Machine(
            model=None, states=leaves, initial=leaves[0], auto_transitions=False, send_event=True
        )
        self._known: set[tuple[str, str]] = set()
        for leaf in leaves:
            for state in reversed(playbook.path(leaf)):
                for trigger, branch in _lines(playbook, state):
                    self._add(playbook, leaf, trigger, state, branch)

    def _add(self, playbook: Playbook, leaf: str, trigger: str, state: str, branch: Branch) -> None:
        self._known.add((leaf, trigger))

        def holds(event: EventData) -> bool:
            token: _Token = event.model  # type: ignore[assignment]  # the library types a model as object
            return token.holds(branch.when)

        def take(event: EventData) -> None:
            token: _Token = event.model  # type: ignore[assignment]  # the library types a model as object
            token.taken = (state, branch)

        options: dict[str, Any] = {"conditions": [holds], "before": [take]}
        target = playbook.states[branch.go].leaf if branch.go else None
        self._machine.add_transition(trigger, leaf, target, **options)

    def hears(self, leaf: str, trigger: str) -> bool:
        """Whether some state active in `leaf` has a handler for `trigger`, whatever its guards say."""
        return (leaf, trigger) in self._known

    def choose(self, leaf: str, trigger: str, holds: Holds) -> Taken | None:
        """Return the first branch that holds, the innermost state first; None if there is none."""
        if not self.hears(leaf, trigger):
            return None
        token = _Token(leaf, holds)
        self._machine.events[trigger].trigger(token)
        if token.taken is None:
            return None
        state, branch = token.taken
        return Taken(state, branch, token.state)


def _lines(playbook: Playbook, state: str) -> Iterator[tuple[str, Branch]]:
    here = playbook.states[state]
    for trigger, branches in here.handlers.items():
        for branch in branches:
            yield (outcome(*trigger.split(".")) if "." in trigger else event(trigger)), branch
    for timer in here.timers.values():
        yield fired(f"{state}.{timer.name}"), timer.branch
    if here.then is not None:
        yield settled(state), Branch(go=here.then)


def event(name: str) -> str:
    """Return the trigger for an event of the playbook."""
    return f"event {name}"


def outcome(item: str, outcome_: str) -> str:
    """Return the trigger for an outcome of an item type."""
    return f"outcome {item}.{outcome_}"


def fired(timer: str) -> str:
    """Return the trigger for a timer, named `STATE.TIMER`."""
    return f"timer {timer}"


def settled(state: str) -> str:
    """Return the trigger for `then`: all that the state has planned is settled."""
    return f"then {state}"


_machines: dict[int, tuple[Playbook, StateMachine]] = {}


def machine_of(playbook: Playbook) -> StateMachine:
    """Return the machine of a playbook, built once."""
    held = _machines.get(id(playbook))
    if held is None or held[0] is not playbook:
        held = _machines[id(playbook)] = (playbook, StateMachine(playbook))
    return held[1]


def share_machine(playbook: Playbook, like: Playbook) -> None:
    """Let a playbook with the same states and branches as another use its machine."""
    _machines[id(playbook)] = (playbook, machine_of(like))
