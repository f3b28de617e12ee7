"""What must not cost more when there are more cases: every look of an idle home."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median
from typing import Any

import pytest
from tests.store import making
from tests.store.filling import fill
from tests.store.making import at

from followup.ports import Reading
from followup.store import SqliteStore, open_store
from followup.store.statements import statements

FEW, MANY = 100, 100_000

LOOKS: dict[str, Callable[[Reading], Any]] = {
    "due": lambda reading: reading.due(at(-1)),
    "due, ten of them": lambda reading: reading.due(at(10**6), limit=10),
    "next due": lambda reading: reading.next_due(),
    "next due of an owner": lambda reading: reading.next_due(owner="me"),
    "counts": lambda reading: reading.counts(),
    "counts of an owner": lambda reading: reading.counts("me"),
    "list": lambda reading: reading.summaries(limit=10),
    "list of an owner": lambda reading: reading.summaries(owner="me", limit=10),
    "list of those that run": lambda reading: reading.summaries(owner="me", ended=False, limit=10),
    "list of those that ended": lambda reading: reading.summaries(ended=True, limit=10),
    "list of a state": lambda reading: reading.summaries(owner="me", state="waiting", limit=10),
    "list of who wants": lambda reading: reading.summaries(wanting=True, limit=2),
    "names": lambda reading: reading.names("case-0000", owner="me"),
    "one case": lambda reading: reading.case("case-000042"),
    "sending": lambda reading: reading.sending(),
    "beside": lambda reading: reading.running_beside("case-000042", "me", "employer-3"),
}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[SqliteStore, SqliteStore]]:
    """A home with few resting cases and one with many, alike but for the number."""
    folder = tmp_path_factory.mktemp("cost")
    with closing(open_store(folder / "few.db")) as few, closing(open_store(folder / "many.db")) as many:
        fill(few, FEW)
        fill(many, MANY)
        yield few, many


@pytest.mark.campaign
@pytest.mark.parametrize("look", sorted(LOOKS))
def test_a_look_costs_the_same_among_many(homes: tuple[SqliteStore, SqliteStore], look: str) -> None:
    """Guards that a home of 100,000 resting cases is as quick to look at as one of 100."""
    few, many = homes
    with few.read() as in_few, many.read() as in_many:
        assert len(in_many.summaries(limit=10)) == 10
        for attempt in range(4):  # a busy machine may spoil a round; a cost that grows spoils all of them
            ratio = compare(lambda: LOOKS[look](in_few), lambda: LOOKS[look](in_many))
            if ratio <= 1.5:
                return
            assert attempt < 3, ratio


def compare(first: Callable[[], Any], second: Callable[[], Any], rounds: int = 41) -> float:
    """Return how much longer the second takes, by medians of alternating rounds."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for call, taken in zip((first, second), times, strict=True):
            start = time.perf_counter()
            for _ in range(10):
                call()
            taken.append(time.perf_counter() - start)
    return median(times[1]) / median(times[0])


SMALL = {"owners", "totals", "settings", "json_each"}
"""What may be walked through whole: it does not grow with the cases."""


@pytest.mark.parametrize("name", sorted(name for name in statements() if name != "beside/signals"))
def test_no_statement_walks_through_a_table(tmp_path: Path, name: str) -> None:
    """Guards the plan of every statement: an index in its order, never a scan or a sort of what grows."""
    with closing(open_store(tmp_path / "followup.db")) as store:
        plan = store._writer.execute("EXPLAIN QUERY PLAN " + statements()[name], _Anything()).fetchall()
    steps = [str(step[-1]) for step in plan]
    for step in steps:
        assert not step.startswith("SCAN") or step.split()[1] in SMALL or "USING" in step, steps
    walks = [step for step in steps if step.startswith("SCAN") and step.split()[1] not in SMALL]
    assert not walks or "LIMIT" in statements()[name] or "status = 'sending'" in statements()[name], steps
    if "LIMIT" in statements()[name]:
        assert not [step for step in steps if "TEMP B-TREE" in step], steps


class _Anything(dict[str, Any]):
    """Binds every name to nothing."""

    def __missing__(self, name: str) -> None:
        return None


def test_a_list_does_not_read_cases(tmp_path: Path) -> None:
    """Guards that lists leave the bodies of cases alone, however long those are."""
    with closing(open_store(tmp_path / "followup.db")) as store:
        with store.write() as writing:
            body = making.case("x", outcome="o" * 100_000)
            writing.save(body, making.row(), making.entries(1, 1), contacts=())
        for name, statement in statements().items():
            if name.startswith("lists/"):
                plan = store._writer.execute("EXPLAIN QUERY PLAN " + statement, _Anything()).fetchall()
                assert not [step for step in plan if "bodies" in str(step[-1])], name
