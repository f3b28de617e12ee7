"""A lock on an open file that the operating system drops when the process ends."""

from __future__ import annotations

import os
import sys

if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int, *, shared: bool = False) -> bool:  # noqa: ARG001 - Windows knows one kind
        """Lock the file if nobody else has; say whether it is locked now."""
        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which others must read
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def try_lock(descriptor: int, *, shared: bool = False) -> bool:
        """Lock the file if nobody else has; say whether it is locked now."""
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


_kept: set[int] = set()


def keep(descriptor: int) -> None:
    """Count a descriptor among those that a forked child lets go of: it holds no lock of its own."""
    _kept.add(descriptor)


def let_go(descriptor: int) -> None:
    """Close a kept descriptor, unless this is a forked child that has closed it already."""
    if is_kept(descriptor):
        _kept.discard(descriptor)
        os.close(descriptor)


def is_kept(descriptor: int) -> bool:
    """Return whether this process still has the descriptor."""
    return descriptor in _kept


def _close_in_child() -> None:
    for descriptor in _kept:
        os.close(descriptor)
    _kept.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_close_in_child)
