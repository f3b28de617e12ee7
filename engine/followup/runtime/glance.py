"""A glance at a case: everything a look needs, with time's own events already taken, nothing written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from whenever import Instant

from followup.core import courtesy, outlook, story
from followup.core.knowledge import Knowledge
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import Event, EventKind, ItemOutcome
from followup.core.values.people import Contact
from followup.core.values.playbook import ItemType, Playbook
from followup.core.values.steps import Verdict
from followup.core.values.surroundings import Surroundings
from followup.ports import Reading
from followup.runtime.home import Home
from followup.runtime.pinning import playbook_of
from followup.runtime.recording import ENGINE, LONGEST_RUN, existing
from followup.runtime.surroundings import surroundings_of


@dataclass(frozen=True, kw_only=True)
class Glance:
    """A case as it stands, or as the next step would find it."""

    playbook: Playbook
    case: Case
    world: Surroundings
    now: Instant
    by_hand: frozenset[str] = frozenset()
    """Ways whose channel here prepares a message, which a person then sends."""

    @cached_property
    def known(self) -> Knowledge:
        """What is known in the case."""
        return Knowledge(self.playbook, self.case, self.world, self.now)

    @property
    def zone(self) -> str:
        """The employer's zone."""
        return self.known.calendar.zone

    @property
    def contacts(self) -> Mapping[str, Contact]:
        """The contacts of the case and their proxies."""
        return self.world.contacts

    def kind(self, item: Item) -> ItemType:
        """Return the type of an item."""
        return self.playbook.item_type(item.name)

    def may(self, item: Item) -> Verdict:
        """Return whether an item may go now, and what stands in its way."""
        return courtesy.may(self.playbook, self.case, item.id, self.world, self.now)


def glance(home: Home, reading: Reading, case: str, *, ahead: bool = False) -> Glance:
    """Return a glance at a case.

    Args:
        home: The home.
        reading: One consistent view of it.
        case: Case id.
        ahead: Whether to take, in memory only, what time has brought about since the last step.

    Raises:
        UsageError: `no-case`.
    """
    now = home.clock.now()
    found = existing(reading, case)
    playbook = playbook_of(reading, found.playbook)
    world = surroundings_of(home, reading, playbook, found, now)
    if ahead:
        found = _ahead(playbook, found, world, now)
    manifests = home.channels.ways().items()
    by_hand = frozenset(way for way, one in manifests if not one.sends and not one.person)
    return Glance(playbook=playbook, case=found, world=world, now=now, by_hand=by_hand)


def _ahead(playbook: Playbook, case: Case, world: Surroundings, now: Instant) -> Case:
    """Return the case after what is due; a step that fails will say so itself when it is taken."""
    if case.hold is not None and case.hold.fault:
        return case
    try:
        for _ in range(LONGEST_RUN):
            events = outlook.due(playbook, case, world, now)
            if not events:
                break
            case = story.take(playbook, case, events[0], world, now, log=tuple).case
        for item in _for_a_person(playbook, case, world, now):
            handed = Event(
                kind=EventKind.ITEM,
                occurred_at=now,
                recorded_at=now,
                seq=case.version + 1,
                item=item.id,
                outcome=ItemOutcome.HANDED_OVER.value,
                by=ENGINE,
            )
            case = story.take(playbook, case, handed, world, now, log=tuple).case
    except Exception:  # noqa: BLE001 - looking never fails because a step would
        return case
    return case


def _for_a_person(playbook: Playbook, case: Case, world: Surroundings, now: Instant) -> tuple[Item, ...]:
    """Return what the next step hands over to the person, since no channel does it by itself."""
    found = []
    for item in case.items.values():
        way = world.ways.get(item.draft.way) if item.draft is not None else None
        if item.status is ItemStatus.APPROVED and way is not None and way.person:
            found += [item] if courtesy.may(playbook, case, item.id, world, now).go else []
    return tuple(found)
