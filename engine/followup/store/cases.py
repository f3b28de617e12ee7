"""Cases and their logs: one lean row, one body, and entries that are only ever added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from followup.core.values.case import Case
from followup.core.values.records import Entry, Row
from followup.errors import StorageError
from followup.store.columns import check_text, micros, past, text, to_come, value_of
from followup.store.session import Session


class CaseReading:
    """The cases of a home as one transaction sees them."""

    _session: Session

    def case(self, case: str) -> Case | None:
        """Return a case."""
        row = self._session.row("cases/case", case_id=case)
        return None if row is None else value_of(Case, row[0])

    def log(self, case: str, after: int = 0) -> Sequence[Entry]:
        """Return the log entries of a case with a sequence number above `after`, in order."""
        rows = self._session.rows("cases/log", case_id=case, after=after)
        return tuple(value_of(Entry, body) for (body,) in rows)

    def running_beside(self, case: str, owner: str, employer: str) -> int:
        """Return how many other cases of the owner at this employer are not over; 0 for an empty name."""
        ((count,),) = self._session.rows("cases/running_beside", case_id=case, owner=owner, employer=employer)
        return int(count)

    def cases_of(self, owner: str, *, employer: str | None = None) -> Sequence[str]:
        """Return running cases of an owner in alphabetical order, of one employer if given."""
        if employer is None:
            rows = self._session.rows("cases/cases_of", owner=owner)
        else:
            rows = self._session.rows("cases/cases_at", owner=owner, employer=employer)
        return tuple(case for (case,) in rows)

    def involving(self, contact: str) -> Sequence[str]:
        """Return running cases that refer to a contact, in alphabetical order."""
        return tuple(case for (case,) in self._session.rows("cases/involving", contact=contact))


class CaseWriting(CaseReading):
    """Keeps cases, each together with the entries that led to it."""

    def save(self, case: Case, row: Row, entries: Sequence[Entry], *, contacts: Iterable[str]) -> None:
        """Keep a case with the entries that led to it, and the contacts it refers to.

        Without entries only the row is brought up to date.

        Raises:
            InvalidInput: Text or a number that cannot be kept.
            StorageError: `case-changed`, when another process saved it in between; `log-broken`,
                when the entries do not lead to the case: their numbers have a gap, or do not end
                with its version, which is at least 1.
        """
        before = entries[0].event.seq - 1 if entries else case.version
        seqs = [entry.event.seq for entry in entries]
        if case.version < 1 or seqs != list(range(before + 1, case.version + 1)):
            raise StorageError(
                "log-broken",
                f"The entries of {case.id} do not lead to its version {case.version}; nothing was changed",
            )
        body = text(case)
        written = [(entry.event.seq, text(entry)) for entry in entries]
        refers = set(contacts)
        for contact in refers:
            check_text(contact)
        key = self._row(case, row, before)
        self._session.rows("cases/put_body", key=key, body=body)
        for seq, entry in written:
            self._session.rows("cases/add_entry", key=key, seq=seq, body=entry)
        self._refer(key, refers)

    def _row(self, case: Case, row: Row, before: int) -> int:
        values = _columns(case, row)
        found = self._session.row("cases/update_case", before=before, **values) if before else None
        if found is None and before == 0:
            found = self._session.row("cases/insert_case", **values)
        if found is None:
            raise StorageError(
                "case-changed",
                f"{case.id} was changed by another program in between; nothing of this was kept",
                hint="Do it again: it then starts from what the other program left",
            )
        return int(found[0])

    def _refer(self, key: int, contacts: set[str]) -> None:
        kept = {contact for (contact,) in self._session.rows("cases/involved", key=key)}
        for contact in sorted(kept - contacts):
            self._session.rows("cases/release", contact=contact, key=key)
        for contact in sorted(contacts - kept):
            self._session.rows("cases/involve", contact=contact, key=key)


def _columns(case: Case, row: Row) -> dict[str, str | int | None]:
    return {
        "case_id": case.id,
        "owner": case.owner,
        "playbook": case.playbook,
        "version": case.version,
        "state": case.state,
        "outcome": case.outcome,
        "round": case.round,
        "started_at": micros(case.started_at),
        "due": to_come(row.due),
        "wants": past(row.wants),
        "deadline": past(row.deadline),
        "employer": row.employer,
        "title": row.title,
        "final": int(row.final),
        "held": int(row.held),
        "in_doubt": row.in_doubt,
    }
