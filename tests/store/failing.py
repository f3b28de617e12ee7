"""A disk that fails at a chosen write or sync."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import apsw


class FailingDisk(apsw.VFS):
    """The file system of the machine until `fail_after` has been counted down; then every write fails."""

    def __init__(self) -> None:
        self._left: int | None = None
        self._fault: type[apsw.Error] = apsw.FullError
        self.below = apsw.vfs_names()[0]
        super().__init__("failing", self.below, makedefault=True)

    def fail_after(self, writes: int | None, fault: type[apsw.Error]) -> None:
        """Let so many writes and syncs pass; None: all of them."""
        self._left, self._fault = writes, fault

    def count(self) -> None:
        """Count a write, and raise if it is one too many."""
        if self._left is not None:
            self._left -= 1
            if self._left < 0:
                raise self._fault

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  # SQLite's name
        return FailingFile(self, name, flags)


class FailingFile(apsw.VFSFile):
    """A file on a failing disk."""

    def __init__(self, disk: FailingDisk, name: Any, flags: list[int]) -> None:
        self._disk = disk
        super().__init__(disk.below, name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  # SQLite's name
        self._disk.count()
        super().xWrite(data, offset)

    def xSync(self, flags: int) -> None:  # noqa: N802  # SQLite's name
        self._disk.count()
        super().xSync(flags)


@contextmanager
def failing() -> Iterator[FailingDisk]:
    """Put a failing disk under every database that is opened in the block."""
    disk = FailingDisk()
    try:
        yield disk
    finally:
        disk.unregister()
