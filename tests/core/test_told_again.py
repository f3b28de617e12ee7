"""A story told again keeps who got what: names of items mean the same message to the same person."""

from __future__ import annotations

import pytest
from tests.core.telling import Told, person

from followup.core.values.events import EventKind
from followup.errors import InvalidInput, Refused


def test_a_late_word_about_others_gives_nobody_a_second_note() -> None:
    """Told late that somebody else was there too, the one who was thanked is not thanked again."""
    told = Told(person("interviewer-a"), interviewers=None)
    told.meet(person("interviewer-b"))
    told.until("2026-10-01 17:31")
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a",)})
    first = next(item.id for item in told.case.items.values() if item.name == "thank_you")
    told.approve(first)
    told.until("2026-10-01 18:30")
    assert told.item(first).status == "sent"
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-b",)}, happened="2026-10-01 17:20")
    sent = [item.contact for item in told.case.items.values() if item.status == "sent"]
    assert sent == ["interviewer-a"]
    again = [i for i in told.case.items.values() if i.name == "thank_you" and i.contact == "interviewer-a"]
    assert len(again) == 1


def test_what_left_stays_as_it_left_though_the_story_would_choose_another() -> None:
    """A message that went to one person is never rewritten as having gone to another."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    for name in ("thank_you", "thank_you_2"):
        told.approve(name)
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 10:00")
    assert (told.item("check_in").status, told.item("check_in").contact) == ("sent", "interviewer-a")
    only = {"interviewers": ("interviewer-b",)}
    told.take(EventKind.KNOWN, facts=only, happened="2026-10-02 09:00")
    assert (told.item("check_in").status, told.item("check_in").contact) == ("sent", "interviewer-a")


def test_a_needed_fact_cannot_be_made_unknown() -> None:
    """What a playbook takes for known is corrected, never taken away under a draft that uses it."""
    told = Told()
    with pytest.raises(InvalidInput, match="always needed"):
        told.take(EventKind.KNOWN, facts={"job": None})
    assert told.item("thank_you").status == "drafted"


def test_a_needed_fact_that_was_never_told_is_asked_for() -> None:
    """Words that name an unknown fact are not written; the fact is asked for instead."""
    told = Told(job=None)
    assert (told.item("thank_you").status, told.item("thank_you").missing) == ("planned", ("job",))
    told.take(EventKind.KNOWN, facts={"job": "Analyst"})
    assert told.item("thank_you").status == "drafted"


def test_what_was_given_by_hand_has_left_too() -> None:
    """A note handed over in person is as gone as a mail: what led to it cannot be undone."""
    told = Told()
    told.until("2026-10-01 17:00")
    told.happen("heard")
    told.until("2026-10-01 17:30")
    told.end("thank_you", "sent")
    with pytest.raises(Refused, match="has left"):
        told.take(EventKind.UNDONE, undoes=2)


def test_an_undo_brings_the_same_words_back_under_the_same_name() -> None:
    """After an undo what was drafted before is there again, under its old name."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    before = {name: item.contact for name, item in told.case.items.items() if item.status.live}
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.take(EventKind.UNDONE, undoes=told.case.version)
    assert {name: item.contact for name, item in told.case.items.items() if item.status.live} == before
