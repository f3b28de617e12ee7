"""The store on SQLite: one file, one writer at a time, readers that never wait for it."""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import apsw

from followup.core.values.records import Worker
from followup.errors import StorageError
from followup.store import opening
from followup.store.beside import BesideReading, BesideWriting
from followup.store.cases import CaseReading, CaseWriting
from followup.store.faults import spoken
from followup.store.health import first_damage, health
from followup.store.lists import ListReading
from followup.store.migrating import migrations
from followup.store.outbox import OutboxReading, OutboxWriting
from followup.store.people import PeopleReading, PeopleWriting
from followup.store.session import Session
from followup.store.sharing import Readers, Turn, undo
from followup.store.working import WorkerLock, said

_NAME = "followup.db"


class SqliteReading(PeopleReading, CaseReading, ListReading, OutboxReading, BesideReading):
    """A consistent view of a home: what was committed when it first looked."""

    def __init__(self, session: Session) -> None:
        self._session = session


class SqliteWriting(PeopleWriting, CaseWriting, OutboxWriting, BesideWriting, SqliteReading):
    """One transaction: it sees its own changes, and all of it is kept, or none."""


class SqliteStore:
    """A home's memory in one SQLite file, usable from many threads and beside other processes.

    Attributes:
        path: The database file; None for a store in memory.
    """

    def __init__(self, file: Path, *, path: Path | None, on_close: Callable[[], object]) -> None:
        self.path = path
        self._file = file
        self._on_close = on_close
        self._open = True
        self._turn = Turn()
        self._readers = Readers(partial(opening.connect, file, durable=path is not None, reading=True))
        self._lock = WorkerLock(file.with_name(f"{file.name}.worker"))
        self._writer = self._first()

    @contextmanager
    def read(self) -> Iterator[SqliteReading]:
        """Open a consistent view.

        Raises:
            StorageError: See `followup.store.faults`.
        """
        self._check_open()
        with self._spoken(), self._readers.lend() as connection:
            session = Session(connection, self._speak)
            try:
                connection.execute("BEGIN")
                yield SqliteReading(session)
            finally:
                session.close()

    @contextmanager
    def write(self) -> Iterator[SqliteWriting]:
        """Open a transaction: durable when the block ends, undone when it raises.

        Raises:
            StorageError: See `followup.store.faults`; nothing of the block was kept.
        """
        with self._spoken(), self._turn.mine():
            self._check_open()
            if self._writer.readonly("main"):  # it could be begun, and would fail only at the first word
                raise self._speak(apsw.ReadOnlyError("it may only be looked at"))
            session = Session(self._writer, self._speak)
            try:
                self._writer.execute("BEGIN IMMEDIATE")
                yield SqliteWriting(session)
                if session.failure is not None:  # somebody swallowed it; half of it must not be kept
                    raise session.failure
                self._writer.execute("COMMIT")
            finally:
                session.close()
                undo(self._writer)

    @contextmanager
    def work(self, worker: Worker) -> Iterator[None]:
        """Be the one worker of this home while the block runs.

        A home whose last worker was killed is checked for damage first.

        Raises:
            StorageError: `worker-runs`, naming the worker that is there; `home-damaged`.
        """
        with self._lock.hold(worker, after_crash=self._check):
            yield

    def worker(self) -> Worker | None:
        """Return the worker that is there, if it is alive."""
        return self._lock.holder()

    def health(self) -> Mapping[str, str]:
        """Return what `doctor` wants to know of the file, in words; costs O(size)."""
        self._check_open()
        with self._spoken(), self._readers.lend() as connection:
            return health(connection, self._file, in_memory=self.path is None)

    def backup(self, to: Path) -> None:
        """Write a whole copy of the home's database to `to` while others go on reading and writing.

        Raises:
            StorageError: `backup-exists`, when something is there; it is left as it is. Or the copy
                could not be written.
        """
        if to.exists():
            raise StorageError(
                "backup-exists", f"{to} exists already and was left as it is", hint="Give another name"
            )
        self._check_open()
        with self._spoken(), self._readers.lend() as connection:
            try:
                opening.keep(connection, to)
            except (apsw.Error, OSError) as error:
                raise spoken(error, str(to)) from error

    def close(self) -> None:
        """Let go of the home; a store in memory is gone."""
        was_open, self._open = self._open, False
        if was_open:
            self._readers.close()
            self._writer.close()
            self._on_close()

    def _first(self) -> apsw.Connection:
        """Open the connection that writes, and bring the home up to date."""
        connection = None
        try:
            opening.look(self._file)
            connection = opening.connect(self._file, durable=self.path is not None)
            opening.upgrade(connection, self._file, migrations(), self._lock.holder)
        except (apsw.Error, OSError, UnicodeDecodeError) as error:
            if connection is not None:
                connection.close()
            raise self._speak(error) from error
        except BaseException:
            if connection is not None:
                connection.close()
            raise
        return connection

    def _check_open(self) -> None:
        if not self._open:
            raise StorageError("home-closed", f"{self._words()} was closed; this step was not written")

    def _check(self) -> None:
        with self._spoken(), self._readers.lend() as connection:
            damage = first_damage(connection)
        if damage:
            raise self._speak(apsw.CorruptError(damage))

    @contextmanager
    def _spoken(self) -> Iterator[None]:
        """Turn what SQLite complains of in the block into words."""
        try:
            yield
        except apsw.Error as error:
            raise self._speak(error) from error

    def _speak(self, error: BaseException) -> StorageError:
        return spoken(error, self._words(), self._holder)

    def _words(self) -> str:
        return "the home in memory" if self.path is None else str(self.path)

    def _holder(self) -> str:
        worker = self.worker()
        return said(worker) if worker is not None else ""


def open_store(path: Path | None) -> SqliteStore:
    """Open a home's database, and make an empty one where nothing is.

    Args:
        path: The file. None: in memory, shared by the threads of this process and gone with it
            (in truth a private temporary folder, on a memory disk where there is one, so that
            reading beside a writer is the same as in a file).

    Raises:
        StorageError: `not-a-home`, `home-newer`, `home-foreign`, `home-damaged`, `home-busy`,
            `home-read-only`, `home-unreachable`, `disk-full`, `disk-error`, `home-place` or
            `sqlite-too-old`; the file is left as it is.
    """
    opening.check_library()
    if path is not None:
        return _opened(path, path, _nothing)
    from followup.store.memory import private_folder, removal

    folder = private_folder()
    remove = removal(folder)
    try:
        store = _opened(folder / _NAME, None, remove)
    except BaseException:
        remove()
        raise
    weakref.finalize(store, remove)
    return store


def _opened(file: Path, path: Path | None, on_close: Callable[[], object]) -> SqliteStore:
    try:
        if not file.exists():
            opening.make(file, durable=path is not None)
    except OSError as error:
        raise spoken(error, str(file)) from error
    return SqliteStore(file, path=path, on_close=on_close)


def _nothing() -> None:
    return None
