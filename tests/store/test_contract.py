"""SQLite passes the contract, in a file and in memory."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.store.contract import StoreContract

from followup.ports import Store
from followup.store import open_store


class TestFile(StoreContract):
    """A home in a file."""

    @pytest.fixture
    def store(self, tmp_path: Path) -> Iterator[Store]:
        store = open_store(tmp_path / "followup.db")
        yield store
        store.close()


class TestMemory(StoreContract):
    """A home in memory."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        store = open_store(None)
        yield store
        store.close()
