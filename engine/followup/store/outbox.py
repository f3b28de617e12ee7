"""The outbox: sealed words on their way out, each attempt fenced by its number."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whenever import Instant

from followup.core.values.case import Draft
from followup.core.values.delivery import Answer, Letter
from followup.core.values.records import Parcel, ParcelStatus
from followup.errors import StorageError
from followup.store.columns import damaged, maybe, micros, past, text, to_come, value_of
from followup.store.session import Session


class OutboxReading:
    """The outbox as one transaction sees it."""

    _session: Session

    def parcels(self, case: str) -> Sequence[Parcel]:
        """Return all outbox rows of a case, oldest first."""
        return tuple(map(_parcel, self._session.rows("outbox/parcels", case_id=case)))

    def parcel(self, case: str, item: str) -> Parcel | None:
        """Return the row with the latest revision of an item."""
        row = self._session.row("outbox/parcel", case_id=case, item=item)
        return None if row is None else _parcel(row)

    def lapsed(self, now: Instant, limit: int = 100) -> Sequence[Parcel]:
        """Return rows in `sending` whose lease has run out, the longest first."""
        rows = self._session.rows("outbox/lapsed", now=micros(now), limit=max(limit, 0))
        return tuple(map(_parcel, rows))

    def sending(self) -> Sequence[Parcel]:
        """Return all rows in `sending`, the lease that runs out first before the others."""
        return tuple(map(_parcel, self._session.rows("outbox/sending")))


class OutboxWriting(OutboxReading):
    """Moves parcels through their life."""

    def put_parcel(self, parcel: Parcel) -> None:
        """Add or replace the outbox row of (case, item, draft.revision).

        The number of attempts never falls, and bytes that were fixed stay as long as the words do.

        Raises:
            StorageError: `parcel-left`, if that row is past `approved`: what left is never rewritten.
        """
        values = _columns(parcel)
        if self._session.row("outbox/put_parcel", **values) is None:
            raise StorageError(
                "parcel-left",
                f"{parcel.case} {parcel.item} has left or may have left; its words are not changed any more",
                hint=f"Look at it with: playbook why {parcel.case} {parcel.item}",
            )

    def start(self, parcel: Parcel) -> None:
        """Turn an `approved` row into `sending`, with its attempt, worker, lease, letter and data.

        Raises:
            StorageError: `parcel-not-approved`, if it is anything else, if its words or bytes are
                not those that are kept, or if an attempt of that number was made already.
        """
        values = _columns(parcel)
        if self._session.row("outbox/start", **values) is None:
            raise StorageError(
                "parcel-not-approved",
                f"{parcel.case} {parcel.item} was not sent: {self._standing(values)}",
                hint=f"Look at it with: playbook why {parcel.case} {parcel.item}",
            )

    def finish(
        self, parcel: Parcel, status: ParcelStatus, answer: Answer, *, retry_at: Instant | None = None
    ) -> bool:
        """Acknowledge attempt `parcel.attempt`; False if a later attempt or a verdict overtook it.

        A row in `sending`, `in_doubt` or `handed_over` can be acknowledged; `approved` with
        `retry_at` puts it back for another attempt.
        """
        found = self._session.row(
            "outbox/finish",
            case_id=parcel.case,
            item=parcel.item,
            revision=parcel.draft.revision,
            attempt=parcel.attempt,
            status=status.value,
            answer=text(answer),
            retry_at=to_come(retry_at),
        )
        return found is not None

    def _standing(self, values: dict[str, Any]) -> str:
        row = self._session.row("outbox/standing", **values)
        if row is None:
            return "it is not in the outbox"
        status, attempt, words, data = row
        if status != ParcelStatus.APPROVED:
            return f"it is {status.replace('_', ' ')}, not approved"
        if attempt >= values["attempt"]:
            return f"attempt {values['attempt']} was made already"
        if not words:
            return "its words have changed since they were read"
        return "its bytes differ from those of the first attempt" if not data else "it was changed"


def _columns(parcel: Parcel) -> dict[str, Any]:
    return {
        "case_id": parcel.case,
        "item": parcel.item,
        "revision": parcel.draft.revision,
        "send_key": parcel.key,
        "status": parcel.status.value,
        "due": to_come(parcel.due),
        "expires": past(parcel.expires),
        "attempt": parcel.attempt,
        "worker": parcel.worker,
        "lease_until": to_come(parcel.lease_until),
        "draft": text(parcel.draft),
        "letter": None if parcel.letter is None else text(parcel.letter),
        "data": parcel.data,
        "answer": None if parcel.answer is None else text(parcel.answer),
    }


def _parcel(row: tuple[Any, ...]) -> Parcel:
    case, item, key, status, due, expires, attempt, worker, lease_until, draft, letter, data, answer = row
    try:
        known = ParcelStatus(status)
    except ValueError as error:
        raise damaged(f"a parcel is {status!r}") from error
    return Parcel(
        case=case,
        item=item,
        draft=value_of(Draft, draft),
        key=key,
        status=known,
        due=maybe(due),
        expires=maybe(expires),
        attempt=attempt,
        worker=worker,
        lease_until=maybe(lease_until),
        letter=None if letter is None else value_of(Letter, letter),
        data=data,
        answer=None if answer is None else value_of(Answer, answer),
    )
