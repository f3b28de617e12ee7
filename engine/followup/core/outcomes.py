"""Outcomes: what becomes of an item when it is sent, done, failed, expired, put back or in doubt."""

from __future__ import annotations

from typing import Any

from whenever import Instant

from followup.core import machine
from followup.core.calendar.sentences import plus
from followup.core.planning import add, budget, one_of
from followup.core.turn import Born, Turn
from followup.core.values.case import Item, ItemStatus
from followup.core.values.playbook import ItemKind, ItemType, OutcomeRule, Pick

_STATUS = {
    "failed": ItemStatus.FAILED,
    "expired": ItemStatus.EXPIRED,
    "skipped": ItemStatus.SKIPPED,
    "in_doubt": ItemStatus.IN_DOUBT,
}
_UNCHANGED = ("handed_over", "retry", "not_sent")


def conclude(
    turn: Turn, item: Item, outcome: str, *, at: Instant, until: Instant | None = None, reason: str = ""
) -> None:
    """Write an outcome into an item, and bring about what follows from it."""
    kind = turn.playbook.items[item.name]
    if outcome in _UNCHANGED:
        _put_back(turn, item, outcome, at=at, until=until, reason=reason)
    elif outcome in _STATUS:
        _end(turn, kind, item, outcome, at=at, status=_STATUS[outcome], reason=reason)
    elif kind.kind is ItemKind.TASK:
        _end(turn, kind, item, "done", at=at, status=ItemStatus.DONE, reason=reason)
    else:
        rule = kind.outcomes.get(outcome, OutcomeRule())
        if rule.again is not None and item.tries + 1 < kind.tries:
            _again(turn, item, outcome, at=at, rule=rule)
        elif rule.again is not None:
            _happened(turn, item, outcome, at)
            _end(
                turn,
                kind,
                item,
                "failed",
                at=at,
                status=ItemStatus.FAILED,
                reason=f"tried {kind.tries} times",
            )
        else:
            _went(turn, kind, item, outcome, at=at, rule=rule)


def _put_back(
    turn: Turn, item: Item, outcome: str, *, at: Instant, until: Instant | None, reason: str
) -> None:
    """Handle the outcomes that end nothing: a person has it, another try later, surely not sent."""
    if outcome == "handed_over":
        turn.put(item, status=ItemStatus.HANDED_OVER, outcome=outcome, at=at, reason=reason, counted=False)
    elif outcome == "retry":
        status = ItemStatus.APPROVED if item.approved else item.status  # told again, its words may be others
        turn.put(item, status=status, not_before=until, outcome=outcome, reason=reason, counted=False)
    else:
        status = ItemStatus.DRAFTED if item.draft is not None else ItemStatus.PLANNED
        turn.put(item, status=status, approved="", outcome=outcome, reason=reason, counted=False)


def _went(turn: Turn, kind: ItemType, item: Item, outcome: str, *, at: Instant, rule: OutcomeRule) -> None:
    """A message has gone; by a person it may have an outcome of its own besides `sent`."""
    counts = rule.counts
    status = ItemStatus.SENT if counts else ItemStatus.DONE
    gone = turn.put(
        item,
        status=status,
        outcome=outcome,
        at=at,
        counted=counts and kind.counts,
        reason="",
        stuck=(),
        missing=(),
    )
    _happened(turn, gone, outcome, at)
    if counts and outcome != "sent":
        _happened(turn, gone, "sent", at)
    for other in [other for other in turn.items.values() if _replaced(other, kind, gone)]:
        turn.put(other, status=ItemStatus.REPLACED, at=at, reason=f"{gone.id} went in its place")
    _next_turn(turn, kind, gone, at)


def _again(turn: Turn, item: Item, outcome: str, *, at: Instant, rule: OutcomeRule) -> None:
    """Put an item back: nobody answered, so it is tried again after a while."""
    span = turn.known.span_of(rule.again) if rule.again is not None else None
    later = plus(span, at, turn.known.calendar, turn.playbook.courtesy.time) if span is not None else at
    turn.put(
        item,
        status=ItemStatus.PLANNED,
        draft=None,
        approved="",
        tries=item.tries + 1,
        not_before=later,
        outcome=outcome,
        at=at,
        counted=False,
    )
    _happened(turn, item, outcome, at)


def _end(
    turn: Turn, kind: ItemType, item: Item, outcome: str, *, at: Instant, status: ItemStatus, reason: str
) -> None:
    changes: dict[str, Any] = {"status": status, "outcome": outcome, "at": at, "reason": reason}
    if status is ItemStatus.IN_DOUBT:
        changes["counted"] = kind.counts
    elif kind.kind is ItemKind.MESSAGE:
        changes["counted"] = False
    ended = turn.put(item, **changes)
    _happened(turn, ended, outcome, at)
    if status is ItemStatus.FAILED and kind.target.pick is Pick.ONE:
        _next_person(turn, kind, ended)
    if status is ItemStatus.DONE:
        _next_turn(turn, kind, ended, at)


def _happened(turn: Turn, item: Item, outcome: str, at: Instant) -> None:
    """Write when an item type last came to an outcome, and let the states hear of it."""
    name = f"{item.name}.{outcome}"
    if item.round == turn.round and turn.outcomes.get(name, at) <= at:
        turn.outcomes[name] = at
        turn.changed()
    turn.born.append(Born(machine.outcome(item.name, outcome), name, at))


def _next_turn(turn: Turn, kind: ItemType, item: Item, at: Instant) -> None:
    """Plan the next of a repeated item, counted from the completion of the last."""
    if kind.repeat is None or item.state not in turn.entered or item.round != turn.round:
        return
    if item.turn >= budget(turn.known, kind):
        return
    every = turn.known.span_of(kind.repeat.every)
    if every is not None:
        later = plus(every, at, turn.known.calendar, turn.playbook.courtesy.time)
        add(turn, kind, item.state, item.contact, not_before=later)


def _next_person(turn: Turn, kind: ItemType, failed: Item) -> None:
    """Take the next reachable contact of the group when one has failed for good."""
    if failed.state not in turn.entered:
        return
    tried = [
        item.contact
        for item in turn.items.values()
        if item.name == kind.name
        and item.round == turn.round
        and item.status is ItemStatus.FAILED
        and item.contact
    ]
    other = one_of(turn.known, kind.target, kind, without=tried)
    if other is not None:
        add(turn, kind, failed.state, other)


def _replaced(other: Item, kind: ItemType, gone: Item) -> bool:
    return (
        other.contact in gone.about
        and other.name != kind.name
        and other.round == gone.round
        and bool(other.stuck)
        and other.status.live
    )


def drop(turn: Turn, item: Item, reason: str) -> None:
    """Let an item die with its state; what is on its way or in doubt can no longer be taken back."""
    turn.put(item, status=ItemStatus.DROPPED, at=turn.at, reason=reason)
