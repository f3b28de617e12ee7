"""Every way from one leaf to another, with what caused it and what it makes known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from followup.core.values.playbook import Branch, Playbook, Scope


class Cause(StrEnum):
    """What makes a case take a branch."""

    EVENT = "event"
    OUTCOME = "outcome"
    TIMER = "timer"
    THEN = "then"


@dataclass(frozen=True, slots=True)
class Step:
    """A branch that can be taken in a leaf.

    Attributes:
        leaf: Where the case rests before.
        state: The state, active in that leaf, that has the branch.
        cause: What makes it take the branch.
        trigger: The event, `ITEM.OUTCOME` or timer; empty for `then`.
        branch: What is done.
        path: Where it stands in the file.
    """

    leaf: str
    state: str
    cause: Cause
    trigger: str
    branch: Branch
    path: str


def steps(playbook: Playbook, leaf: str) -> Iterator[Step]:
    """Yield what can be taken in a leaf; an unconditional line hides those behind and around it."""
    taken: set[str] = set()
    for state in reversed(playbook.path(leaf)):
        here = playbook.states[state]
        for trigger, branches in here.handlers.items():
            cause = Cause.OUTCOME if "." in trigger else Cause.EVENT
            for number, branch in enumerate(branches):
                if trigger not in taken:
                    tail = f".{number}" if len(branches) > 1 else ""
                    path = f"states.{state}.events.{trigger}{tail}"
                    yield Step(leaf, state, cause, trigger, branch, path)
                if branch.when is None:
                    taken.add(trigger)
        for timer in here.timers.values():
            path = f"states.{state}.timers.{timer.name}"
            yield Step(leaf, state, Cause.TIMER, timer.name, timer.branch, path)
        if here.then is not None:
            yield Step(leaf, state, Cause.THEN, "", Branch(go=here.then), f"states.{state}.then")


def entered(playbook: Playbook, step: Step) -> tuple[str, ...]:
    """Return the states that a step enters anew, the outermost first; none if it goes nowhere."""
    if step.branch.go is None:
        return ()
    around = playbook.path(step.branch.go)[:-1]
    kept = []
    for mine, theirs in zip(playbook.path(step.leaf), around, strict=False):
        if mine != theirs:
            break
        kept.append(mine)
    leaf = playbook.states[step.branch.go].leaf
    return tuple(state for state in playbook.path(leaf) if state not in kept)


def gained(playbook: Playbook, step: Step, known: frozenset[str]) -> frozenset[str]:
    """Return what is certainly known behind a step: facts, events that happened, outcomes."""
    now = known | _asked(step.branch.when)
    if step.cause is Cause.OUTCOME:
        return now | {step.trigger}
    if step.cause is not Cause.EVENT:
        return now
    event = playbook.events[step.trigger]
    if event.new_round:
        now = frozenset(name for name in now if _survives(playbook, name))
    return now | {event.name, *event.facts}


def at_start(playbook: Playbook) -> frozenset[str]:
    """Return the facts that every case begins with: those that are asked for, and those with a default."""
    return frozenset(
        fact.name
        for fact in playbook.facts.values()
        if fact.default is not None or (not fact.optional and fact.per is not Scope.MESSAGE)
    )


def _survives(playbook: Playbook, name: str) -> bool:
    """Whether something known stays so when a new round begins."""
    fact = playbook.facts.get(name)
    return fact is not None and (fact.per is not Scope.ROUND or fact.default is not None)


def _asked(condition: str | None) -> frozenset[str]:
    """Return what must be known for a condition to hold, as far as that is plain to see."""
    if condition is None or "||" in condition or "!" in condition or "(" in condition:
        return frozenset()
    asked = (part.strip().partition(".") for part in condition.split("&&"))
    families = ("known", "happened")
    return frozenset(name for family, _, name in asked if family in families and name.isidentifier())
