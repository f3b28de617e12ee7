"""What a case rests for: the next thing that happens by itself, when, and because of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from whenever import Instant

from followup.core.names import shown
from followup.core.values.case import Item, ItemStatus
from followup.core.values.playbook import ItemKind
from followup.core.values.times import Moment
from followup.runtime.glance import Glance
from followup.runtime.reasons import because, opening_of, reason
from followup.runtime.views import Next
from followup.runtime.wanting import text_of

_AHEAD = (ItemStatus.PLANNED, ItemStatus.APPROVED)
"""What happens by itself; a draft waits for a person, who is told so in other ways."""


def upcoming(glance: Glance) -> Next | None:
    """Return what comes next in a case, or None if nothing has a date."""
    found = sorted([*_items(glance), *_timers(glance)], key=when_of)
    if not found:
        return None
    return replace(found[0], later=found[1] if len(found) > 1 else None)


def when_of(one: Next) -> Instant:
    """Return when something comes, for sorting: what has no date comes last."""
    return one.moment.at if one.moment is not None else Instant.MAX


def leaving(look: Glance) -> tuple[Next, ...]:
    """Return the approved messages of a case that have not left, with when they will and why then."""
    return tuple(sorted((one for one in _items(look) if one.leaves), key=when_of))


def _items(look: Glance) -> Iterator[Next]:
    for item in look.case.items.values():
        if item.status not in _AHEAD or not isinstance(item.due, Moment) or item.stuck or item.missing:
            continue
        verdict = look.may(item)
        if verdict.never:
            continue
        leaves = _leaves(look, item)
        if not leaves and look.known.holds(look.kind(item).when, item) is False:
            continue  # a condition, and no date, decides whether it comes at all
        at = verdict.free_at
        if at is None and leaves:
            yield _next(look, item, None, reason(look, item, verdict.blocks, None), leaves=True)
            continue
        at = at or opening_of(look, item, verdict.blocks)
        if at is not None and (at > look.now or leaves):
            moment = replace(item.due, at=at, wall=look.known.calendar.local(at).format_iso())
            yield _next(look, item, moment, reason(look, item, verdict.blocks, at), leaves=leaves)


def put_off(look: Glance) -> Mapping[str, Instant]:
    """Return when rules and hours would let go what they put off beyond its due, by item."""
    found = {}
    for item in look.case.items.values():
        if item.status not in (*_AHEAD, ItemStatus.DRAFTED) or not isinstance(item.due, Moment):
            continue
        verdict = look.may(item)
        at = None if verdict.never else opening_of(look, item, verdict.blocks)
        if at is not None and at > max(look.now, item.due.at):
            found[item.id] = at
    return found


def _leaves(look: Glance, item: Item) -> bool:
    """Whether it is an approved message that a channel sends by itself."""
    if item.status is not ItemStatus.APPROVED or look.kind(item).kind is not ItemKind.MESSAGE:
        return False
    way = look.world.ways.get(item.draft.way) if item.draft is not None else None
    return way is None or not way.person


def _next(look: Glance, item: Item, moment: Moment | None, why: str, *, leaves: bool) -> Next:
    return Next(
        case=look.case.id,
        what=item.id,
        text=text_of(look, item),
        moment=moment,
        because=why,
        zone=look.zone,
        leaves=leaves,
        by_hand=leaves and item.draft is not None and item.draft.way in look.by_hand,
    )


def _timers(look: Glance) -> Iterator[Next]:
    for name, armed in look.case.timers.items():
        if armed.fired or not isinstance(armed.due, Moment) or armed.due.at <= look.now:
            continue
        timer = look.playbook.states[armed.state].timers[name.rpartition(".")[2]]
        go = timer.branch.go
        yield Next(
            case=look.case.id,
            what=name,
            text=f"the case goes on to {shown(go).replace('-', ' ')}" if go else shown(timer.name),
            moment=armed.due,
            because=because(look, armed.due, timer.due),
            zone=look.zone,
        )
