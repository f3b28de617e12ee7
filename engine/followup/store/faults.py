"""What SQLite complains of, in words for people with a way out."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw

from followup.errors import StorageError

Holder = Callable[[], str]
"""Says who works on the home now, as `NAME (process 12 on HOST)`, or an empty string."""

_WHOLE = "this step was not written, and what was written before it is whole"
"""All that a store knows: what was done before this step, or by others, it cannot tell."""

_UNWRITTEN = "this step was not written"
"""What it says where the file itself is in doubt."""

_LEAST = 64 * 1024
"""Bytes that SQLite needs beside the file only to look into it; with fewer left, the disk is full."""


def spoken(error: BaseException, path: str, holder: Holder = str) -> StorageError:
    """Return what to tell a person about an error of SQLite or of the operating system."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _full(path, error, holder)
    if isinstance(error, OSError) and error.errno == errno.EROFS:
        return _read_only(path, error, holder)
    if isinstance(error, (apsw.IOError, apsw.CantOpenError)) and _no_room(path):
        return _full(path, error, holder)
    for kinds, say in _SAYINGS:
        if isinstance(error, kinds):
            return say(path, error, holder)
    return StorageError(
        "home-failed",
        f"{path} could not be used: {error}; {_UNWRITTEN}",
        hint="Look at the home with: playbook doctor",
    )


def _no_room(path: str) -> bool:
    """Whether the disk is full: SQLite calls it a failing disk when it finds no room for the file beside."""
    try:
        return Path(path).exists() and shutil.disk_usage(Path(path).parent).free < _LEAST
    except OSError:
        return False


def _busy(path: str, _: BaseException, holder: Holder) -> StorageError:
    return StorageError(
        "home-busy",
        f"{path} is in use by {holder() or 'another program'}; {_WHOLE}",
        hint="Try again in a moment. If it stays so, end the program that has the file open",
    )


def _full(path: str, _: BaseException, __: Holder) -> StorageError:
    return StorageError(
        "disk-full",
        f"There is no room left on the disk of {path}; {_WHOLE}",
        hint="Make room on that disk, look what was done (playbook today), and do what is missing again",
    )


def _read_only(path: str, _: BaseException, __: Holder) -> StorageError:
    return StorageError(
        "home-read-only",
        f"{path} may not be written; {_WHOLE}",
        hint="Check who owns the file and its folder, and whether the disk is mounted for writing",
    )


def _unreachable(path: str, error: BaseException, _: Holder) -> StorageError:
    return StorageError(
        "home-unreachable",
        f"{path} cannot be opened: {error}; {_WHOLE}",
        hint="Check that its folder exists and that you may write into it",
    )


def _damaged(path: str, error: BaseException, _: Holder) -> StorageError:
    return StorageError(
        "home-damaged",
        f"{path} is damaged ({error}); {_UNWRITTEN}",
        hint="Copy the whole home folder before anything else, then put back a backup",
    )


def _not_a_home(path: str, _: BaseException, __: Holder) -> StorageError:
    return StorageError(
        "not-a-home",
        f"{path} is not a home of Followup, and was left as it is",
        hint="Name another folder with --home",
    )


def _forbidden(path: str, error: BaseException, _: Holder) -> StorageError:
    return StorageError(
        "home-forbids",
        f"{path} does not allow this change ({error}); {_WHOLE}",
        hint="This is a mistake in the program; what was kept before is whole",
    )


def _disk(path: str, error: BaseException, _: Holder) -> StorageError:
    return StorageError(
        "disk-error",
        f"The disk of {path} failed ({error}); {_UNWRITTEN}",
        hint="Copy the whole home folder to another disk before you go on",
    )


_SAYINGS: tuple[tuple[tuple[type[BaseException], ...], Callable[..., StorageError]], ...] = (
    ((apsw.BusyError, apsw.LockedError), _busy),
    ((apsw.FullError,), _full),
    ((apsw.ReadOnlyError, apsw.PermissionsError, apsw.AuthError, PermissionError), _read_only),
    ((apsw.CantOpenError, FileNotFoundError, NotADirectoryError), _unreachable),
    ((apsw.NotADBError,), _not_a_home),
    ((apsw.CorruptError, apsw.FormatError, UnicodeDecodeError), _damaged),
    ((apsw.ConstraintError,), _forbidden),
    ((apsw.IOError, OSError), _disk),
)
