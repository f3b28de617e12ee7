"""A store of plain values for one thread, for simulations: as quick as memory, and as forgetful."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from followup.core.values.records import Worker
from followup.errors import StorageError
from followup.store.plain.kept import Kept
from followup.store.plain.reading import PlainReading
from followup.store.plain.writing import PlainWriting


class PlainStore:
    """A home's memory in this process alone. Implements `ports.Store`, for one thread.

    It keeps the contract of the one on SQLite but what only other threads and processes, or text that no
    database can keep, would notice.
    """

    def __init__(self, kept: Kept | None = None) -> None:
        self._kept = kept or Kept()
        self._worker: Worker | None = None
        self._writing = False
        self._open = True

    @contextmanager
    def read(self) -> Iterator[PlainReading]:
        """Open a consistent view."""
        self._check_open()
        yield PlainReading(self._kept)

    @contextmanager
    def write(self) -> Iterator[PlainWriting]:
        """Open a transaction: kept when the block ends, undone when it raises.

        Raises:
            StorageError: `home-busy`, inside another one.
        """
        self._check_open()
        if self._writing:
            raise StorageError("home-busy", "one transaction at a time; nothing was changed")
        draft = self._kept.copy()
        self._writing = True
        try:
            yield PlainWriting(draft)
            if any(case not in draft.cases for case, _, _ in draft.parcels):
                raise StorageError("home-forbids", "a message without a case; nothing was changed")
            self._kept = draft
        finally:
            self._writing = False

    @contextmanager
    def work(self, worker: Worker) -> Iterator[None]:
        """Be the one worker of this home while the block runs.

        Raises:
            StorageError: `worker-runs`.
        """
        if self._worker is not None:
            raise StorageError("worker-runs", f"{self._worker.name} already works on this home")
        self._worker = worker
        try:
            yield
        finally:
            self._worker = None

    def worker(self) -> Worker | None:
        """Return the worker that is there."""
        return self._worker

    def close(self) -> None:
        """Let go of the home."""
        self._open = False

    def reopened(self) -> PlainStore:
        """Close it, and return what another program would find: all of it read again from its text."""
        self.close()
        return PlainStore(self._kept.through_text())

    def _check_open(self) -> None:
        if not self._open:
            raise StorageError("home-closed", "the home in memory was closed; this step was not written")
