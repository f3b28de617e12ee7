"""A home's memory on SQLite: cases, their logs, people, and the outbox, each change whole or not at all."""

from __future__ import annotations

from followup.store.sqlite import SqliteStore, open_store

__all__ = ["SqliteStore", "open_store"]
