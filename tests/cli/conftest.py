"""What the tests of the command line share."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.cli.typing_in import START, Typist


@pytest.fixture
def typist(tmp_path: Path) -> Typist:
    """A typist at an empty sandbox home."""
    return Typist(tmp_path / "home")


@pytest.fixture(scope="session")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sandbox home with one case whose interview ended half an hour ago; never typed at itself."""
    home = tmp_path_factory.mktemp("one-case") / "home"
    Typist(home)("start", *START)
    return home


@pytest.fixture
def started(typist: Typist, one_case: Path) -> Typist:
    """A typist at a home of their own with that case."""
    shutil.copytree(one_case, typist.home)
    return typist
