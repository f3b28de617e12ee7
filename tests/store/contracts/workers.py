"""The one worker of a home."""

from __future__ import annotations

import pytest
from tests.store import making
from tests.store.contracts.asking import refuses

from followup.errors import StorageError
from followup.ports import Store


class Workers:
    """The one worker of a home."""

    def test_one_worker(self, store: Store) -> None:
        """Guards that a second worker is refused by name, and commands run beside the first."""
        first = making.worker("first")
        assert store.worker() is None
        with store.work(first):
            assert store.worker() == first
            with refuses("worker-runs"), store.work(making.worker("second")):
                pass
            with pytest.raises(StorageError, match=r"first \(process 12 on here"):
                store.work(making.worker("second")).__enter__()
            with store.write() as writing:
                writing.put_setting("a", "1")
            assert store.worker() == first
        assert store.worker() is None
        with store.work(making.worker("second")):
            pass
