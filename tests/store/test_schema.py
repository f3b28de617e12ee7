"""What the database itself refuses, whoever writes, and that no statement lies about unused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from tests.store import making
from tests.store.contracts.asking import keep

from followup.store import open_store, statements

FOLDER = Path(statements.__file__).parent


@pytest.fixture
def database(tmp_path: Path) -> Iterator[apsw.Connection]:
    with closing(open_store(tmp_path / "followup.db")) as store:
        with store.write() as writing:
            keep(writing, "x", "y")
            writing.save(making.case("x", 3), making.row(), making.entries(2, 3), contacts=())
        yield store._writer


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entries SET body = '{}' WHERE seq = 1",
        "UPDATE entries SET seq = 9 WHERE seq = 3",
        "DELETE FROM entries",
        "INSERT INTO entries VALUES (1, 5, '{}')",
        "INSERT INTO entries VALUES (1, 3, '{}')",
        "INSERT OR REPLACE INTO entries VALUES (1, 3, '{}')",
        "REPLACE INTO entries VALUES (1, 1, '{}')",
        "UPDATE OR REPLACE entries SET seq = 2 WHERE seq = 3",
        "INSERT INTO entries VALUES (99, 1, '{}')",
        "DELETE FROM cases WHERE id = 'x'",
        "UPDATE cases SET owner = 'somebody'",
        "UPDATE cases SET final = 2",
        "UPDATE cases SET in_doubt = 'many'",
        """INSERT INTO parcels (case_id, item, revision, send_key, status, attempt, worker, draft)
        VALUES ('x', 'i', 1, 'k', 'posted', 0, '', '')""",
    ],
)
def test_the_database_refuses(database: apsw.Connection, statement: str) -> None:
    """Guards the log and the rows against every hand, ours and that of a person with a database tool."""
    before = database.execute("SELECT * FROM entries ORDER BY case_key, seq").fetchall()
    with pytest.raises(apsw.ConstraintError):
        database.execute(statement)
    assert database.execute("SELECT * FROM entries ORDER BY case_key, seq").fetchall() == before


def test_every_statement_is_used_and_known() -> None:
    """Guards against SQL that nobody runs, and against names that nothing stands behind."""
    code = "".join(path.read_text() for path in FOLDER.glob("*.py"))
    named = set(re.findall(r'"((?:people|cases|lists|outbox|beside)/[a-z_]+)"', code))
    lists = {f"lists/{name}{of}" for name in ("all", "in_state", "wanting") for of in ("", "_of")}
    assert named | lists == set(statements.statements())
