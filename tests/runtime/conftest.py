"""A world of its own for each test of the runtime."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.runtime.world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """A home in memory on Thursday 1 October 2026, 16:40 in London."""
    made = World(tmp_path)
    yield made
    made.close()
