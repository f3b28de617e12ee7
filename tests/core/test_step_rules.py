"""Corners of what one event does: what is unknown, what comes again, what is over."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.gated import PHONE, thanked
from tests.core.telling import Told, at, fact, mini, person

from followup.core.values.events import EventKind
from followup.core.values.playbook import Branch, Timer
from followup.core.values.steps import Withdrawn
from followup.core.values.times import Anchor, AnchorKind, Choice, Moment, Part, Sum, Unit, When
from followup.errors import Refused


def due(told: Told, item: str) -> object:
    moment = told.item(item).due
    return moment.at if isinstance(moment, Moment) else moment


# Unknown and false -------------------------------------------------------------------------


def test_a_handler_whose_condition_is_unknown_is_not_taken() -> None:
    """The first line that surely holds is taken; what is not known moves nothing."""
    line = "      told_a_date: {}\n"
    lines = "      told_a_date: [{when: shortlisted > 3, go: dormant}, {}]\n"
    told = Told(playbook=mini((line, lines)))
    told.happen("told_a_date", facts={"promised_by": "2026-10-09"})
    assert (told.case.state, told.last.handled) == ("thanking", True)
    told.until("2026-10-01 17:00")
    told.take(EventKind.KNOWN, facts={"shortlisted": 4})
    told.happen("told_a_date", facts={"promised_by": "2026-10-12"})
    assert told.case.state == "dormant"


def test_an_event_that_no_line_takes_is_only_noted() -> None:
    """A handler with nothing but conditions that do not hold leaves the event unhandled."""
    told = Told(playbook=mini(("      heard: {}\n", "      heard: {when: senior, go: dormant}\n")))
    told.happen("heard")
    assert not told.last.handled
    assert "heard" not in told.case.happened


def test_a_timer_with_a_condition_that_does_not_hold_stays_armed() -> None:
    """A timer moves nothing while its condition is unknown, and moves once it is true."""
    plain = "enough: {due: 10 business days after entry, go: waiting}"
    asked = f"soon: {{due: 1 hour after entry, when: shortlisted > 3, go: waiting}}, {plain}"
    told = Told(playbook=mini((plain, asked)))
    told.until("2026-10-01 18:00")
    told.take(EventKind.FIRED, name="thanking.soon")
    assert (told.last.handled, told.case.state) == (False, "thanking")
    told.take(EventKind.KNOWN, facts={"shortlisted": 4})
    told.settle()
    assert told.case.state == "waiting"


def test_a_setting_takes_its_first_line_that_surely_holds() -> None:
    """An unknown number decides nothing where a known word does, and holds nothing where it alone would."""
    assert due(thanked(), "check_in") == at("2026-10-08 10:00")
    assert due(thanked(senior=True), "check_in") == at("2026-10-15 10:00")
    assert due(thanked(shortlisted=3), "check_in") == at("2026-10-08 10:00")


def test_a_condition_may_ask_for_a_setting() -> None:
    """A number that a country changes can be compared with what is known."""
    ask = ("    repeat: {every: gap", "    when: shortlisted > check_ins\n    repeat: {every: gap")
    told = thanked(playbook=mini(ask), shortlisted=2)
    told.until("2026-10-08 10:00")
    assert "condition" in told.rules("check_in")
    told.take(EventKind.KNOWN, facts={"shortlisted": 3})
    assert "condition" not in told.rules("check_in")


def test_a_part_of_the_way_moves_with_its_ends() -> None:
    """A time between two dates is known once both are, and follows them."""
    line = "    due: {first_known: [2 business days after promised_by, patience after ended_at]}\n"
    told = thanked(playbook=mini((line, "    due: 50% of the way from ended_at to promised_by\n")))
    assert "promised_by" in told.item("check_in").due.missing
    told.happen("told_a_date", facts={"promised_by": "2026-10-12"})
    assert due(told, "check_in") == at("2026-10-06 10:00")


def test_a_timer_moves_the_case_once_per_entry() -> None:
    """A timer of an outer state that moves the case within it does not move it again."""
    playbook = mini()
    hour = When(Choice.ONLY, (Sum("1 hour after entry", Anchor(AnchorKind.ENTRY), (Part(1, Unit.HOUR),)),))
    nudge = Timer(name="nudge", due=hour, branch=Branch(go="waiting"))
    states = {**playbook.states, "open": replace(playbook.states["open"], timers={"nudge": nudge})}
    told = Told(playbook=replace(playbook, states=states))
    told.until("2026-10-01 17:40")
    assert told.case.state == "waiting"
    assert told.case.timers["open.nudge"].fired
    told.until("2026-10-02 12:00")
    told.happen("invited", facts={"interviewers": ("interviewer-a",), "ended_at": fact("2026-10-02 11:00")})
    told.until("2026-10-03 12:00")
    assert told.case.state == "thanking"
    told.take(EventKind.FIRED, name="open.nudge")
    assert (told.last.handled, told.case.state) == (False, "thanking")


# Rounds and repeats ------------------------------------------------------------------------


def test_a_new_round_forgets_what_was_true_of_the_last() -> None:
    """A promise of the first round says nothing about the second."""
    told = thanked(promised_by="2026-10-20")
    told.until("2026-10-05 09:00")
    told.happen("invited", facts={"ended_at": fact("2026-10-05 08:00"), "interviewers": ("interviewer-a",)})
    told.approve("thank_you_2")
    told.until("2026-10-05 10:00")
    checks = [item for item in told.case.items.values() if item.name == "check_in" and item.round == 2]
    assert [item.due.at for item in checks if isinstance(item.due, Moment)] == [at("2026-10-12 10:00")]


def test_most_of_none_means_never() -> None:
    """A country may say that nobody is asked at all."""
    told = thanked(playbook=mini(("check_ins: {use: 2}", "check_ins: {use: 0}")))
    assert told.case.state == "waiting"
    assert not any(item.name == "check_in" for item in told.case.items.values())


def test_what_the_playbook_has_dropped_is_settled() -> None:
    """A message that an overlay takes out of the playbook keeps nobody waiting."""
    playbook = mini()
    items = {name: item for name, item in playbook.items.items() if name != "thank_you"}
    told = Told(playbook=replace(playbook, items=items))
    assert told.case.state == "waiting"
    assert any("dropped" in why for why in told.last.why)


def test_a_repeat_ends_with_its_state() -> None:
    """Completed after the case has moved on, a weekly task does not come again."""
    told = thanked()
    told.until("2026-10-08 10:00")
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.end("share", "done")
    assert [name for name in told.case.items if name.startswith("share")] == ["share"]


# Taking ------------------------------------------------------------------------------------


def test_only_what_is_offered_can_be_taken() -> None:
    """A state offers what it offers, and nothing else."""
    told = Told()
    told.take(EventKind.TAKEN, name="call")
    assert not told.last.handled


def test_what_has_been_taken_and_gone_is_not_taken_again() -> None:
    """Once a round is once a round, also for what is there for the taking."""
    told = thanked(person("interviewer-a", addresses=PHONE))
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.take(EventKind.TAKEN, name="call")
    assert not told.last.handled
    told.until("2026-10-05 10:01")
    told.end("call", "answered")
    told.take(EventKind.TAKEN, name="call")
    assert not told.last.handled
    assert [name for name in told.case.items if name.startswith("call")] == ["call"]


def test_what_was_taken_by_mistake_can_be_undone() -> None:
    """Taking is an event like another, and can be taken back before anything has left."""
    told = thanked(person("interviewer-a", addresses=PHONE))
    told.until("2026-10-02 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.take(EventKind.UNDONE, undoes=told.case.version)
    assert told.item("call").status == "dropped"


def test_only_what_a_person_said_can_be_undone() -> None:
    """The beginning, an approval and what never was are no mistakes to be undone."""
    told = Told()
    told.approve("thank_you")
    for wrong in (1, told.case.version, 99):
        with pytest.raises(Refused, match="nothing here that can be undone"):
            told.take(EventKind.UNDONE, undoes=wrong)


# Items that are over -----------------------------------------------------------------------


def test_an_outcome_of_what_is_over_changes_nothing() -> None:
    """A dead item stays as it died, and the record is kept."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    before = told.item("write_down")
    told.end("write_down", "done")
    assert (told.last.handled, told.item("write_down")) == (False, before)
    told.take(EventKind.ITEM, item="nothing", outcome="done")
    assert not told.last.handled


def test_what_really_left_is_written_even_over_the_dead() -> None:
    """A receipt for something dropped meanwhile makes it sent: the other side has it."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.end("thank_you", "sent")
    assert (told.item("thank_you").status, told.item("thank_you").counted) == ("sent", True)


def test_a_receipt_of_an_earlier_attempt_changes_nothing() -> None:
    """An answer to attempt one says nothing about attempt two."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "retry")
    approved = told.item("thank_you").approved
    told.take(EventKind.ATTEMPT, item="thank_you", digest=approved, attempt=2)
    told.end("thank_you", "failed", attempt=1)
    assert (told.last.handled, told.item("thank_you").status) == (False, "sending")
    told.end("thank_you", "sent", attempt=2)
    assert told.item("thank_you").status == "sent"


def test_another_try_waits_for_its_time() -> None:
    """What was surely not sent is tried again at the time its channel asks for, not before."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.take(EventKind.ATTEMPT, item="thank_you", digest=told.item("thank_you").approved, attempt=1)
    told.end("thank_you", "retry", attempt=1, until=at("2026-10-01 19:00"))
    assert told.rules("thank_you") == ["due"]
    assert told.may("thank_you").blocks[0].why == "it is tried again then"
    told.until("2026-10-01 19:00")
    assert told.item("thank_you").status == "sent"


def test_an_attempt_needs_approval_of_these_words() -> None:
    """Neither another digest nor an item that nobody has approved can be started."""
    told = Told()
    told.take(EventKind.ATTEMPT, item="thank_you", digest=told.draft("thank_you").digest, attempt=1)
    assert not told.last.handled
    told.approve("thank_you")
    told.take(EventKind.ATTEMPT, item="thank_you", digest="of other words", attempt=1)
    assert (told.last.handled, told.item("thank_you").status) == (False, "approved")


def test_what_is_approved_expires_all_the_same() -> None:
    """Approved and never sent, a message expires, and the outbox is told to withdraw it."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-06 18:00", send=False)
    assert told.item("thank_you").status == "expired"
    assert any(isinstance(one, Withdrawn) and one.item == "thank_you" for one in told.last.effects)


def test_a_late_answer_about_what_is_over_changes_nothing() -> None:
    """Nobody decides any more about what has gone."""
    told = thanked()
    told.take(EventKind.SETTLED_LATE, item="thank_you", outcome="skip")
    assert (told.last.handled, told.item("thank_you").status) == (False, "sent")


# Pauses ------------------------------------------------------------------------------------


def test_a_hold_of_the_engine_is_a_fault() -> None:
    """A person's pause and one that a fault brought are told apart."""
    told = Told()
    told.take(EventKind.HELD, by="the engine", note="the words of thank_you need something")
    assert told.case.hold is not None
    assert (told.case.hold.fault, told.case.hold.why) == (True, "the words of thank_you need something")
    assert told.may("thank_you").blocks[0].lifts == "lift"
    told.take(EventKind.LIFTED)
    told.take(EventKind.HELD)
    assert told.case.hold is not None
    assert not told.case.hold.fault


def test_lifting_what_is_not_held_does_nothing() -> None:
    """There is nothing to lift, and that is said."""
    told = Told()
    told.take(EventKind.LIFTED)
    assert not told.last.handled
