"""Scenarios played, here or by several processes; what comes back is small and can travel between them."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from followup.authoring.compile import Compiled
from followup.core.values.scenario import Scenario
from followup.errors import FollowupError
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.simulation import Played, play
from followup.runtime.simulation.values import Coverage, Difference, Moment

Progress = Callable[[int, int, str], None]
"""Is told how many are done, of how many, and of what: `scenarios`, or whole `files`."""

Work = TypeVar("Work")
Done = TypeVar("Done")

FEW = 24
"""Up to so many scenarios another process costs more than it saves."""
TOGETHER = 4
"""Scenarios of one playbook that travel together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A scenario to be played, and for `fails_on` also on another playbook.

    Attributes:
        scenario: Fitted to the playbook.
        there: The other playbook, with the scenario fitted to it; None: it fits none, or has no other.
    """

    scenario: Scenario
    there: tuple[Compiled, Scenario] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Some scenarios of one playbook.

    Attributes:
        compiled: The playbook.
        parts: The scenarios, with their numbers.
        others: Playbooks of further cases, by the word they are named with.
    """

    compiled: Compiled
    parts: tuple[tuple[int, Part], ...]
    others: Mapping[str, Compiled] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a scenario came to.

    Attributes:
        found: What was otherwise than expected.
        fault: Why it could not be played to its end, or empty.
        timeline: What happened, if it did not come out as expected.
        covered: What it has seen of the playbook.
        passed_there: Whether it passed on the playbook on which it has to fail.
        seconds: How long it took.
    """

    found: tuple[Difference, ...] = ()
    fault: str = ""
    timeline: tuple[Moment, ...] = ()
    covered: Coverage = field(default_factory=Coverage)
    passed_there: bool = False
    seconds: float = 0.0


def played(
    parcels: Sequence[Parcel], *, workers: int | None = None, on: Progress | None = None
) -> Mapping[int, Ran]:
    """Play scenarios and return what they came to, by their numbers.

    Args:
        parcels: What to play.
        workers: Number of processes; None: as many as it is worth and there are processors.
        on: Is told how far it is.
    """
    total = sum(len(one.parts) for one in parcels)
    several = min(processors() if workers is None else workers, len(parcels))
    if workers is None and total <= FEW:
        several = 1
    found: dict[int, Ran] = {}
    for _, ran in shared(_play, parcels, several) if several > 1 else enumerate(map(_play, parcels)):
        found |= ran
        if on is not None:
            on(len(found), total, "scenarios")
    return found


def shared(work: Callable[[Work], Done], pieces: Sequence[Work], workers: int) -> Iterator[tuple[int, Done]]:
    """Yield what several processes make of some pieces of work, each with its number, as they are done."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import get_context

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        futures = {pool.submit(work, piece): number for number, piece in enumerate(pieces)}
        try:
            for future in as_completed(futures):
                yield futures[future], future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def processors() -> int:
    """Return how many processes can run at a time here."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _play(parcel: Parcel) -> Mapping[int, Ran]:
    return {number: _one(parcel, part) for number, part in parcel.parts}


def _one(parcel: Parcel, part: Part) -> Ran:
    begun = time.perf_counter()
    came = _attempt(parcel.compiled, part.scenario, parcel.others)
    passed_there = False
    if part.there is not None:
        there = _attempt(*part.there, parcel.others)
        passed_there = isinstance(there, Played) and not there.found
    seconds = time.perf_counter() - begun
    if isinstance(came, str):
        return Ran(fault=came, passed_there=passed_there, seconds=seconds)
    return Ran(
        found=came.found,
        timeline=came.timeline if came.found else (),
        covered=came.covered,
        passed_there=passed_there,
        seconds=seconds,
    )


def _attempt(compiled: Compiled, scenario: Scenario, others: Mapping[str, Compiled]) -> Played | str:
    """Play a scenario, or say why that is not possible."""
    try:
        return play(compiled, scenario, almanac=_almanac(), library=others.__getitem__)
    except FollowupError as refused:
        return f"{refused.text} ({refused.code})"
    except Exception as fault:  # noqa: BLE001 - a fault of ours fails this scenario, and the others are still played
        return f"a fault of the engine, not of the playbook: {type(fault).__name__}: {fault}"


@cache
def _almanac() -> PublicAlmanac:
    return PublicAlmanac()
