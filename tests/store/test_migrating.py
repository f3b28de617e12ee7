"""The file's shape changes step by step, and every home ever made still opens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from tests.store import making
from tests.store.contracts.asking import keep, refuses

from followup.errors import StorageError
from followup.store import migrating, open_store, opening
from followup.store.migrating import Migration, migrations

FOLDER = Path(migrating.__file__).parent
NEXT = len(migrations()) + 1
"""The number of a migration that this program does not know yet."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    path = tmp_path / "followup.db"
    with closing(open_store(path)) as store, store.write() as writing:
        keep(writing, "x")
    return path


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Migration]]:
    """A later program: one that knows more migrations than this one."""
    steps = [*migrations()]
    monkeypatch.setattr("followup.store.sqlite.migrations", lambda: steps)
    yield steps
    opening._blank.cache_clear()


def step(number: int, sql: str) -> Migration:
    return Migration(number=number, name=f"{number:04}_test", sql=sql)


def shape(connection: apsw.Connection) -> list[tuple[object, ...]]:
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
    return [(kind, name, table, " ".join((sql or "").split())) for kind, name, table, sql in rows]


def test_the_schema_is_the_sum_of_its_migrations() -> None:
    """Guards that the schema one reads is the schema one gets."""
    with closing(apsw.Connection(":memory:")) as summed, closing(apsw.Connection(":memory:")) as whole:
        for one in migrations():
            migrating.apply(summed, one)
        whole.execute((FOLDER / "schema.sql").read_text())
        assert shape(summed) == shape(whole)


def test_migrations_are_numbered_without_a_gap() -> None:
    """Guards their order."""
    assert [one.number for one in migrations()] == list(range(1, len(migrations()) + 1))


def test_an_older_home_is_brought_up_to_date(home: Path, later: list[Migration]) -> None:
    """Guards that a new shape keeps what is there, with a backup of the old one beside it."""
    later.append(step(NEXT, "CREATE TABLE two (a) STRICT;".replace("(a)", "(a TEXT)")))
    later.append(step(NEXT + 1, "ALTER TABLE two ADD COLUMN b TEXT; INSERT INTO two VALUES ('x', 'y');"))
    for _ in range(2):
        with closing(open_store(home)) as store, store.read() as reading:
            assert reading.case("x") == making.case("x")
            assert store.health()["schema"] == str(NEXT + 1)
    names = {file.name for file in home.parent.iterdir()}
    assert names == {"followup.db", f"followup.db.before-{NEXT:04}_test"}
    with closing(apsw.Connection(str(home.with_name(f"followup.db.before-{NEXT:04}_test")))) as backup:
        assert backup.pragma("user_version") == NEXT - 1
        assert backup.execute("SELECT id FROM cases").get == "x"


def test_a_step_that_fails_leaves_the_old_shape(home: Path, later: list[Migration]) -> None:
    """Guards that half a migration is none, and the steps before it stay."""
    later.append(step(NEXT, "CREATE TABLE two (a TEXT) STRICT;"))
    later.append(step(NEXT + 1, "CREATE TABLE three (a TEXT) STRICT; INSERT INTO nowhere VALUES (1);"))
    for _ in range(2):
        with pytest.raises(StorageError):
            open_store(home)
        with closing(apsw.Connection(str(home))) as connection:
            assert connection.pragma("user_version") == NEXT
            names = {name for _, name, _, _ in shape(connection)}
            assert "two" in names
            assert "three" not in names
    later[NEXT] = step(NEXT + 1, "CREATE TABLE three (a TEXT) STRICT;")
    with closing(open_store(home)) as store:
        assert store.health()["schema"] == str(NEXT + 1)


def test_a_newer_home_is_refused(home: Path, later: list[Migration]) -> None:
    """Guards a home against a program that does not know its shape."""
    later.append(step(NEXT, "CREATE TABLE two (a TEXT) STRICT;"))
    open_store(home).close()
    later.pop()
    before = home.read_bytes()
    with pytest.raises(StorageError, match="newer Followup") as found:
        open_store(home)
    assert found.value.code == "home-newer"
    assert found.value.hint
    assert home.read_bytes() == before


def test_a_home_with_another_history_is_refused(home: Path, later: list[Migration]) -> None:
    """Guards against a released migration that somebody edited."""
    later[0] = step(1, later[0].sql + " ")
    with refuses("home-foreign"):
        open_store(home)


def test_nobody_migrates_under_a_worker(home: Path, later: list[Migration]) -> None:
    """Guards an older program at work against tables that change below it."""
    with closing(open_store(home)) as store, store.work(making.worker("old")):
        later.append(step(NEXT, "CREATE TABLE two (a TEXT) STRICT;"))
        with refuses("worker-runs"):
            open_store(home)
    open_store(home).close()


def test_two_programs_migrate_once(home: Path) -> None:
    """Guards that the second of two finds the step taken."""
    one = step(NEXT, "CREATE TABLE two (a TEXT) STRICT;")
    with closing(opening.connect(home)) as first, closing(opening.connect(home)) as second:
        assert migrating.missing(second, "home", [*migrations(), one]) == (one,)
        migrating.apply(first, one)
        migrating.apply(second, one)
        assert first.execute("SELECT count(*) FROM migrations").get == NEXT
