"""The plain store keeps the contract of stores, but for what other threads and strange texts would notice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.store.contracts.beside import Beside
from tests.store.contracts.cases import Cases
from tests.store.contracts.lists import Lists
from tests.store.contracts.outbox import Outbox
from tests.store.contracts.people import People

from followup.ports import Store
from followup.store.plain import PlainStore


class TestPlain(Cases, Lists, People, Outbox, Beside):
    """A home of plain values."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        store = PlainStore()
        yield store
        store.close()
