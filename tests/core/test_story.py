"""Telling a story again: late records, mistakes, and what had really left."""

from __future__ import annotations

from tests.core.telling import Told, person

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


def test_another_try_is_not_made_in_words_that_nobody_approved() -> None:
    """Told again with other words, a message that waited for another try waits for approval instead."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "retry")
    assert told.item("thank_you").status == "approved"
    told.take(EventKind.KNOWN, happened="2026-10-01 17:00", facts={"interviewer-a.topic": "churn"})
    assert "churn" in told.draft("thank_you").body
    assert (told.item("thank_you").status, told.item("thank_you").approved) == ("drafted", "")


def test_what_was_surely_not_sent_and_has_no_words_any_more_is_planned() -> None:
    """Given back after its address was lost, a message waits for the address, not for approval."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "in_doubt")
    told.meet(person("interviewer-a", addresses={}))
    told.take(EventKind.KNOWN, happened="2026-10-01 17:00", facts={"interviewer-a.topic": "churn"})
    told.end("thank_you", "not_sent")
    assert (told.item("thank_you").status, told.item("thank_you").draft) == ("planned", None)
