"""What has left in a case, and when."""

from __future__ import annotations

from collections.abc import Sequence

from whenever import Instant

from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import EventKind
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.records import Entry
from followup.core.values.scenario import Sent

_NOT_GONE = ("handed_over", "retry")
"""After these answers it was a person who took it further."""


def left(case: Case, log: Sequence[Entry], playbook: Playbook) -> tuple[Sent, ...]:
    """Return all that has surely left in a case, in the order it left.

    A message by a channel has left when its last attempt began; one that a person carried, when that was
    done.
    """
    found = [
        Sent(at=_since(item, log), item=item.id, contact=item.contact or "")
        for item in case.items.values()
        if item.status is ItemStatus.SENT and _message(item, playbook)
    ]
    return tuple(sorted(found, key=lambda one: (one.at, one.item)))


def away(case: Case, playbook: Playbook) -> tuple[Item, ...]:
    """Return the messages that have left or may have left."""
    return tuple(one for one in case.items.values() if one.status.left and _message(one, playbook))


def _message(item: Item, playbook: Playbook) -> bool:
    kind = playbook.items.get(item.name)
    return kind is None or kind.kind is ItemKind.MESSAGE


def _since(item: Item, log: Sequence[Entry]) -> Instant:
    """Return when an item left: when its last attempt began, or when a person did it."""
    began, answer = None, ""
    for event in (entry.event for entry in log if entry.event.item == item.id):
        if event.kind is EventKind.ATTEMPT:
            began, answer = event.occurred_at, ""
        elif event.kind is EventKind.ITEM and event.attempt:
            answer = event.outcome
    if began is not None and answer not in _NOT_GONE:
        return began
    assert item.at is not None  # noqa: S101 - what was sent was sent at some time
    return item.at
