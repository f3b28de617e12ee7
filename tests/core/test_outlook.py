"""What lies ahead: what time brings about, when to look again, what a person is wanted for."""

from __future__ import annotations

from tests.core.telling import Told, at, fact, person

from followup.core import outlook
from followup.core.values.events import EventKind
from followup.core.values.steps import WantKind


def wants(told: Told) -> list[tuple[str, str]]:
    found = outlook.wants(told.playbook, told.case, told.world, told.now)
    return [(want.kind.value, want.item) for want in found]


def row(told: Told) -> object:
    return outlook.row(told.playbook, told.case, told.world, told.now)


def test_a_draft_wants_approval_and_a_task_wants_telling() -> None:
    """What a person is wanted for is in the verb they type, the most urgent first."""
    assert wants(Told()) == [("approve", "thank_you"), ("tell", "write_down")]


def test_an_unreachable_contact_wants_an_address() -> None:
    """A stuck message asks for what is missing of its contact."""
    told = Told(person("interviewer-a", addresses={}))
    found = outlook.wants(told.playbook, told.case, told.world, told.now)
    assert [want.asks for want in found if want.item == "thank_you"] == [("contact.email",)]
    assert found[0].kind is WantKind.TELL


def test_what_is_in_doubt_wants_a_verdict() -> None:
    """Sent or not: only a person can settle it, and the row counts it."""
    told = Told()
    told.approve("thank_you")
    told.until("2026-10-01 18:30", send=False)
    told.send("thank_you", "in_doubt")
    assert ("resolve", "thank_you") in wants(told)
    assert outlook.row(told.playbook, told.case, told.world, told.now).in_doubt == 1


def test_a_late_one_wants_an_answer() -> None:
    """An approved message that became late asks whether it is still sensible."""
    told = Told()
    told.approve("thank_you")
    told.now = at("2026-10-05 09:00")
    assert ("late", "thank_you") in wants(told)


def test_a_call_that_is_due_wants_to_be_made() -> None:
    """What only a person can do is wanted as `do`."""
    told = Told(person("interviewer-a", addresses={"email": "a@example.org", "phone": "+442079460000"}))
    told.approve("thank_you")
    told.until("2026-10-05 10:00")
    told.take(EventKind.TAKEN, name="call")
    told.until("2026-10-05 10:01")
    assert ("do", "call") in wants(told)


def test_the_row_says_when_to_look_again() -> None:
    """The next look is the next instant at which anything may change by itself."""
    told = Told()
    told.approve("thank_you")
    assert outlook.row(told.playbook, told.case, told.world, told.now).due == at("2026-10-01 18:30")
    told.until("2026-10-01 18:30")
    assert outlook.row(told.playbook, told.case, told.world, told.now).due > told.now


def test_looking_again_always_comes_to_rest() -> None:
    """Whenever nothing is due, the next look lies in the future: no case is looked at for ever."""
    told = Told(person("interviewer-a"), person("interviewer-b", addresses={}))
    told.approve("thank_you")
    for _ in range(40):
        told.settle()
        assert outlook.due(told.playbook, told.case, told.world, told.now) == ()
        ahead = outlook.row(told.playbook, told.case, told.world, told.now).due
        if ahead is None:
            break
        assert ahead > told.now
        told.now = ahead
    assert told.case.state == "dormant"


def test_a_final_case_is_never_looked_at_again() -> None:
    """What is over costs nothing."""
    told = Told()
    told.happen("rejected", contact="interviewer-a", channel="email")
    told.approve("goodbye")
    told.until("2026-10-02 10:00")
    found = outlook.row(told.playbook, told.case, told.world, told.now)
    assert (found.final, found.due) == (True, None)
    assert outlook.due(told.playbook, told.case, told.world, told.now) == ()


def test_two_timers_due_at_once_go_in_order_of_their_instants() -> None:
    """After a long sleep the earlier timer moves the case first."""
    told = Told(person("interviewer-a", addresses={}))
    told.now = at("2026-12-24 12:00")
    told.settle()
    assert told.case.state in ("waiting", "dormant")
    told.until("2027-02-10 12:00")
    assert told.case.state == "dormant"


def test_an_ended_fact_told_late_brings_the_thanks_at_once() -> None:
    """An instant that lies in the past is due now, not then."""
    told = Told(ended_at=None)
    assert told.item("thank_you").status == "planned"
    told.now = at("2026-10-02 09:00")
    told.take(EventKind.KNOWN, facts={"ended_at": fact("2026-10-01 16:30")})
    assert told.item("thank_you").status == "drafted"
    told.approve("thank_you")
    assert told.may("thank_you").go


def test_all_contacts_of_a_case_are_found() -> None:
    """Those of earlier rounds, and those who wrote, belong to the case as well."""
    told = Told(person("interviewer-a"))
    told.happen("heard", contact="interviewer-z")
    assert outlook.contacts(told.playbook, told.case) == {"interviewer-a", "interviewer-z"}
