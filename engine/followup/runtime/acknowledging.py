"""T3: what a channel answered is written down, fenced by the number of the attempt."""

from __future__ import annotations

from whenever import Instant

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import Event, EventKind, ItemOutcome
from followup.core.values.records import Parcel
from followup.runtime.deliveries import Deliveries
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.receipts import Meaning, meaning
from followup.runtime.recording import ENGINE, Chapter
from followup.runtime.views import Delivered


def acknowledge(home: Home, parcel: Parcel, answer: Answer, into: Deliveries) -> Delivered:
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
        by=ENGINE,
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
