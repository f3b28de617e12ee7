"""Telling a story again: late records, mistakes, and what had really left."""

from __future__ import annotations

from tests.core.telling import Told, at, fact, person

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


def test_what_was_said_last_counts_whenever_it_was_recorded() -> None:
    """A word of Friday that is recorded on Wednesday does not overrule that of Monday."""
    told = Told()
    told.until("2026-10-05 12:00")
    told.take(EventKind.KNOWN, facts={"promised_by": "2026-10-12"})
    told.until("2026-10-07 12:00")
    told.take(EventKind.KNOWN, happened="2026-10-02 12:00", facts={"promised_by": "2026-10-20"})
    assert [word.value for word in told.case.facts["promised_by"]] == ["2026-10-20", "2026-10-12"]


def test_what_was_sent_stays_sent_in_a_story_that_would_not_have_planned_it() -> None:
    """Recorded weeks late, a rejection takes nothing back that somebody has read since."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-09 12:00")
    told.happen("rejected", happened="2026-10-01 17:00", contact="interviewer-a", channel="email")
    assert (told.case.state, told.case.outcome) == ("closed", "rejected")
    assert {name: told.item(name).status for name in ("thank_you", "check_in")} == {
        "thank_you": "sent",
        "check_in": "sent",
    }
    assert told.item("check_in").counted
    assert told.item("check_in").draft is not None


def test_a_name_means_the_same_message_in_every_telling() -> None:
    """Somebody remembered late takes no name from a message that has gone, and nobody is thanked twice."""
    told = Told(person("interviewer-a"), person("interviewer-b"), interviewers=("interviewer-a",))
    told.until("2026-10-01 17:00")
    told.happen("invited", facts={"interviewers": ("interviewer-a",), "ended_at": fact("2026-10-01 16:50")})
    told.approve("thank_you_2")
    told.until("2026-10-02 18:50")
    both = ("interviewer-b", "interviewer-a")
    told.take(EventKind.KNOWN, happened="2026-10-01 16:55", facts={"interviewers": both})
    sent = told.item("thank_you_2")
    assert (sent.contact, sent.round, sent.status) == ("interviewer-a", 2, "sent")
    again = [one for one in told.case.items.values() if (one.name, one.round) == ("thank_you", 2)]
    assert again == [sent]


def test_what_a_story_told_again_has_not_planned_settles_nothing() -> None:
    """Two letters of rejection, the later one recorded first: the answer that nobody can get still waits."""
    told = Told(interviewers=None)
    told.now = at("2026-10-02 14:00")
    told.happen("rejected", happened="2026-10-02 13:00")
    told.happen("rejected", happened="2026-10-02 12:00")
    told.settle()
    assert told.case.state == "declined"
    assert told.case.batches == {"goodbye": "declined"}
