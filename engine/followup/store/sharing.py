"""What the threads of one process share: connections for reading, and the turn to write."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import apsw

from followup.errors import StorageError

_IDLE = 8
"""Connections for reading that are kept open."""

_PATIENCE = 30.0
"""Seconds that a thread waits for another thread to end its transaction."""


class Readers:
    """Lends connections, each to one borrower at a time."""

    def __init__(self, connect: Callable[[], apsw.Connection]) -> None:
        self._connect = connect
        self._guard = threading.Lock()
        self._idle: list[apsw.Connection] = []
        self._open = True

    @contextmanager
    def lend(self) -> Iterator[apsw.Connection]:
        """Give a connection for the length of the block; a transaction left open there is undone."""
        with self._guard:
            connection = self._idle.pop() if self._idle else None
        if connection is None:
            connection = self._connect()
        try:
            yield connection
        finally:
            undo(connection)
            self._give_back(connection)

    def close(self) -> None:
        """Close what is idle; what is lent is closed when it comes back."""
        with self._guard:
            self._open = False
            idle, self._idle = self._idle, []
        for connection in idle:
            connection.close()

    def _give_back(self, connection: apsw.Connection) -> None:
        with self._guard:
            if self._open and len(self._idle) < _IDLE and not connection.in_transaction:
                self._idle.append(connection)
                return
        connection.close()


class Turn:
    """Lets one thread write at a time; others wait here, where waiting costs nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._whose: int | None = None

    @contextmanager
    def mine(self) -> Iterator[None]:
        """Have the turn while the block runs.

        Raises:
            StorageError: `home-busy`, when this thread has it already, or another keeps it too long.
        """
        me = threading.get_ident()
        if self._whose == me or not self._lock.acquire(timeout=_PATIENCE):
            raise StorageError(
                "home-busy",
                "This program has another transaction open on the home; nothing of this one was kept",
            )
        try:
            self._whose = me
            yield
        finally:
            self._whose = None
            self._lock.release()


def undo(connection: apsw.Connection) -> None:
    """Undo the transaction that is open, if there is one."""
    if connection.in_transaction:
        with suppress(apsw.Error):  # whatever it was, the transaction is over; the cause is on its way
            connection.execute("ROLLBACK")
