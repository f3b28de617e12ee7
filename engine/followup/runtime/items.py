"""An item a person means to act on: that it is there, still lies here, and can have the outcome told."""

from __future__ import annotations

from collections.abc import Mapping

from followup.core.names import shown
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import ItemKind, Scope
from followup.core.values.times import Moment
from followup.errors import InvalidInput, Refused, UsageError
from followup.runtime.home import Home
from followup.runtime.recording import Chapter
from followup.runtime.surroundings import ways_of
from followup.runtime.wanting import offered_outcomes

_PLAIN = ("", "done", "sent")
_GONE = (ItemStatus.SENDING, ItemStatus.IN_DOUBT)


def item_of(case: Case, item: str) -> Item:
    """Return an item of a case.

    Raises:
        UsageError: `no-item`.
    """
    found = case.items.get(item)
    if found is None:
        raise UsageError(
            "no-item",
            f"{case.id} has no {shown(item)}; nothing was done",
            hint=f"what it has: playbook show {case.id}",
        )
    return found


def in_hand(chapter: Chapter, item: str) -> Item:
    """Return an item that still lies here.

    Raises:
        UsageError: `no-item`.
        Refused: `over`, `on-its-way`.
    """
    found = item_of(chapter.case, item)
    name = name_of(chapter.case.id, item)
    if found.status in _GONE:
        word = "on its way" if found.status is ItemStatus.SENDING else "in doubt"
        hint = f"playbook resolve {name} sent|not-sent" if found.status is ItemStatus.IN_DOUBT else ""
        raise Refused("on-its-way", f"{name} is {word}; nothing was changed", hint=hint)
    if not found.status.live:
        raise Refused("over", f"{name} is over ({found.status.value.replace('_', ' ')}); nothing was changed")
    return found


def outcome_of(home: Home, chapter: Chapter, item: Item, told: str) -> str:
    """Return the outcome to record, as the item's way and its playbook allow it.

    Raises:
        UsageError: `outcome-missing`, `no-outcome`.
    """
    kind = chapter.playbook.items[item.name]
    if kind.kind is ItemKind.TASK:
        return "done"
    offered = offered_outcomes(kind, item, ways_of(home.channels.ways()))
    if told in offered:
        return told
    if told in _PLAIN and (told or not offered):
        return "sent"
    names = " | ".join(shown(one) for one in offered) or "done"
    name = name_of(chapter.case.id, item.id)
    if item.draft is None:
        raise UsageError("not-due", f"{name} is not due yet; nothing was done", hint=_when_due(item))
    if not told:
        hint = f"playbook done {name}  {names}"
        raise UsageError("outcome-missing", f"{name}: say how it went; nothing was done", hint=hint)
    raise UsageError("no-outcome", f'"{shown(told)}" is no outcome of {name}; nothing was done', hint=names)


def _when_due(item: Item) -> str:
    """Return when an item that has no words yet is due."""
    if isinstance(item.due, Moment):
        at = max(item.due.at, item.not_before or item.due.at)
        day = item.due.wall[:16].replace("T", " ") if at == item.due.at else at.format_iso()[:10]
        return f"it is due {day}; how it went is told after that"
    return "nobody knows yet when it is due; how it went is told after that"


def of_messages(chapter: Chapter, facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return facts with those that belong to one message each put under the items that wait for them.

    Raises:
        InvalidInput: `whose-words`, if no message of the case waits for such a fact.
    """
    told: dict[str, FactValue] = {}
    for name, value in facts.items():
        fact = chapter.playbook.facts.get(name)
        if fact is None or fact.per is not Scope.MESSAGE:
            told[name] = value
            continue
        waiting = [
            item.id for item in chapter.case.items.values() if item.status.live and name in item.missing
        ]
        if not waiting:
            raise InvalidInput(
                "whose-words",
                f"{shown(name)} belongs to one message, and none waits for it; nothing was changed",
                hint=f"say whose: ITEM.{name}=...",
            )
        told.update({f"{item}.{name}": value for item in waiting})
    return told


def name_of(case: str, item: str) -> str:
    """Return `CASE/ITEM` as people type it."""
    return f"{case}/{shown(item)}"
