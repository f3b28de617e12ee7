"""What may go now: the next approved item of a case that the gate lets through, and its letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from whenever import Instant

from followup.core import courtesy
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.delivery import Letter
from followup.core.values.playbook import Playbook
from followup.core.values.records import Parcel, ParcelStatus
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment
from followup.errors import FollowupError
from followup.ports import Channel
from followup.runtime.deliveries import Deliveries
from followup.runtime.home import Home
from followup.runtime.letters import letter_of
from followup.runtime.pinning import playbook_of
from followup.runtime.recording import Chapter
from followup.runtime.surroundings import surroundings_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """An item that may go now, with everything an attempt needs."""

    case: str
    item: str
    parcel: Parcel
    letter: Letter
    channel: Channel


def next_ready(home: Home, case: str, tried: set[str], into: Deliveries) -> Ready | None:
    """Return the next item that may go, and note channels that hold up what otherwise might."""
    now = home.clock.now()
    with home.store.read() as reading:
        found = reading.case(case)
        if found is None or not any(_sealed(item) for item in found.items.values()):
            return None
        playbook = playbook_of(reading, found.playbook)
        world = surroundings_of(home, reading, playbook, found, now)
        for item in _going(playbook, found, world, now):
            parcel = reading.parcel(case, item.id)
            if item.id in tried or parcel is None or item.draft is None:
                continue
            channel = carrier(home, item.draft.way)
            if channel is None:
                into.miss(_missing(home, item.draft.way), _too_late(item))
                continue
            letter = _letter(found, item, parcel, world, now)
            return Ready(case=case, item=item.id, parcel=parcel, letter=letter, channel=channel)
    return None


def _sealed(item: Item) -> bool:
    return item.status is ItemStatus.APPROVED and item.draft is not None


def _going(playbook: Playbook, case: Case, world: Surroundings, now: Instant) -> Iterable[Item]:
    for item in case.items.values():
        if _sealed(item) and courtesy.may(playbook, case, item.id, world, now).go:
            yield item


def _letter(case: Case, item: Item, parcel: Parcel, world: Surroundings, now: Instant) -> Letter:
    """Return the letter: that of the first attempt, if there was one."""
    if parcel.letter is not None:
        return parcel.letter
    return letter_of(
        key=parcel.key,
        case=case.id,
        item=item.id,
        draft=parcel.draft,
        me=world.me,
        contacts=world.contacts,
        date=now,
    )


def still(chapter: Chapter, item: Item, parcel: Parcel, ready: Ready) -> bool:
    """Whether what was made ready is still what is approved, and may still go."""
    if (
        not _sealed(item)
        or parcel.draft.digest != item.approved
        or parcel.draft.files != ready.parcel.draft.files
        or parcel.status is not ParcelStatus.APPROVED
    ):
        return False
    world = chapter.world()
    if _letter(chapter.case, item, parcel, world, ready.letter.date) != ready.letter:
        return False
    return courtesy.may(chapter.playbook, chapter.case, item.id, world, chapter.now).go


def carrier(home: Home, way: str) -> Channel | None:
    """Return the channel that carries a way here, or None if there is none or it cannot be used."""
    try:
        return home.channels.carrier(way)
    except FollowupError:
        return None


def _missing(home: Home, way: str) -> str:
    manifest = home.channels.ways().get(way)
    return (manifest.name if manifest is not None else "") or way


def _too_late(item: Item) -> Instant | None:
    return item.expires.at if isinstance(item.expires, Moment) else None
