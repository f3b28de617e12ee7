"""Bans, waits, limits and hours in all their forms, as a playbook may write them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.telling import Told, at, fact, mini, person

from followup.core.values.events import EventKind
from followup.core.values.playbook import Playbook
from followup.core.values.steps import Block, Verdict
from followup.core.values.surroundings import Touch, Way

HOURS = 'phone: "business days 10:00-12:00, 14:00-16:00"}'
PHONE = {"email": "a@example.org", "phone": "+442079460000"}


def with_ban(rule: str) -> Playbook:
    """Return the small playbook with one more ban."""
    return mini(("  waits:\n", f"    more: {{{rule}, why: 'So it was agreed.'}}\n  waits:\n"))


def with_wait(rule: str, *more: tuple[str, str]) -> Playbook:
    """Return the small playbook with one more wait."""
    waits = "  waits:\n"
    return mini((waits, f"{waits}    more: {{{rule}, why: 'They asked for it.'}}\n"), *more)


def approved(playbook: Playbook, *people: object, **facts: object) -> Told:
    """Return a case whose thanks are approved, at the time at which they are due."""
    told = Told(*people, playbook=playbook, **facts)  # type: ignore[arg-type]  # people are contacts
    told.approve("thank_you")
    told.now = at("2026-10-01 18:30")
    return told


def waiting(playbook: Playbook | None = None, *people: object) -> Told:
    """Return a case whose thanks have gone, and whose check-in is approved and due on 8 October."""
    told = Told(*people, playbook=playbook or mini())  # type: ignore[arg-type]  # people are contacts
    told.approve("thank_you")
    told.until("2026-10-07 12:00")
    told.approve("check_in")
    return told


def block(verdict: Verdict, rule: str) -> Block:
    """Return the block of a rule; there has to be just one."""
    (found,) = [one for one in verdict.blocks if one.rule == rule]
    return found


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


# Limits ------------------------------------------------------------------------------------


def touched(told: Told, *whens: str, contact: str = "interviewer-z", **more: object) -> None:
    touches = tuple(
        Touch(
            **{  # type: ignore[arg-type]  # the fields of a touch, some of them changed
                "contact": contact,
                "at": at(when),
                "case": "acme",
                "item": f"x{number}",
                "round": 1,
                "owner": "me",
                **more,
            }
        )
        for number, when in enumerate(whens)
    )
    told.world = replace(told.world, touches=touches)


def test_a_case_has_a_cap_of_its_own() -> None:
    """Messages to anybody in a case count for the cap of the case; those of other cases do not."""
    told = approved(mini(("    house: {apart: 1 day}", "    case: {most: 2, per: case}")))
    touched(told, "2026-10-01 16:41", "2026-10-01 16:42")
    assert block(told.may("thank_you"), "cap").path == "courtesy.limits.case"
    touched(told, "2026-10-01 16:41")
    assert told.may("thank_you").go
    touched(told, "2026-10-01 16:41", "2026-10-01 16:42", case="other")
    assert told.may("thank_you").go


def test_a_cap_per_case_does_not_start_anew_with_a_round() -> None:
    """`per: round` counts those of this round; `per: case` counts all."""
    rule = "contact: {most: 4, per: round, apart: 1 business day}"
    for per, goes in (("round", True), ("case", False)):
        told = approved(mini((rule, f"contact: {{most: 1, per: {per}}}")))
        touched(told, "2026-09-01 10:00", contact="interviewer-a", round=0)
        assert told.may("thank_you").go is goes


def test_touches_of_other_cases_count_from_the_beginning_of_this_round() -> None:
    """Across the cases of one candidate, a round's cap looks at what happened since the round began."""
    told = approved(mini(("contact: {most: 4, per: round, apart: 1 business day}", "contact: {most: 1}")))
    touched(told, "2026-09-01 10:00", contact="interviewer-a", case="other")
    assert told.may("thank_you").go
    touched(told, "2026-10-01 16:41", contact="interviewer-a", case="other", owner="me")
    assert "cap" in told.rules("thank_you")


def test_what_does_not_count_waits_for_no_limit() -> None:
    """An answer goes whatever has gone before."""
    told = Told()
    told.happen("wants", facts={"wanted": "references"}, contact="interviewer-a", channel="email")
    told.approve("send_it")
    touched(told, *["2026-10-01 16:41"] * 9, contact="interviewer-a")
    assert told.may("send_it").go


def test_a_message_may_pass_gaps_but_no_cap() -> None:
    """`despite: [apart]` passes the distance between two messages, never their number."""
    urgent = mini(("    or_else: {send: pass_it_on", "    despite: [apart]\n    or_else: {send: pass_it_on"))
    told = approved(urgent)
    touched(told, "2026-10-01 17:30", contact="interviewer-a")
    assert told.may("thank_you").go
    touched(told, *["2026-10-01 17:30"] * 4, contact="interviewer-a")
    assert told.rules("thank_you") == ["cap"]


def test_without_limits_nothing_is_counted() -> None:
    """A playbook that sets no limits has none."""
    text = "  limits:\n    contact: {most: 4, per: round, apart: 1 business day}\n    house: {apart: 1 day}\n"
    told = approved(mini((text, "")))
    touched(told, *["2026-10-01 18:29"] * 9, contact="interviewer-a")
    assert told.may("thank_you").go


# Hours -------------------------------------------------------------------------------------


def test_a_message_may_have_hours_of_its_own() -> None:
    """Its own hours stand instead of those of its way."""
    mornings = ("    needs: [contact.name_verified]\n", '    hours: "Mon-Fri 09:00-09:30"\n')
    told = approved(mini(mornings))
    assert told.rules("thank_you") == ["hours"]
    assert told.may("thank_you").free_at == at("2026-10-02 09:00")


def test_a_message_may_pass_hours() -> None:
    """`despite: [hours]` goes at night."""
    told = Told(playbook=mini(("    needs: [contact.name_verified]\n", "    despite: [hours]\n")))
    told.approve("thank_you")
    told.now = at("2026-10-01 22:30")
    assert told.may("thank_you").go


def test_hours_that_never_come_are_told() -> None:
    """Where it is never open nothing goes, and nobody is promised a time."""
    never = mini(('any: "business days 08:00-21:00"', 'any: "Sat-Sun 10:00-12:00"'))
    closed = replace(never.courtesy.hours["any"][0], business=True)
    hours = {**never.courtesy.hours, "any": (closed,)}
    told = approved(replace(never, courtesy=replace(never.courtesy, hours=hours)))
    assert block(told.may("thank_you"), "hours").never
    assert told.may("thank_you").free_at is None


def test_a_way_without_hours_is_always_open() -> None:
    """Hours of one way bind no other."""
    told = Told(playbook=mini(('any: "business days 08:00-21:00", ' + HOURS, HOURS)))
    told.approve("thank_you")
    told.now = at("2026-10-01 23:30")
    assert told.may("thank_you").go


def test_the_zone_of_the_employer_decides_when_it_is_open() -> None:
    """What is evening at home is working time over there."""
    told = approved(mini(), workplace="PLAIN America/New_York")
    told.now = at("2026-10-02 01:30")
    assert told.may("thank_you").go
    told.now = at("2026-10-02 02:30")
    assert told.may("thank_you").free_at == at("2026-10-02 13:00")


def test_a_task_is_shown_in_the_waking_hours_of_the_person() -> None:
    """A task waits for the person's own morning, and no ban or limit concerns it."""
    told = Told(begins="2026-10-01 22:00", ended_at=fact("2026-10-01 21:45"))
    assert told.item("write_down").status == "planned"
    assert told.rules("write_down") == ["hours"]
    told.until("2026-10-02 07:59")
    assert told.item("write_down").status == "planned"
    told.until("2026-10-02 08:00")
    assert told.item("write_down").status == "handed_over"


# Late --------------------------------------------------------------------------------------


def test_what_is_late_by_its_own_rule_is_skipped() -> None:
    """`late: skip` gives a message up as soon as it is late, with the reason."""
    told = Told(playbook=mini(("    needs: [contact.name_verified]\n", "    late: skip\n")))
    told.approve("thank_you")
    told.until("2026-10-02 16:30", send=False)
    assert told.item("thank_you").status == "approved"
    told.until("2026-10-02 16:31", send=False)
    assert told.item("thank_you").status == "skipped"
    assert "late" in told.item("thank_you").reason
    assert told.case.state == "waiting"


def test_what_may_be_late_goes_late() -> None:
    """`late: send` goes whenever it can, unasked."""
    told = Told(playbook=mini(("    needs: [contact.name_verified]\n", "    late: send\n")))
    told.approve("thank_you")
    told.now = at("2026-10-05 09:00")
    assert told.may("thank_you").go


def test_what_a_person_does_asks_nobody_whether_it_is_late() -> None:
    """A call that waits for somebody to make it is late only in its list, not at the gate."""
    told = Told(person("interviewer-a", addresses=PHONE))
    told.approve("thank_you")
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.now = at("2026-10-13 10:00")
    assert "late" not in told.rules("call")


def test_a_way_that_is_gone_asks_as_if_nobody_carried_it() -> None:
    """Without its channel a late message still asks; it does not slip through."""
    told = approved(mini())
    told.world = replace(told.world, ways={"phone": Way(name="phone", channel="todo", person=True)})
    told.now = at("2026-10-05 09:00")
    assert "late" in told.rules("thank_you")


@pytest.mark.parametrize("day", ["2026-10-01 16:45", "2026-10-01 18:30", "2026-10-02 03:00"])
def test_the_forecast_of_the_gate_is_kept(day: str) -> None:
    """At the instant that the gate names, and not a second before, the message may go."""
    told = approved(mini())
    told.now = at(day)
    free = told.may("thank_you").free_at
    assert free is not None
    told.now = free
    assert told.may("thank_you").go
    if free > at(day):
        told.now = free.subtract(seconds=1)
        assert not told.may("thank_you").go
