"""What one event does: planning, moving, settling, answering, expiring, repeating."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.telling import Told, at, mini, person

from followup.core.step import BornChain
from followup.core.values.events import EventKind, Wording
from followup.core.values.steps import Told as ToldOthers
from followup.core.values.times import Moment, Unknown
from followup.errors import InvalidInput, Refused


def due(told: Told, item: str) -> object:
    moment = told.item(item).due
    return moment.at if isinstance(moment, Moment) else moment


def test_starting_enters_the_first_leaf_and_plans_what_its_parents_do() -> None:
    """A nested start state comes to rest in its first child, and the parent's items are there."""
    told = Told()
    assert told.case.state == "thanking"
    assert set(told.case.entered) == {"open", "met", "thanking"}
    assert told.status() == {"write_down": "handed_over", "thank_you": "drafted"}


def test_each_contact_gets_a_note_of_their_own() -> None:
    """`each of` plans one item a contact, with names of their own."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    assert {item.contact for item in told.case.items.values() if item.name == "thank_you"} == {
        "interviewer-a",
        "interviewer-b",
    }
    assert "thank_you_2" in told.case.items


def test_nobody_to_thank_settles_at_once() -> None:
    """An empty batch is settled when it is planned, so it strands no case."""
    told = Told(interviewers=None)
    assert told.case.state == "waiting"


def test_a_batch_with_one_out_of_reach_settles_when_the_others_are_done() -> None:
    """Whoever cannot be reached does not keep the others waiting."""
    told = Told(person("interviewer-a"), person("interviewer-b", addresses={}))
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    assert told.case.state == "waiting"
    assert told.item("thank_you_2").stuck == ("contact.email",)


def test_all_out_of_reach_settles_only_when_they_expire() -> None:
    """With nobody reachable the case waits for an address as long as it makes sense, no longer."""
    told = Told(person("interviewer-a", addresses={}))
    told.until("2026-10-02 12:00")
    assert told.case.state == "thanking"
    told.until("2026-10-06 18:00")
    assert (told.case.state, told.item("thank_you").status) == ("waiting", "expired")


def test_a_fallback_goes_to_somebody_else_and_replaces_the_stuck_one() -> None:
    """After its time the colleague is asked to pass the thanks on, once for all who are stuck."""
    told = Told(person("interviewer-a"), person("interviewer-b", addresses={}))
    told.approve("thank_you")
    told.until("2026-10-02 16:30")
    assert told.item("pass_it_on").about == ("interviewer-b",)
    assert "Interviewer B" in told.draft("pass_it_on").body
    told.approve("pass_it_on")
    told.until("2026-10-02 16:31")
    assert told.item("thank_you_2").status == "replaced"


def test_an_item_dies_with_the_state_that_planned_it() -> None:
    """A rejection needs no list of things to cancel."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    assert told.status() == {"write_down": "dropped", "thank_you": "dropped", "goodbye": "drafted"}
    assert (told.case.state, told.case.outcome) == ("declined", "rejected")


def test_items_of_a_parent_live_on_when_a_child_is_left() -> None:
    """Leaving the inner state keeps what the outer one has planned."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    assert told.case.state == "waiting"
    assert told.item("write_down").status == "handed_over"


def test_then_moves_on_when_everything_is_settled() -> None:
    """`then` waits for the last item of its state, and no longer."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    assert told.case.state == "declined"
    told.approve("goodbye")
    told.until("2026-10-02 10:00")
    assert told.case.state == "closed"


def test_an_event_nobody_handles_gives_its_facts_and_moves_nothing() -> None:
    """What no state expects is noted; it is no anchor and no `happened`."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.approve("goodbye")
    told.until("2026-10-02 10:00")
    told.happen("told_a_date", facts={"promised_by": "2026-10-09"})
    assert not told.last.handled
    assert "told_a_date" not in told.case.happened
    assert told.case.facts["promised_by"][-1].value == "2026-10-09"


def test_an_event_lacking_its_facts_is_refused() -> None:
    """What an event has to bring is brought with it, or nothing happens."""
    told = Told()
    with pytest.raises(InvalidInput, match="promised_by"):
        told.happen("told_a_date")


def test_an_unknown_event_is_refused() -> None:
    """A misspelt event never becomes part of a story."""
    with pytest.raises(InvalidInput, match="no event"):
        Told().happen("regected")


@pytest.mark.parametrize(
    ("date", "expected"),
    [("2026-10-13", "2026-10-15 10:00"), ("2026-10-02", "2026-10-06 10:00")],
)
def test_a_promised_date_moves_the_check_in_both_ways(date: str, expected: str) -> None:
    """The promise beats the default wait whether it is longer or shorter."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    assert due(told, "check_in") == at("2026-10-08 10:00")
    told.happen("told_a_date", facts={"promised_by": date})
    assert due(told, "check_in") == at(expected)


def test_a_promise_taken_back_brings_the_default_back() -> None:
    """A fact can be unknown again, and the times follow."""
    told = Told(promised_by="2026-10-20")
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.take(EventKind.KNOWN, facts={"promised_by": None})
    assert due(told, "check_in") == at("2026-10-08 10:00")


def test_a_setting_is_read_when_it_is_needed() -> None:
    """A fact told later changes a conditional wait."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.take(EventKind.KNOWN, facts={"shortlisted": 12})
    assert due(told, "check_in") == at("2026-10-15 10:00")


def test_without_an_anchor_nothing_is_armed_and_the_reason_is_named() -> None:
    """An unknown date arms nothing; the missing fact is named."""
    told = Told(ended_at=None, interviewers=None)
    missing = due(told, "check_in")
    assert isinstance(missing, Unknown)
    assert "promised_by" in missing.missing


def test_repeats_are_counted_from_completion_and_end() -> None:
    """The second check-in comes a gap after the first was sent, and there is no third."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 11:00")
    assert told.item("check_in").status == "sent"
    assert told.item("check_in_2").not_before == at("2026-10-13 10:00")
    told.until("2026-10-13 09:30")
    told.approve("check_in_2")
    told.until("2026-10-16 11:00")
    assert told.item("check_in_2").status == "sent"
    assert "check_in_3" not in told.case.items


def test_silence_is_not_the_end() -> None:
    """After a month the case sleeps; a word wakes it, and nobody is thanked twice."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-11-01 12:00")
    assert (told.case.state, told.case.outcome) == ("dormant", "silence")
    told.happen("heard", contact="interviewer-a")
    assert told.case.state == "waiting"
    assert [item.id for item in told.case.items.values() if item.name == "thank_you"] == ["thank_you"]


def test_a_new_round_starts_with_empty_facts_and_fresh_counts() -> None:
    """An invitation loops back: new people, new thanks, history kept."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.meet(person("interviewer-b"))
    told.until("2026-10-05 09:00")
    ended = told.case.facts["ended_at"][0].value
    told.happen("invited", facts={"interviewers": ("interviewer-b",), "ended_at": ended})
    assert told.case.round == 2
    assert told.item("thank_you_2").contact == "interviewer-b"
    assert told.item("thank_you").status == "sent"
    assert len(told.case.facts["interviewers"]) == 2


def test_two_wishes_get_two_answers() -> None:
    """An answer belongs to what it answers: asked twice, answered twice."""
    told = Told()
    told.happen("wants", facts={"wanted": "references"}, contact="interviewer-a", channel="email")
    told.approve("send_it")
    told.until("2026-10-01 17:00")
    told.happen("wants", facts={"wanted": "a certificate"}, contact="interviewer-a", channel="email")
    assert told.item("send_it").status == "sent"
    assert "certificate" in told.draft("send_it_2").body


def test_an_answer_goes_to_the_one_who_wrote() -> None:
    """`reply_to` takes the contact, the channel and the thread of the news."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    told.happen("rejected", contact="interviewer-b", channel="email", thread="<x@example.org>")
    assert told.item("goodbye").contact == "interviewer-b"
    assert told.draft("goodbye").in_reply_to == "<x@example.org>"


def test_somebody_added_later_gets_a_note_too() -> None:
    """A contact remembered the next day is thanked while the state is still active."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.meet(person("interviewer-b"))
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a", "interviewer-b")})
    assert told.item("thank_you_2").contact == "interviewer-b"


def test_somebody_taken_off_the_list_gets_none() -> None:
    """A contact who was not there after all is not written to."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a",)})
    assert told.item("thank_you_2").status == "dropped"


def test_a_call_without_answer_comes_again_and_then_fails() -> None:
    """`again` puts the call back a business day; after its tries it has failed."""
    told = Told(person("interviewer-a", addresses={"email": "a@example.org", "phone": "+442079460000"}))
    told.approve("thank_you")
    told.until("2026-10-02 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.until("2026-10-05 10:00")
    assert told.item("call").status == "handed_over"
    told.end("call", "no_answer")
    assert told.item("call").status == "planned" or told.item("call").not_before == at("2026-10-06 10:00")
    told.until("2026-10-06 10:00")
    assert told.item("call").status == "handed_over"
    told.end("call", "no_answer")
    assert told.item("call").status == "failed"


def test_what_failed_for_one_goes_to_the_next() -> None:
    """`one of` takes the next reachable contact when the first address is dead."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    for name in ("thank_you", "thank_you_2"):
        told.approve(name)
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 09:30")
    told.until("2026-10-08 10:00", send=False)
    told.send("check_in", "failed")
    assert told.item("check_in_2").contact == "interviewer-b"


def test_a_task_that_asks_is_done_when_all_is_known() -> None:
    """Nobody is asked what they have told already."""
    told = Told()
    told.take(EventKind.KNOWN, facts={"topic_told": "churn"})
    assert told.item("write_down").status == "done"


def test_weekly_visibility_repeats_from_completion() -> None:
    """A recurring task comes again a week after it was done, three times in all."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-08 10:00")
    assert told.item("share").status == "handed_over"
    told.until("2026-10-10 12:00")
    told.end("share", "done")
    assert told.item("share_2").not_before == at("2026-10-17 10:00")


def test_an_offer_is_told_to_other_cases() -> None:
    """What other cases have to hear leaves the step as an effect."""
    told = Told()
    told.happen("offered")
    found = [effect for effect in told.last.effects if isinstance(effect, ToldOthers)]
    assert [(one.event, dict(one.facts)) for one in found] == [("heard", {"job": "Analyst"})]


def test_an_edit_keeps_the_persons_words_and_needs_approval_again() -> None:
    """Own words are a new revision that nobody has approved."""
    told = Told()
    told.approve("thank_you")
    told.take(EventKind.EDITED, item="thank_you", text=Wording(subject="Thanks", body="In my words.\n"))
    assert told.item("thank_you").status == "drafted"
    assert (told.draft("thank_you").revision, told.draft("thank_you").body) == (2, "In my words.\n")


def test_own_words_survive_a_changed_fact_but_not_their_approval() -> None:
    """When a fact the draft used changes, edited words stay and are asked about again."""
    told = Told()
    told.take(EventKind.EDITED, item="thank_you", text=Wording(subject="Thanks", body="In my words.\n"))
    told.approve("thank_you")
    told.take(EventKind.KNOWN, facts={"interviewer-a.topic": "churn"})
    assert told.item("thank_you").status == "drafted"
    assert told.draft("thank_you").body == "In my words.\n"


def test_a_fact_that_changes_nothing_keeps_the_approval() -> None:
    """Same bytes: nothing happens."""
    told = Told()
    told.approve("thank_you")
    told.take(EventKind.KNOWN, facts={"shortlisted": 3})
    assert told.item("thank_you").status == "approved"


def test_approving_what_has_changed_is_refused() -> None:
    """Only the digest that was seen can be approved."""
    told = Told()
    told.take(EventKind.APPROVED, item="thank_you", digest="something else")
    assert not told.last.handled
    assert told.item("thank_you").status == "drafted"


def test_what_is_surely_not_sent_waits_for_approval_again() -> None:
    """A verdict `not sent` on what was in doubt never sends by itself."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:29")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "in_doubt")
    assert told.item("thank_you").status == "in_doubt"
    assert told.item("thank_you").counted
    assert told.case.state == "waiting"
    told.end("thank_you", "not_sent")
    assert told.item("thank_you").status == "drafted"


def test_undo_restores_what_was_before() -> None:
    """A mistake is an event too; the story without it is told again."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.take(EventKind.UNDONE, undoes=told.case.version)
    assert told.case.state == "thanking"
    assert told.item("thank_you").status == "drafted"
    assert told.item("goodbye").status == "dropped"


def test_undo_is_refused_once_something_has_left() -> None:
    """What has left cannot be taken back, and nothing is changed."""
    told = Told()
    told.happen("wants", facts={"wanted": "references"}, contact="interviewer-a", channel="email")
    told.approve("send_it")
    wrong = 2
    told.until("2026-10-01 17:00")
    with pytest.raises(Refused, match="has left"):
        told.take(EventKind.UNDONE, undoes=wrong)


def test_a_late_record_takes_its_place() -> None:
    """A rejection of Monday recorded on Friday stops what it would have stopped, not what was sent."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-09 12:00")
    told.happen("rejected", happened="2026-10-05 09:00", contact="interviewer-a", channel="email")
    assert told.case.state == "declined"
    assert told.item("check_in").status == "sent"
    assert told.case.happened["rejected"].at == at("2026-10-05 09:00")


def test_the_same_record_twice_is_one() -> None:
    """The same event of the same contact at the same time is taken once."""
    told = Told()
    told.happen("heard", contact="interviewer-a", happened="2026-10-01 16:40")
    version = told.case.version
    told.happen("heard", contact="interviewer-a", happened="2026-10-01 16:40")
    assert told.last.repeat
    assert told.case.version == version


def test_the_same_provider_id_twice_is_one() -> None:
    """A provider that reports twice is heard once."""
    told = Told()
    told.happen("heard", key="provider-1")
    told.until("2026-10-01 17:00")
    told.happen("heard", key="provider-1")
    assert told.last.repeat


def test_a_timer_that_is_not_due_does_nothing() -> None:
    """A firing recorded for a timer that is not due is kept as void."""
    told = Told()
    told.take(EventKind.FIRED, name="thanking.enough")
    assert not told.last.handled
    assert told.case.state == "thanking"


def test_a_message_by_a_person_needs_no_approval() -> None:
    """A call is handed over as it is, and counts only once it is told."""
    told = Told(person("interviewer-a", addresses={"email": "a@example.org", "phone": "+442079460000"}))
    told.approve("thank_you")
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.until("2026-10-05 10:01")
    assert told.item("call").status == "handed_over"
    assert not told.item("call").counted
    told.end("call", "answered")
    assert told.item("call").counted


def test_a_playbook_that_chases_its_tail_is_a_fault() -> None:
    """Events that bring about each other without end hold the case instead of hanging it."""
    states = dict(mini().states)
    states["declined"] = replace(states["declined"], do=(), then="dormant")
    states["dormant"] = replace(states["dormant"], then="declined", rest=False)
    told = Told(playbook=replace(mini(), states=states))
    with pytest.raises(BornChain, match="at once"):
        told.happen("rejected")


def test_two_cases_never_share_a_message_id() -> None:
    """The same words to the same person in two cases are two mails."""
    one, other = Told(), Told(name="birch")
    assert one.draft("thank_you").body == other.draft("thank_you").body
    assert one.draft("thank_you").message_id != other.draft("thank_you").message_id
