"""Assertions in the contract explain themselves, although its parts are no test modules."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.store.contracts", "tests.store.machine")
