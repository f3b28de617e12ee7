"""Parcels, attempts and receipts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store import making
from tests.store.contracts.asking import keep, refuses
from tests.store.making import ACCEPTED, at

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.records import Parcel, ParcelStatus
from followup.ports import Store


class Outbox:
    """Parcels, attempts and receipts."""

    def test_a_parcel_goes_its_way(self, store: Store) -> None:
        """Guards every field of a parcel from draft to receipt."""
        drafted = making.parcel("x", due=at(1), expires=at(90))
        approved = replace(drafted, status=ParcelStatus.APPROVED)
        sending = making.attempt(approved)
        with store.write() as writing:
            keep(writing, "x")
            writing.put_parcel(drafted)
            assert writing.parcel("x", "thank_you") == drafted
            writing.put_parcel(approved)
            writing.start(sending)
        with store.read() as reading:
            assert reading.parcel("x", "thank_you") == sending
            assert reading.sending() == (sending,)
        with store.write() as writing:
            assert writing.finish(sending, ParcelStatus.SENT, ACCEPTED)
        with store.read() as reading:
            sent = replace(sending, status=ParcelStatus.SENT, answer=ACCEPTED, lease_until=None)
            assert reading.parcels("x") == (sent,)
            assert reading.sending() == ()

    def test_revisions_stand_side_by_side(self, store: Store) -> None:
        """Guards that an edit is a new row and the latest one speaks for the item."""
        with store.write() as writing:
            keep(writing, "x")
            for revision in (1, 2, 10):
                writing.put_parcel(making.parcel("x", revision=revision))
            writing.put_parcel(making.parcel("x", item="other"))
        with store.read() as reading:
            latest = reading.parcel("x", "thank_you")
            assert latest is not None
            assert latest.draft.revision == 10
            assert [one.draft.revision for one in reading.parcels("x")] == [1, 2, 10, 1]
            assert reading.parcel("x", "nothing") is None

    def test_only_an_approved_parcel_starts(self, store: Store) -> None:
        """Guards that nothing leaves without approval, twice, or with other words than were approved."""
        approved = making.parcel("x", status=ParcelStatus.APPROVED)
        with store.write() as writing:
            keep(writing, "x")
        for status in (None, ParcelStatus.DRAFTED, ParcelStatus.WITHDRAWN):
            if status is not None:
                with store.write() as writing:
                    writing.put_parcel(replace(approved, status=status))
            with refuses("parcel-not-approved"), store.write() as writing:
                writing.start(making.attempt(approved))
        with store.write() as writing:
            writing.put_parcel(approved)
        with refuses("parcel-not-approved"), store.write() as writing:
            writing.start(making.attempt(replace(approved, draft=making.draft(body="Other words"))))
        with store.write() as writing:
            writing.start(making.attempt(approved))
        with refuses("parcel-not-approved"), store.write() as writing:
            writing.start(making.attempt(approved, 2))

    @pytest.mark.parametrize(
        "status",
        [ParcelStatus.SENT, ParcelStatus.FAILED, ParcelStatus.IN_DOUBT, ParcelStatus.HANDED_OVER, None],
    )
    def test_what_left_is_never_rewritten(self, store: Store, status: ParcelStatus | None) -> None:
        """Guards the record of what somebody has read."""
        sending = self._sending(store)
        if status is not None:
            with store.write() as writing:
                assert writing.finish(sending, status, ACCEPTED)
        for other in (ParcelStatus.DRAFTED, ParcelStatus.APPROVED, ParcelStatus.WITHDRAWN):
            with refuses("parcel-left"), store.write() as writing:
                writing.put_parcel(making.parcel("x", status=other))

    def test_a_receipt_counts_for_its_own_attempt(self, store: Store) -> None:
        """Guards the fence: a receipt that comes late never overwrites a later attempt."""
        first = self._sending(store)
        later = Answer(kind=AnswerKind.TRANSIENT, text="busy")
        with store.write() as writing:
            assert writing.finish(first, ParcelStatus.APPROVED, later, retry_at=at(20))
        with store.read() as reading:
            waiting = reading.parcel("x", "thank_you")
            assert waiting is not None
            assert (waiting.status, waiting.due) == (ParcelStatus.APPROVED, at(20))
            assert (waiting.data, waiting.letter) == (first.data, first.letter)
        second = making.attempt(waiting, 2)
        with refuses("parcel-not-approved"), store.write() as writing:
            writing.start(making.attempt(waiting, 1))
        with refuses("parcel-not-approved"), store.write() as writing:
            writing.start(replace(second, data=b"other bytes"))
        with store.write() as writing:
            writing.start(second)
            assert not writing.finish(first, ParcelStatus.SENT, ACCEPTED)
            assert writing.finish(second, ParcelStatus.SENT, ACCEPTED)
            assert not writing.finish(second, ParcelStatus.FAILED, ACCEPTED)

    def test_a_verdict_stands(self, store: Store) -> None:
        """Guards that doubt may be settled once: by the receipt or by a person, whoever is first."""
        sending = self._sending(store)
        unknown = Answer(kind=AnswerKind.UNKNOWN)
        with store.write() as writing:
            assert writing.finish(sending, ParcelStatus.IN_DOUBT, unknown)
            assert not writing.finish(sending, ParcelStatus.IN_DOUBT, unknown)
            assert writing.finish(sending, ParcelStatus.FAILED, unknown)
            assert not writing.finish(sending, ParcelStatus.SENT, ACCEPTED)

    def test_attempts_are_never_counted_anew(self, store: Store) -> None:
        """Guards the fence against a draft that is put again after an attempt: its number stays."""
        first = self._sending(store)
        with store.write() as writing:
            assert writing.finish(first, ParcelStatus.APPROVED, Answer(kind=AnswerKind.TRANSIENT))
            writing.put_parcel(making.parcel("x", status=ParcelStatus.WITHDRAWN))
            again = making.parcel("x", status=ParcelStatus.APPROVED)
            writing.put_parcel(again)
            kept = writing.parcel("x", "thank_you")
            assert kept is not None
            assert (kept.attempt, kept.data) == (1, first.data)
            writing.put_parcel(replace(again, draft=making.draft(body="Other words")))
            kept = writing.parcel("x", "thank_you")
            assert kept is not None
            assert (kept.attempt, kept.data, kept.letter) == (1, None, None)

    def test_a_lease_runs_out(self, store: Store) -> None:
        """Guards who is found after a crash: what was sending, once its time is over, by that time."""
        with store.write() as writing:
            keep(writing, "x")
            for item, until in (("none", None), ("b", at(5)), ("a", at(3)), ("c", at(9))):
                approved = making.parcel("x", item, status=ParcelStatus.APPROVED)
                writing.put_parcel(approved)
                writing.start(making.attempt(approved, lease_until=until))
        with store.read() as reading:
            assert [one.item for one in reading.lapsed(at(5))] == ["a", "b"]
            assert [one.item for one in reading.lapsed(at(5), limit=1)] == ["a"]
            assert reading.lapsed(at(2)) == ()
            assert [one.item for one in reading.sending()] == ["a", "b", "c", "none"]

    def test_a_key_is_used_once(self, store: Store) -> None:
        """Guards that no two letters of a home pass for one at a provider."""
        with store.write() as writing:
            keep(writing, "x")
            writing.put_parcel(making.parcel("x", key="k"))
        with refuses("home-forbids"), store.write() as writing:
            writing.put_parcel(making.parcel("x", item="other", key="k"))

    def test_a_parcel_belongs_to_a_case(self, store: Store) -> None:
        """Guards that nothing leaves for a case that is not there."""
        with refuses("home-forbids"), store.write() as writing:
            writing.put_parcel(making.parcel("nobody"))
        with store.write() as writing:  # in one transaction the order does not matter
            writing.put_parcel(making.parcel("x"))
            keep(writing, "x")

    def _sending(self, store: Store) -> Parcel:
        """Return the parcel of a case `x` whose first attempt has started."""
        approved = making.parcel("x", status=ParcelStatus.APPROVED)
        with store.write() as writing:
            keep(writing, "x")
            writing.put_parcel(approved)
            writing.start(making.attempt(approved))
        return making.attempt(approved)
