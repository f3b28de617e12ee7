"""Lists, totals and wake-ups, answered from indexes: none costs more when there are more cases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whenever import Instant

from followup.core.values.records import Counts, Row, Summary
from followup.store.columns import GREATEST, instant, maybe, micros
from followup.store.session import Session

_BEHIND = "\U0010ffff"
"""Sorts behind everything that people type."""


class ListReading:
    """Lists of cases as one transaction sees them."""

    _session: Session

    def names(self, beginning: str = "", *, owner: str | None = None) -> Sequence[str]:
        """Return case ids with this beginning in alphabetical order, at most 50."""
        values = {"beginning": beginning, "behind": beginning + _BEHIND}
        if owner is None:
            rows = self._session.rows("lists/names", **values)
        else:
            rows = self._session.rows("lists/names_of", owner=owner, **values)
        return tuple(case for (case,) in rows)

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
        name = "wanting" if wanting else "all" if state is None else "in_state"
        if owner is not None:
            name += "_of"
        values: dict[str, Any] = {"owner": owner, "state": state, "limit": max(limit, 0)}
        if wanting or state is not None:
            found = self._lines(name, ended=ended, **values)
        else:
            halves = (False, True) if ended is None else (ended,)  # the index holds the two apart
            found = [line for half in halves for line in self._lines(name, ended=half, **values)]
            found.sort(key=_by_due)
        return tuple(found[: max(limit, 0)])

    def counts(self, owner: str | None = None) -> Counts:
        """Return the totals; `in_doubt` counts items, everything else cases."""
        if owner is None:
            row = self._session.row("lists/counts")
        else:
            row = self._session.row("lists/counts_of", owner=owner)
        if row is None or row[0] is None:
            return Counts()
        cases, resting, ended, held, in_doubt, wanting = row
        return Counts(
            cases=cases, resting=resting, ended=ended, held=held, in_doubt=in_doubt, wanting=wanting
        )

    def due(self, now: Instant, limit: int = 100) -> Sequence[str]:
        """Return cases due at `now`, the longest due first."""
        rows = self._session.rows("lists/due", now=micros(now), limit=max(limit, 0))
        return tuple(case for (case,) in rows)

    def next_due(self, *, owner: str | None = None) -> tuple[str, Instant] | None:
        """Return the case that is due next (in the past or the future) and when."""
        if owner is None:
            rows = self._session.rows("lists/next_due")
        else:
            rows = [
                row
                for ended in (0, 1)
                for row in self._session.rows("lists/next_due_of", owner=owner, ended=ended)
            ]
        if not rows:
            return None
        case, due = min(rows, key=lambda row: int(row[1]))
        return case, instant(due)

    def _lines(self, name: str, *, ended: bool | None, **values: Any) -> list[Summary]:
        half = None if ended is None else int(ended)
        return [_summary(row) for row in self._session.rows(f"lists/{name}", ended=half, **values)]


def _by_due(line: Summary) -> int:
    return GREATEST if line.row.due is None else micros(line.row.due)


def _summary(row: tuple[Any, ...]) -> Summary:
    case, owner, state, outcome, number, playbook, started_at, *rest = row
    due, wants, deadline, employer, title, final, held, in_doubt = rest
    return Summary(
        case=case,
        owner=owner,
        state=state,
        outcome=outcome,
        round=number,
        playbook=playbook,
        started_at=instant(started_at),
        row=Row(
            due=maybe(due),
            wants=maybe(wants),
            deadline=maybe(deadline),
            employer=employer,
            title=title,
            final=bool(final),
            held=bool(held),
            in_doubt=in_doubt,
        ),
    )
