"""Many playbooks checked at once, on more than one process where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from followup.cli.checking.examining import examine
from followup.cli.checking.values import Examined, Order, Subject

PROCESSES = 2
_WORTH = 4
"""Fewer playbooks than this are done before a second process has started."""


def processes(count: int) -> int:
    """Return on how many processes so many playbooks are checked."""
    return min(PROCESSES, os.cpu_count() or 1) if count >= _WORTH else 1


def examine_all(
    subjects: Sequence[Subject], order: Order, *, on: Callable[[Examined], None] = lambda _: None
) -> tuple[Examined, ...]:
    """Return what was found out about each, in their order; `on` hears of each when it is done."""
    workers = processes(len(subjects))
    if workers == 1:
        return tuple(_told(examine(subject, order), on) for subject in subjects)
    found: dict[int, Examined] = {}
    # spawned, not forked: a fork would carry over locks that a thread of this process may hold
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(examine, one, order): number for number, one in enumerate(subjects)}
        for done in as_completed(waiting):
            found[waiting[done]] = _told(done.result(), on)
    return tuple(found[number] for number in range(len(subjects)))


def _told(examined: Examined, on: Callable[[Examined], None]) -> Examined:
    on(examined)
    return examined
