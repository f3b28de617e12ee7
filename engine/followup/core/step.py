"""One event, one step: the case after it, what has to be done about it, and why.

Pure: the same playbook, case, event, surroundings and present give the same step. The order of
what happens is that of the study of the language, section 5.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from whenever import Instant

from followup.core import machine
from followup.core.courtesy import is_late
from followup.core.drafts import edited
from followup.core.effects import effects
from followup.core.knowledge import in_hand
from followup.core.moving import enter, follow
from followup.core.names import shown
from followup.core.outcomes import conclude
from followup.core.planning import add, recipients
from followup.core.tending import by_person, tend
from followup.core.turn import Turn
from followup.core.values.case import Case, Hold, Item, ItemStatus, Occurrence
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import EventType, Playbook
from followup.core.values.steps import Step, Told
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment
from followup.errors import FollowupError

LONGEST_CHAIN = 32
"""More events born of one are a fault of the playbook; a checked one never comes near it."""


class BornChain(FollowupError):
    """Events of a playbook bring about each other without end; the case has to be held."""


def begin(  # noqa: PLR0913 - each is one thing that a case begins with
    playbook: Playbook,
    *,
    id: str,  # noqa: A002 - a case's name is its id everywhere
    owner: str,
    digest: str,
    event: Event,
    surroundings: Surroundings,
    now: Instant,
    told: Mapping[str, Item] | None = None,
) -> Step:
    """Return the first step of a new case: it enters the playbook's start state with its facts."""
    at = event.occurred_at
    case = Case(
        id=id,
        owner=owner,
        playbook=digest,
        state=playbook.states[playbook.start].leaf,
        round_at=at,
        last_at=at,
        started_at=at,
    )
    turn = Turn(playbook, case, surroundings, event, now, told)
    _learn(turn, event)
    enter(turn, playbook.start)
    run_on(turn)
    return stepped(None, turn, handled=True)


def step(
    playbook: Playbook,
    case: Case,
    event: Event,
    surroundings: Surroundings,
    now: Instant,
    *,
    told: Mapping[str, Item] | None = None,
) -> Step:
    """Take one event that comes after all that the case has seen.

    Args:
        playbook: The playbook the case is pinned to.
        case: The case before.
        event: With its sequence number.
        surroundings: What lies outside the case.
        now: The present; nothing new is ever planned for the past.
        told: Items of an earlier telling of the same story, whose names are kept.

    Raises:
        GuardFault, TemplateFault, BornChain: The playbook fails on this case; it has to be held.
    """
    if event.kind is EventKind.WOKE and not told:
        return _woken(playbook, case, event, surroundings, now)
    turn = Turn(playbook, case, surroundings, event, now, told)
    handled = _TAKE[event.kind](turn, event)
    run_on(turn)
    return stepped(case, turn, handled=handled)


def case_after(
    playbook: Playbook, case: Case, event: Event, surroundings: Surroundings, now: Instant
) -> Case:
    """Return only the case after an event, for those who act on nothing: a proof tries very many.

    Raises:
        GuardFault, TemplateFault, BornChain: As `step`.
    """
    turn = Turn(playbook, case, surroundings, event, now)
    _TAKE[event.kind](turn, event)
    run_on(turn)
    return turn.freeze()


_last_woken: list[tuple[tuple[Playbook, Case], tuple[Event, Surroundings, Instant], Step]] = []


def _woken(playbook: Playbook, case: Case, event: Event, surroundings: Surroundings, now: Instant) -> Step:
    """Return what time brings about. It is asked whether it brings about anything, and then to do so."""
    asked = (event, surroundings, now)
    for (book, before), others, told in _last_woken[-1:]:
        if book is playbook and before is case and others == asked:
            return told
    turn = Turn(playbook, case, surroundings, event, now)
    handled = _TAKE[event.kind](turn, event)
    run_on(turn)
    found = stepped(case, turn, handled=handled)
    _last_woken[:] = [((playbook, case), asked, found)]
    return found


def stepped(before: Case | None, turn: Turn, *, handled: bool) -> Step:
    """Return what a turn came to: the case after it and what the outbox has to do about it."""
    after = turn.freeze()
    return Step(
        case=after,
        effects=(*effects(before, after), *turn.said),
        why=tuple(dict.fromkeys(turn.why)),
        handled=handled,
    )


def run_on(turn: Turn) -> None:
    """Tend the items and take the events born in this step until nothing more follows."""
    taken = rounds = 0
    tend(turn)
    while turn.born:
        born = turn.born.popleft()
        if _handle(turn, born.trigger, born.name):
            taken += 1
        if not turn.born:
            tend(turn)
            rounds += 1
        if max(taken, rounds) > LONGEST_CHAIN:
            raise BornChain(
                "born-chain",
                f"{turn.playbook.name} brings about more than {LONGEST_CHAIN} events at once",
                hint="the case is held; mend the playbook and check it",
            )


def _handle(turn: Turn, trigger: str, name: str) -> bool:
    """Let the machine choose a branch for a trigger and follow it; whether there was one."""
    taken = machine.machine_of(turn.playbook).choose(
        turn.state, trigger, lambda guard: turn.known.holds(guard) is True
    )
    if taken is None:
        return False
    where = f" -> {taken.branch.go}" if taken.branch.go else ""
    turn.why.append(f"{taken.state}: {name}{where}")
    follow(turn, taken)
    return True


def _learn(turn: Turn, event: Event) -> None:
    for name, value in event.facts.items():
        turn.learn(name, value, words=event.words.get(name, ""))


def _known(turn: Turn, event: Event) -> bool:
    _learn(turn, event)
    return True


def _happened(turn: Turn, event: Event) -> bool:
    kind = turn.playbook.events[event.name]
    trigger = machine.event(event.name)
    if kind.new_round and machine.machine_of(turn.playbook).hears(turn.state, trigger):
        turn.round += 1
        turn.round_at = turn.at
        turn.happened.clear()
        turn.outcomes.clear()
    _learn(turn, event)
    taken = machine.machine_of(turn.playbook).choose(
        turn.state, trigger, lambda guard: turn.known.holds(guard) is True
    )
    if taken is None:
        turn.why.append(f"{event.name} is noted; it changes nothing in {turn.state}")
        return False
    turn.happened[event.name] = Occurrence(
        at=turn.at, seq=turn.seq, contact=event.contact, channel=event.channel, thread=event.thread
    )
    turn.changed()
    where = f" -> {taken.branch.go}" if taken.branch.go else ""
    turn.why.append(f"{taken.state}: {event.name}{where}")
    follow(turn, taken)
    _tell(turn, kind)
    return True


def _tell(turn: Turn, kind: EventType) -> None:
    """Say to other cases what the playbook says they have to hear."""
    for tell in kind.tell:
        facts = {theirs: turn.known.value(ours) for theirs, ours in tell.facts.items()}
        turn.said.append(
            Told(
                to=tell.to,
                event=tell.event or tell.propose or "",
                proposed=tell.propose is not None,
                facts={name: value for name, value in facts.items() if value is not None},
            )
        )


def _fired(turn: Turn, event: Event) -> bool:
    armed = turn.timers.get(event.name)
    due = getattr(armed.due, "at", None) if armed is not None else None
    if armed is None or armed.fired or due is None or due > turn.at:
        turn.why.append(f"{event.name} was not due; nothing follows")
        return False
    trigger = machine.fired(event.name)
    taken = machine.machine_of(turn.playbook).choose(
        turn.state, trigger, lambda guard: turn.known.holds(guard) is True
    )
    if taken is None:
        return False
    turn.timers[event.name] = type(armed)(state=armed.state, due=armed.due, fired=True)
    turn.why.append(f"{event.name} was due -> {taken.branch.go or taken.state}")
    follow(turn, taken)
    return True


def _item(turn: Turn, event: Event) -> bool:
    item = turn.items.get(event.item)
    if item is None or not (item.status.live or _overtaken(item.status, event)):
        turn.why.append(f"{event.item} is over; its {event.outcome} is kept, and changes nothing")
        return False
    if item.status is ItemStatus.SENDING and event.attempt and event.attempt != item.attempt:
        turn.why.append(f"attempt {event.attempt} at {event.item} was overtaken")
        return False
    conclude(turn, item, event.outcome, at=turn.at, until=event.until, reason=event.note)
    if item.state not in turn.entered and turn.items[item.id].status.live and in_hand(turn.items[item.id]):
        turn.put(turn.items[item.id], status=ItemStatus.DROPPED, reason=f"{item.state} is over")
    return True


def _overtaken(status: ItemStatus, event: Event) -> bool:
    """Whether what really left has to be written even over an item that had died here meanwhile."""
    return status is ItemStatus.DROPPED and event.outcome == "sent"


def _woke(_turn: Turn, _event: Event) -> bool:
    return True


def _taken(turn: Turn, event: Event) -> bool:
    for state in reversed(turn.path()):
        if event.name in turn.playbook.states[state].may:
            kind = turn.playbook.items[event.name]
            turn.batches[event.name] = state
            planned = [add(turn, kind, state, contact) for contact in recipients(turn.known, kind)]
            return any(item is not None for item in planned)
    return False


def _approved(turn: Turn, event: Event) -> bool:
    item = turn.items.get(event.item)
    if item is None or item.draft is None or item.status is not ItemStatus.DRAFTED:
        return False
    if item.draft.digest != event.digest or item.draft.errors:
        turn.why.append(f"{event.item} has changed since it was seen")
        return False
    late = is_late(turn.known, turn.item_type(item), item, turn.now)
    draft = replace(item.draft, files=event.note if item.draft.attach else "")
    turn.put(
        item, draft=draft, status=ItemStatus.APPROVED, approved=event.digest, late_ok=late or item.late_ok
    )
    return True


def _edited(turn: Turn, event: Event) -> bool:
    item = turn.items.get(event.item)
    if item is None or event.text is None or not in_hand(item):
        return False
    kind = turn.item_type(item)
    draft = edited(turn.known, kind, item, event.text)
    if draft is None:
        return False
    if by_person(turn, draft):
        turn.put(item, draft=draft, approved=draft.digest)
    else:
        turn.put(item, draft=draft, status=ItemStatus.DRAFTED, approved="")
    return True


def _attempt(turn: Turn, event: Event) -> bool:
    item = turn.items.get(event.item)
    if item is None or item.status is not ItemStatus.APPROVED or item.approved != event.digest:
        return False
    counts = turn.item_type(item).counts
    turn.put(item, status=ItemStatus.SENDING, attempt=event.attempt, counted=counts, at=turn.at)
    return True


def _held(turn: Turn, event: Event) -> bool:
    fault = event.by == "the engine"
    why = event.note or "you asked for a pause"
    turn.hold = Hold(since=turn.at, until=event.until, why=why, fault=fault)
    for item in turn.items.values():
        ends = item.expires
        if item.draft is None or not in_hand(item) or not isinstance(ends, Moment):
            continue
        if event.until is None or ends.at <= event.until:
            when = ends.wall[:16].replace("T", " ")
            turn.note(f"{shown(item.id)} expires {when}; it will not go if the case is still held then")
    return True


def _lifted(turn: Turn, _event: Event) -> bool:
    was = turn.hold is not None
    turn.hold = None
    return was


def _late(turn: Turn, event: Event) -> bool:
    item = turn.items.get(event.item)
    if item is None or not in_hand(item):
        return False
    if event.outcome == "send":
        turn.put(item, late_ok=True)
    else:
        conclude(
            turn, item, "skipped", at=turn.at, reason=event.note or "you decided not to, since it was late"
        )
    return True


_TAKE: dict[EventKind, Callable[[Turn, Event], bool]] = {
    EventKind.HAPPENED: _happened,
    EventKind.KNOWN: _known,
    EventKind.FIRED: _fired,
    EventKind.ITEM: _item,
    EventKind.WOKE: _woke,
    EventKind.TAKEN: _taken,
    EventKind.APPROVED: _approved,
    EventKind.EDITED: _edited,
    EventKind.ATTEMPT: _attempt,
    EventKind.HELD: _held,
    EventKind.LIFTED: _lifted,
    EventKind.SETTLED_LATE: _late,
}
