"""The shape of the file, step by step: numbered migrations, each whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import apsw

from followup.errors import StorageError

APPLICATION = 0x464F4C57
"""The mark by which a database file is known to be a home: `FOLW`."""

_FOLDER = Path(__file__).with_name("migrations")


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the file's shape; once released it never changes."""

    number: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the SQL, kept in the home to notice a program with another history."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@cache
def migrations() -> tuple[Migration, ...]:
    """Return the migrations of this program in their order."""
    return tuple(
        Migration(
            number=int(file.name[:4]),
            name=file.stem,
            sql=file.read_text(encoding="utf-8"),  # line ends are the same everywhere
        )
        for file in sorted(_FOLDER.glob("*.sql"))
    )


def missing(connection: apsw.Connection, path: str, steps: Sequence[Migration]) -> tuple[Migration, ...]:
    """Return the migrations that a home still needs.

    Raises:
        StorageError: `home-newer` or `home-foreign`: made by a later program, or by one with
            another history; the home is left as it is.
    """
    applied = _applied(connection)
    last = steps[-1].number
    if max(applied, default=0) > last:
        raise StorageError(
            "home-newer",
            f"{path} was made by a newer Followup (schema {max(applied)}; this one knows {last}); "
            "it was left as it is",
            hint="Install the newer version: pip install --upgrade followup",
        )
    for step in steps:
        if step.number in applied and applied[step.number] != step.checksum:
            raise StorageError(
                "home-foreign",
                f"{path} was made by a Followup with another {step.name}; it was left as it is",
                hint="Open it with the version that made it",
            )
    return tuple(step for step in steps if step.number not in applied)


def apply(connection: apsw.Connection, step: Migration) -> None:
    """Take one step in a transaction of its own, unless another process has taken it by now."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if step.number not in _applied(connection):
            connection.execute(step.sql)
            connection.execute(
                "INSERT INTO migrations (number, name, checksum) VALUES (?, ?, ?)",
                (step.number, step.name, step.checksum),
            )
            connection.pragma("user_version", step.number)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def blank(steps: Sequence[Migration]) -> bytes:
    """Return the bytes of a home in which nothing has happened yet, in WAL mode from its birth."""
    connection = apsw.Connection(":memory:")
    try:
        connection.pragma("application_id", APPLICATION)
        for step in steps:
            apply(connection, step)
        data = bytearray(connection.serialize("main"))
    finally:
        connection.close()
    data[18:20] = b"\x02\x02"  # the file format's own mark for WAL; switching later needs a lock
    return bytes(data)


def _applied(connection: apsw.Connection) -> dict[int, str]:
    if not connection.pragma("user_version"):
        return {}
    rows = connection.execute("SELECT number, checksum FROM migrations").fetchall()
    return {int(number or 0): str(checksum) for number, checksum in rows}
