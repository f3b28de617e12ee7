"""One transaction of a plain store, refusing what the one on SQLite refuses."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.delivery import Answer
from followup.core.values.people import Contact, Me
from followup.core.values.records import Entry, Parcel, ParcelStatus, Pinned, Row, Signal
from followup.core.values.surroundings import Touch
from followup.errors import StorageError
from followup.store.plain.reading import PlainReading

_OPEN = (ParcelStatus.DRAFTED, ParcelStatus.APPROVED, ParcelStatus.WITHDRAWN)
_ANSWERABLE = (ParcelStatus.SENDING, ParcelStatus.HANDED_OVER, ParcelStatus.IN_DOUBT)


class PlainWriting(PlainReading):
    """One transaction: it sees its own changes. Implements `ports.Writing`."""

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a value for the home itself; None removes it."""
        self._kept.settings.pop(key, None)
        if value is not None:
            self._kept.settings[key] = value

    def pin(self, pinned: Pinned) -> None:
        """Keep a playbook; keeping it again changes nothing."""
        self._kept.pins.setdefault(pinned.digest, pinned)

    def put_owner(self, owner: str, me: Me) -> None:
        """Keep a candidate."""
        self._kept.owners[owner] = me

    def put_contact(self, contact: Contact) -> None:
        """Keep a contact and its addresses."""
        self._kept.contacts[contact.id] = contact

    def save(self, case: Case, row: Row, entries: Sequence[Entry], *, contacts: Iterable[str]) -> None:
        """Keep a case with the entries that led to it, and the contacts it refers to.

        Raises:
            StorageError: `case-changed` or `log-broken`.
        """
        kept = self._kept.logs.get(case.id, ())
        before = entries[0].event.seq - 1 if entries else case.version
        seqs = [entry.event.seq for entry in entries]
        if case.version < 1 or seqs != list(range(before + 1, case.version + 1)):
            raise StorageError(
                "log-broken", f"the entries of {case.id} do not lead to it; nothing was changed"
            )
        if before != len(kept) or not (kept or entries):
            raise StorageError("case-changed", f"{case.id} was changed in between; nothing of this was kept")
        self._kept.logs[case.id] = (*kept, *entries)
        self._kept.cases[case.id] = case
        self._kept.rows[case.id] = (row, frozenset(contacts))

    def put_parcel(self, parcel: Parcel) -> None:
        """Add or replace the outbox row of (case, item, draft.revision).

        Raises:
            StorageError: `parcel-left`; `home-forbids`, for a key that another message has.
        """
        key = _key(parcel)
        old = self._kept.parcels.get(key)
        if any(one.key == parcel.key for at, one in self._kept.parcels.items() if at != key):
            raise StorageError("home-forbids", f"{parcel.key} is the key of another message")
        if old is None:
            self._kept.parcels[key] = parcel
            return
        if old.status not in _OPEN:
            raise StorageError("parcel-left", f"{parcel.case} {parcel.item} has left or may have left")
        same = old.draft == parcel.draft
        self._kept.parcels[key] = replace(
            parcel,
            attempt=max(old.attempt, parcel.attempt),
            letter=parcel.letter or (old.letter if same else None),
            data=parcel.data if parcel.data is not None else (old.data if same else None),
            answer=parcel.answer or old.answer,
        )

    def start(self, parcel: Parcel) -> None:
        """Turn an `approved` row into `sending`.

        Raises:
            StorageError: `parcel-not-approved`.
        """
        old = self._kept.parcels.get(_key(parcel))
        if (
            old is None
            or old.status is not ParcelStatus.APPROVED
            or old.draft != parcel.draft
            or old.attempt >= parcel.attempt
            or old.data not in (None, parcel.data)
        ):
            raise StorageError("parcel-not-approved", f"{parcel.case} {parcel.item} was not sent")
        self._kept.parcels[_key(parcel)] = replace(
            old,
            status=ParcelStatus.SENDING,
            attempt=parcel.attempt,
            worker=parcel.worker,
            lease_until=parcel.lease_until,
            letter=parcel.letter,
            data=parcel.data,
        )

    def finish(
        self, parcel: Parcel, status: ParcelStatus, answer: Answer, *, retry_at: Instant | None = None
    ) -> bool:
        """Acknowledge attempt `parcel.attempt`; False if a later attempt or a verdict overtook it."""
        old = self._kept.parcels.get(_key(parcel))
        if old is None or old.attempt != parcel.attempt:
            return False
        if old.status not in _ANSWERABLE or old.status is status:
            return False
        self._kept.parcels[_key(parcel)] = replace(
            old, status=status, answer=answer, lease_until=None, due=retry_at or old.due
        )
        return True

    def add_touch(self, touch: Touch) -> None:
        """Record a touch; the same (case, item) again replaces it."""
        self._kept.touches[touch.case, touch.item] = touch

    def remove_touch(self, case: str, item: str) -> None:
        """Take a touch back that turned out not to have happened."""
        self._kept.touches.pop((case, item), None)

    def post(self, signal: Signal) -> None:
        """Put an event into the inbox of another case; its `id` is given by the store."""
        self._kept.posted += 1
        self._kept.signals[self._kept.posted] = replace(signal, id=self._kept.posted)

    def take(self, signal: Signal) -> None:
        """Remove a signal that has become an event.

        Raises:
            StorageError: `signal-taken`.
        """
        if self._kept.signals.pop(signal.id, None) is None:
            raise StorageError("signal-taken", f"the signal from {signal.sender} was taken already")

    def add_lesson(self, owner: str, case: str, at: Instant, words: str) -> None:
        """Keep what a person wants to remember at later interviews."""
        self._kept.lessons = (*self._kept.lessons, (owner, case, at, words))


def _key(parcel: Parcel) -> tuple[str, str, int]:
    return parcel.case, parcel.item, parcel.draft.revision
