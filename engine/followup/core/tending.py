"""Tending: what time and new facts do to the items and timers of a case, without anybody's help."""

from __future__ import annotations

from followup.core import machine
from followup.core.calendar.hours import opening
from followup.core.calendar.sentences import plus
from followup.core.courtesy import is_late
from followup.core.drafts import obstacles, renewed
from followup.core.knowledge import Story, in_hand
from followup.core.outcomes import conclude
from followup.core.planning import add, one_of, recipients, timed
from followup.core.turn import Born, Turn
from followup.core.values.case import Armed, Draft, Item, ItemStatus
from followup.core.values.playbook import ItemKind, ItemType, Late, OrElse, Pick, Playbook
from followup.core.values.times import Moment, Part, Span, Unit

_AHEAD = Span((Part(24, Unit.HOUR),))
"""A message is drafted when it is due within a day."""


def tend(turn: Turn) -> None:
    """Bring every timer and live item up to the present of the turn."""
    _arm(turn)
    _top_up(turn)
    for name in list(turn.items):
        item = turn.items[name]
        if item.name in turn.playbook.items and in_hand(item):
            _tend(turn, turn.playbook.items[item.name], item)
    for name, state in out_of_reach(turn.playbook, turn):
        kind = turn.playbook.items[name]
        if kind.or_else is not None:
            _fall_back(turn, kind, kind.or_else, state)
    _settle(turn)


def _arm(turn: Turn) -> None:
    """Work out the timers of the active states anew; one that has fired stays fired."""
    for state in turn.path():
        for timer in turn.playbook.states[state].timers.values():
            name = f"{state}.{timer.name}"
            before = turn.timers.get(name)
            if before is not None and before.fired:
                continue
            armed = Armed(state=state, due=turn.known.moment(timer.due, state, turn.now))
            if before != armed:
                turn.timers[name] = armed
                turn.changed()


def _top_up(turn: Turn) -> None:
    """Plan items for contacts who were added to a group while its state is still active."""
    for state in turn.path():
        for name in turn.playbook.states[state].do:
            kind = turn.playbook.items.get(name)
            if kind is None or kind.target.pick is not Pick.EACH:
                continue
            has = {
                item.contact for item in turn.items.values() if item.name == name and item.round == turn.round
            }
            for contact in recipients(turn.known, kind):
                if contact not in has:
                    add(turn, kind, state, contact)


def _tend(turn: Turn, kind: ItemType, item: Item) -> None:
    item = turn.put(timed(turn.known, kind, item, turn.now))
    if isinstance(item.expires, Moment) and item.expires.at <= turn.now:
        conclude(turn, item, "expired", at=turn.now, reason="it was too late")
        return
    if kind.kind is ItemKind.TASK:
        _tend_task(turn, kind, item)
        return
    item = _addressed(turn, kind, item)
    if not item.status.live:
        return
    item = _drafted(turn, kind, item)
    if (
        kind.late is Late.SKIP
        and item.status is not ItemStatus.HANDED_OVER
        and is_late(turn.known, kind, item, turn.now)
    ):
        conclude(
            turn, item, "skipped", at=turn.now, reason="it was late, and its playbook says to skip it then"
        )


def _tend_task(turn: Turn, kind: ItemType, item: Item) -> None:
    """Hand a task to the person once it is due, within their own waking hours."""
    if item.status is ItemStatus.HANDED_OVER and _answered(turn, kind, item):
        conclude(turn, item, "done", at=turn.now, reason="all that it asks is known")
    if item.status is not ItemStatus.PLANNED or not isinstance(item.due, Moment):
        return
    start = max(item.due.at, item.not_before or item.due.at)
    if start > turn.now or turn.known.holds(kind.when, item) is not True:
        return
    if _answered(turn, kind, item):
        conclude(turn, item, "done", at=turn.now, reason="all that it asks is known")
        return
    shown = opening(turn.playbook.courtesy.my_hours, turn.known.my_calendar, start)
    if shown is not None and shown <= turn.now:
        turn.put(item, status=ItemStatus.HANDED_OVER, at=turn.now)


def _answered(turn: Turn, kind: ItemType, item: Item) -> bool:
    """Whether everything a question asks has been told."""
    return bool(kind.asks) and all(turn.known.answered(fact, item) for fact in kind.asks)


def _addressed(turn: Turn, kind: ItemType, item: Item) -> Item:
    """Find out whom an item goes to, and drop it when that person is no longer meant."""
    if item.contact is None and kind.target.pick is not Pick.EACH:
        found = recipients(turn.known, kind)[0]
        if found is not None:
            item = turn.put(item, contact=found)
    if kind.target.pick is Pick.EACH and item.round == turn.round:
        if item.contact not in turn.known.contacts_in(kind.target.name):
            return turn.put(
                item, status=ItemStatus.DROPPED, at=turn.now, reason="no longer among those it is for"
            )
    elif item.draft is None and kind.target.pick is Pick.ONE and item.stuck:
        other = one_of(turn.known, kind.target, kind)
        if other is not None and other != item.contact:
            item = turn.put(item, contact=other)
    stuck, missing = obstacles(turn.known, kind, item)
    return turn.put(item, stuck=stuck, missing=missing)


def _drafted(turn: Turn, kind: ItemType, item: Item) -> Item:
    """Render an item that is due within a day, or again when something it used has changed."""
    if item.stuck or item.missing:
        return _undrafted(turn, item)
    if item.status is ItemStatus.HANDED_OVER or not isinstance(item.due, Moment):
        return item
    if item.draft is None and not _soon(turn, item):
        return item
    draft = renewed(turn.known, kind, item)
    if draft == item.draft:
        return item if item.status is not ItemStatus.PLANNED else _draft_again(turn, item, draft)
    if item.status is ItemStatus.APPROVED and item.draft is not None and not by_person(turn, draft):
        turn.note(f"{item.id} has changed since it was approved; it waits to be approved again")
    return _draft_again(turn, item, draft)


def _draft_again(turn: Turn, item: Item, draft: Draft) -> Item:
    if by_person(turn, draft):
        return turn.put(item, draft=draft, status=ItemStatus.APPROVED, approved=draft.digest)
    if draft.digest == item.approved:
        return turn.put(item, draft=draft, status=ItemStatus.APPROVED)
    return turn.put(item, draft=draft, status=ItemStatus.DRAFTED, approved="")


def _undrafted(turn: Turn, item: Item) -> Item:
    """Take a draft back whose words or recipient are no longer known."""
    if item.draft is None or item.status is ItemStatus.HANDED_OVER:
        return item
    if item.status is ItemStatus.APPROVED:
        turn.note(f"{item.id} cannot go as approved: something it needs is no longer known")
    return turn.put(item, status=ItemStatus.PLANNED, draft=None, approved="")


def by_person(turn: Turn, draft: Draft) -> bool:
    """Whether a person carries the words themselves, so that nobody else has to approve them."""
    way = turn.surroundings.ways.get(draft.way)
    return way is not None and way.person


def _soon(turn: Turn, item: Item) -> bool:
    if not isinstance(item.due, Moment):
        return False
    due = max(item.due.at, item.not_before or item.due.at)
    return due <= plus(_AHEAD, turn.now, turn.known.calendar, turn.playbook.courtesy.time)


def out_of_reach(playbook: Playbook, story: Story) -> tuple[tuple[str, str], ...]:
    """Return the item types with a fallback that somebody of this round is still out of reach of.

    Each comes with the active state that planned it.
    """
    found = {
        (item.name, item.state): None
        for item in story.items.values()
        if _lost(item, story.round)
        and item.state in story.entered
        and item.name in playbook.items
        and playbook.items[item.name].or_else is not None
    }
    return tuple(found)


def _lost(item: Item, round_: int) -> bool:
    """Whether an item has a contact whom it cannot reach."""
    stuck = (item.status.live and bool(item.stuck)) or item.status is ItemStatus.FAILED
    return stuck and item.contact is not None and item.round == round_


def _fall_back(turn: Turn, kind: ItemType, or_else: OrElse, state: str) -> None:
    """Plan the other message for contacts who are still out of reach at its time."""
    at = turn.known.moment(or_else.after, state, turn.now)
    if not isinstance(at, Moment) or at.at > turn.now or or_else.send not in turn.playbook.items:
        return
    lost = tuple(
        item.contact
        for item in turn.items.values()
        if item.name == kind.name and _lost(item, turn.round) and item.contact is not None
    )
    other = turn.playbook.items[or_else.send]
    if not lost or any(item.name == other.name and item.round == turn.round for item in turn.items.values()):
        return
    contact = one_of(turn.known, other.target, other, without=lost)
    if contact is not None and add(turn, other, state, contact, about=lost) is not None:
        turn.batches[other.name] = state


def _settle(turn: Turn) -> None:
    """Close batches of which nothing is alive but what is stuck."""
    for name, state in list(turn.batches.items()):
        items = [
            i for i in turn.items.values() if i.name == name and i.state == state and i.round == turn.round
        ]
        alive = [item for item in items if in_hand(item) or item.status is ItemStatus.SENDING]
        if not alive or (len(alive) < len(items) and all(item.stuck for item in alive)):
            del turn.batches[name]
            turn.born.append(Born(machine.outcome(name, "settled"), f"{name}.settled", turn.now))
    for state in reversed(turn.path()):
        if turn.playbook.states[state].then is not None and state not in turn.batches.values():
            turn.born.append(Born(machine.settled(state), f"{state} is settled", turn.now))
            return
