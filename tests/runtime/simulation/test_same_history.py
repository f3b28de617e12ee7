"""A simulation is a real run: the same story on disk, with restarts, leaves the same log to the letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.runtime.simulation.by_hand import lived
from tests.runtime.simulation.staging import ALMANAC, stock
from tests.runtime.simulation.storyteller import story

from followup.core.values.records import Entry
from followup.runtime.simulation import play

SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_simulated_history_is_the_real_one(seed: int, tmp_path: Path) -> None:
    """Guards simulate = run: the same events at the same instants, with the same texts and reasons."""
    told = story(stock().playbook, seed)
    simulated = play(stock(), told, almanac=ALMANAC)
    real = lived(tmp_path, stock(), told)
    assert len(real) > 1
    assert _lines(simulated.log) == _lines(real)
    assert simulated.log == real


def test_the_stories_are_worth_it() -> None:
    """Guards that the stories move cases about: states, refusals, doubts and what left are all among them."""
    played = [play(stock(), story(stock().playbook, seed), almanac=ALMANAC) for seed in SEEDS]
    states = {state for one in played for state in one.covered.states}
    assert len(states) >= 8
    assert sum(len(one.sent) for one in played) >= 20
    outcomes = {entry.event.outcome for one in played for entry in one.log}
    assert {"sent", "in_doubt", "retry", "failed", "answered", "handed_over"} <= outcomes


def _lines(log: Sequence[Entry]) -> list[str]:
    """Return a line for each entry, so that a difference is seen at a glance."""
    return [
        f"{one.event.recorded_at} {one.event.kind} {one.event.name}{one.event.item} {one.event.outcome}"
        for one in log
    ]
