"""Seeded bugs: each patch file here plants one, and the tests it names have to catch it.

    python -m tests.mutants.run              all of them
    python -m tests.mutants.run 07 12        those whose names begin so

A patch begins with two lines of its own: what the bug is, and `Caught by:` with the tests. Each is
applied to a copy of the engine; its tests run against that copy and stop at the first failure. Before
that they run against a copy without a bug, where they have to pass: a test that fails anyway catches
nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_MARK = "Caught by:"
_FAILED = 1
"""What pytest returns when tests have failed; anything above is no verdict of a test."""


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
        bug, caught_by, *_ = path.read_text().splitlines()
        assert caught_by.startswith(_MARK), f"{path.name} does not say who catches it"
        found.append(Mutant(path, bug, tuple(caught_by.removeprefix(_MARK).split())))
    return found


def copied(folder: Path) -> Path:
    """Return a copy of the engine in `folder`, with the files it brings along."""
    shutil.copytree(ROOT / "engine", folder / "engine", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("schemas", "playbooks"):
        shutil.copytree(ROOT / name, folder / name)
    return folder / "engine"


def planted(mutant: Mutant, folder: Path) -> Path:
    """Return a copy of the engine in `folder` with the bug in it.

    Raises:
        AssertionError: The patch does not fit the code any more.
    """
    engine = copied(folder)
    apply(mutant, folder)
    return engine


def apply(mutant: Mutant, folder: Path, *options: str) -> None:
    """Plant a bug into the copy in `folder`; with `--check` only see whether it can be planted.

    Raises:
        AssertionError: The patch does not fit the code any more.
    """
    done = subprocess.run(
        ["git", "apply", "--recount", "--unidiff-zero", "-p1", *options, str(mutant.path)],
        cwd=folder,
        env={
            **os.environ,
            "GIT_CEILING_DIRECTORIES": str(folder.parent),
        },  # the copy is no part of a repository
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{mutant.path.name} does not fit any more: {done.stderr}"


def caught(mutant: Mutant) -> tuple[bool, str]:
    """Plant a bug, run its tests, and return whether they failed, with what they printed."""
    with tempfile.TemporaryDirectory() as name:
        done = _tested(planted(mutant, Path(name)), mutant.tests)
    return done.returncode == _FAILED, done.stdout


def sound(tests: Sequence[str]) -> tuple[bool, str]:
    """Run tests against the engine as it is, and return whether they passed, with what they printed."""
    with tempfile.TemporaryDirectory() as name:
        done = _tested(copied(Path(name)), tests)
    return done.returncode == 0, done.stdout


def _tested(engine: Path, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(engine), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def main(names: list[str]) -> int:
    """Run the chosen seeded bugs (all without a choice); the exit code is the number that got away."""
    chosen = [one for one in mutants() if not names or one.path.name.startswith(tuple(names))]
    passed, printed = sound(list(dict.fromkeys(test for one in chosen for test in one.tests)))
    if not passed:
        print(f"tests fail without any seeded bug\n{printed[-3000:]}")
        return max(len(chosen), 1)
    away = 0
    for mutant in chosen:
        began = time.monotonic()
        was, printed = caught(mutant)
        away += not was
        took = time.monotonic() - began
        print(
            f"{'caught  ' if was else 'GOT AWAY'} {took:5.1f} s  {mutant.path.stem:44} {mutant.bug}",
            flush=True,
        )
        if not was:
            print(printed[-1500:])
    print(f"{len(chosen) - away} of {len(chosen)} caught")
    return away


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
