"""A view of a plain store, in the order and with the limits of the one on SQLite."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.records import Counts, Entry, Parcel, ParcelStatus, Pinned, Row, Signal, Summary
from followup.core.values.surroundings import Touch
from followup.store.addresses import normal
from followup.store.plain.kept import Kept

_MOST_NAMES = 50


class PlainReading:
    """A consistent view: what was there when it was opened. Implements `ports.Reading`."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def setting(self, key: str) -> str | None:
        """Return a value kept for the home itself, or None."""
        return self._kept.settings.get(key)

    def pinned(self, digest: str) -> Pinned | None:
        """Return a playbook by its digest."""
        return self._kept.pins.get(digest)

    def owner(self, owner: str) -> Me | None:
        """Return a candidate."""
        return self._kept.owners.get(owner)

    def owners(self) -> Mapping[str, Me]:
        """Return all candidates by id, in alphabetical order."""
        return dict(sorted(self._kept.owners.items()))

    def contact(self, contact: str) -> Contact | None:
        """Return a contact by id."""
        return self._kept.contacts.get(contact)

    def contacts(self, ids: Iterable[str]) -> Mapping[str, Contact]:
        """Return the contacts that exist among `ids`, in alphabetical order."""
        known = self._kept.contacts
        return {one: known[one] for one in sorted(set(ids)) if one in known}

    def contact_at(self, way: str, address: str) -> Contact | None:
        """Return the contact with this address; of several the one that was kept first."""
        wanted = normal(way, address)
        for one in self._kept.contacts.values():
            if way in one.addresses and normal(way, one.addresses[way]) == wanted:
                return one
        return None

    def case(self, case: str) -> Case | None:
        """Return a case."""
        return self._kept.cases.get(case)

    def names(self, beginning: str = "", *, owner: str | None = None) -> Sequence[str]:
        """Return case ids with this beginning in alphabetical order, at most 50."""
        found = [case.id for case in self._of(owner) if case.id.startswith(beginning)]
        return tuple(sorted(found)[:_MOST_NAMES])

    def summaries(
        self,
        *,
        owner: str | None = None,
        state: str | None = None,
        ended: bool | None = None,
        wanting: bool = False,
        limit: int = 100,
    ) -> Sequence[Summary]:
        """Return summaries; wanting ones by deadline, others by due, unknown last, then by age."""
        found = [
            _summary(case, row)
            for case in self._of(owner)
            for row in [self._kept.rows[case.id][0]]
            if state in (None, case.state)
            if ended in (None, row.final)
            if row.wants is not None or not wanting
        ]
        found.sort(key=lambda line: (line.row.deadline if wanting else line.row.due) or Instant.MAX)
        return tuple(found[: max(limit, 0)])

    def counts(self, owner: str | None = None) -> Counts:
        """Return the totals; `in_doubt` counts items, everything else cases."""
        rows = [self._kept.rows[case.id][0] for case in self._of(owner)]
        return Counts(
            cases=len(rows),
            resting=sum(row.wants is None and not row.final for row in rows),
            ended=sum(row.final for row in rows),
            held=sum(row.held for row in rows),
            in_doubt=sum(row.in_doubt for row in rows),
            wanting=sum(row.wants is not None for row in rows),
        )

    def due(self, now: Instant, limit: int = 100) -> Sequence[str]:
        """Return cases due at `now`, the longest due first."""
        return tuple(case for at, case in self._dues(None) if at <= now)[: max(limit, 0)]

    def next_due(self, *, owner: str | None = None) -> tuple[str, Instant] | None:
        """Return the case that is due next (in the past or the future) and when."""
        return next(((case, at) for at, case in self._dues(owner)), None)

    def log(self, case: str, after: int = 0) -> Sequence[Entry]:
        """Return the log entries of a case with a sequence number above `after`, in order."""
        return self._kept.logs.get(case, ())[after:]

    def parcels(self, case: str) -> Sequence[Parcel]:
        """Return all outbox rows of a case, oldest first."""
        return tuple(one for key, one in self._kept.parcels.items() if key[0] == case)

    def parcel(self, case: str, item: str) -> Parcel | None:
        """Return the row with the latest revision of an item."""
        found = [one for key, one in self._kept.parcels.items() if key[:2] == (case, item)]
        return max(found, key=lambda one: one.draft.revision, default=None)

    def lapsed(self, now: Instant, limit: int = 100) -> Sequence[Parcel]:
        """Return rows in `sending` whose lease has run out, the longest first."""
        found = [one for one in self.sending() if one.lease_until is not None and one.lease_until <= now]
        return tuple(found[: max(limit, 0)])

    def sending(self) -> Sequence[Parcel]:
        """Return all rows in `sending`, the lease that runs out first before the others."""
        found = [one for one in self._kept.parcels.values() if one.status is ParcelStatus.SENDING]
        return tuple(sorted(found, key=lambda one: one.lease_until or Instant.MAX))

    def touches(self, contacts: Iterable[str], case: str) -> Sequence[Touch]:
        """Return touches of these contacts by any case, and of this case, oldest first."""
        ids = set(contacts)
        found = [one for one in self._kept.touches.values() if one.contact in ids or one.case == case]
        return tuple(sorted(found, key=lambda one: (one.at, one.case, one.item)))

    def running_beside(self, case: str, owner: str, employer: str) -> int:
        """Return how many other cases of the owner at this employer are not over; 0 for an empty name."""
        return len(set(self.cases_of(owner, employer=employer)) - {case}) if employer else 0

    def cases_of(self, owner: str, *, employer: str | None = None) -> Sequence[str]:
        """Return running cases of an owner in alphabetical order, of one employer if given."""
        rows = self._kept.rows
        found = [
            case.id
            for case in self._of(owner)
            if not rows[case.id][0].final and employer in (None, rows[case.id][0].employer)
        ]
        return tuple(sorted(found))

    def involving(self, contact: str) -> Sequence[str]:
        """Return running cases that refer to a contact, in alphabetical order."""
        rows = self._kept.rows.items()
        return tuple(sorted(case for case, (row, ids) in rows if contact in ids and not row.final))

    def signals(self, limit: int = 100) -> Sequence[Signal]:
        """Return events on their way to other cases, oldest first."""
        return tuple(self._kept.signals.values())[: max(limit, 0)]

    def lessons(self, owner: str) -> Sequence[tuple[str, Instant, str]]:
        """Return (case, when, words) of what a person noted for later interviews, newest first."""
        mine = [(case, at, words) for by, case, at, words in reversed(self._kept.lessons) if by == owner]
        return tuple(sorted(mine, key=lambda lesson: lesson[1], reverse=True))

    def _of(self, owner: str | None) -> list[Case]:
        return [case for case in self._kept.cases.values() if owner in (None, case.owner)]

    def _dues(self, owner: str | None) -> list[tuple[Instant, str]]:
        found = [
            (due, case.id)
            for case in self._of(owner)
            for due in [self._kept.rows[case.id][0].due]
            if due is not None
        ]
        return sorted(found, key=lambda one: one[0])


def _summary(case: Case, row: Row) -> Summary:
    return Summary(
        case=case.id,
        owner=case.owner,
        state=case.state,
        outcome=case.outcome,
        round=case.round,
        playbook=case.playbook,
        started_at=case.started_at,
        row=row,
    )
