"""T2 and the call: an attempt is started in a transaction that asks the gate again, durable before a byte."""

from __future__ import annotations

from dataclasses import replace

from followup.core.values.events import Event, EventKind
from followup.core.values.records import Parcel, ParcelStatus
from followup.errors import InvalidInput
from followup.runtime.acknowledging import acknowledge
from followup.runtime.calling import DEADLINE_S, call
from followup.runtime.deliveries import Deliveries
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.letters import files_of
from followup.runtime.readiness import Ready, still
from followup.runtime.recording import ENGINE, Chapter

_LEASE_S = 60
"""Seconds beyond the deadline until an attempt without an answer counts as in doubt."""


def attempt(home: Home, ready: Ready, into: Deliveries) -> None:
    """Make one attempt and write down what became of it.

    Raises:
        KeyboardInterrupt: It came during the call; the delivery in hand was finished first.
    """
    reach("before-start")
    try:
        data = ready.parcel.data or _rendered(ready)
    except InvalidInput as error:
        _unfit(home, ready, error, into)
        return
    sending = _start(home, ready, data, into)
    if sending is None:
        return
    reach("calling")
    answer, interrupted = call(ready.channel, ready.letter, data)
    reach("called")
    acknowledge(home, sending, answer, into)
    if interrupted is not None:
        raise interrupted


def _rendered(ready: Ready) -> bytes:
    """Return the bytes of a first attempt; its files are looked at after they were read, not before.

    Raises:
        InvalidInput: The channel cannot carry it, or a file is not as it was when it was approved.
    """
    data = ready.channel.render(ready.letter).data
    draft = ready.parcel.draft
    if draft.attach and not ready.channel.manifest.person:
        if not draft.files:
            raise InvalidInput("files-unseen", "what is attached could not be read when you approved it")
        if files_of(ready.case, ready.item, draft, ready.channel) != draft.files:
            raise InvalidInput("files-changed", "an attached file has changed since you approved it")
    return data


def _start(home: Home, ready: Ready, data: bytes, into: Deliveries) -> Parcel | None:
    """T2: ask the gate again and start the attempt; durable before the first byte. None: not any more."""
    now = home.clock.now()
    with home.store.write() as writing:
        chapter = Chapter.of(home, writing, ready.case, now)
        chapter.catch_up()
        item = chapter.case.items.get(ready.item)
        parcel = writing.parcel(ready.case, ready.item)
        if item is None or parcel is None or not still(chapter, item, parcel, ready):
            into.effects += chapter.close().effects
            return None
        beginning = Event(
            kind=EventKind.ATTEMPT,
            occurred_at=now,
            recorded_at=now,
            item=item.id,
            digest=item.approved,
            attempt=parcel.attempt + 1,
            by=ENGINE,
        )
        taken = chapter.take(beginning).handled
        into.effects += chapter.close().effects
        if not taken:
            return None
        sending = replace(
            parcel,
            status=ParcelStatus.SENDING,
            attempt=parcel.attempt + 1,
            worker=f"{home.worker.host}:{home.worker.pid}",
            lease_until=now.add(seconds=DEADLINE_S + _LEASE_S),
            letter=ready.letter,
            data=data,
        )
        writing.start(sending)
        reach("in-start")
    reach("started")
    return sending


def _unfit(home: Home, ready: Ready, error: InvalidInput, into: Deliveries) -> None:
    """Give a letter that its channel cannot carry back to the person, with the reason."""
    now = home.clock.now()
    with home.store.write() as writing:
        chapter = Chapter.of(home, writing, ready.case, now)
        back = Event(
            kind=EventKind.ITEM,
            occurred_at=now,
            recorded_at=now,
            item=ready.item,
            outcome="not_sent",
            by=ENGINE,
            note=error.text,
        )
        chapter.take(back)
        chapter.catch_up()
        into.effects += chapter.close().effects
