"""Where a store in memory lies: a private folder on a memory disk, gone with its process."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_MEMORY_DISK = Path("/dev/shm")  # noqa: S108 - a folder that only this user can open is made in it


def private_folder() -> Path:
    """Return a fresh folder that only this user can open.

    SQLite's own databases in memory let a reader wait for the writer; on a memory disk a home in
    memory behaves as one in a file. Where there is no memory disk, the folder for temporary files
    serves.
    """
    disk = _MEMORY_DISK if os.access(_MEMORY_DISK, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="followup-", dir=disk))


def removal(folder: Path) -> Callable[[], None]:
    """Return what removes the folder, once or more often, but never from a forked child."""
    process = os.getpid()

    def remove() -> None:
        if os.getpid() == process:
            shutil.rmtree(folder, ignore_errors=True)

    return remove
