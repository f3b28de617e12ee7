"""What opening a home makes, refuses, and leaves alone."""

from __future__ import annotations

import gzip
import os
import random
import stat
from contextlib import closing
from pathlib import Path

import apsw
import pytest
from tests.store import making
from tests.store.contracts.asking import keep, refuses

from followup.errors import StorageError
from followup.ports import Reading, Store
from followup.store import open_store, opening


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "followup.db"


@pytest.fixture
def home(path: Path) -> Path:
    """A home with some cases, closed."""
    with closing(open_store(path)) as store, store.write() as writing:
        keep(writing, *(f"case-{number}" for number in range(50)), due=making.at(1))
    return path


def test_a_new_home_is_whole_and_private(path: Path) -> None:
    """Guards the mode of the files, the mark in the header, and that nothing else is left lying about."""
    with closing(open_store(path)) as store:
        typed: Store = store
        with typed.write() as writing:
            writing.put_setting("a", "1")
        names = {file.name for file in path.parent.iterdir()}
        assert names == {"followup.db", "followup.db-wal", "followup.db-shm"}
        for file in path.parent.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file
    assert path.read_bytes()[68:72] == b"FOLW"
    assert [file.name for file in path.parent.iterdir()] == ["followup.db"]


def test_what_is_promised_is_set(path: Path) -> None:
    """Guards durability: write-ahead log, a wait for the disk at each commit, foreign keys."""
    with closing(open_store(path)) as store:
        health = store.health()
    assert health["journal mode"] == "wal"
    assert health["synchronous"] == "full"
    assert health["foreign keys"] == "on"
    assert health["integrity"] == "ok"
    assert health["cases"] == "0"
    assert health["readable by"] == "its owner only"


def test_two_programs_make_one_home(path: Path) -> None:
    """Guards the moment in which two programs find nothing and both make it."""
    opening.make(path)
    with closing(open_store(path)) as store, store.write() as writing:
        writing.put_setting("first", "was here")
    opening.make(path)
    with closing(open_store(path)) as store, store.read() as reading:
        assert reading.setting("first") == "was here"


@pytest.mark.parametrize(
    ("data", "likeness"),
    [
        (b"\xff\xd8\xff\xe0 a picture", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
        (b"%PDF-1.7 text", "a PDF document"),
        (b"PK\x03\x04" + b"\0" * 600, "a ZIP archive"),
        (gzip.compress(b"something"), "a gzip archive"),
        ("Liebe Grüße\n".encode() * 100, "a text"),
        (b"", "an empty file"),
        (b"\0" * 5000, "nothing but zeros"),
        (b"\x01\x02\x03\x80\x81", "no kind of file known here"),
        (b"SQLite format 3", "a text"),
    ],
)
def test_another_file_is_left_alone(path: Path, data: bytes, likeness: str) -> None:
    """Guards a mistyped path: the file is named for what it is, and stays as it was."""
    path.write_bytes(data)
    with pytest.raises(StorageError, match=likeness) as found:
        open_store(path)
    assert found.value.code == "not-a-home"
    assert path.read_bytes() == data
    assert [file.name for file in path.parent.iterdir()] == ["followup.db"]


def test_a_folder_and_a_foreign_database_are_no_home(tmp_path: Path) -> None:
    """Guards against writing tables into another program's database."""
    with pytest.raises(StorageError, match="looks like a folder"):
        open_store(tmp_path)
    path = tmp_path / "other.db"
    with closing(apsw.Connection(str(path))) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="database of another program"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    """Guards that a mistyped folder is not made."""
    with refuses("home-unreachable"):
        open_store(tmp_path / "nowhere" / "followup.db")
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_stays_is_waited_for_and_named(home: Path) -> None:
    """Guards against waiting for ever, and tells whom to look at."""
    with closing(open_store(home)) as store, closing(open_store(home)) as other:
        store._writer.set_busy_timeout(50)
        with other.work(making.worker("night")), other.write():
            with pytest.raises(StorageError, match="night") as found:
                store.write().__enter__()
            assert found.value.code == "home-busy"
            with store.read() as reading:
                assert reading.counts().cases == 50
        with store.write() as writing:
            writing.put_setting("a", "1")


def test_a_home_that_may_not_be_written(home: Path) -> None:
    """Guards that reading goes on where writing is not allowed, and the words say so."""
    with closing(open_store(home)) as store:
        store._writer.pragma("query_only", True)
        with refuses("home-read-only"), store.write() as writing:
            writing.put_setting("a", "1")
        with store.read() as reading:
            assert reading.counts().cases == 50


def test_an_old_library_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guards against an SQLite that can lose commits in WAL mode."""
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.51.2")
    with refuses("sqlite-too-old"):
        open_store(path)
    assert not path.exists()


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_home_never_crashes(home: Path, seed: int) -> None:
    """Guards that flipped bytes end in an error that says what is wrong, or in nothing."""
    chance = random.Random(seed)
    data = bytearray(home.read_bytes())
    for _ in range(chance.choice((1, 10, 1000))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    home.write_bytes(data)
    codes = {"home-damaged", "not-a-home", "home-newer", "home-foreign", "home-forbids", "home-failed"}
    assert _use(home) in {"", *codes}


def _use(home: Path) -> str:
    """Look at everything and change something; return the code of the error that ended it."""
    try:
        with closing(open_store(home)) as store:
            with store.read() as reading:
                _look_at_all(reading)
            store.health()
            with store.write() as writing:
                keep(writing, "new")
    except StorageError as error:
        return error.code
    return ""


def _look_at_all(reading: Reading) -> None:
    reading.counts()
    reading.due(making.at(9))
    for line in reading.summaries():
        reading.case(line.case)
        reading.log(line.case)
        reading.parcels(line.case)


def test_a_crash_is_looked_into_before_work_goes_on(home: Path) -> None:
    """Guards that nothing is sent from a file that a crash may have damaged."""
    with closing(open_store(home)) as store:
        with store.work(making.worker()):
            pass
        marker = home.with_name("followup.db.worker")
        assert marker.read_bytes() == b""
        marker.write_text("a worker that was killed")
        query = "SELECT rootpage FROM sqlite_schema WHERE name = 'cases_named'"
        page = 4096 * (int(store._writer.execute(query).get) - 1)
    data = bytearray(home.read_bytes())
    data[page + 2000 : page + 4096] = os.urandom(2096)
    home.write_bytes(data)
    for _ in range(2):  # whoever finds damage leaves the mark of the crash where it is
        with closing(open_store(home)) as store, refuses("home-damaged"), store.work(making.worker()):
            pytest.fail("it worked")


def test_a_backup_is_a_home(home: Path, tmp_path: Path) -> None:
    """Guards that a copy made while others write opens, is private, and replaces nothing."""
    copy = tmp_path / "copy.db"
    with closing(open_store(home)) as store:
        with store.write() as writing:
            writing.put_setting("a", "not yet")
            store.backup(copy)
        with refuses("backup-exists"):
            store.backup(copy)
        with refuses("home-unreachable"):
            store.backup(tmp_path / "nowhere" / "copy.db")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(open_store(copy)) as store, store.read() as reading:
        assert reading.counts().cases == 50
        assert reading.setting("a") is None
    assert {file.name for file in tmp_path.iterdir()} == {"followup.db", "copy.db"}


def test_a_home_in_memory_leaves_nothing() -> None:
    """Guards that rehearsals leave no names or letters behind."""
    store = open_store(None)
    folder = store._file.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert store.path is None
    store.close()
    assert not folder.exists()
    forgotten = open_store(None)
    folder = forgotten._file.parent
    del forgotten
    assert not folder.exists()
