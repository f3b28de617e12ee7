"""Whole or not at all, and readers that wait for nobody."""

from __future__ import annotations

import threading

import pytest
from tests.store import making
from tests.store.contracts.asking import keep, refuses
from tests.store.making import ME, START, at

from followup.core.values.records import Counts
from followup.errors import InvalidInput
from followup.ports import Store, Writing


class Transactions:
    """Whole or not at all, and readers that wait for nobody."""

    def test_nothing_half_is_kept_when_the_block_raises(self, store: Store) -> None:
        """Guards the promise behind every other one: a block is whole or never was."""
        with pytest.raises(ZeroDivisionError), store.write() as writing:
            fill_and_fail(writing)
        with store.read() as reading:
            assert reading.setting("a") is None
            assert reading.owners() == {}
            assert reading.contact("interviewer-a") is None
            assert reading.case("x") is None
            assert reading.log("x") == ()
            assert reading.parcels("x") == ()
            assert reading.touches((), "x") == ()
            assert reading.signals() == ()
            assert reading.lessons("me") == ()
            assert reading.pinned("d1") is None
            assert reading.counts() == Counts()

    def test_a_swallowed_failure_keeps_nothing(self, store: Store) -> None:
        """Guards against a caller that catches an error and goes on as if nothing had been refused."""
        with pytest.raises(InvalidInput), store.write() as writing:
            swallow(writing)
        with store.read() as reading:
            assert reading.setting("a") is None

    def test_a_block_sees_its_own_changes(self, store: Store) -> None:
        """Guards that a write transaction is a reading too."""
        with store.write() as writing:
            keep(writing, "x", due=at(5))
            assert writing.case("x") == making.case("x")
            assert writing.due(at(5)) == ("x",)
            assert writing.counts().cases == 1

    def test_reading_does_not_wait_for_a_writer(self, store: Store) -> None:
        """Guards that a screen opens while the worker writes, and shows what was committed."""
        with store.write() as writing:
            writing.put_setting("a", "old")
        with store.write() as writing:
            writing.put_setting("a", "new")
            with store.read() as reading:
                assert reading.setting("a") == "old"
        with store.read() as reading:
            assert reading.setting("a") == "new"

    def test_a_view_stays_as_it_was(self, store: Store) -> None:
        """Guards that a screen is not half of yesterday and half of today."""
        with store.read() as reading:
            assert reading.setting("a") is None
            with store.write() as writing:
                writing.put_setting("a", "1")
            assert reading.setting("a") is None

    def test_a_view_is_over_when_its_block_is(self, store: Store) -> None:
        """Guards against a forgotten reading that would see other transactions."""
        with store.read() as reading:
            pass
        with refuses("transaction-over"):
            reading.counts()

    def test_one_thread_has_one_transaction(self, store: Store) -> None:
        """Guards that a nested write is refused at once instead of waiting for itself."""
        with store.write(), refuses("home-busy"), store.write():
            pass

    def test_a_closed_store_says_so(self, store: Store) -> None:
        """Guards that nobody writes into a home that was let go of."""
        store.close()
        store.close()
        with refuses("home-closed"), store.read():
            pass
        with refuses("home-closed"), store.write():
            pass

    def test_threads_lose_nothing(self, store: Store) -> None:
        """Guards that 8 threads of 200 changes each are all kept, one after the other."""
        with store.write() as writing:
            writing.put_setting("sum", "0")
        failures: list[BaseException] = []

        def add(name: str) -> None:
            try:
                for version in range(1, 201):
                    with store.write() as writing:
                        writing.save(
                            making.case(name, version), making.row(), [making.entry(version)], contacts=()
                        )
                        writing.put_setting("sum", str(int(writing.setting("sum") or 0) + 1))
            except BaseException as failure:  # noqa: BLE001  # told to the main thread
                failures.append(failure)

        threads = [threading.Thread(target=add, args=(f"case-{number}",)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        with store.read() as reading:
            assert reading.setting("sum") == "1600"
            assert all(len(reading.log(f"case-{number}")) == 200 for number in range(8))


def fill_and_fail(writing: Writing) -> None:
    writing.put_setting("a", "1")
    writing.put_owner("me", ME)
    writing.put_contact(making.contact())
    keep(writing, "x")
    writing.put_parcel(making.parcel("x"))
    writing.add_touch(making.touch(name="x"))
    writing.post(making.signal())
    writing.add_lesson("me", "x", START, "Ask about the team")
    writing.pin(making.pinned())
    raise ZeroDivisionError


def swallow(writing: Writing) -> None:
    writing.put_setting("a", "1")
    with pytest.raises(InvalidInput):
        writing.put_setting("b", "nul \0")
