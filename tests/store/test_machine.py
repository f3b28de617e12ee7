"""Random transactions: SQLite and the plain model never differ."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from tests.store.machine import StoreMachine

from followup.ports import Store
from followup.store import open_store


class Sqlite(StoreMachine):
    """SQLite in memory, whose file differs from another only in where it lies."""

    def opened(self) -> Store:
        return open_store(None)


TestSqlite = Sqlite.TestCase
TestSqlite.settings = settings(
    max_examples=int(os.environ.get("STORE_EXAMPLES", "60")),
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
