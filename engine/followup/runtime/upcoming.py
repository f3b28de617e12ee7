"""What a case rests for: the next thing that happens by itself, when, and because of what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whenever import Instant

from followup.core.names import shown
from followup.core.values.case import Item, ItemStatus
from followup.core.values.steps import Block
from followup.core.values.times import Moment
from followup.runtime.glance import Glance
from followup.runtime.views import Next
from followup.runtime.wanting import text_of

_AHEAD = (ItemStatus.PLANNED, ItemStatus.DRAFTED, ItemStatus.APPROVED)


def upcoming(glance: Glance) -> Next | None:
    """Return what comes next in a case, or None if nothing has a date."""
    found = [*_items(glance), *_timers(glance)]
    return min(found, key=_at, default=None)


def _at(one: Next) -> Instant:
    return one.moment.at if one.moment is not None else Instant.MAX


def _items(glance: Glance) -> Iterator[Next]:
    for item in glance.case.items.values():
        if item.status not in _AHEAD or not isinstance(item.due, Moment) or item.stuck or item.missing:
            continue
        verdict = glance.may(item)
        if verdict.never:
            continue
        start = max(item.due.at, item.not_before or item.due.at)
        at = verdict.free_at or start
        if at > glance.now:
            binding = _binding(verdict.blocks)
            moment = replace(item.due, at=at, wall=glance.known.calendar.local(at).format_iso())
            yield Next(
                case=glance.case.id,
                what=item.id,
                text=text_of(glance, item),
                moment=moment,
                because=_because(item, at, binding),
                zone=glance.zone,
            )


def _binding(blocks: tuple[Block, ...]) -> Block | None:
    """Return the block that ends last."""
    ending = [block for block in blocks if block.until is not None]
    return max(ending, key=lambda block: block.until or Instant.MIN, default=None)


def _because(item: Item, at: Instant, binding: Block | None) -> str:
    """Return why it is then, as it reads after `because`."""
    if isinstance(item.due, Moment) and at == item.due.at:
        return because(item.due)
    if binding is None:
        return ""
    if binding.rule == "hours":
        return "it lies outside the hours before that"
    return binding.why.rstrip(".")


def because(moment: Moment) -> str:
    """Return why an instant is what it is, as it reads after `because`."""
    counted = moment.counted or moment.rule
    if counted in ("", "now"):
        return ""
    anchor = moment.rule.rpartition(" after ")[2].partition(" ")[0].partition(".")[0]
    said = (
        f" ({anchor.replace('_', ' ')})" if anchor not in ("entry", "") and " after " in moment.rule else ""
    )
    return f"it is {counted}{said}"


def _timers(glance: Glance) -> Iterator[Next]:
    for name, armed in glance.case.timers.items():
        if armed.fired or not isinstance(armed.due, Moment) or armed.due.at <= glance.now:
            continue
        timer = glance.playbook.states[armed.state].timers[name.rpartition(".")[2]]
        go = timer.branch.go
        yield Next(
            case=glance.case.id,
            what=name,
            text=f"{shown(timer.name)}: it goes on to {shown(go)}" if go else shown(timer.name),
            moment=armed.due,
            because=because(armed.due),
            zone=glance.zone,
        )
