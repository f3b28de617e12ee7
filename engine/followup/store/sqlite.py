"""The store on SQLite: one file, one writer at a time, readers that never wait for it."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
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
from followup.store.working import WorkerLock, said

_NAME = "followup.db"
_IDLE = 8
"""Connections for reading that are kept open."""

_PATIENCE = 30.0
"""Seconds that a thread waits for another thread of this process to end its transaction."""


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
        self._turn = threading.Lock()
        self._turn_of: int | None = None
        self._guard = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._open = True
        self._lock = WorkerLock(file.with_name(f"{file.name}.worker"))
        self._writer = self._first()

    @contextmanager
    def read(self) -> Iterator[SqliteReading]:
        """Open a consistent view.

        Raises:
            StorageError: See `followup.store.faults`.
        """
        connection = self._borrow()
        session = Session(connection, self._speak)
        try:
            self._execute(connection, "BEGIN")
            yield SqliteReading(session)
        finally:
            session.close()
            self._give_back(connection)

    @contextmanager
    def write(self) -> Iterator[SqliteWriting]:
        """Open a transaction: durable when the block ends, undone when it raises.

        Raises:
            StorageError: See `followup.store.faults`; nothing of the block was kept.
        """
        with self._my_turn():
            session = Session(self._writer, self._speak)
            try:
                self._execute(self._writer, "BEGIN IMMEDIATE")
                yield SqliteWriting(session)
                if session.failure is not None:  # somebody swallowed it; half of it must not be kept
                    raise session.failure
                self._execute(self._writer, "COMMIT")
            finally:
                session.close()
                self._undo(self._writer)

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
        connection = self._borrow()
        try:
            return health(connection, self._file, in_memory=self.path is None)
        except apsw.Error as error:
            raise self._speak(error) from error
        finally:
            self._give_back(connection)

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
        connection = self._borrow()
        try:
            opening.keep(connection, to)
        except (apsw.Error, OSError) as error:
            raise spoken(error, str(to)) from error
        finally:
            self._give_back(connection)

    def close(self) -> None:
        """Let go of the home; a store in memory is gone."""
        with self._guard:
            was_open, self._open = self._open, False
            idle, self._idle = self._idle, []
        if was_open:
            for connection in [*idle, self._writer]:
                connection.close()
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

    def _borrow(self) -> apsw.Connection:
        with self._guard:
            self._check_open()
            if self._idle:
                return self._idle.pop()
        try:
            return opening.connect(self._file, durable=self.path is not None, reading=True)
        except apsw.Error as error:
            raise self._speak(error) from error

    def _give_back(self, connection: apsw.Connection) -> None:
        self._undo(connection)
        with self._guard:
            if self._open and len(self._idle) < _IDLE and not connection.in_transaction:
                self._idle.append(connection)
                return
        connection.close()

    @contextmanager
    def _my_turn(self) -> Iterator[None]:
        me = threading.get_ident()
        if self._turn_of == me or not self._turn.acquire(timeout=_PATIENCE):
            raise StorageError(
                "home-busy",
                "This program has another transaction open on the home; nothing of this one was kept",
            )
        try:
            self._turn_of = me
            self._check_open()
            yield
        finally:
            self._turn_of = None
            self._turn.release()

    def _check_open(self) -> None:
        if not self._open:
            raise StorageError("home-closed", f"{self._words()} was closed; nothing was changed")

    def _check(self) -> None:
        connection = self._borrow()
        try:
            damage = first_damage(connection)
        except apsw.Error as error:
            raise self._speak(error) from error
        finally:
            self._give_back(connection)
        if damage:
            raise self._speak(apsw.CorruptError(damage))

    def _execute(self, connection: apsw.Connection, statement: str) -> None:
        try:
            connection.execute(statement)
        except apsw.Error as error:
            raise self._speak(error) from error

    def _undo(self, connection: apsw.Connection) -> None:
        if connection.in_transaction:
            with suppress(apsw.Error):  # whatever it was, the transaction is over; the cause is on its way
                connection.execute("ROLLBACK")

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
