"""The seeded bugs still fit the code, and a few of them are run each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mutants.run import ROOT, Mutant, apply, caught, copied, mutants

ALL = mutants()
SHORT = ALL[::10]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the engine that no bug is planted into."""
    folder = tmp_path_factory.mktemp("sound")
    copied(folder)
    return folder


def test_there_are_sixty() -> None:
    """Calendar, step, outbox and store have sixty seeded bugs between them."""
    assert len(ALL) >= 60


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.path.stem)
def test_a_seeded_bug_still_fits(mutant: Mutant, copy: Path) -> None:
    """A patch that does not apply any more guards nothing, and neither does a test that is gone."""
    apply(mutant, copy, "--check")
    assert mutant.tests
    for test in mutant.tests:
        file, *_, function = test.split("::")
        words = [path.read_text() for path in [ROOT / file, *(ROOT / file).parent.rglob("*.py")]]
        assert any(f"def {function.partition('[')[0]}(" in text for text in words), f"{test} is gone"


@pytest.mark.parametrize("mutant", SHORT, ids=lambda mutant: mutant.path.stem)
def test_a_seeded_bug_is_caught(mutant: Mutant) -> None:
    """The tests that a seeded bug names fail on it; all of them run with `python -m tests.mutants.run`."""
    was, printed = caught(mutant)
    assert was, printed
