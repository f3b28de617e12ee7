"""Why then: the reason behind a time as a person would give it, as it reads after `because`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from whenever import Instant

from followup.core.calendar import spelled
from followup.core.courtesy import opened_at
from followup.core.values.case import Item, ItemStatus
from followup.core.values.playbook import FactType, ItemKind
from followup.core.values.steps import Block
from followup.core.values.times import Anchor, AnchorKind, Direction, Moment, Sum, When
from followup.runtime.glance import Glance

NOUNS = {"phone": "call", "email": "e-mail", "linkedin": "LinkedIn message", "sms": "text message"}
"""What a message by a way is called."""

_GRACE_DAYS = 14

_SAID_BY_THEM = re.compile(r"\b(did they say|they (say|said|told|named|promised))\b", re.IGNORECASE)
"""A date fact whose question asks for their words is something they said."""


def because(look: Glance, moment: Moment, when: When | None) -> str:
    """Return why an instant is what it is; empty where there is nothing to say.

    Args:
        look: The case.
        moment: The instant with its rule.
        when: The sentence of the playbook it comes from, or None.
    """
    counted = moment.counted or moment.rule
    if counted in ("", "now"):
        return ""
    lines = when.lines if when is not None else ()
    line = next((one for one in lines if isinstance(one, Sum) and one.text == moment.rule), None)
    if line is None:
        return f"it is {counted}"
    if line.same_day:
        day = counted.removeprefix("the same day as ")
        day = day.removesuffix(spelled.ending(roll=line.roll, clock=line.clock))
        return f"it belongs to that day, {day} ({_named(line.anchor)})"
    span, after, day = counted.partition(" after ")
    if not line.spans or line.direction is not Direction.AFTER or not after:
        name = _named(line.anchor)
        return f"it is {counted}{f' ({name})' if name else ''}"
    ending = spelled.ending(roll=line.roll, clock=line.clock)
    day = day.removesuffix(ending)
    return _counted(look, line.anchor, span, day) + ending


def _counted(look: Glance, anchor: Anchor, span: str, day: str) -> str:
    fact = look.playbook.facts.get(anchor.name) if anchor.kind is AnchorKind.FACT else None
    if fact is not None and fact.type is FactType.DATE:
        come = "comes" if span.startswith("1 ") and " and " not in span else "come"
        if _SAID_BY_THEM.search(fact.ask) and not polite(span):
            return f"they said {day}, and it comes {span} after that"
        if _SAID_BY_THEM.search(fact.ask):
            return f"they said {day}, and a polite {span} {come} after it"
        return f"of {day} ({_named(anchor)}), and {span} {come} after it"
    if anchor.kind is AnchorKind.OUTCOME:
        return f"it comes {span} after {_done(look, anchor)} of {day}"
    if anchor.kind is AnchorKind.ENTRY:
        return f"it comes {span} after {day}, when the case came to where it stands"
    return f"it comes {span} after {day} ({_named(anchor)})"


def polite(span: str) -> bool:
    """Whether a span is a few days of grace: after weeks nobody waits out of politeness."""
    days = re.fullmatch(r"(\d+) (?:business )?days?", span)
    return int(days[1]) <= _GRACE_DAYS if days else span.endswith(("hour", "hours"))


def _done(look: Glance, anchor: Anchor) -> str:
    """Return what came to an outcome: `your call`, `the check in (failed)`."""
    kind = look.playbook.items.get(anchor.name)
    ended = [item for item in look.case.items.values() if item.name == anchor.name and item.at is not None]
    last = max(ended, key=lambda item: (item.at, item.id), default=None)
    if anchor.outcome == "sent" and kind is not None and kind.kind is ItemKind.MESSAGE and last is not None:
        way = last.draft.way if last.draft is not None else ""
        return f"your {NOUNS.get(way, 'message')}"
    return f"the {_words(anchor.name)} ({_words(anchor.outcome)})"


def _named(anchor: Anchor) -> str:
    return "" if anchor.kind is AnchorKind.ENTRY else _words(anchor.name)


def _words(name: str) -> str:
    return name.replace("_", " ")


def earliest(look: Glance, item: Item) -> tuple[Instant | None, str]:
    """Return when rules and hours would let an item go, were it approved, and why only then.

    None: a rule without a known end stands in the way, or it never goes. Now: nothing does.
    """
    blocks = tuple(block for block in look.may(item).blocks if block.rule != "approval")
    if any(block.never or block.until is None for block in blocks):
        return None, reason(look, item, blocks, None)
    at = opening_of(look, item, blocks)
    planned = isinstance(item.due, Moment) and at == item.due.at
    return at, "" if planned or at == look.now else reason(look, item, blocks, at)


def opening_of(look: Glance, item: Item, blocks: Iterable[Block]) -> Instant | None:
    """Return the first instant within its hours at which the rules whose end is known let an item go."""
    ends = [block.until for block in blocks if block.until is not None and block.rule != "hours"]
    return opened_at(look.known, look.kind(item), item, max([look.now, *ends]))


def reason(look: Glance, item: Item, blocks: Iterable[Block], at: Instant | None) -> str:
    """Return why an item goes at an instant and not before; None: why nobody can tell when."""
    if at is None:
        open_ = [block for block in blocks if block.until is None and block.rule != "approval"]
        return _meant(open_[0]) if open_ else ""
    if isinstance(item.due, Moment) and at == item.due.at:
        return because(look, item.due, look.kind(item).due)
    blocks = tuple(blocks)
    last = [block for block in blocks if block.until == at and block.rule not in ("hours", "approval")]
    if last:
        return _meant(last[0])
    ends = [block.until for block in blocks if block.until is not None and block.rule != "hours"]
    due = item.due.at if isinstance(item.due, Moment) and item.status is ItemStatus.PLANNED else look.now
    if isinstance(item.due, Moment) and max([look.now, *ends]) <= due != look.now:
        counted = because(look, item.due, look.kind(item).due)
        return f"{counted}, within its hours" if counted else "of quiet hours until then"
    return "of quiet hours until then"


def _meant(block: Block) -> str:
    """Return what a rule that stands in the way says, as it reads after `because`."""
    if block.rule in ("gap", "house"):
        return f"at least {block.why.removesuffix(' between two of them')} lies between two messages to them"
    if block.rule == "condition":
        return "a condition in its playbook does not hold now"
    if block.rule == "due" and block.until is None:
        return f"{_words(block.why)}"
    return block.why.rstrip(".")
