"""Bans, waits and conditions in all their forms, as a playbook may write them."""

from __future__ import annotations

from tests.core.gated import PHONE, approved, block, waiting
from tests.core.telling import Told, at, mini, person

from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook


def with_ban(rule: str) -> Playbook:
    """Return the small playbook with one more ban."""
    return mini(("  waits:\n", f"    more: {{{rule}, why: 'So it was agreed.'}}\n  waits:\n"))


def with_wait(rule: str, *more: tuple[str, str]) -> Playbook:
    """Return the small playbook with one more wait."""
    waits = "  waits:\n"
    return mini((waits, f"{waits}    more: {{{rule}, why: 'They asked for it.'}}\n"), *more)


# Bans --------------------------------------------------------------------------------------


def test_a_ban_whose_condition_is_unknown_holds() -> None:
    """What is not known falls on the side of silence; once it is known to be false, the ban is over."""
    told = approved(with_ban("if: shortlisted > 8"))
    assert told.rules("thank_you") == ["ban"]
    told.take(EventKind.KNOWN, facts={"shortlisted": 3})
    assert told.may("thank_you").go


def test_a_ban_until_a_time_ends_then() -> None:
    """A ban with an end says when it ends, and no longer holds from then on."""
    told = approved(with_ban("until: 1 business day after ended_at at 12:00"))
    ban = block(told.may("thank_you"), "ban")
    assert (ban.until, ban.never) == (at("2026-10-02 12:00"), False)
    assert told.may("thank_you").free_at == at("2026-10-02 12:00")
    told.now = at("2026-10-02 12:00")
    assert told.may("thank_you").go


def test_a_ban_until_something_unknown_holds_on() -> None:
    """A ban whose end nobody can tell holds, but not for ever."""
    told = approved(with_ban("until: promised_by"))
    ban = block(told.may("thank_you"), "ban")
    assert (ban.until, ban.never) == (None, False)
    assert not told.may("thank_you").never


def test_a_ban_of_a_state_holds_only_there() -> None:
    """A ban in one state is none in another."""
    told = approved(with_ban("in: [waiting]"))
    assert told.may("thank_you").go
    waited = waiting(with_ban("in: [waiting]"))
    waited.now = at("2026-10-08 10:00")
    assert waited.rules("check_in") == ["ban"]


def test_a_ban_of_an_outer_state_holds_in_the_inner_ones() -> None:
    """A ban in a state holds in every state inside it."""
    assert approved(with_ban("in: [open]")).rules("thank_you") == ["ban"]


def test_a_ban_protects_only_those_it_is_for() -> None:
    """A ban to a group leaves everybody else reachable."""
    told = approved(with_ban("to: [agent]"))
    assert told.may("thank_you").go
    told.take(EventKind.KNOWN, facts={"agent": "interviewer-a"})
    assert told.rules("thank_you") == ["ban"]


def test_a_ban_of_a_way_leaves_the_others() -> None:
    """No calls does not mean no mail."""
    told = approved(with_ban("via: [phone]"), person("interviewer-a", addresses=PHONE))
    assert told.may("thank_you").go
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    assert "ban" in told.rules("call")


def test_what_a_ban_allows_is_let_through() -> None:
    """A message that a ban names goes all the same."""
    assert approved(with_ban("if: round > 0, allow: [thank_you]")).may("thank_you").go
    assert approved(with_ban("if: round > 0, allow: [check_in]")).rules("thank_you") == ["ban"]


def test_a_ban_that_an_event_brought_is_lifted_only_after_it() -> None:
    """The word that lifts a ban has to come after what began it; one from before lifts nothing."""
    told = waiting(with_ban("if: happened.told_a_date, lifts: heard"))
    told.happen("heard", contact="interviewer-a")
    told.until("2026-10-07 13:00")
    told.happen("told_a_date", facts={"promised_by": "2026-10-08"}, contact="interviewer-a")
    assert block(told.may("check_in"), "ban").lifts == "heard"
    told.until("2026-10-07 14:00")
    told.happen("heard", contact="interviewer-a")
    assert "ban" not in told.rules("check_in")


def test_a_no_that_was_told_in_another_case_is_not_lifted_by_older_news() -> None:
    """Who wrote in this case first and then asked in another one to be left alone is left alone here too."""
    told = approved(mini())
    told.happen("heard", contact="interviewer-a")
    told.meet(person("interviewer-a", do_not_contact=True))
    assert told.rules("thank_you") == ["ban"]
    told.take(EventKind.KNOWN, facts={"interviewer-a.do_not_contact": True})
    told.until("2026-10-01 19:00", send=False)
    told.happen("heard", contact="interviewer-a")
    assert told.may("thank_you").go


def test_words_that_must_not_be_said_keep_a_draft_here() -> None:
    """What the wording rules forbid blocks until it is edited, and cannot be approved."""
    told = Told(playbook=mini(("courtesy:\n", "wording: {never: [thank you]}\ncourtesy:\n")))
    told.approve("thank_you")
    assert not told.last.handled
    assert block(told.may("thank_you"), "needs").lifts == "an edit"


# Waits -------------------------------------------------------------------------------------


def test_a_wait_until_a_time_says_until_when() -> None:
    """A wait with an end holds until then and no longer."""
    told = waiting(with_wait("until: 3 business days after promised_by at 12:00, holds: [check_in]"))
    told.happen("told_a_date", facts={"promised_by": "2026-10-06"})
    told.now = at("2026-10-08 10:00")
    wait = block(told.may("check_in"), "wait")
    assert (wait.until, wait.lifts) == (at("2026-10-09 12:00"), "")
    told.now = at("2026-10-09 12:00")
    assert "wait" not in told.rules("check_in")


def test_a_wait_until_something_unknown_does_not_hold() -> None:
    """Nobody waits for a date that nobody has named."""
    told = waiting(with_wait("until: promised_by, holds: [check_in]"))
    told.now = at("2026-10-08 10:00")
    assert told.may("check_in").go


def test_who_is_away_is_waited_for() -> None:
    """An item waits until its own contact is back, and for nobody else."""
    away = person("interviewer-a", away_until=at("2026-10-20 09:00"))
    told = waiting(with_wait("until: 1 business day after contact.away_until, holds: [check_in]"), away)
    told.now = at("2026-10-08 10:00")
    assert block(told.may("check_in"), "wait").until == at("2026-10-22 00:00")
    told.meet(person("interviewer-a"))
    assert told.may("check_in").go


def test_a_wait_holds_only_what_it_names() -> None:
    """Other messages do not wait along."""
    assert approved(with_wait("if: round > 0, holds: [check_in]")).may("thank_you").go


def test_a_message_may_pass_a_wait_by_name() -> None:
    """`despite` lets a message through the wait it names."""
    rule = "if: round > 0, holds: [check_in]"
    passes = ("    repeat: {every: gap, most: check_ins}\n", "    despite: [more]\n")
    told = waiting(with_wait(rule, passes))
    told.now = at("2026-10-08 10:00")
    assert told.may("check_in").go
    held = waiting(with_wait(rule))
    held.now = at("2026-10-08 10:00")
    assert held.rules("check_in") == ["wait"]


def test_a_wait_whose_condition_is_unknown_holds() -> None:
    """Unknown is no reason to write."""
    told = waiting(with_wait("if: shortlisted > 8, holds: [check_in]"))
    told.now = at("2026-10-08 10:00")
    assert told.rules("check_in") == ["wait"]
    told.take(EventKind.KNOWN, facts={"shortlisted": 2})
    assert told.may("check_in").go


# Due and conditions ------------------------------------------------------------------------


def test_an_unknown_due_names_what_is_missing() -> None:
    """Without a date to count from, the block says which one would settle it."""
    told = Told(ended_at=None, interviewers=None)
    due = block(told.may("check_in"), "due")
    assert "promised_by" in due.why
    assert due.lifts.endswith("told")
    assert told.may("check_in").free_at is None


def test_a_message_waits_for_its_own_condition() -> None:
    """A message whose `when` is false or unknown stays, and goes once it is true."""
    told = waiting(mini(("    repeat: {every: gap", "    when: shortlisted > 1\n    repeat: {every: gap")))
    told.now = at("2026-10-08 10:00")
    assert told.rules("check_in") == ["condition"]
    told.take(EventKind.KNOWN, facts={"shortlisted": 1})
    assert told.rules("check_in") == ["condition"]
    told.take(EventKind.KNOWN, facts={"shortlisted": 2})
    assert told.may("check_in").go


def test_an_item_on_its_way_when_the_case_moves_on_goes_no_further() -> None:
    """What was in doubt when its state was left is told, and never started again."""
    told = approved(mini())
    told.send("thank_you", "in_doubt")
    told.happen("rejected", contact="interviewer-a", channel="email")
    assert told.item("thank_you").status == "in_doubt"
    told.end("thank_you", "not_sent")
    assert told.item("thank_you").status == "dropped"
    assert told.may("thank_you").never


def test_a_sending_item_of_a_state_that_is_over_is_blocked() -> None:
    """The gate says that the case has moved on while an attempt is still under way."""
    told = approved(mini())
    told.take(EventKind.ATTEMPT, item="thank_you", digest=told.item("thank_you").approved, attempt=1)
    told.happen("rejected", contact="interviewer-a", channel="email")
    assert told.item("thank_you").status == "sending"
    assert block(told.may("thank_you"), "outcome").why == "the case has moved on"
