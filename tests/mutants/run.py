"""Seeded bugs: each patch file here plants one, and the tests it names have to catch it.

    python -m tests.mutants.run              all of them
    python -m tests.mutants.run 07 12        those whose names begin so

A patch begins with two lines of its own: what the bug is, and `Caught by:` with the tests. Each is
applied to a copy of the engine; its tests run against that copy and stop at the first failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Mutant:
    """One seeded bug: its file, what it is, and the tests that have to catch it."""

    path: Path
    bug: str
    tests: tuple[str, ...]


def mutants() -> list[Mutant]:
    """Return all seeded bugs in the order of their names."""
    found = []
    for path in sorted(HERE.glob("*.patch")):
        bug, caught, *_ = path.read_text().splitlines()
        found.append(Mutant(path, bug, tuple(caught.removeprefix("Caught by:").split())))
    return found


def planted(mutant: Mutant, folder: Path) -> Path:
    """Return a copy of the engine in `folder` with the bug in it.

    Raises:
        AssertionError: The patch does not fit the code any more.
    """
    shutil.copytree(ROOT / "engine", folder / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("schemas", "playbooks"):
        shutil.copytree(ROOT / name, folder / name)
    done = subprocess.run(
        ["git", "apply", "--recount", "--unidiff-zero", "-p1", str(mutant.path)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{mutant.path.name} does not fit any more: {done.stderr}"
    return folder / "engine"


def caught(mutant: Mutant) -> tuple[bool, str]:
    """Plant a bug, run its tests, and return whether they failed, with what they printed."""
    with tempfile.TemporaryDirectory() as name:
        engine = planted(mutant, Path(name))
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *mutant.tests],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(engine), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
    return done.returncode == 1, done.stdout


def main(chosen: list[str]) -> int:
    """Run the chosen seeded bugs (all without a choice); the exit code is the number that got away."""
    away = 0
    for mutant in mutants():
        if chosen and not any(mutant.path.name.startswith(one) for one in chosen):
            continue
        was, printed = caught(mutant)
        away += not was
        print(f"{'caught  ' if was else 'GOT AWAY'}  {mutant.path.stem:44} {mutant.bug}", flush=True)
        if not was:
            print(printed[-1500:])
    return away


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
