"""A simulation is a real run: the same story on disk, with restarts, leaves the same logs to the letter.

The short form of `python -m tests.runtime.simulation.same_history --runs 500`.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from tests.runtime.simulation.same_history import Compared, compare

SEEDS = range(36)


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Compared]:
    """Keep what each story came to, so that they are looked at together afterwards."""
    del tmp_path_factory
    return {}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_simulated_history_is_the_real_one(
    seed: int, tmp_path: Path, compared: dict[int, Compared]
) -> None:
    """Guards simulate = run: the same events at the same instants, with the same texts and reasons."""
    compared[seed] = compare(seed, folder=tmp_path)
    assert compared[seed].differences == ()


def test_the_stories_are_worth_it(compared: dict[int, Compared]) -> None:
    """Guards that everything that makes histories hard is among the stories."""
    if len(compared) < len(SEEDS):
        pytest.skip("only some of the stories were told")
    total = sum((one.counts for one in compared.values()), Counter[str]())
    assert total["pairs of one candidate"] >= 3
    assert total["pairs of two candidates"] >= 3
    assert total["restarts in reality"] >= 500
    assert not [name for name in _AMONG_THEM if not total[name]]
    assert len({book for one in compared.values() for book in one.books}) >= 9


_AMONG_THEM = (
    "approvals at once",
    "approvals delayed",
    "approvals taken back by a change",
    "drafts refused",
    "edits",
    "holds",
    "in doubt",
    "in doubt settled later",
    "interviews moved while a draft was drafted",
    "late records",
    "late settled",
    "promises revised while a draft was approved",
    "promises revised while a draft was drafted",
    "told by the other case: rival_offer",
    "undone",
)
