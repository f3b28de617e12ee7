"""The one worker of a home: a lock of the operating system, with a note of who holds it.

The lock dies with its process, so that nobody has to guess whether a worker is still alive.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from whenever import Instant

from followup.core.values.records import Worker
from followup.errors import StorageError
from followup.store.columns import text, value_of
from followup.store.faults import spoken
from followup.store.oslock import is_kept, keep, let_go, try_lock

_TRIES = 20
_PAUSE = 0.01
"""Seconds between tries: another process that only looks holds the lock for a moment."""


class WorkerLock:
    """The lock file beside a home's database."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def hold(self, worker: Worker, *, after_crash: Callable[[], None]) -> Iterator[None]:
        """Be the worker while the block runs.

        The note is emptied at the end of the block, however it ends; one that is found full was
        left by a process that was killed. Then `after_crash` is called first, and if it raises,
        the note stays for the next one.

        Raises:
            StorageError: `worker-runs`, naming the worker that is there; or the note cannot be written.
        """
        descriptor = self._take(worker, after_crash)
        try:
            yield
        finally:
            if is_kept(descriptor):
                _write(descriptor, b"")
            let_go(descriptor)

    def _take(self, worker: Worker, after_crash: Callable[[], None]) -> int:
        descriptor = -1
        try:
            descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
            keep(descriptor)
            self._lock(descriptor)
            orderly = os.fstat(descriptor).st_size == 0
            _write(descriptor, text(worker).encode())
            if not orderly:
                after_crash()
        except BaseException as error:
            let_go(descriptor)
            if isinstance(error, OSError):
                raise spoken(error, str(self._path)) from error
            raise
        return descriptor

    def holder(self) -> Worker | None:
        """Return the worker that is there, if it is alive."""
        try:
            descriptor = os.open(self._path, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return None if try_lock(descriptor, shared=True) else _read(descriptor)
        finally:
            os.close(descriptor)

    def _lock(self, descriptor: int) -> None:
        for _ in range(_TRIES):
            if try_lock(descriptor):
                return
            time.sleep(_PAUSE)
        there = _read(descriptor)
        raise StorageError(
            "worker-runs",
            f"{said(there)} already works on this home; this one did nothing",
            hint="Other commands work beside it. To take over, end that process first",
        )


def said(worker: Worker) -> str:
    """Return who a worker is, in words."""
    if not worker.pid:
        return worker.name
    since = worker.since.format_iso(unit="second")
    return f"{worker.name} (process {worker.pid} on {worker.host}, since {since})"


def _write(descriptor: int, note: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, note)


def _read(descriptor: int) -> Worker:
    for _ in range(_TRIES):
        os.lseek(descriptor, 0, os.SEEK_SET)
        note = os.read(descriptor, 10_000)
        if note:
            try:
                return value_of(Worker, note.decode(errors="replace"))
            except StorageError:
                break
        time.sleep(_PAUSE)
    return Worker(
        name="a worker that does not say who it is", pid=0, host="", since=Instant.from_timestamp(0)
    )
