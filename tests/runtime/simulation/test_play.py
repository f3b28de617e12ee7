"""Playing: time from due to due, every deed of a person, approvals, receipts, restarts, other cases."""

from __future__ import annotations

import pytest
from tests.runtime.simulation.staging import (
    MAILED,
    NOTE,
    PERSON,
    ROUND,
    act,
    at,
    look,
    played,
    scenario,
    sent,
    small,
    stock,
)
from whenever import Instant

from followup.core.values.events import EventKind, Wording
from followup.core.values.scenario import Approvals, Deed, Other

THANKED = (sent("2026-10-01 18:30", "thank_you"),)
WORDS = Wording(
    subject="Thank you: Data analyst interview",
    body="Dear Interviewer A,\n\nThank you for your time today; I enjoyed meeting you and hearing how your "
    "team works. What you told me about the churn dashboard has stayed with me, and I have thought about "
    "how I would count a lost customer there. I would be glad to show it to you.\n\nCandidate",
)


def test_time_passes_from_due_to_due():
    """Guards that what is due happens at its own instant, not when somebody looks next."""
    story = [look("2026-11-30 12:00", sent=(*THANKED, sent("2026-10-08 10:00", "check_in")), state="waiting")]
    found = played([look("2026-10-07 12:00", sent=THANKED), *story], people=(MAILED,))
    assert [one.about for one in found.found] == ["state", "sent"]
    assert found.found[1].came == (
        "2026-10-01 18:30 thank_you interviewer-a, 2026-10-08 10:00 check_in interviewer-a, "
        "2026-10-15 10:00 check_in_2 interviewer-a"
    )
    assert found.found[0].came == "dormant"
    assert found.found[0].line == 7


def test_what_is_due_at_the_very_instant_comes_first():
    """Guards the border: an act sees what is due at its own instant, and not what is due a minute later."""
    story = [look("2026-10-01 18:29", sent=()), look("2026-10-01 18:30", sent=THANKED)]
    assert played(story).differences == ()


def test_an_event_told_late_is_told_from_when_it_happened():
    """Guards `happened`: the story is told again from there."""
    story = [
        act("2026-10-07 09:00", Deed.TELL, "rejected", happened=at("2026-10-05 09:00")),
        look(
            "2026-10-07 09:00",
            state="declined",
            outcome="rejected",
            sent=(*THANKED, sent("2026-10-07 09:00", "thanks_and_feedback")),
        ),
    ]
    assert played(story).differences == ()


def test_facts_alone_are_told_too():
    """Guards `know`: a date moves what hangs on it."""
    story = [
        act("2026-10-02 09:00", Deed.TELL, facts={"promised_by": "2026-10-20"}),
        look(
            "2026-10-02 09:00",
            due={"check_in": at("2026-10-22 10:00")},
            facts={"promised_by": ("2026-10-20",)},
        ),
    ]
    assert played(story).differences == ()


def test_what_a_person_does_and_how_it_went():
    """Guards `done`: a message that a person carries has left when they did it, with its outcome."""
    story = [
        act("2026-10-08 10:20", Deed.DONE, "check_in", outcome="voicemail"),
        look(
            "2026-10-08 10:20",
            sent=(*THANKED, sent("2026-10-08 10:20", "check_in")),
            items={"check_in": "sent"},
        ),
    ]
    assert played(story).differences == ()


def test_nobody_answered_so_it_is_tried_again():
    """Guards that an outcome which puts an item back is no message that left."""
    story = [
        act("2026-10-08 10:20", Deed.DONE, "check_in", outcome="no_answer"),
        look(
            "2026-10-08 10:30",
            sent=THANKED,
            most={"phone": 0},
            due={"check_in": at("2026-10-09 10:00")},
            items={"check_in": "approved"},
        ),
    ]
    assert played(story).differences == ()


def test_never_refuse_and_take():
    """Guards three deeds: not doing a to-do, refusing a message, taking one that is offered."""
    story = [
        act("2026-10-01 17:00", Deed.REFUSE, "thank_you"),
        act("2026-10-01 20:30", Deed.NEVER, "get_home"),
        act("2026-10-02 09:00", Deed.TAKE, "own_note"),
        look(
            "2026-10-02 09:00",
            sent=(),
            items={"thank_you": "skipped", "get_home": "skipped", "own_note": "planned"},
            wants=("tell own_words",),
        ),
    ]
    assert played(story).differences == ()


def test_an_edit_waits_for_approval_again():
    """Guards `approve` and `edit`: what is approved is the draft as it stands then."""
    story = [
        act("2026-10-01 17:00", Deed.APPROVE, "thank_you"),
        act("2026-10-01 17:10", Deed.EDIT, "thank_you", text=WORDS),
        look("2026-10-01 19:00", sent=(), items={"thank_you": "drafted"}, text={"thank_you": ("churn",)}),
        act("2026-10-01 19:10", Deed.APPROVE, "thank_you"),
        look("2026-10-01 19:10", sent=(sent("2026-10-01 19:10", "thank_you"),)),
    ]
    assert played(story, approvals=Approvals.NEVER).differences == ()


def test_approvals_come_after_some_time():
    """Guards `later`: the time counts from when the draft is there, and then it goes as the rules allow."""
    story = [
        look("2026-10-01 20:14", sent=(), items={"thank_you": "drafted"}),
        look("2026-10-01 20:16", sent=(sent("2026-10-01 20:15", "thank_you"),)),
    ]
    assert played(story, approvals=Approvals.LATER, approve_after=210).differences == ()


def test_nobody_approves():
    """Guards `never`: without approval nothing leaves, and it expires."""
    story = [look("2026-10-30 12:00", sent=(), items={"thank_you": "expired"}, not_sent=("check_in_2",))]
    assert played(story, approvals=Approvals.NEVER).differences == ()


@pytest.mark.parametrize(
    ("receipt", "status", "gone"),
    [("retry", "approved", 0), ("failed", "failed", 0), ("in doubt", "in doubt", 1)],
)
def test_a_channel_answers_as_the_script_says(receipt: str, status: str, gone: int):
    """Guards receipts: what is tried again or failed has not left, what is in doubt may have."""
    story = [
        act("2026-10-01 17:00", Deed.RECEIPT, "thank_you", outcome=receipt),
        look("2026-10-01 18:31", sent=(), items={"thank_you": status}, most={"thank_you": gone}),
    ]
    assert played(story).differences == ()
    if gone:
        strict = [story[0], look("2026-10-01 18:31", not_sent=("thank_you",))]
        assert [one.about for one in played(strict).found] == ["not_sent"]


def test_what_was_tried_again_leaves_in_the_end():
    """Guards that a receipt holds until another one is said, and that `sent` tells the last attempt."""
    story = [
        act("2026-10-01 17:00", Deed.RECEIPT, "thank_you", outcome="retry"),
        act("2026-10-01 18:40", Deed.RECEIPT, "thank_you", outcome="sent"),
        look("2026-10-01 19:30", sent=(sent("2026-10-01 18:45", "thank_you"),)),
    ]
    assert played(story).differences == ()


def test_doubt_is_settled_by_a_person():
    """Guards `resolve`: it was sent, so it left when its attempt began; or not, and it waits again."""
    doubt = act("2026-10-01 17:00", Deed.RECEIPT, "thank_you", outcome="in doubt")
    good = act("2026-10-02 08:55", Deed.RECEIPT, "thank_you", outcome="sent")
    for outcome, gone in (("sent", "2026-10-01 18:30"), ("not-sent", "2026-10-02 09:00")):
        story = [
            doubt,
            good,
            act("2026-10-02 09:00", Deed.RESOLVE, "thank_you", outcome=outcome),
            look("2026-10-02 09:00", sent=(sent(gone, "thank_you"),)),
        ]
        assert played(story).differences == ()


def test_a_hold_keeps_everything_here():
    """Guards `hold` and `lift`: nothing leaves in between, and a hold with an end ends by itself."""
    story = [
        act("2026-10-01 17:00", Deed.HOLD, until=at("2026-10-02 10:00")),
        look("2026-10-02 09:59", sent=()),
        look("2026-10-02 10:01", sent=(sent("2026-10-02 10:00", "thank_you"),)),
        act("2026-10-05 09:00", Deed.HOLD),
        look("2026-10-09 12:00", most={"everything": 1}),
        act("2026-10-09 12:00", Deed.LIFT),
    ]
    assert played(story, people=(MAILED,)).differences == ()


def test_a_late_item_is_asked_about():
    """Guards `still`: a late item goes only after a person has said so."""
    text = stock().source.replace("late: send                             # a day", "late: ask  # a day")
    asked = [f"tell {fact}" for fact in ("batch", "i_meant", "promised_by", "shortlisted", "stumbled_on")]
    story = [
        act("2026-10-01 17:00", Deed.HOLD),
        act("2026-10-02 09:00", Deed.LIFT),
        look("2026-10-02 09:30", sent=(), wants=("late thank_you", *asked)),
        act("2026-10-02 10:00", Deed.STILL, "thank_you", outcome="send"),
        look("2026-10-02 10:00", sent=(sent("2026-10-02 10:00", "thank_you"),)),
    ]
    assert played(story, compiled=small(text)).differences == ()


def test_undo_takes_back_what_was_told_last():
    """Guards `undo`, and that a refusal which is expected is none that is noted."""
    story = [
        act("2026-10-02 09:00", Deed.TELL, "rejected"),
        act("2026-10-02 09:05", Deed.UNDO),
        look("2026-10-02 09:05", state="waiting", outcome=""),
        act("2026-10-02 09:10", Deed.UNDO, refused="cannot-undo"),
    ]
    assert [one.about for one in played(story).found] == []


def test_a_refusal_is_compared():
    """Guards both ways round: refused although not expected, done although a refusal was expected."""
    story = [
        act("2026-10-02 09:00", Deed.DONE, "connekt"),
        act("2026-10-02 09:05", Deed.TELL, "heard", refused="event-unknown"),
        act("2026-10-02 09:05", Deed.DONE, "connekt", refused="no-item"),
    ]
    found = played(story).found
    assert [(one.act, one.about) for one in found] == [(0, "act"), (1, "refused")]
    assert "no-item" in found[0].came


def test_a_restart_changes_nothing():
    """Guards that all a case needs is written down: closed and opened at every act, it goes on as before."""
    story = [act(f"2026-10-{day:02} 12:00", Deed.RESTART) for day in range(1, 31, 2)]
    end = at("2026-12-24 12:00")
    with_restarts = played([one for one in story if one.at > at("2026-10-01 16:45")], until=end)
    assert with_restarts.log == played([], until=end).log


def test_ways_are_those_of_the_scenario():
    """Guards `ways`: a telephone that a machine answers is a way that sends by itself."""
    story = [look("2026-10-08 14:00", most={"phone": 0})]
    found = played(story, ways={"phone": "sends"})
    assert [one.about for one in found.found] == ["most phone"]


def test_other_cases_meet_in_the_same_home():
    """Guards `others`: an offer in one is told in the other, and one person is not reached twice a day."""
    given = {**scenario().given, "company": "Birch"}
    other = Other(name="birch", begins=at("2026-10-02 09:00"), facts=given)
    story = [
        act("2026-10-05 09:00", Deed.TELL, "offered", case="birch", facts={}),
        act(
            "2026-10-05 09:00",
            Deed.TELL,
            "extended",
            case="birch",
            facts={"offer_until": "2026-10-12T12:00:00+01:00[Europe/London]"},
        ),
        look("2026-10-05 09:01", facts={"rival_until": ("2026-10-12T12:00:00+01:00[Europe/London]",)}),
    ]
    found = played(story, others=(other,), people=(MAILED,))
    assert set(found.others) == {"birch"}
    assert found.others["birch"].state == "deciding"
    assert found.differences == ()


def test_another_candidate_has_an_owner_of_their_own():
    """Guards `owner`, and that a case with a playbook of its own is looked up."""
    words: list[str] = []

    def library(word: str):
        words.append(word)
        return stock()

    other = Other(
        name="theirs", begins=at("2026-09-30 09:00"), owner="c2", playbook="germany", facts=scenario().given
    )
    found = played([], others=(other,), library=library)
    assert words == ["germany"]
    assert found.others["theirs"].owner == "c2"
    assert found.case.owner == "me"


def test_an_act_of_a_case_that_is_not_there():
    """Guards that a slip in a name is told rather than passed over."""
    found = played([act("2026-10-02 09:00", Deed.TELL, "heard", case="birch")]).found
    assert [one.about for one in found] == ["case"]


def test_a_playbook_that_fails_is_told(monkeypatch: pytest.MonkeyPatch):
    """Guards that a case its playbook fails on is a difference, whatever was expected."""
    from followup.core import outlook
    from followup.errors import FollowupError

    real = outlook.due

    def failing(playbook, case, surroundings, now: Instant):
        if now >= at("2026-10-02 00:00"):
            raise FollowupError("boom", "it fails")
        return real(playbook, case, surroundings, now)

    monkeypatch.setattr(outlook, "due", failing)
    found = played([look("2026-10-09 12:00")]).found
    assert [one.about for one in found] == ["fault"]
    assert "it fails" in found[0].came


def test_what_is_due_again_and_again_ends_the_run(monkeypatch: pytest.MonkeyPatch):
    """Guards against an endless loop: a case that is due for ever is a difference."""
    from followup.core import outlook
    from followup.runtime import recording

    real = outlook.row

    def restless(*args):
        from dataclasses import replace

        return replace(real(*args), due=args[3].add(minutes=1))

    monkeypatch.setattr(recording.outlook, "row", restless)
    found = played([look("2027-10-09 12:00", ends=True)]).found
    assert "rest" in [one.about for one in found]
    assert "never comes to rest" in next(one for one in found if one.about == "rest").came


def test_an_unsound_playbook_can_be_played():
    """Guards that a hole in the flow is seen: no wait, no to-do, no end."""
    found = played(
        [look("2026-10-09 12:00", ends=True)], compiled=small(ROUND), given={}, people=(), days=100
    )
    assert [one.about for one in found.found] == ["ends"]
    assert found.rest is not None
    assert not found.rest.ends
    assert "waits for ever" in found.rest.text


def test_how_it_ends_is_looked_at_without_going_there():
    """Guards `ends` and `settles`: time goes on in a copy, and the story goes on as if it had not."""
    story = [
        look("2026-10-02 09:00", ends=True),
        look("2026-10-02 10:00", ends=True, settles=5),
        look("2026-10-02 11:00", ends=False, settles=5, sent=THANKED),
        look("2026-10-02 12:00", ends=False),
    ]
    found = played(story, people=(PERSON,)).found
    assert [(one.act, one.about) for one in found] == [(1, "ends"), (3, "ends")]


def test_it_is_let_go_on_until_it_rests():
    """Guards `days`: the last thing that happens by itself is the last line of the log."""
    found = played([], days=400)
    assert found.rest is not None
    assert found.rest.ends
    assert found.case.state == "dormant"
    assert found.log[-1].event.kind is EventKind.FIRED
    assert found.rest.at == found.log[-1].event.recorded_at


def test_a_case_may_wait_for_a_person():
    """Guards that waiting for nothing but a person is a rest, with its reason."""
    found = played(
        [], compiled=small(NOTE), given={"reader": "interviewer-a"}, approvals=Approvals.NEVER, days=50
    )
    assert found.rest is not None
    assert found.rest.ends
    assert found.rest.text == "waiting for you: approve note, e-mail to Interviewer A"
