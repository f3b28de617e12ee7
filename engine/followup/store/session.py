"""One transaction's way to the database: runs named statements and turns complaints into words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import apsw

from followup.errors import FollowupError, StorageError
from followup.store.columns import check_number, check_text
from followup.store.statements import statements

Speak = Callable[[BaseException], StorageError]


class Session:
    """Runs statements inside a transaction that somebody else begins and ends.

    A failure spoils the session: SQLite may have undone the transaction by itself, and what came
    after would be kept alone. A spoilt session refuses everything, and is never committed.
    """

    def __init__(self, connection: apsw.Connection, speak: Speak) -> None:
        self._connection: apsw.Connection | None = connection
        self._speak = speak
        self._statements = statements()
        self.failure: FollowupError | None = None

    def rows(self, name: str, /, **values: Any) -> list[tuple[Any, ...]]:
        """Return all rows of a statement.

        Raises:
            InvalidInput: A value that not every database can keep.
            StorageError: See `followup.store.faults`.
        """
        if self.failure is not None:
            raise self.failure
        if self._connection is None:
            raise StorageError("transaction-over", "This view of the home is over; open another one")
        try:
            for value in values.values():
                if type(value) is str:
                    check_text(value)
                elif type(value) is int:
                    check_number(value)
            return self._connection.execute(self._statements[name], values).fetchall()
        except FollowupError as error:
            self.failure = error
            raise
        except (apsw.Error, UnicodeDecodeError) as error:
            self.failure = self._speak(error)
            raise self.failure from error

    def row(self, name: str, /, **values: Any) -> tuple[Any, ...] | None:
        """Return the first row, or None."""
        found = self.rows(name, **values)
        return found[0] if found else None

    def close(self) -> None:
        """Refuse everything from now on."""
        self._connection = None
