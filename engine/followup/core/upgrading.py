"""Moving a case from one version of its playbook to another: whether it may, and what it then comes to.

A state may move where it still is (or where a state says that it `was` it), where everything the new
version takes for granted there is known, and while nothing of the case is on its way out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from whenever import Instant

from followup.core.effects import effects
from followup.core.knowledge import in_hand
from followup.core.moving import enter
from followup.core.outcomes import drop
from followup.core.planning import plan
from followup.core.step import run_on, stepped
from followup.core.turn import Turn
from followup.core.values.case import Case, ItemStatus
from followup.core.values.events import Event
from followup.core.values.playbook import Playbook
from followup.core.values.steps import Step
from followup.core.values.surroundings import Surroundings


def renamed(old: Playbook, new: Playbook) -> Mapping[str, str]:
    """Return what each state of the old version is called in the new one; those that are gone are missing."""
    was = {state.was: state.name for state in new.states.values() if state.was}
    return {name: was.get(name, name) for name in old.states if name in was or name in new.states}


def obstacles(old: Playbook, new: Playbook, case: Case, taken_for_granted: frozenset[str]) -> tuple[str, ...]:
    """Return in sentences why a case may not move; none if it may.

    Args:
        old: The version it runs on.
        new: The version it is to go on with.
        case: The case.
        taken_for_granted: What every way to its state in the new version makes known there: names
            of facts, of events, and `ITEM.OUTCOME`.
    """
    return tuple(_obstacles(old, new, case, taken_for_granted))


def _obstacles(old: Playbook, new: Playbook, case: Case, granted: frozenset[str]) -> Iterator[str]:
    if case.hold is not None and case.hold.fault:
        yield f"it is stopped: {case.hold.why}"
    yield from _unsettled(old, new, case)
    if case.state not in renamed(old, new):
        yield f'"{case.state}" is gone in {new.version}; the state in its place has to say was: {case.state}'
        return
    yield from _other_facts(old, new, case)
    for name in sorted(granted):
        if not _known(new, case, name):
            yield f"{new.version} takes {name} for granted there, and this case does not know it"


def _unsettled(old: Playbook, new: Playbook, case: Case) -> Iterator[str]:
    for item in case.items.values():
        if item.status in (ItemStatus.SENDING, ItemStatus.IN_DOUBT):
            yield f"{item.id} is {item.status.value.replace('_', ' ')}; settle it first"
        kind = new.items.get(item.name)
        if item.status.live and kind is not None and kind.kind is not old.items[item.name].kind:
            yield f"{item.name} was no {kind.kind.value} before {new.version}"


def _other_facts(old: Playbook, new: Playbook, case: Case) -> Iterator[str]:
    for name, words in case.facts.items():
        before, after = old.facts.get(name), new.facts.get(name)
        if not words or words[-1].value is None or before is None or after is None:
            continue
        if (before.type, before.of) != (after.type, after.of):
            yield f"the fact {name} is of another type in {new.version}, and this case knows it"
        elif after.choices and words[-1].value not in after.choices:
            yield f'the fact {name} cannot be "{words[-1].value}" in {new.version}'


def _known(playbook: Playbook, case: Case, name: str) -> bool:
    fact = playbook.facts.get(name)
    if fact is None:
        return name in case.happened or name in case.outcomes or name in playbook.items
    words = case.facts.get(name, ())
    return fact.default is not None or (bool(words) and words[-1].value is not None)


def upgraded(
    old: Playbook, new: Playbook, case: Case, event: Event, surroundings: Surroundings, now: Instant
) -> Step:
    """Return the step by which a case goes on with the new version.

    What was planned and is planned no more is dropped, what is new in the active states is planned,
    words and times are worked out anew (an approval of words that change is void). The past stays:
    facts, what happened, what was sent, when states were entered, which timers have fired.

    Args:
        old: The version it runs on.
        new: The version to go on with.
        case: A case without obstacles.
        event: Of kind `UPGRADED`, numbered, with the digest of the new version.
        surroundings: What lies outside the case.
        now: The present.

    Raises:
        GuardFault, TemplateFault, BornChain: The new version fails on this case.
    """
    names = renamed(old, new)
    turn = Turn(new, replace(case, playbook=event.digest), surroundings, event, now)
    _learn(turn, event)
    _rename(turn, names)
    before = {state for state in turn.entered if state in old.states}
    enter(turn, names[case.state])
    for state in list(turn.entered):
        if state not in turn.path():
            del turn.entered[state]
    _drop(turn)
    _disarm(turn)
    for state in turn.path():
        if state in before:
            _plan_new(turn, old, names, state)
    run_on(turn)
    return stepped(case, turn, handled=True)


def returned(before: Case, after: Case, event: Event) -> Step:
    """Return the step by which a case goes back to exactly what it was before it was moved.

    Args:
        before: The case as it was, folded from its log.
        after: The case now; nothing has happened since it was moved.
        event: Of kind `UPGRADED`, numbered, with `undoes`.
    """
    case = replace(before, version=event.seq)
    return Step(case=case, effects=effects(after, case))


def _learn(turn: Turn, event: Event) -> None:
    for name, value in event.facts.items():
        turn.learn(name, value)


def _rename(turn: Turn, names: Mapping[str, str]) -> None:
    """Give everything that belongs to a state its new name, and forget what belongs to none."""
    turn.entered = {names[state]: at for state, at in turn.entered.items() if state in names}
    turn.batches = {item: names[state] for item, state in turn.batches.items() if state in names}
    turn.timers = {
        f"{names[armed.state]}.{name.partition('.')[2]}": replace(armed, state=names[armed.state])
        for name, armed in turn.timers.items()
        if armed.state in names
    }
    for item in turn.items.values():
        if item.state in names and names[item.state] != item.state:
            turn.items[item.id] = replace(item, state=names[item.state])
    turn.changed()


def _drop(turn: Turn) -> None:
    """Drop what is in hand and what the new version does not plan in its active states."""
    for item in list(turn.items.values()):
        if not in_hand(item):
            continue
        if item.name not in turn.playbook.items:
            drop(turn, item, f"{turn.playbook.version} does not have it any more")
        elif item.state not in turn.entered or item.name not in _planned(turn.playbook, item.state):
            drop(turn, item, f"{turn.playbook.version} does not plan it there any more")
    turn.batches = {
        name: state
        for name, state in turn.batches.items()
        if state in turn.entered and name in turn.playbook.items
    }


def _planned(playbook: Playbook, state: str) -> frozenset[str]:
    """Return every item that a case in a state may have in hand for it."""
    here = playbook.states[state]
    found = {*here.do, *here.may}
    for other in playbook.states.values():
        branches = [branch for lines in other.handlers.values() for branch in lines]
        branches += [timer.branch for timer in other.timers.values()]
        found.update(name for branch in branches if (branch.go or other.name) == state for name in branch.do)
    fallbacks = (playbook.items[name].or_else for name in list(found) if name in playbook.items)
    return frozenset(found | {other.send for other in fallbacks if other is not None})


def _disarm(turn: Turn) -> None:
    """Forget the timers that the new version does not have."""
    there = {f"{state}.{name}" for state in turn.path() for name in turn.playbook.states[state].timers}
    turn.timers = {name: armed for name, armed in turn.timers.items() if name in there}


def _plan_new(turn: Turn, old: Playbook, names: Mapping[str, str], state: str) -> None:
    """Plan what an active state does in the new version and did not do in the old one."""
    before = {name for theirs, ours in names.items() if ours == state for name in old.states[theirs].do}
    plan(turn, [name for name in turn.playbook.states[state].do if name not in before], state)
