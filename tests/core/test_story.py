"""Telling a story again: late records, mistakes, and what had really left."""

from __future__ import annotations

from tests.core.telling import Told

from followup.core import history
from followup.core.values.events import EventKind


def test_a_log_can_be_folded_any_number_of_times() -> None:
    """Folding leaves the entries as they are, so that the next reader comes to the same case."""
    told = Told()
    told.happen("heard", contact="interviewer-a")
    told.take(EventKind.UNDONE, undoes=told.case.version)
    told.happen("heard", contact="interviewer-a")
    for _ in range(3):
        assert history.fold(told.entries) == told.case
