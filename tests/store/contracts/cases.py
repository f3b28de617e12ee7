"""Cases and their append-only logs."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store import making
from tests.store.contracts.asking import keep, refuses
from tests.store.making import START, at

from followup.core.history import fold
from followup.core.neutral import dump
from followup.core.values.events import Event, EventKind
from followup.ports import Store


class Cases:
    """Cases and their append-only logs."""

    def test_a_case_comes_back_as_it_was_kept(self, store: Store) -> None:
        """Guards every field, the order of mappings, and instants finer than a column."""
        whole = making.resting("x", last_at=START.add(nanoseconds=123))
        with store.write() as writing:
            writing.save(whole, making.row(), making.entries(1, 1), contacts=["interviewer-a"])
        with store.read() as reading:
            found = reading.case("x")
        assert found == whole
        assert found is not None
        assert list(found.items) == list(whole.items)

    def test_the_log_is_kept_in_order(self, store: Store) -> None:
        """Guards numbers, order and content of entries, and that they fold."""
        first = making.case("x")
        entries = making.entries(1, 3)
        with store.write() as writing:
            writing.save(replace(first, version=3), making.row(), entries, contacts=())
        with store.read() as reading:
            assert list(reading.log("x")) == entries
            assert list(reading.log("x", after=2)) == entries[2:]
            assert reading.log("nobody") == ()
            whole = [replace(entries[0], changes={**dump(first), "version": 1}), *entries[1:]]
            assert fold(whole).version == 3

    def test_an_entry_keeps_every_field(self, store: Store) -> None:
        """Guards the event's facts, words and times through the log."""
        event = Event(
            kind=EventKind.HAPPENED,
            occurred_at=START.add(nanoseconds=1),
            recorded_at=at(1),
            seq=1,
            name="ended",
            facts={"a": "x", "b": 1, "c": True, "d": ("x", "y"), "e": None},
            words={"a": "as typed"},
            contact="interviewer-a",
            until=at(3),
            note="ends with \\u0000 written out, and 123",
        )
        told = replace(making.entry(), event=event)
        with store.write() as writing:
            writing.save(making.case("x"), making.row(), [told], contacts=())
        with store.read() as reading:
            assert reading.log("x") == (told,)

    def test_a_case_changed_in_between_is_refused(self, store: Store) -> None:
        """Guards that of two writers with the same basis one starts again."""
        with store.write() as writing:
            keep(writing, "x")
        with store.write() as writing:
            writing.save(making.case("x", 2), making.row(), [making.entry(2)], contacts=())
        for stale in (1, 2, 4):
            with refuses("case-changed"), store.write() as writing:
                writing.put_setting("half", "kept")
                writing.save(making.case("x", stale), making.row(), [making.entry(stale)], contacts=())
        with store.read() as reading:
            assert reading.setting("half") is None
            assert len(reading.log("x")) == 2

    def test_a_new_case_does_not_replace_another(self, store: Store) -> None:
        """Guards that an id is given once."""
        with store.write() as writing:
            keep(writing, "x")
        with refuses("case-changed"), store.write() as writing:
            writing.save(making.case("x", owner="someone"), making.row(), making.entries(1, 1), contacts=())
        with refuses("case-changed"), store.write() as writing:
            writing.save(making.case("y", 5), making.row(), [making.entry(5)], contacts=())

    @pytest.mark.parametrize("seqs", [(1, 3), (2, 1), (1, 1), (1,), (1, 2, 3)])
    def test_a_log_with_a_gap_is_refused(self, store: Store, seqs: tuple[int, ...]) -> None:
        """Guards that numbers are dense and end with the version of the case."""
        with refuses("log-broken"), store.write() as writing:
            writing.save(making.case("x", 2), making.row(), [making.entry(seq) for seq in seqs], contacts=())

    def test_a_row_alone_can_be_brought_up_to_date(self, store: Store) -> None:
        """Guards that due and wants change without an event, and only on the version that is kept."""
        with store.write() as writing:
            keep(writing, "x")
            writing.save(making.case("x"), making.row(due=at(7)), (), contacts=())
        with refuses("case-changed"), store.write() as writing:
            writing.save(making.case("x", 2), making.row(due=at(9)), (), contacts=())
        with store.read() as reading:
            assert reading.next_due() == ("x", at(7))

    def test_whom_a_case_refers_to(self, store: Store) -> None:
        """Guards that the contacts of the last save count, for running cases only."""
        with store.write() as writing:
            writing.save(making.case("b"), making.row(), making.entries(1, 1), contacts=["p", "q", "p"])
            writing.save(making.case("a"), making.row(), making.entries(1, 1), contacts=["q"])
        with store.read() as reading:
            assert reading.involving("p") == ("b",)
            assert reading.involving("q") == ("a", "b")
        with store.write() as writing:
            writing.save(making.case("b", 2), making.row(), [making.entry(2)], contacts=["q", "r"])
            writing.save(making.case("a", 2), making.row(final=True), [making.entry(2)], contacts=["q"])
        with store.read() as reading:
            assert reading.involving("p") == ()
            assert reading.involving("q") == ("b",)
            assert reading.involving("r") == ("b",)

    def test_cases_at_one_employer(self, store: Store) -> None:
        """Guards who counts as running beside: the same owner, the same employer, not over, not itself."""
        with store.write() as writing:
            keep(writing, "c", "a", employer="acme")
            keep(writing, "over", employer="acme", final=True)
            keep(writing, "other", employer="globex")
            keep(writing, "unknown", "unknown-2")
            other = making.case("theirs", owner="you")
            writing.save(other, making.row(employer="acme"), making.entries(1, 1), contacts=())
        with store.read() as reading:
            assert reading.cases_of("me", employer="acme") == ("a", "c")
            assert reading.cases_of("me") == ("a", "c", "other", "unknown", "unknown-2")
            assert reading.running_beside("a", "me", "acme") == 1
            assert reading.running_beside("over", "me", "acme") == 2
            assert reading.running_beside("unknown", "me", "") == 0
