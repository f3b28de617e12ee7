"""Measures the store against bare apsw on the same schema: `python -m tests.store.bench`.

Rounds of both alternate, and what counts are ratios: this machine is noisy, and so is yours.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import apsw
from tests.store import making
from tests.store.filling import fill
from tests.store.making import at
from tests.store.test_cost import LOOKS, compare

from followup.core.values.case import Case
from followup.store import SqliteStore, open_store, opening
from followup.store.cases import _columns
from followup.store.columns import text, value_of
from followup.store.statements import statements

_CASES = 1000


@contextmanager
def folder(where: Path | None) -> Iterator[Path]:
    path = Path(tempfile.mkdtemp(prefix="bench-", dir=where))
    try:
        yield path
    finally:
        shutil.rmtree(path)


def wake(store: SqliteStore, version: int, batch: int) -> None:
    """Let every case take one event, `batch` cases in a transaction."""
    for start in range(0, _CASES, batch):
        with store.write() as writing:
            for number in range(start, start + batch):
                name = f"case-{number:06}"
                case = writing.case(name)
                assert case is not None
                after = replace(case, id=name, version=version, last_at=at(version))
                row = making.row(due=at(version * _CASES + number))
                entry = making.entry(version)
                writing.save(after, row, [entry], contacts=[f"interviewer-{number}"])


def wake_by_hand(database: apsw.Connection, version: int, batch: int, *, values: bool) -> None:
    """Do the same with the fewest statements; with `values`, cases are read and written as values too."""
    prepared, entry = text(making.resting("case-000000", version)), making.entry(version)
    columns, written = dict(_columns(making.case(version=version), making.row())), text(entry)
    sql = statements()
    for start in range(0, _CASES, batch):
        database.execute("BEGIN IMMEDIATE")
        for number in range(start, start + batch):
            name = f"case-{number:06}"
            ((body,),) = database.execute(sql["cases/case"], {"case_id": name}).fetchall()
            if values:
                case = replace(value_of(Case, str(body)), id=name, version=version, last_at=at(version))
                prepared, written = text(case), text(entry)
            changed = {**columns, "case_id": name, "due": version * _CASES + number, "before": version - 1}
            ((key,),) = database.execute(sql["cases/update_case"], changed).fetchall()
            database.execute(sql["cases/put_body"], {"key": key, "body": prepared})
            database.execute(sql["cases/add_entry"], {"key": key, "seq": version, "body": written})
        database.execute("COMMIT")


def writing(where: Path | None, batch: int, rounds: int) -> dict[str, float]:
    """Return cases per second of the store, of bare SQL, and of SQL with values; and the ratios to them."""
    files = ("store.db", "bare.db", "values.db")
    with folder(where) as path, ExitStack() as stack:
        for file in files:
            with closing(open_store(path / file)) as store:
                fill(store, _CASES)
        store = stack.enter_context(closing(open_store(path / files[0])))
        bare, values = (stack.enter_context(closing(opening.connect(path / file))) for file in files[1:])
        times: list[tuple[float, float, float]] = []
        for version in range(4, 4 + rounds):
            ours = _timed(partial(wake, store, version, batch))
            raw = _timed(partial(wake_by_hand, bare, version, batch, values=False))
            full = _timed(partial(wake_by_hand, values, version, batch, values=True))
            times.append((ours, raw, full))
    ours, raw, full = (median(column) for column in zip(*times, strict=True))
    return {
        "cases per second": round(_CASES / ours),
        "bare": round(_CASES / raw),
        "bare with values": round(_CASES / full),
        "ratio to bare": round(median(one / two for one, two, _ in times), 2),
        "ratio to bare with values": round(median(one / three for one, _, three in times), 2),
    }


def _timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def resting(cases: int) -> dict[str, Any]:
    """Return the size of a case at rest, and what the looks of an idle home cost."""
    with folder(None) as path, closing(open_store(path / "many.db")) as many:
        with closing(open_store(path / "few.db")) as few:
            fill(few, 100)
            fill(many, cases)
            size = (path / "many.db").stat().st_size
            with few.read() as in_few, many.read() as in_many:
                looks = {}
                for name, look in LOOKS.items():
                    ratio = compare(lambda: look(in_few), lambda: look(in_many))  # noqa: B023  # called at once
                    cost = min(_timed(lambda: look(in_many)) for _ in range(50))  # noqa: B023  # called at once
                    looks[name] = {"microseconds": round(cost * 1e6, 1), "ratio": round(ratio, 2)}
        parts = dict[str, int](many._writer.execute("SELECT name, sum(pgsize) FROM dbstat GROUP BY name"))
    return {
        "cases": cases,
        "bytes per case": size // cases,
        "of which": {name: round(part / cases) for name, part in parts.items() if part >= cases},
        "looks": looks,
    }


def main() -> None:
    """Print everything as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--cases", type=int, default=100_000)
    asked = parser.parse_args()
    memory = Path("/dev/shm")
    places = {"disk": None, **({"memory": memory} if memory.is_dir() else {})}
    found: dict[str, Any] = {
        f"{place}, {batch} in a transaction": writing(where, batch, asked.rounds)
        for place, where in places.items()
        for batch in (1, 100, 500)
    }
    found["resting"] = resting(asked.cases)
    print(json.dumps(found, indent=2))  # this is what it is for


if __name__ == "__main__":
    main()
