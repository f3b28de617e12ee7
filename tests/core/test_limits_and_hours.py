"""How often, at what hours, and how late: limits in all their forms, as a playbook may write them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.core.gated import PHONE, approved, block
from tests.core.telling import Told, at, fact, mini, person

from followup.core.values.events import EventKind
from followup.core.values.surroundings import Touch, Way

HOURS = 'phone: "business days 10:00-12:00, 14:00-16:00"}'


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
