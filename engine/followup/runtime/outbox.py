"""The outbox: what is approved and may go is sent, once; what cannot be known waits for a person.

T2 starts an attempt in one transaction that asks the gate again and is durable before the first byte.
The call itself is outside any transaction. T3 acknowledges, fenced by the number of the attempt. A
start without an acknowledgement is in doubt, and is never sent again by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from whenever import Instant

from followup.core import courtesy
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.events import Event, EventKind, ItemOutcome
from followup.core.values.playbook import Playbook
from followup.core.values.records import Parcel, ParcelStatus
from followup.core.values.steps import Effect
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Moment
from followup.errors import FollowupError, InvalidInput
from followup.ports import Channel
from followup.runtime.calling import DEADLINE_S, call
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.letters import letter_of
from followup.runtime.pinning import playbook_of
from followup.runtime.receipts import Meaning, meaning
from followup.runtime.recording import Chapter
from followup.runtime.surroundings import surroundings_of
from followup.runtime.views import Delivered

_LEASE_S = 60
"""Seconds beyond the deadline until an attempt without an answer counts as in doubt."""

_LOST = Answer(kind=AnswerKind.UNKNOWN, text="the program ended before the answer was written down")


@dataclass(slots=True)
class Deliveries:
    """What became of the attempts of one command, collected on the way.

    Attributes:
        made: Attempts, in order.
        effects: What was decided because of them, with the case each belongs to.
        in_doubt: `CASE/ITEM` that only a person can settle.
        missing: Channels that hold something up, with the first time at which that is too late.
    """

    made: list[Delivered] = field(default_factory=list)
    effects: list[tuple[str, Effect]] = field(default_factory=list)
    in_doubt: list[str] = field(default_factory=list)
    missing: dict[str, Instant | None] = field(default_factory=dict)

    def miss(self, channel: str, until: Instant | None) -> None:
        """Note that a channel holds something up that may wait until then."""
        known = self.missing.get(channel)
        self.missing[channel] = min((at for at in (known, until) if at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """An item that may go now, with everything an attempt needs."""

    case: str
    item: str
    parcel: Parcel
    letter: Letter
    channel: Channel


def deliver(home: Home, case: str, into: Deliveries) -> None:
    """Send what is approved and may go now in one case, each item at most once. The caller is `at_work`."""
    tried: set[str] = set()
    while True:
        ready = _next(home, case, tried, into)
        if ready is None:
            return
        if tried:
            reach("between")
        tried.add(ready.item)
        _attempt(home, ready, into)


def recover(home: Home, into: Deliveries, *, all_of_them: bool) -> None:
    """Settle attempts that nobody acknowledged: in doubt, unless their channel can tell.

    Args:
        home: The home; the caller is `at_work`.
        into: Collects what became of them.
        all_of_them: Whether nobody else can be in the middle of one, since the caller has just become
            the worker; else only those whose lease has run out.
    """
    with home.store.read() as reading:
        lost = reading.sending() if all_of_them else reading.lapsed(home.clock.now())
    for parcel in lost:
        reach("recovering")
        delivered = _acknowledge(home, parcel, _LOST, into)
        if delivered.outcome == ItemOutcome.IN_DOUBT:
            _ask_channel(home, parcel, into)


def _ask_channel(home: Home, parcel: Parcel, into: Deliveries) -> None:
    """Ask the channel what became of an attempt in doubt.

    "It was not sent" is believed only where the channel knows its keys: then another try cannot make a
    second copy even if the first was still under way.
    """
    channel = _carrier(home, parcel.draft.way)
    if channel is None or parcel.letter is None:
        return
    answer = channel.reconcile(parcel.letter)
    if answer is None or (answer.certainly_not_sent and channel.manifest.idempotency != "native"):
        return
    _acknowledge(home, parcel, answer, into)
    name = f"{parcel.case}/{parcel.item}"
    if answer.kind is not AnswerKind.UNKNOWN and name in into.in_doubt:
        into.in_doubt.remove(name)
        into.made[:] = [
            one
            for one in into.made
            if (one.case, one.item, one.outcome) != (parcel.case, parcel.item, ItemOutcome.IN_DOUBT)
        ]


def _next(home: Home, case: str, tried: set[str], into: Deliveries) -> _Ready | None:
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
            channel = _carrier(home, item.draft.way)
            if channel is None:
                into.miss(_missing(home, item.draft.way), _too_late(item))
                continue
            letter = _letter(found, item, parcel, world, now)
            return _Ready(case=case, item=item.id, parcel=parcel, letter=letter, channel=channel)
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


def _attempt(home: Home, ready: _Ready, into: Deliveries) -> None:
    reach("before-start")
    try:
        data = ready.parcel.data or ready.channel.render(ready.letter).data
    except InvalidInput as error:
        _unfit(home, ready, error, into)
        return
    sending = _start(home, ready, data, into)
    if sending is None:
        return
    reach("calling")
    answer, interrupted = call(ready.channel, ready.letter, data)
    reach("called")
    _acknowledge(home, sending, answer, into)
    if interrupted is not None:
        raise interrupted


def _start(home: Home, ready: _Ready, data: bytes, into: Deliveries) -> Parcel | None:
    """T2: ask the gate again and start the attempt; durable before the first byte. None: not any more."""
    now = home.clock.now()
    with home.store.write() as writing:
        chapter = Chapter.of(home, writing, ready.case, now)
        chapter.catch_up()
        item = chapter.case.items.get(ready.item)
        parcel = writing.parcel(ready.case, ready.item)
        if item is None or parcel is None or not _still(chapter, item, parcel, ready):
            into.effects += chapter.close().effects
            return None
        attempt = Event(
            kind=EventKind.ATTEMPT,
            occurred_at=now,
            recorded_at=now,
            item=item.id,
            digest=item.approved,
            attempt=parcel.attempt + 1,
            by="the engine",
        )
        taken = chapter.take(attempt).handled
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


def _still(chapter: Chapter, item: Item, parcel: Parcel, ready: _Ready) -> bool:
    """Whether what was made ready is still what is approved, and may still go."""
    if (
        not _sealed(item)
        or parcel.draft.digest != item.approved
        or parcel.status is not ParcelStatus.APPROVED
    ):
        return False
    world = chapter.world()
    if _letter(chapter.case, item, parcel, world, ready.letter.date) != ready.letter:
        return False
    return courtesy.may(chapter.playbook, chapter.case, item.id, world, chapter.now).go


def _acknowledge(home: Home, parcel: Parcel, answer: Answer, into: Deliveries) -> Delivered:
    """T3: write down what became of an attempt, unless a later one or a person has had the last word."""
    now = home.clock.now()
    means = meaning(answer, attempt=parcel.attempt, now=now)
    reach("before-ack")
    with home.store.write() as writing:
        heard = writing.finish(parcel, means.status, answer, retry_at=means.retry_at)
        if heard or answer.kind is AnswerKind.ACCEPTED:
            chapter = Chapter.of(home, writing, parcel.case, now)
            chapter.take(_outcome(parcel, answer, means, now))
            chapter.catch_up()
            into.effects += chapter.close().effects
    reach("acked")
    return _collect(home, parcel, answer, means if heard else None, into)


def _outcome(parcel: Parcel, answer: Answer, means: Meaning, now: Instant) -> Event:
    return Event(
        kind=EventKind.ITEM,
        occurred_at=now,
        recorded_at=now,
        item=parcel.item,
        outcome=means.outcome.value,
        attempt=parcel.attempt,
        digest=parcel.draft.digest,
        thread=answer.thread,
        channel=parcel.draft.way,
        until=means.retry_at,
        by="the engine",
        note=answer.text,
    )


def _collect(
    home: Home, parcel: Parcel, answer: Answer, means: Meaning | None, into: Deliveries
) -> Delivered:
    letter = parcel.letter
    channel = home.channels.ways().get(parcel.draft.way)
    name = channel.name if channel is not None else parcel.draft.way
    delivered = Delivered(
        case=parcel.case,
        item=parcel.item,
        outcome=means.outcome.value if means is not None else "overtaken",
        way=parcel.draft.way,
        channel=name,
        to=letter.to.name or letter.to.address if letter is not None else parcel.draft.address,
        at=home.clock.now(),
        text=answer.text,
        message_id=parcel.draft.message_id,
        retry_at=means.retry_at if means is not None else None,
    )
    if means is None:
        return delivered
    into.made.append(delivered)
    if means.outcome is ItemOutcome.IN_DOUBT:
        into.in_doubt.append(f"{parcel.case}/{parcel.item}")
    elif means.person:
        into.miss(name, parcel.expires)
    return delivered


def _unfit(home: Home, ready: _Ready, error: InvalidInput, into: Deliveries) -> None:
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
            by="the engine",
            note=error.text,
        )
        chapter.take(back)
        chapter.catch_up()
        into.effects += chapter.close().effects


def _carrier(home: Home, way: str) -> Channel | None:
    try:
        return home.channels.carrier(way)
    except FollowupError:
        return None


def _missing(home: Home, way: str) -> str:
    manifest = home.channels.ways().get(way)
    return (manifest.name if manifest is not None else "") or way


def _too_late(item: Item) -> Instant | None:
    return item.expires.at if isinstance(item.expires, Moment) else None
