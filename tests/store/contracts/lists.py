"""Lists, totals and wake-ups."""

from __future__ import annotations

from dataclasses import replace

from tests.store import making
from tests.store.contracts.asking import keep
from tests.store.making import START, at

from followup.core.values.records import Counts
from followup.ports import Store


class Lists:
    """Lists, totals and wake-ups."""

    def test_due_cases(self, store: Store) -> None:
        """Guards the limit, the order, and that due now is due."""
        with store.write() as writing:
            for name, due in (("c", 3), ("a", 1), ("b", 2), ("d", 4)):
                keep(writing, name, due=at(due))
            keep(writing, "never")
        with store.read() as reading:
            assert reading.due(at(3)) == ("a", "b", "c")
            assert reading.due(at(3), limit=2) == ("a", "b")
            assert reading.due(at(0.5)) == ()
            assert reading.next_due() == ("a", at(1))
            assert reading.next_due(owner="me") == ("a", at(1))
            assert reading.next_due(owner="you") is None

    def test_nothing_is_due_a_moment_early(self, store: Store) -> None:
        """Guards that what next_due says has come really is due then: nobody waits for ever."""
        exact = START.add(nanoseconds=1_500)
        with store.write() as writing:
            keep(writing, "x", due=exact)
        with store.read() as reading:
            assert reading.due(exact.subtract(nanoseconds=1_000)) == ()
            found = reading.next_due()
            assert found is not None
            assert found[1] >= exact
            assert reading.due(found[1]) == ("x",)

    def test_names_by_beginning(self, store: Store) -> None:
        """Guards completion: alphabetical, at most 50, of one owner if asked, odd letters too."""
        with store.write() as writing:
            keep(writing, *(f"b-{number:02}" for number in range(60)), "a", "c", "c%", "cä", "C")
            theirs = making.case("c-theirs", owner="you")
            writing.save(theirs, making.row(), making.entries(1, 1), contacts=())
        with store.read() as reading:
            assert reading.names("c") == ("c", "c%", "c-theirs", "cä")
            assert reading.names("c", owner="me") == ("c", "c%", "cä")
            assert reading.names("c%") == ("c%",)
            assert reading.names("x") == ()
            assert len(reading.names("b")) == 50
            assert reading.names()[:2] == ("C", "a")

    def test_lists_by_due(self, store: Store) -> None:
        """Guards the filters, the order with unknown last, and the limit."""
        with store.write() as writing:
            keep(writing, "none")
            keep(writing, "late", due=at(9))
            keep(writing, "soon", due=at(1))
            keep(writing, "over", due=at(5), final=True)
            theirs = making.case("theirs", owner="you", state="other")
            writing.save(theirs, making.row(due=at(2)), making.entries(1, 1), contacts=())
        with store.read() as reading:

            def found(**filters: object) -> list[str]:
                return [line.case for line in reading.summaries(**filters)]  # type: ignore[arg-type]  # as given

            assert found() == ["soon", "theirs", "over", "late", "none"]
            assert found(limit=2) == ["soon", "theirs"]
            assert found(limit=0) == []
            assert found(owner="me") == ["soon", "over", "late", "none"]
            assert found(ended=False) == ["soon", "theirs", "late", "none"]
            assert found(ended=True) == ["over"]
            assert found(owner="you", ended=True) == []
            assert found(state="other") == ["theirs"]
            assert found(state="waiting", ended=False) == ["soon", "late", "none"]
            assert found(owner="me", state="waiting") == ["soon", "over", "late", "none"]
            assert found(owner="me", state="waiting", ended=True) == ["over"]

    def test_lists_of_who_wants_something(self, store: Store) -> None:
        """Guards that wishes come by deadline, those without one last."""
        with store.write() as writing:
            keep(writing, "none", wants=at(1))
            keep(writing, "late", wants=at(2), deadline=at(9))
            keep(writing, "soon", wants=at(3), deadline=at(4))
            keep(writing, "content", due=at(1), deadline=at(1))
            keep(writing, "over", wants=at(3), deadline=at(5), final=True)
        with store.read() as reading:

            def found(**filters: object) -> list[str]:
                return [line.case for line in reading.summaries(wanting=True, **filters)]  # type: ignore[arg-type]  # as given

            assert found() == ["soon", "over", "late", "none"]
            assert found(limit=1) == ["soon"]
            assert found(owner="me", ended=False) == ["soon", "late", "none"]
            assert found(owner="you") == []
            assert found(state="waiting", ended=True) == ["over"]
            assert found(state="elsewhere") == []

    def test_a_summary_says_what_the_row_said(self, store: Store) -> None:
        """Guards every column of a list."""
        row = making.row(
            due=at(1),
            wants=at(2),
            deadline=at(3),
            employer="acme",
            title="Analyst at Acme",
            final=True,
            held=True,
            in_doubt=2,
        )
        whole = making.case("x", outcome="offer", round=2)
        with store.write() as writing:
            writing.save(whole, row, making.entries(1, 1), contacts=())
        with store.read() as reading:
            (line,) = reading.summaries()
        assert line.row == row
        assert (line.case, line.owner, line.state, line.outcome) == ("x", "me", "waiting", "offer")
        assert (line.round, line.playbook, line.started_at) == (2, "d1", START)

    def test_totals_follow_every_change(self, store: Store) -> None:
        """Guards that counts, which are kept rather than counted, never drift."""
        with store.write() as writing:
            keep(writing, "a", "b")
            keep(writing, "c", wants=at(1), held=True, in_doubt=2)
            theirs = making.case("theirs", owner="you")
            writing.save(theirs, making.row(final=True), making.entries(1, 1), contacts=())
        with store.read() as reading:
            mine = Counts(cases=3, resting=2, held=1, in_doubt=2, wanting=1)
            assert reading.counts("me") == mine
            assert reading.counts() == replace(mine, cases=4, ended=1)
            assert reading.counts("nobody") == Counts()
        with store.write() as writing:
            writing.save(making.case("a", 2), making.row(final=True), [making.entry(2)], contacts=())
            writing.save(making.case("c", 2), making.row(in_doubt=1), [making.entry(2)], contacts=())
        with store.read() as reading:
            assert reading.counts("me") == Counts(cases=3, resting=2, ended=1, in_doubt=1)
