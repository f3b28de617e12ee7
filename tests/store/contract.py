"""What every store must do. A store passes by a subclass with a `store` fixture of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.store.contracts.beside import Beside
from tests.store.contracts.cases import Cases
from tests.store.contracts.limits import Limits
from tests.store.contracts.lists import Lists
from tests.store.contracts.outbox import Outbox
from tests.store.contracts.people import People
from tests.store.contracts.transactions import Transactions
from tests.store.contracts.workers import Workers

from followup.ports import Store


class StoreContract(Transactions, Cases, Lists, People, Outbox, Beside, Workers, Limits):
    """The whole contract, subject by subject."""

    @pytest.fixture
    def store(self) -> Iterator[Store]:
        """Give an empty store, and close it behind the test."""
        raise NotImplementedError
