"""What stands beside the cases: settings, pinned playbooks, touches, signals and lessons."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from whenever import Instant

from followup.core.values.events import Event
from followup.core.values.records import Pinned, Signal
from followup.core.values.surroundings import Touch
from followup.errors import StorageError
from followup.store.columns import damaged, instant, micros, text, value_of
from followup.store.session import Session


class BesideReading:
    """Settings, pins, touches, signals and lessons as one transaction sees them."""

    _session: Session

    def setting(self, key: str) -> str | None:
        """Return a value kept for the home itself, or None."""
        row = self._session.row("beside/setting", key=key)
        return None if row is None else str(row[0])

    def pinned(self, digest: str) -> Pinned | None:
        """Return a playbook by its digest."""
        row = self._session.row("beside/pinned", digest=digest)
        if row is None:
            return None
        digest, neutral, source, file, marks, added_at = row
        try:
            lines = json.loads(marks)
        except ValueError as error:
            raise damaged(f"the marks of {file} cannot be read") from error
        return Pinned(
            digest=digest, neutral=neutral, source=source, file=file, added_at=instant(added_at), marks=lines
        )

    def touches(self, contacts: Iterable[str], case: str) -> Sequence[Touch]:
        """Return touches of these contacts by any case, and of this case, oldest first."""
        rows = self._session.rows("beside/touches", contacts=text(sorted(set(contacts))), case_id=case)
        return tuple(
            Touch(
                contact=contact,
                at=instant(at),
                case=by,
                item=item,
                round=number,
                owner=owner,
                counted=bool(counted),
                way=way,
            )
            for contact, at, by, item, number, owner, counted, way in rows
        )

    def signals(self, limit: int = 100) -> Sequence[Signal]:
        """Return events on their way to other cases, oldest first."""
        return tuple(
            Signal(
                id=number, to=receiver, sender=sender, event=value_of(Event, event), proposed=bool(proposed)
            )
            for number, receiver, sender, event, proposed in self._session.rows(
                "beside/signals", limit=max(limit, 0)
            )
        )

    def lessons(self, owner: str) -> Sequence[tuple[str, Instant, str]]:
        """Return (case, when, words) of what a person noted for later interviews, newest first."""
        rows = self._session.rows("beside/lessons", owner=owner)
        return tuple((case, instant(at), words) for case, at, words in rows)


class BesideWriting(BesideReading):
    """Keeps what stands beside the cases."""

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a value for the home itself; None removes it."""
        if value is None:
            self._session.rows("beside/drop_setting", key=key)
        else:
            self._session.rows("beside/put_setting", key=key, value=value)

    def pin(self, pinned: Pinned) -> None:
        """Keep a playbook; keeping it again changes nothing."""
        self._session.rows(
            "beside/pin",
            digest=pinned.digest,
            neutral=pinned.neutral,
            source=pinned.source,
            file=pinned.file,
            marks=text(pinned.marks),
            added_at=micros(pinned.added_at),
        )

    def add_touch(self, touch: Touch) -> None:
        """Record a touch; the same (case, item) again replaces it."""
        self._session.rows(
            "beside/add_touch",
            contact=touch.contact,
            at=micros(touch.at),
            case_id=touch.case,
            item=touch.item,
            round=touch.round,
            owner=touch.owner,
            counted=int(touch.counted),
            way=touch.way,
        )

    def remove_touch(self, case: str, item: str) -> None:
        """Take a touch back that turned out not to have happened."""
        self._session.rows("beside/remove_touch", case_id=case, item=item)

    def post(self, signal: Signal) -> None:
        """Put an event into the inbox of another case; its `id` is given by the store."""
        self._session.rows(
            "beside/post",
            receiver=signal.to,
            sender=signal.sender,
            event=text(signal.event),
            proposed=int(signal.proposed),
        )

    def take(self, signal: Signal) -> None:
        """Remove a signal that has become an event.

        Raises:
            StorageError: `signal-taken`, when another process has taken it: the event must not
                happen twice.
        """
        if self._session.row("beside/take", id=signal.id) is None:
            raise StorageError(
                "signal-taken",
                f"The signal from {signal.sender} to {signal.to} was taken by another program; "
                "nothing of this was kept",
            )

    def add_lesson(self, owner: str, case: str, at: Instant, words: str) -> None:
        """Keep what a person wants to remember at later interviews."""
        self._session.rows("beside/add_lesson", owner=owner, case_id=case, at=micros(at), words=words)
