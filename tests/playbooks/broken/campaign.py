"""Broken playbooks against the prover: `python -m tests.playbooks.broken.campaign [--seed N] [--each N]`.

Every mutant is written as a file, proved, and the stories of its refutations are run by the same code as
`playbook test`. A mutant is caught if a promise is refuted with a story that really fails there. What is
refuted because it never happens (a state nobody reaches, a timer that moves nothing) need not have a story
that fails, and is counted apart.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.playbooks.broken.operators import OPERATORS, Mutant

from followup.authoring import characters, text
from followup.authoring.compile import read
from followup.authoring.scenario_text import text as scenarios_text
from followup.authoring.tree import plain
from followup.authoring.yaml_text import lines
from followup.core.prove.prove import prove
from followup.core.values.proof import Verdict
from followup.testing.suites import run_suite

ROOT = Path(__file__).parents[3]
STOCK = ROOT / "playbooks" / "interview-follow-up.yaml"
EQUIVALENT = Path(__file__).parent / "equivalent.tsv"
"""Mutants that break nothing: operator, where, and why, each judged by hand."""

NEVER = {"reachable", "timers-fire"}
"""Promises that are broken by what does not happen, so that no story need fail."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of one mutant.

    Attributes:
        result: `shown` (refuted, and the story fails), `refuted` (nothing can fail), `story-passes`,
            `survives`, `gave-up`, `unreadable`.
        promises: What was refuted, or what went wrong.
    """

    operator: str
    where: str
    result: str
    promises: tuple[str, ...]
    seconds: float


def tree_of(path: Path = STOCK) -> dict[str, object]:
    """Return a playbook file as plain values."""
    source, found = characters.decode(path.read_bytes(), path.name)
    root = text.parse(source, found)
    assert root is not None
    tree = plain(root)
    assert isinstance(tree, dict)
    return tree


def mutants(seed: int, each: int) -> Iterator[Mutant]:
    """Yield up to `each` mutants of every operator, drawn with a seed; what is equivalent is left out."""
    known = {tuple(line.split("\t")[:2]) for line in EQUIVALENT.read_text().splitlines()[1:]}
    dice = random.Random(seed)
    tree = tree_of()
    for operator in OPERATORS.values():
        found = [mutant for mutant in operator(tree) if (mutant.operator, mutant.where) not in known]
        yield from dice.sample(found, min(each, len(found)))


def trial(mutant: Mutant) -> Trial:
    """Prove one mutant and run the stories of its refutations."""
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        result, promises = _tried(mutant, Path(folder))
    return Trial(mutant.operator, mutant.where, result, promises, time.monotonic() - begun)


def _tried(mutant: Mutant, folder: Path) -> tuple[str, tuple[str, ...]]:
    book = folder / "broken.yaml"
    book.write_text("\n".join(lines({**mutant.tree, "playbook": "broken"})) + "\n")  # type: ignore[dict-item]
    compiled, findings = read(book.read_bytes(), str(book), flow=False)
    if compiled is None:
        return "unreadable", tuple(finding.text for finding in findings[:1])
    proof = prove(compiled.playbook)
    refuted = [one for one in proof.promises if one.verdict is Verdict.REFUTED]
    names = tuple(one.promise for one in refuted)
    if not refuted:
        gave_up = any(one.verdict is Verdict.GAVE_UP for one in proof.promises)
        return ("gave-up" if gave_up else "survives"), names
    stories = [
        refutation.scenario for one in refuted for refutation in one.refutations if refutation.scenario
    ]
    if not stories:
        return "refuted", names
    told = {story.name: story for story in stories}
    tests = folder / "broken.tests.yaml"
    tests.write_text(scenarios_text(told.values()))
    result = run_suite(tests, compiled=compiled, workers=1)
    if result.findings:
        return "story-unreadable", tuple(finding.text for finding in result.findings[:1])
    failed = [one for one in result.results if not one.passed]
    if failed:
        return "shown", names
    return ("refuted" if set(names) <= NEVER else "story-passes"), names


def campaign(chosen: Sequence[Mutant], workers: int) -> Iterator[Trial]:
    """Try mutants on several processes, and yield what became of each."""
    if workers == 1:
        yield from map(trial, chosen)
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap(trial, chosen)


def main() -> int:
    """Run the campaign and say what became of every mutant."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--each", type=int, default=1000, help="mutants for each operator")
    asked.add_argument("--workers", type=int, default=2)
    asked.add_argument("--only", default="", help="one operator")
    options = asked.parse_args()
    chosen = [one for one in mutants(options.seed, options.each) if options.only in one.operator]
    print(f"seed {options.seed}: {len(chosen)} mutants by {len({one.operator for one in chosen})} operators")
    results: Counter[str] = Counter()
    for number, done in enumerate(campaign(chosen, options.workers), 1):
        results[done.result] += 1
        said = ", ".join(done.promises)
        print(
            f"{number:4} {done.result:12} {done.operator}: {done.where}  [{said}] {done.seconds:.1f} s",
            flush=True,
        )
    print(", ".join(f"{count} {result}" for result, count in sorted(results.items())))
    return 0 if results.keys() <= {"shown", "refuted"} else 1


if __name__ == "__main__":
    sys.exit(main())
