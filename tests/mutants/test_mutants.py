"""The seeded bugs still fit the code, and a few of them are run each time."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.mutants.run import Mutant, caught, mutants, planted

ALL = mutants()
SHORT = ALL[::10]


def test_there_are_thirty() -> None:
    """Step, outbox and calendar have thirty seeded bugs between them."""
    assert len(ALL) >= 30


@pytest.mark.parametrize("mutant", ALL, ids=lambda mutant: mutant.path.stem)
def test_a_seeded_bug_still_fits(mutant: Mutant, tmp_path: Path) -> None:
    """A patch that does not apply any more guards nothing."""
    planted(mutant, tmp_path)
    assert mutant.tests


@pytest.mark.parametrize("mutant", SHORT, ids=lambda mutant: mutant.path.stem)
def test_a_seeded_bug_is_caught(mutant: Mutant) -> None:
    """The tests that a seeded bug names fail on it; all of them run with `python -m tests.mutants.run`."""
    was, printed = caught(mutant)
    assert was, printed
