"""A store of plain values in the memory of one thread, for simulations."""

from __future__ import annotations

from followup.store.plain.store import PlainStore

__all__ = ["PlainStore"]
