"""The base playbook told through the pure core: what it plans, when it keeps quiet, how it ends."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.telling import LONDON, Told, at, fact, person

from followup.authoring.compile import read
from followup.bundled import bundled
from followup.core.values.surroundings import Way

EMAIL = {"email": "a@example.org"}
ALL_WAYS = {**EMAIL, "phone": "+44 20 7946 0000", "linkedin": "https://example.org/in/a"}


@pytest.fixture(scope="module")
def compiled():
    data = bundled("playbooks").joinpath("interview-follow-up.yaml").read_bytes()
    found, findings = read(data, "interview-follow-up.yaml")
    assert findings == ()
    assert found is not None
    return found


@pytest.fixture
def told(compiled):
    """Return a way to begin a story: an interview on Thursday 1 October 2026, 16:30 London."""

    def begin(*people, ended=True, addresses=ALL_WAYS, **facts):
        people = people or (person("interviewer-a", addresses=addresses, role="manager"),)
        given = {"ended_at": None, "interviewers": tuple(one.id for one in people), **facts}
        one = Told(*people, playbook=compiled.playbook, **given)
        way = Way(name="linkedin", channel="linkedin", person=True, counts=False, unit_limit=200)
        one.world = replace(one.world, ways={**one.world.ways, "linkedin": way})
        if ended:
            one.happen("ended", facts={"ended_at": fact("2026-10-01 16:30")})
        return one

    return begin


def wall(moment) -> str:
    return moment.at.to_tz(LONDON).format_iso()[:16].replace("T", " ")


def live(story) -> set[str]:
    return {name for name, item in story.case.items.items() if item.status.live}


def thanked(story):
    story.approve("thank_you")
    story.until("2026-10-01 19:00")
    assert story.item("thank_you").status == "sent"
    return story


def test_a_thank_you_is_drafted_at_once_and_may_go_two_hours_later_until_the_day_ends(told):
    """Guards the first evening: no note from the car park, and late only from tomorrow on."""
    story = told()
    item = story.item("thank_you")
    assert item.status == "drafted"
    assert (wall(item.due), wall(item.by), wall(item.expires)) == (
        "2026-10-01 18:30",
        "2026-10-02 00:00",
        "2026-10-06 18:00",
    )
    assert item.draft.errors == item.draft.warnings == ()
    assert "enjoyed" in item.draft.body


def test_a_day_late_the_thanks_still_go_without_a_question(told):
    """Guards that a note approved in time goes when the machine wakes up the next day."""
    story = told()
    story.approve("thank_you")
    story.now = at("2026-10-02 12:00")
    story.settle()
    assert story.item("thank_you").status == "sent"


def test_the_thanks_say_what_was_talked_about_and_put_one_answer_right(told):
    """Guards that a story, its evidence and a stumbled answer appear, and only if they are known."""
    story = told()
    plain = story.draft("thank_you").body
    facts = {
        "interviewer-a.topic": "the churn dashboard",
        "interviewer-a.evidence": "https://example.org/churn",
        "stumbled_on": "how I count a lost customer",
        "i_meant": "only after a second quarter without an order.",
    }
    story.happen("told_a_date", facts={"promised_by": "2026-10-06", **facts})
    full = story.draft("thank_you").body
    for words in ("the churn dashboard", "https://example.org/churn", "how I count", "second quarter"):
        assert words in full
        assert words not in plain
    assert "\n\n\n" not in full


def test_without_a_verified_name_nothing_is_written(told):
    """Guards that a misspelt name never leaves."""
    story = told(person("interviewer-a", name_verified=False))
    assert story.item("thank_you").stuck == ("contact.name_verified",)


def test_linkedin_comes_on_the_next_business_day_and_fits_its_note(told):
    """Guards the invitation: a person sends it, it counts as no touch, it fits 200 characters."""
    story = thanked(told())
    story.until("2026-10-02 10:00")
    item = story.item("connect")
    assert item.status == "handed_over"
    assert len(item.draft.body.strip()) <= 200
    story.end("connect", "done")
    assert not story.item("connect").counted


def test_without_a_profile_no_invitation_is_handed_over(told):
    """Guards that connecting is for those whose details are known."""
    story = thanked(told(addresses=EMAIL))
    story.until("2026-10-20 12:00")
    assert story.item("connect").status in ("planned", "expired")


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, "2026-10-08 10:00"),
        ({"promised_by": "2026-10-06"}, "2026-10-08 10:00"),
        ({"promised_by": "2026-10-02"}, "2026-10-06 10:00"),
        ({"promised_by": "2026-10-30"}, "2026-11-03 10:00"),
        ({"senior": True}, "2026-10-15 10:00"),
        ({"shortlisted": 9}, "2026-10-15 10:00"),
        ({"shortlisted": 8}, "2026-10-08 10:00"),
        ({"batch": "first"}, "2026-10-15 10:00"),
        ({"batch": "last"}, "2026-10-08 10:00"),
        ({"senior": True, "promised_by": "2026-10-06"}, "2026-10-08 10:00"),
    ],
)
def test_the_wait_depends_on_what_they_said_and_on_the_job(told, facts, due):
    """Guards how long the piece of string is: a promise first, else the job, the list and the batch."""
    story = thanked(told(**facts))
    assert wall(story.item("check_in").due) == due


def test_until_then_nobody_is_asked_for_anything(told):
    """Guards the quiet days: nothing goes out, and nothing nags."""
    story = thanked(told(promised_by="2026-10-06"))
    story.until("2026-10-02 12:30")
    story.end("connect", "done")
    story.until("2026-10-08 09:59")
    assert not any(item.status == "handed_over" for item in story.case.items.values())
    assert story.case.state == "waiting"


def test_the_first_check_in_is_a_call_with_words_for_a_machine(told):
    """Guards the script, and that a voicemail counts while no answer is tried again."""
    story = thanked(told())
    story.until("2026-10-08 10:05")
    call = story.item("check_in")
    assert (call.status, call.draft.way) == ("handed_over", "phone")
    assert "where you are in the process" in call.draft.body
    assert "further information" in call.draft.body
    assert "This is Candidate" in call.draft.voicemail
    story.end("check_in", "no_answer")
    assert story.item("check_in").status == "approved"
    assert not story.item("check_in").counted
    story.until("2026-10-09 10:05")
    story.end("check_in", "voicemail")
    assert story.item("check_in").counted


def test_the_second_check_in_goes_by_mail_a_gap_later_and_there_is_no_third(told):
    """Guards the cap of two, and that the second is written."""
    story = thanked(told())
    story.until("2026-10-08 10:05")
    story.end("check_in", "answered")
    second = story.item("check_in_2")
    assert wall(second.due) == "2026-10-15 10:00"
    story.until("2026-10-15 09:00")
    assert story.draft("check_in_2").way == "email"
    story.approve("check_in_2")
    story.until("2026-11-13 12:00")
    assert story.item("check_in_2").status == "sent"
    assert [name for name in story.case.items if name.startswith("check_in")] == ["check_in", "check_in_2"]


def test_a_date_promised_on_the_telephone_is_waited_for(told):
    """Guards that the second check-in respects a promise made in the first."""
    story = thanked(told())
    story.until("2026-10-08 10:05")
    story.end("check_in", "answered")
    story.happen("told_a_date", facts={"promised_by": "2026-10-30"}, contact="interviewer-a")
    assert wall(story.item("check_in_2").due) == "2026-11-03 10:00"


def test_whoever_never_picks_up_is_written_to(told):
    """Guards that three calls without an answer end in a letter, not in a fourth call."""
    story = thanked(told())
    for _ in range(3):
        story.until(f"{wall_day(story)} 10:05")
        if story.item("check_in").status == "handed_over":
            story.end("check_in", "no_answer")
    assert story.item("check_in").status == "failed"
    assert story.item("check_in_2").status in ("planned", "drafted")
    assert wall(story.item("check_in_2").due) == "2026-10-13 10:00"


def wall_day(story) -> str:
    item = story.item("check_in")
    at = max(item.due.at, item.not_before or item.due.at)
    return at.to_tz(LONDON).format_iso()[:10]


@pytest.mark.parametrize(("most", "items"), [(0, set()), (1, {"check_in"})])
def test_a_country_may_want_fewer_check_ins(compiled, most, items):
    """Guards that one setting says how often is polite."""
    text = compiled.source.replace("check_ins:       {use: 2}", f"check_ins:       {{use: {most}}}")
    changed, _ = read(text.encode(), "changed.yaml")
    assert changed is not None
    one = person("interviewer-a", addresses=EMAIL)
    story = Told(one, playbook=changed.playbook, ended_at=None)
    story.happen("ended", facts={"ended_at": fact("2026-10-01 16:30")})
    story.approve("thank_you")
    story.until("2026-10-08 09:00")
    for name in items:
        story.approve(name)
    story.until("2026-10-30 12:00")
    gone = {name for name, item in story.case.items.items() if item.status == "sent"}
    assert gone == {"thank_you", *items}


def test_silence_rests_after_thirty_days_and_can_be_woken(told):
    """Guards that no answer is no end: they may still write, and nothing is said twice then."""
    story = thanked(told(addresses=EMAIL))
    story.until("2026-10-08 09:00")
    story.approve("check_in")
    story.until("2026-10-15 09:00")
    story.approve("check_in_2")
    story.until("2026-11-14 11:00")
    assert (story.case.state, story.case.outcome) == ("dormant", "silence")
    assert live(story) == {"keep_or_close"}
    story.happen("heard", contact="interviewer-a", channel="email")
    assert story.case.state == "waiting"
    assert not {"thank_you_2", "check_in_3"} & set(story.case.items)


def test_a_rejection_stops_everything_and_is_thanked_for_a_night_later(told):
    """Guards the worst day: nothing that day, thanks and one question the next, a word in half a year."""
    story = thanked(told())
    story.until("2026-10-05 16:00")
    story.happen("rejected", facts={"reason": "experience"}, contact="interviewer-a", channel="email")
    assert (story.case.state, story.case.outcome) == ("declined", "rejected")
    assert live(story) == {"thanks_and_feedback", "reconnect"}
    assert wall(story.item("thanks_and_feedback").due) == "2026-10-06 10:00"
    assert wall(story.item("reconnect").due) == "2027-04-05 10:00"
    story.until("2026-10-05 20:00")
    story.approve("thanks_and_feedback")
    story.until("2026-10-06 10:00")
    body = story.draft("thanks_and_feedback").body
    assert "Thank you for letting me know" in body
    assert "could do better" in body
    story.happen("feedback_came", facts={"feedback": "result first"}, contact="interviewer-a")
    assert story.item("note_the_lesson").status == "handed_over"
    story.happen("feedback_came", facts={"feedback": "result first", "lessons": ("result first",)})
    assert story.item("note_the_lesson").status == "done"


def test_after_misconduct_nobody_reconnects(told):
    """Guards the reason that makes a word later unwelcome."""
    story = thanked(told())
    story.happen("rejected", facts={"reason": "conduct"}, contact="interviewer-a", channel="email")
    story.until("2027-05-01 10:00")
    assert story.item("reconnect").status != "sent"


def test_news_by_telephone_is_answered_by_telephone(told):
    """Guards that the thanks go the way the news came."""
    story = thanked(told())
    story.until("2026-10-05 16:00")
    story.happen("rejected", contact="interviewer-a", channel="phone")
    assert story.draft("thanks_and_feedback").way == "phone"


def test_a_second_round_starts_afresh(told):
    """Guards that an invitation drops the check-in, is answered within a day, and counts from nothing."""
    story = thanked(told())
    story.until("2026-10-06 15:00")
    story.happen(
        "invited", facts={"interview_at": fact("2026-10-15 14:00")}, contact="interviewer-a", channel="email"
    )
    assert (story.case.state, story.case.round) == ("arranged", 2)
    assert story.item("check_in").status == "dropped"
    assert wall(story.item("answer_invitation").by) == "2026-10-08 00:00"
    assert "Thursday 15 October at 14:00" in story.draft("answer_invitation").body


def test_an_offer_is_decided_in_time_and_accepted_in_writing(told):
    """Guards that the next word is the candidate's, with a date, and that a yes ends the case."""
    story = thanked(told())
    until = fact("2026-10-09 17:00")
    story.happen("offered", facts={"offer_until": until}, contact="interviewer-a", channel="email")
    assert story.case.state == "deciding"
    assert wall(story.item("decide").due) == "2026-10-08 10:00"
    assert {"get_home", "check_in"} & live(story) == set()
    story.happen("accepted")
    assert story.case.outcome == "accepted"
    story.approve("accept_in_writing")
    story.settle()
    assert story.item("accept_in_writing").status == "sent"
    story.end("resign_with_care", "done")
    assert story.case.state == "closed"


def test_an_offer_that_is_turned_down_is_not_a_rejection(told):
    """Guards the outcome, and that they are thanked."""
    story = thanked(told())
    story.happen("offered", contact="interviewer-a", channel="email")
    story.happen("turned_down")
    assert (story.case.state, story.case.outcome) == ("turning_down", "turned_down")
    story.approve("decline_the_offer")
    story.settle()
    assert story.case.state == "closed"


def test_an_offer_elsewhere_is_told_at_once_whatever_the_gap(told):
    """Guards that the one urgent message passes gaps, and never says a number."""
    story = thanked(told())
    story.happen("rival_offer", facts={"rival_until": fact("2026-10-05 12:00")})
    story.approve("another_offer")
    story.settle()
    assert story.item("another_offer").status == "sent"
    assert "Monday 5 October at 12:00" in story.draft("another_offer").body


def test_what_they_ask_for_comes_before_any_question(told):
    """Guards that nobody is chased by somebody who still owes them an answer."""
    story = thanked(told(addresses=EMAIL))
    story.until("2026-10-07 15:00")
    story.happen("wants", facts={"wanted": "two references"}, contact="interviewer-a", channel="email")
    assert story.item("send_what_they_want").missing == ("own_words",)
    story.until("2026-10-08 10:05")
    assert "wait" in story.rules("check_in")


def test_whoever_asked_not_to_be_contacted_is_left_alone_until_they_write(told):
    """Guards the ban, its exceptions, and its end."""
    story = thanked(told(addresses=EMAIL))
    story.meet(replace(story.world.contacts["interviewer-a"], do_not_contact=True))
    story.until("2026-10-08 11:00")
    assert "ban" in story.rules("check_in")
    story.happen("wants", facts={"wanted": "references"}, contact="interviewer-a", channel="email")
    assert "ban" not in story.rules("send_what_they_want")


def test_withdrawing_tells_them_and_ends(told):
    """Guards that nobody keeps a place for somebody who will not come."""
    story = thanked(told())
    story.happen("withdrawn")
    assert (story.case.state, story.case.outcome) == ("bowing_out", "withdrawn")
    story.approve("bow_out")
    story.settle()
    assert story.case.state == "closed"


def test_before_the_interview_there_is_a_list_and_after_it_a_question(told):
    """Guards the story that begins the evening before."""
    story = told(ended=False, interview_at=fact("2026-10-02 15:00"))
    story.until("2026-10-02 14:05")
    assert story.item("before_you_leave").status == "handed_over"
    story.until("2026-10-02 17:05")
    assert story.item("say_how_it_went").status == "handed_over"
    story.take("known", facts={"ended_at": fact("2026-10-02 16:00")})
    assert story.case.state == "thanking"


def test_everything_planned_says_why(compiled):
    """Guards that each message, task, state, ban and wait gives its reason, and each event its words."""
    book = compiled.playbook
    explained = [*book.items.values(), *book.states.values()]
    explained += [*book.courtesy.bans.values(), *book.courtesy.waits.values()]
    assert [one.name for one in explained if not one.why] == []
    assert [one.name for one in book.events.values() if not one.say] == []
    assert [one.name for one in book.facts.values() if not one.ask] == []


def test_once_connected_a_weekly_nudge_keeps_the_name_in_sight(told):
    """Guards that sharing is planned only for those who are connected, and stops with the answer."""
    story = thanked(told())
    story.until("2026-10-02 12:00")
    story.end("connect", "done")
    assert "stay_visible" not in story.case.items
    story.happen("connected", contact="interviewer-a")
    assert wall(story.item("stay_visible").due) == "2026-10-09 10:00"
    story.until("2026-10-09 10:05")
    assert story.item("stay_visible").status == "handed_over"
    story.end("stay_visible", "done")
    assert story.item("stay_visible_2").status == "planned"
    story.happen("rejected", contact="interviewer-a", channel="email")
    assert story.item("stay_visible_2").status == "dropped"


def test_a_case_that_sleeps_asks_once_a_year_whether_to_close(told):
    """Guards the yearly question: done keeps the case for another year, withdrawn closes it."""
    story = thanked(told())
    story.until("2028-01-10 12:00")
    assert story.case.state == "dormant"
    asked = story.item("keep_or_close")
    assert asked.status == "handed_over"
    entered = story.case.entered["dormant"].to_tz(LONDON).date()
    assert asked.due.at.to_tz(LONDON).date() == entered.add(years=1)
    story.end("keep_or_close", "done")
    story.until("2029-01-10 08:00")
    assert story.item("keep_or_close_2").status == "planned"
    story.until("2029-01-11 12:00")
    assert story.item("keep_or_close_2").status == "handed_over"
    story.happen("withdrawn")
    assert story.case.state == "closed"


def test_lessons_are_read_again_before_the_next_interview(told):
    """Guards that feedback is carried into the next interview, and nobody without lessons is bothered."""
    story = told(ended=False, interview_at=fact("2026-10-14 14:00"))
    story.until("2026-10-13 12:00")
    assert story.item("read_the_lessons").status == "planned"
    story = told(ended=False, interview_at=fact("2026-10-14 14:00"), lessons=("result first",))
    story.until("2026-10-13 12:00")
    assert story.item("read_the_lessons").status == "handed_over"
