"""Homes with many cases that rest, each as a case is in the middle of its story."""

from __future__ import annotations

from dataclasses import replace

from tests.store import making
from tests.store.making import at

from followup.core.history import difference
from followup.store import SqliteStore

_FIRST = 100
_PER_EMPLOYER = 3

_CLONE = """
CREATE TEMP TABLE more (old INTEGER, new INTEGER PRIMARY KEY);
INSERT INTO more
WITH RECURSIVE numbers (n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < :cases)
SELECT 1 + n % :first, 1 + n FROM numbers;
"""
_ROWS = """
INSERT INTO cases
SELECT new, format('case-%06d', new - 1), owner, playbook, version, state, outcome, round, started_at,
  due + (new - old) * 60000000, wants, deadline, format('employer-%d', (new - 1) / :per), title,
  final, held, in_doubt
FROM more JOIN cases ON cases.key = more.old
"""
_BODIES = "INSERT INTO bodies SELECT new, body FROM more JOIN bodies ON bodies.case_key = more.old"
_ENTRIES = """
INSERT INTO entries SELECT new, seq, body FROM more JOIN entries ON entries.case_key = old ORDER BY new, seq
"""
_INVOLVED = """
INSERT INTO involved SELECT contact || '-' || new, new FROM more JOIN involved ON involved.case_key = old
"""


def fill(store: SqliteStore, cases: int) -> None:
    """Keep so many cases: the first hundred as a program would, the others as their copies.

    Of ten, one is over; of fifty, one wants a person.
    """
    for number in range(min(cases, _FIRST)):
        with store.write() as writing:
            name = f"case-{number:06}"
            before = making.case(name, 1)
            after = making.resting(name, 3)
            entries = [
                replace(making.entry(1), changes=difference(None, before)),
                making.entry(2),
                replace(making.entry(3), changes=difference(before, after)),
            ]
            row = making.row(
                due=None if number % 10 == 9 else at(number),
                wants=at(1) if number % 50 == 7 else None,
                deadline=at(number) if number % 50 == 7 else None,
                employer=f"employer-{number // _PER_EMPLOYER}",
                final=number % 10 == 9,
            )
            writing.save(after, row, entries, contacts=[f"interviewer-{number}"])
    if cases > _FIRST:
        _clone(store, cases)


def _clone(store: SqliteStore, cases: int) -> None:
    database = store._writer
    with database:
        database.execute(_CLONE, {"first": _FIRST, "cases": cases})
        for statement in (_ROWS, _BODIES, _ENTRIES, _INVOLVED):
            database.execute(statement, {"per": _PER_EMPLOYER})
    database.execute("DROP TABLE more")
    database.wal_checkpoint(mode=3)
