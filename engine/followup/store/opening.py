"""From a path to open connections: looks before it touches, makes a new home in one piece."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import apsw

from followup.core.values.records import Worker
from followup.errors import StorageError
from followup.store.migrating import APPLICATION, Migration, apply, blank, migrations, missing
from followup.store.working import said

_OLDEST = (3, 51, 3)
"""SQLite before 3.51.3 can lose commits in WAL mode when two connections checkpoint at once."""

_HEAD = 512
_MAGIC = b"SQLite format 3\0"
_LOOKS = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


@cache
def _blank() -> bytes:
    return blank(migrations())


def make(path: Path, *, durable: bool = True) -> None:
    """Make an empty home at `path` unless something is there: whole from the first moment.

    Raises:
        OSError: The folder is missing, not writable or full.
    """
    draft = path.with_name(f".{path.name}.{os.urandom(8).hex()}")
    try:
        with open(draft, "xb", opener=_private) as file:
            file.write(_blank())
            file.flush()
            if durable:
                os.fsync(file.fileno())
        _appear(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    if durable:
        _sync_folder(path.parent)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _appear(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:  # another process was first; its home is as good
        return
    except OSError:  # a file system without links
        if not path.exists():
            draft.rename(path)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def look(path: Path) -> None:
    """Refuse a file that is no home, without touching it.

    Raises:
        StorageError: `not-a-home`, saying what it looks like.
        apsw.Error: It cannot be read.
    """
    kind = path.stat().st_mode
    if not stat.S_ISREG(kind):  # opening a pipe would wait for ever, opening a device may do anything
        raise _not_a_home(path, "a folder" if stat.S_ISDIR(kind) else "a pipe or a device, not a file")
    head = _head(path)
    if not head.startswith(_MAGIC):
        raise _not_a_home(path, _likeness(head))
    if int.from_bytes(head[68:72]) != APPLICATION:
        raise _not_a_home(path, "a database of another program")


def _head(path: Path) -> bytes:
    """Read the first bytes as SQLite reads them.

    Closing a file that was opened by hand would drop the locks that this process has on it.
    """
    flags = [apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_MAIN_DB, 0]
    file = apsw.VFSFile("", str(path), flags)
    try:
        return file.xRead(min(_HEAD, file.xFileSize()), 0)
    finally:
        file.xClose()


def _likeness(head: bytes) -> str:
    if not head:
        return "an empty file"
    for beginning, likeness in _LOOKS:
        if head.startswith(beginning):
            return likeness
    if not head.strip(b"\0"):
        return "a file of nothing but zeros"
    try:
        words = head.decode("utf-8", errors="strict" if len(head) < _HEAD else "ignore")
    except UnicodeDecodeError:
        return "no kind of file known here"
    return "a text" if words.isprintable() or not set(words) & _CONTROLS else "no kind of file known here"


_CONTROLS = {chr(code) for code in range(32)} - {"\t", "\n", "\r", "\f"}


def _not_a_home(path: Path, likeness: str) -> StorageError:
    return StorageError(
        "not-a-home",
        f"{path} is not a home of Followup: it looks like {likeness}. It was left as it is",
        hint="Name another folder with --home, or move that file away",
    )


def writable(path: Path) -> bool:
    """Whether a home may be written: the file, and the folder in which SQLite puts its log beside it."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)


def connect(path: Path, *, durable: bool = True, reading: bool = False) -> apsw.Connection:
    """Open one connection to an existing home; to one that may not be written, only to look.

    Args:
        path: The database file.
        durable: Whether a commit waits until the disk has it.
        reading: Whether the connection refuses to write.

    Raises:
        StorageError: `home-place`, where write-ahead logging is not possible.
        apsw.Error: Anything else.
    """
    looking = not writable(path)
    connection = _looking(path) if looking else apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        connection.set_busy_timeout(5000)
        if not looking and connection.pragma("journal_mode", "wal") != "wal":
            raise StorageError(
                "home-place",
                f"{path} lies where no write-ahead log is possible, such as a network folder",
                hint="Keep the home on a disk of this computer",
            )
        connection.pragma("synchronous", "FULL" if durable else "OFF")
        connection.pragma("fullfsync", durable)
        connection.pragma("checkpoint_fullfsync", durable)
        connection.pragma("foreign_keys", True)  # noqa: FBT003 - the pragma's value
        connection.pragma("trusted_schema", False)  # noqa: FBT003 - the pragma's value
        connection.pragma("cell_size_check", True)  # noqa: FBT003 - the pragma's value
        connection.config(apsw.SQLITE_DBCONFIG_DEFENSIVE, 1)
        if reading or looking:
            connection.pragma("query_only", True)  # noqa: FBT003 - the pragma's value
    except BaseException:
        connection.close()
        raise
    return connection


def _looking(path: Path) -> apsw.Connection:
    """Open a home that may not be written.

    Without a log beside it nothing can be in the middle of a change, and SQLite has to be told so,
    since it cannot make the files by which processes watch each other.
    """
    log = path.with_name(f"{path.name}-wal")
    alone = not log.exists() or not log.stat().st_size
    address = f"{path.absolute().as_uri()}?{'immutable=1' if alone else 'mode=ro'}"
    return apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)


def check_library() -> None:
    """Refuse an SQLite that can lose commits.

    Raises:
        StorageError: `sqlite-too-old`.
    """
    version = apsw.sqlite_lib_version()
    if tuple(int(part) for part in version.split(".")) < _OLDEST:
        raise StorageError(
            "sqlite-too-old",
            f"SQLite {version} can lose commits; 3.51.3 or later is needed. Nothing was opened",
            hint="pip install --upgrade --only-binary apsw apsw",
        )


def upgrade(
    connection: apsw.Connection,
    path: Path,
    steps: Sequence[Migration],
    holder: Callable[[], Worker | None],
) -> None:
    """Bring an older home up to date, after a backup beside it.

    Raises:
        StorageError: `home-newer` or `home-foreign`; `worker-runs`, when an older program works on it.
    """
    todo = missing(connection, str(path), steps)
    if not todo:
        return
    worker = holder()
    if worker is not None:
        raise StorageError(
            "worker-runs",
            f"{path} has to be brought up to date, and {said(worker)} works on it; it was left as it is",
            hint="End that process, then try again",
        )
    keep(connection, path.with_name(f"{path.name}.before-{todo[0].name}"))
    for step in todo:
        apply(connection, step)


def keep(connection: apsw.Connection, to: Path) -> None:
    """Write a whole copy of an open database to `to`, replacing a copy that is there.

    Raises:
        OSError or apsw.Error: It could not be written; no half copy is left.
    """
    draft = to.with_name(f".{to.name}.{os.urandom(8).hex()}")
    try:
        with open(draft, "xb", opener=_private):
            pass  # only its mode matters; SQLite fills it
        copy = apsw.Connection(str(draft))
        try:
            with copy.backup("main", connection, "main") as backup:
                while not backup.done:
                    backup.step(1000)
        finally:
            copy.close()
        draft.replace(to)
    finally:
        for rest in (draft, draft.with_name(f"{draft.name}-wal"), draft.with_name(f"{draft.name}-shm")):
            rest.unlink(missing_ok=True)
    _sync_folder(to.parent)
