"""Corners of what one event does: what is over, what is unknown, who is missing, what comes twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.telling import Told, at, fact, mini, person

from followup.core.values.events import EventKind, Wording
from followup.core.values.playbook import Branch, Through, Timer
from followup.core.values.steps import Noted, Unsealed, Withdrawn
from followup.core.values.times import Anchor, AnchorKind, Choice, Moment, Part, Sum, Unit, When
from followup.errors import Refused

PHONE = {"email": "a@example.org", "phone": "+442079460000"}


def due(told: Told, item: str) -> object:
    moment = told.item(item).due
    return moment.at if isinstance(moment, Moment) else moment


def thanked(*people: object, **more: object) -> Told:
    """Return a case whose thanks have gone."""
    told = Told(*people, **more)  # type: ignore[arg-type]  # people are contacts
    for item in list(told.case.items):
        if item.startswith("thank_you") and told.item(item).status == "drafted":
            told.approve(item)
    told.until("2026-10-01 18:30")
    return told


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


# Words -------------------------------------------------------------------------------------


def test_an_edit_needs_words_to_edit() -> None:
    """Neither what is not drafted, nor what has gone, nor an edit without words is one."""
    told = Told(person("interviewer-a"), person("interviewer-b", addresses={}))
    words = Wording(subject="Thanks", body="In my words.\n")
    for item, text in (("thank_you_2", words), ("thank_you", None), ("nothing", words)):
        told.take(EventKind.EDITED, item=item, text=text)
        assert not told.last.handled
    told.approve("thank_you")
    told.until("2026-10-01 18:30")
    told.take(EventKind.EDITED, item="thank_you", text=words)
    assert (told.last.handled, told.item("thank_you").status) == (False, "sent")


def test_what_a_person_says_aloud_may_be_edited_while_they_have_it() -> None:
    """The words for a call are the caller's own: an edit needs no approval and takes nothing away."""
    told = thanked(person("interviewer-a", addresses=PHONE))
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.until("2026-10-05 10:01")
    told.take(EventKind.EDITED, item="call", text=Wording(subject="", body="Hello.\n"))
    call = told.item("call")
    assert (call.status, call.approved) == ("handed_over", told.draft("call").digest)
    assert told.draft("call").body == "Hello.\n"


def test_a_draft_whose_address_is_lost_is_taken_back() -> None:
    """An approved message whose contact has no address any more waits for one, and says so."""
    told = Told()
    told.approve("thank_you")
    told.meet(person("interviewer-a", addresses={}))
    item = told.item("thank_you")
    assert (item.status, item.draft, item.approved) == ("planned", None, "")
    kinds = [type(effect) for effect in told.last.effects]
    assert Unsealed in kinds or Withdrawn in kinds
    assert Noted in kinds


def test_mail_goes_on_in_the_youngest_thread_with_somebody() -> None:
    """A check-in answers the thanks before it, or a mail that came since."""
    told = thanked()
    first = told.draft("thank_you").message_id
    told.until("2026-10-07 12:00")
    assert told.draft("check_in").in_reply_to == first
    told.happen("heard", contact="interviewer-a", channel="email", thread="<theirs@example.org>")
    assert told.draft("check_in").in_reply_to == "<theirs@example.org>"


def test_an_attachment_is_part_of_what_is_approved() -> None:
    """A link that changes makes another draft, and one that is not known is left out."""
    facts = (
        "  wanted:       {type: text",
        '  papers:       {type: link, optional: true, ask: "Where?"}\n  wanted:       {type: text',
    )
    told = Told(playbook=mini(facts, ("    needs: [contact.name_verified]\n", "    attach: [papers]\n")))
    assert told.draft("thank_you").attach == ()
    told.approve("thank_you")
    told.take(EventKind.KNOWN, facts={"papers": "https://example.org/papers"})
    assert told.draft("thank_you").attach == ("https://example.org/papers",)
    assert told.item("thank_you").status == "drafted"


# People ------------------------------------------------------------------------------------


def test_a_proxy_that_nobody_knows_reaches_nobody() -> None:
    """A message through somebody unknown is stuck; it never goes straight."""
    told = Told(person("interviewer-a", proxy="agent-b"))
    assert told.item("thank_you").stuck == ("contact.email",)


def test_a_group_is_reached_through_the_one_in_the_middle() -> None:
    """`through` sends what is for a group by way of another contact; while nobody is, all are stuck."""
    playbook = mini()
    through = Through(fact="agent", groups=("interviewers",))
    playbook = replace(playbook, courtesy=replace(playbook.courtesy, through=through))
    agent = person("agent-b", addresses={"email": "agent@example.org"})
    told = Told(person("interviewer-a"), agent, playbook=playbook, interviewers=("interviewer-a",))
    assert told.item("thank_you").stuck == ("contact.email",)
    told.take(EventKind.KNOWN, facts={"agent": "agent-b"})
    draft = told.draft("thank_you")
    assert (draft.contact, draft.through, draft.address) == ("interviewer-a", "agent-b", "agent@example.org")


def test_an_answer_to_nobody_in_particular_goes_to_somebody_reachable() -> None:
    """News without a sender is answered to the most senior of those who can be reached."""
    people = (person("interviewer-a"), person("interviewer-b", role="chair"))
    told = Told(*people, person("interviewer-c", main=True, addresses={}))
    told.happen("wants", facts={"wanted": "references"})
    assert told.item("send_it").contact == "interviewer-b"


def test_an_answer_with_nobody_there_waits_for_somebody() -> None:
    """Without any contact an answer is stuck until one is told."""
    told = Told(interviewers=None)
    told.happen("wants", facts={"wanted": "references"})
    assert (told.item("send_it").contact, told.item("send_it").stuck) == (None, ("interviewers",))
    told.take(EventKind.KNOWN, facts={"interviewers": ("interviewer-a",)})
    assert told.item("send_it").contact == "interviewer-a"


def test_a_fallback_needs_somebody_who_can_be_reached() -> None:
    """With everybody out of reach nobody is asked to pass anything on."""
    told = Told(person("interviewer-a", addresses={}), person("interviewer-b", addresses={}))
    told.until("2026-10-02 17:00")
    assert "pass_it_on" not in told.case.items
    told.meet(person("interviewer-b"))
    told.until("2026-10-02 17:30")
    assert "pass_it_on" in told.case.items
    assert told.item("pass_it_on").about == ("interviewer-a",)


def test_a_fallback_names_everybody_it_stands_for() -> None:
    """Two who cannot be reached are named in one message."""
    told = Told(*(person(f"interviewer-{one}", addresses={}) for one in "ab"), person("interviewer-c"))
    told.approve("thank_you_3")
    told.until("2026-10-02 16:30")
    assert "Interviewer A and Interviewer B" in told.draft("pass_it_on").body


def test_with_nobody_left_what_failed_is_over() -> None:
    """`one of` does not try the same dead address again."""
    told = thanked()
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 10:00", send=False)
    told.send("check_in", "failed")
    assert [name for name in told.case.items if name.startswith("check_in")] == ["check_in"]


def test_what_failed_in_a_state_that_is_over_goes_to_nobody_else() -> None:
    """A bounce that comes after a rejection brings about nothing."""
    told = thanked(person("interviewer-a"), person("interviewer-b"))
    told.until("2026-10-08 09:00")
    told.approve("check_in")
    told.until("2026-10-08 10:00", send=False)
    told.take(EventKind.ATTEMPT, item="check_in", digest=told.item("check_in").approved, attempt=1)
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.end("check_in", "failed", attempt=1)
    assert "check_in_2" not in told.case.items


def test_a_contact_found_later_frees_what_was_stuck() -> None:
    """An address told in time lets the message go after all, though its batch is settled."""
    told = thanked(person("interviewer-a"), person("interviewer-b", addresses={}), playbook=mini())
    assert told.case.state == "waiting"
    told.meet(person("interviewer-b"))
    assert told.item("thank_you_2").status == "drafted"
    told.approve("thank_you_2")
    assert told.may("thank_you_2").go


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


def test_a_fallback_that_comes_too_late_is_none() -> None:
    """A bounce, then a week without a step: nobody is asked to pass on what has expired, and all goes on."""
    told = Told(person("interviewer-a"), person("interviewer-b"))
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "failed")
    told.now = at("2026-10-07 09:00")
    told.settle()
    assert told.case.state == "waiting"
    assert "pass_it_on" not in told.case.items
    assert "pass_it_on" not in told.case.batches
