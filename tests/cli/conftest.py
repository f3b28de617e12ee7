"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli.typing_in import START, Typist


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    """A typist at an empty sandbox home."""
    return Typist(tmp_path / "home")


@pytest.fixture
def started(typist: Typist) -> Typist:
    """A typist at a home with one case whose interview ended half an hour ago."""
    typist("start", *START)
    return typist
