"""Simulation = reality: `python -m tests.runtime.simulation.same_history --runs 500 [--seed N]`.

Every seed is a story of one case or two. It is played by the simulation, and lived through in a real home
on disk under a clock that is moved, with the program ended and begun anew at random. What they leave has
to be the same to the letter: the log of each case, the cases, what was refused, and the letters.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import zip_longest
from pathlib import Path

from tests.runtime.simulation.by_hand import live
from tests.runtime.simulation.counting import counted
from tests.runtime.simulation.lived import Lived
from tests.runtime.simulation.staging import ALMANAC
from tests.runtime.simulation.storyteller import book, story

from followup.core.values.events import EventKind
from followup.core.values.records import Entry
from followup.runtime.simulation import Played, play


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What one story came to.

    Attributes:
        seed: It tells the same story again.
        differences: Where the two histories part, a sentence each; none: they are one.
        counts: What was among it, by name.
        books: The playbooks that it was told on.
    """

    seed: int
    differences: tuple[str, ...]
    counts: Counter[str] = field(default_factory=Counter)
    books: frozenset[str] = frozenset()


def compare(seed: int, *, folder: Path | None = None) -> Compared:
    """Play a story and live through it; say where the two part."""
    tale = story(seed)
    played = play(tale.books[""], tale.scenario, almanac=ALMANAC, library=book)
    with tempfile.TemporaryDirectory(dir=folder) as home:
        lived = live(Path(home), tale.books, tale.scenario, seed=seed)
    return Compared(
        seed=seed,
        differences=tuple(differences(played, lived)),
        counts=counted(tale, lived),
        books=frozenset([tale.word, *(word for word in tale.books if word)]),
    )


def differences(played: Played, lived: Lived) -> Iterator[str]:
    """Yield where a simulation and what was really lived through part."""
    cases = {"": played.case, **played.others}
    for name, log in {"": played.log, **played.logs}.items():
        real = lived.logs.get(name, ())
        yield from _parted(name, log, real)
        if cases[name] != lived.cases.get(name):
            yield f"{name or 'own'}: the cases differ although their logs are compared apart"
    refused = [
        (one.act, one.came.rpartition("(")[2].rstrip(")")) for one in played.found if one.about == "act"
    ]
    if refused != list(lived.refused):
        yield f"refused: {refused} in the simulation, {list(lived.refused)} in reality"
    others = [one.text for one in played.found if one.about not in ("act", "fault")]
    if others:
        yield f"the simulation noted {others}"
    if _attempts(played) != Counter((case, item) for case, item, _ in lived.brought):
        yield "the attempts of the simulation are not the letters that were brought"


def _parted(name: str, log: Sequence[Entry], real: Sequence[Entry]) -> Iterator[str]:
    """Yield where two logs part; only the first place says anything."""
    for one, other in zip_longest(log, real):
        if one != other:
            yield f"{name or 'own'}: {_line(one)} in the simulation, {_line(other)} in reality"
            return


def _line(entry: Entry | None) -> str:
    if entry is None:
        return "nothing more"
    event = entry.event
    words = (event.kind.value, event.name, event.item, event.outcome)
    return f"{event.seq}. {event.recorded_at} {' '.join(filter(None, words))}"


def _attempts(played: Played) -> Counter[tuple[str, str]]:
    logs = {played.case.id: played.log, **{played.others[name].id: log for name, log in played.logs.items()}}
    return Counter(
        (case, entry.event.item)
        for case, log in logs.items()
        for entry in log
        if entry.event.kind is EventKind.ATTEMPT
    )


def _tried(seed: int, *, folder: Path | None) -> Compared:
    """Compare, and take a failure for a difference, so that the others still run."""
    try:
        return compare(seed, folder=folder)
    except Exception as fault:  # noqa: BLE001 - whatever it is, this seed is to be looked at
        return Compared(seed=seed, differences=(f"{type(fault).__name__}: {fault}",))


def compared(seeds: Iterable[int], *, workers: int, folder: Path | None) -> Iterator[Compared]:
    """Yield what each story came to, in some order."""
    work = partial(_tried, folder=folder)
    if workers == 1:
        yield from map(work, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap_unordered(work, seeds, chunksize=4)


def main() -> int:
    """Run what is asked for and print what was among it; 1 if any two histories differ."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=500, help="stories")
    parser.add_argument("--seed", type=int, default=0, help="of the first story; the next have the next")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--folder", type=Path, help="where the homes are made; default: the usual place")
    asked = parser.parse_args()
    began = time.monotonic()
    total: Counter[str] = Counter()
    books: Counter[str] = Counter()
    different = []
    seeds = range(asked.seed, asked.seed + asked.runs)
    for one in compared(seeds, workers=asked.workers, folder=asked.folder):
        total += one.counts
        books.update(one.books)
        if one.differences:
            different.append(one.seed)
            for text in one.differences:
                print(f"seed {one.seed}: {text}", flush=True)
    print(f"{asked.runs} stories from seed {asked.seed}, {time.monotonic() - began:.0f} s")
    for name, number in sorted(total.items()):
        print(f"  {name}: {number}")
    print(f"  playbooks: {len(books)} ({', '.join(f'{name} {n}' for name, n in sorted(books.items()))})")
    print(f"  differences: {len(different)}{f' (seeds {sorted(different)})' if different else ''}")
    return int(bool(different))


if __name__ == "__main__":
    sys.exit(main())
