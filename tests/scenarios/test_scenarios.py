"""Every scenario file here is played through the real runtime and comes out as it expects."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scenarios.teller import HERE, played

FILES = sorted(HERE.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_comes_out_as_expected(path: Path) -> None:
    """The exact instants, states and messages of a told story are those that the file expects."""
    assert played(path).differences == ()


def test_there_are_enough_scenarios() -> None:
    """The four worked scenarios and twelve more are all found by their place."""
    assert len(FILES) >= 16
