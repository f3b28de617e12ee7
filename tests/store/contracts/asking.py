"""What the parts of the contract ask with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tests.store import making

from followup.errors import StorageError
from followup.ports import Writing


def keep(writing: Writing, *names: str, **row: Any) -> None:
    """Save fresh cases with one entry each."""
    for name in names:
        writing.save(making.case(name), making.row(**row), making.entries(1, 1), contacts=())


@contextmanager
def refuses(code: str) -> Iterator[None]:
    """Expect a storage error with this code."""
    with pytest.raises(StorageError) as found:
        yield
    assert found.value.code == code
