"""Random lives in random playbooks: `python -m tests.playbooks.random_books.campaign --books 1000`.

A playbook counts if it passes check and prove; then cases live in it for so many moves, and nothing may stop
the engine. The campaign can be ended and taken up again: what was done is kept in a file, a line each.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from tests.playbooks.random_books.living import Life
from tests.playbooks.random_books.making import make

from followup.authoring.compile import read
from followup.core.prove.prove import prove
from followup.core.values.playbook import Playbook
from followup.errors import FollowupError

KEPT = Path("random-books.jsonl")
BUDGET = 400
"""Situations that a proof may look at here; a playbook that needs more is left out, not trusted."""


def sound(seed: int) -> Playbook | str:
    """Return the playbook of a seed if it passes check and prove; else what kept it out."""
    compiled, _ = read(make(seed).encode(), f"random-{seed}.yaml")
    if compiled is None:
        return "refused"
    proof = prove(compiled.playbook, budget=BUDGET)
    return compiled.playbook if proof.sound else "not proved"


def live(playbook: Playbook, seed: int, moves: int) -> str:
    """Live in a playbook for so many moves; return what stopped it, or nothing."""
    dice = random.Random(seed)
    life = Life(playbook, dice)
    for number in range(moves):
        if life.over:
            life = Life(playbook, dice)
        try:
            life.move()
        except (FollowupError, AssertionError) as fault:
            return f"move {number}: {fault}"
    return ""


def tried(seed: int, *, moves: int) -> tuple[int, str, str]:
    """Return a seed, what kept its playbook out (or nothing), and what stopped a life in it (or nothing)."""
    found = sound(seed)
    return (seed, found, "") if isinstance(found, str) else (seed, "", live(found, seed, moves))


def campaign(seeds: Iterator[int], *, moves: int, workers: int) -> Iterator[tuple[int, str, str]]:
    """Try seeds on several processes, in their order."""
    one = partial(tried, moves=moves)
    if workers == 1:
        yield from map(one, seeds)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        while some := list(islice(seeds, workers * 4)):
            yield from pool.imap(one, some)


def _unseen(done: set[int], first: int) -> Iterator[int]:
    seed = first
    while True:
        if seed not in done:
            yield seed
        seed += 1


def main() -> int:
    """Run or take up the campaign, and say what came of it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--books", type=int, default=1000)
    asked.add_argument("--moves", type=int, default=1000)
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--kept", type=Path, default=KEPT, help="what was done so far")
    options = asked.parse_args()
    lines = options.kept.read_text().splitlines() if options.kept.exists() else []
    past = [json.loads(line) for line in lines]
    done = Counter("lived" if not one["out"] else one["out"] for one in past)
    faults = [one for one in past if one["fault"]]
    begun = time.monotonic()
    seeds = _unseen({one["seed"] for one in past}, options.first)
    with options.kept.open("a") as kept:
        for seed, out, fault in campaign(seeds, moves=options.moves, workers=options.workers):
            kept.write(json.dumps({"seed": seed, "out": out, "fault": fault}) + "\n")
            kept.flush()
            done[out or "lived"] += 1
            if fault:
                faults.append({"seed": seed, "fault": fault})
                print(f"seed {seed}: {fault}", flush=True)
            if done["lived"] >= options.books:
                break
    left_out = ", ".join(f"{count} {why}" for why, count in done.items() if why != "lived")
    print(
        f"{done['lived']} proved playbooks, {options.moves} moves each; {left_out or 'none'} left out; "
        f"{len(faults)} faults; {time.monotonic() - begun:.0f} s"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
