"""Being the one who delivers: one process at a time knocks at the doors of a home's channels."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace

from followup.core.values.records import Worker
from followup.errors import StorageError
from followup.runtime.home import Home

LOOP = "playbook run"
"""The name of a worker that stays; every other one is a command that is over in a moment."""

_PATIENCE_S = 8.0
"""So long a command waits for another command to end its deliveries."""


@dataclass(frozen=True, slots=True)
class Post:
    """Where a process stands that wants to deliver.

    Attributes:
        elsewhere: The process that is there and will deliver instead; empty: this one does.
        fresh: Whether it has only now become the worker, so that nobody can be in the middle of an
            attempt: what is still `sending` was left by a process that is dead.
    """

    elsewhere: str = ""
    fresh: bool = False


@contextmanager
def at_work(home: Home) -> Iterator[Post]:
    """Be the one who delivers while the block runs; inside a block of the same process it still is."""
    if _mine(home, home.store.worker()):
        yield Post()
        return
    with ExitStack() as stack:
        elsewhere = _enter(home, stack)
        yield Post(elsewhere=elsewhere, fresh=not elsewhere)


def _enter(home: Home, stack: ExitStack) -> str:
    """Take the lock for as long as the stack lives, or return who has it."""
    deadline = time.monotonic() + _PATIENCE_S
    while True:
        try:
            stack.enter_context(home.store.work(home.worker))
        except StorageError as error:
            if error.code != "worker-runs":
                raise
        else:
            return ""
        there = home.store.worker()
        if there is not None and (there.name == LOOP or time.monotonic() > deadline):
            return _said(there)
        time.sleep(0.05)


@contextmanager
def for_good(home: Home) -> Iterator[None]:
    """Be the worker that stays, for as long as the block runs.

    Raises:
        StorageError: `worker-runs`, naming the one that is there.
    """
    with home.store.work(replace(home.worker, name=LOOP)):
        yield


def _mine(home: Home, there: Worker | None) -> bool:
    return there is not None and (there.pid, there.host) == (home.worker.pid, home.worker.host)


def _said(there: Worker) -> str:
    return f"{there.name} (pid {there.pid})" if there.pid else there.name
