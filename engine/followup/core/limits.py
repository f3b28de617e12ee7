"""Limits: how often a contact, a case or the whole house may reach out, by any way or by a certain one."""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Instant

from followup.core.calendar.sentences import plus
from followup.core.knowledge import Knowledge
from followup.core.values.case import Item
from followup.core.values.playbook import ItemType, Limit
from followup.core.values.steps import Block
from followup.core.values.surroundings import Touch
from followup.core.values.times import Span


def limits(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    """Yield every limit that stands in the way of an item at an instant."""
    courtesy = known.playbook.courtesy
    story = known.story
    touches = [t for t in known.surroundings.touches if t.counted and (t.case, t.item) != (story.id, item.id)]
    mine = [t for t in touches if t.contact == item.contact and t.owner == story.owner]
    way = item.draft.way if item.draft is not None else ""
    if item.contact is not None and way in courtesy.ways:
        by_way = [t for t in mine if t.way == way]
        yield from _limit(known, kind, courtesy.ways[way], f"ways.{way}", by_way, now)
    if item.contact is not None and "contact" in courtesy.limits:
        yield from _limit(known, kind, courtesy.limits["contact"], "contact", mine, now)
    if "case" in courtesy.limits:
        here = [t for t in touches if t.case == story.id]
        yield from _limit(known, kind, courtesy.limits["case"], "case", here, now)
    if item.contact is not None and "house" in courtesy.limits:
        others = [t for t in touches if t.contact == item.contact and t.case != story.id]
        yield from _limit(known, kind, courtesy.limits["house"], "house", others, now)


def used_up(known: Knowledge, kind: ItemType, item: Item, way: str) -> bool:
    """Whether the limit of just this way is used up for an item's contact, so that another is taken."""
    limit = known.playbook.courtesy.ways.get(way)
    if limit is None or limit.most is None or not kind.counts:
        return False
    story = known.story
    gone = [
        t
        for t in known.surroundings.touches
        if t.counted
        and t.way == way
        and t.contact == item.contact
        and t.owner == story.owner
        and (t.case, t.item) != (story.id, item.id)
    ]
    return len(_counted(known, limit, gone)) >= limit.most


def _limit(
    known: Knowledge, kind: ItemType, limit: Limit, name: str, touches: list[Touch], now: Instant
) -> Iterator[Block]:
    path = f"courtesy.limits.{name}"
    if limit.most is not None:
        counted = _counted(known, limit, touches)
        if len(counted) >= limit.most:
            way = f" by {name.removeprefix('ways.')}" if name.startswith("ways.") else ""
            span = " in this round" if limit.per_round else ""
            why = f"{len(counted)} of at most {limit.most} contacts{way} made{span}"
            yield Block(rule="cap", path=path, why=why, never=True)
    if limit.apart is not None and touches and "apart" not in kind.despite:
        last = max(touch.at for touch in touches)
        free = plus(limit.apart, last, known.calendar, known.playbook.courtesy.time)
        if free > now:
            rule = "house" if name == "house" else "gap"
            yield Block(rule=rule, path=path, why=f"{_in_words(limit.apart)} between two of them", until=free)


def _counted(known: Knowledge, limit: Limit, touches: list[Touch]) -> list[Touch]:
    return [touch for touch in touches if not limit.per_round or _this_round(known, touch)]


def _this_round(known: Knowledge, touch: Touch) -> bool:
    story = known.story
    return touch.round == story.round if touch.case == story.id else touch.at >= story.round_at


def _in_words(span: Span) -> str:
    parts = (f"{part.amount} {part.unit.value}{'s' if part.amount > 1 else ''}" for part in span.parts)
    return " and ".join(parts)
