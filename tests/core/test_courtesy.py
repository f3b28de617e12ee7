"""May it go: every rule, its end, and which of them is told first."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.core.telling import Told, at, mini, person
from whenever import Instant

from followup.core.values.events import EventKind
from followup.core.values.surroundings import Touch


def touch(told: Told, when: str, *, case: str = "other", owner: str = "me", counted: bool = True) -> None:
    one = Touch(
        contact="interviewer-a",
        at=at(when),
        case=case,
        item="x",
        round=1,
        owner=owner,
        counted=counted,
    )
    told.world = replace(told.world, touches=(*told.world.touches, one))


def approved(**facts: object) -> Told:
    told = Told(**facts)
    told.approve("thank_you")
    return told


def free(told: Told, item: str = "thank_you") -> Instant | None:
    return told.may(item).free_at


def test_before_its_time_it_waits_and_says_until_when() -> None:
    """A message that is not due names its rule and its instant."""
    told = approved()
    assert told.rules("thank_you") == ["due"]
    assert free(told) == at("2026-10-01 18:30")


def test_at_its_time_it_may_go() -> None:
    """Due, approved, within hours, nothing forbids it: it goes."""
    told = approved()
    told.now = at("2026-10-01 18:30")
    assert told.may("thank_you").go


def test_nothing_goes_without_approval() -> None:
    """A draft that nobody has released stays here, whatever the time."""
    told = Told()
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["approval"]
    assert free(told) is None


def test_quiet_hours_hold_until_the_next_opening() -> None:
    """Outside its hours a message waits for the next opening of the recipient's place."""
    told = approved()
    told.now = at("2026-10-01 21:30")
    assert told.rules("thank_you") == ["hours"]
    assert free(told) == at("2026-10-02 08:00")


def test_a_gap_to_one_contact_is_kept() -> None:
    """A touch of an hour ago holds the next one for a business day."""
    told = approved()
    touch(told, "2026-10-01 17:30", case="acme")
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["gap"]
    assert free(told) == at("2026-10-02 10:00")


def test_another_candidate_of_the_house_keeps_the_gap_too() -> None:
    """Two cases never reach one person on one day, whoever they are for."""
    told = approved()
    touch(told, "2026-10-01 11:00", owner="somebody else")
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["house"]


def test_what_does_not_count_neither_fills_nor_waits() -> None:
    """Uncounted touches leave the limits alone."""
    told = approved()
    touch(told, "2026-10-01 17:30", case="acme", counted=False)
    told.now = at("2026-10-01 18:30")
    assert told.may("thank_you").go


def test_the_cap_of_a_contact_is_final_for_this_round() -> None:
    """After the most of them nothing more goes to this contact in this round."""
    told = approved()
    for day in ("2026-10-01 16:41", "2026-10-01 16:42", "2026-10-01 16:43", "2026-10-01 16:44"):
        touch(told, day, case="acme")
    told.now = at("2026-10-05 10:00")
    assert "cap" in told.rules("thank_you")
    assert told.may("thank_you").never


def test_a_contact_who_said_no_is_left_alone() -> None:
    """The ban stands first, whatever else blocks."""
    told = approved()
    told.meet(person("interviewer-a", do_not_contact=True))
    told.now = at("2026-10-01 22:00")
    assert told.rules("thank_you")[0] == "ban"
    assert told.may("thank_you").blocks[0].why == "They asked not to be contacted."


def test_a_ban_ends_when_the_contact_lifts_it() -> None:
    """A word from the contact, after they said no, lets messages through again."""
    told = approved()
    told.take(EventKind.KNOWN, facts={"interviewer-a.do_not_contact": True})
    told.meet(person("interviewer-a", do_not_contact=True))
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["ban"]
    told.happen("heard", contact="interviewer-a")
    assert told.may("thank_you").go


def test_a_word_from_somebody_else_lifts_nothing() -> None:
    """Only the contact who said no can lift it."""
    told = approved()
    told.take(EventKind.KNOWN, facts={"interviewer-a.do_not_contact": True})
    told.meet(person("interviewer-a", do_not_contact=True))
    told.until("2026-10-01 17:00")
    told.happen("heard", contact="interviewer-b")
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["ban"]


def test_without_a_ban_in_the_playbook_the_engine_keeps_a_no() -> None:
    """A playbook that forgets those who said no cannot write to them all the same."""
    text = (Path(__file__).parent / "mini.yaml").read_text()
    ban = text[text.index("  bans:") : text.index("  waits:")]
    told = Told(playbook=mini((ban, "")))
    told.approve("thank_you")
    told.meet(person("interviewer-a", do_not_contact=True))
    assert "opt-out" in told.rules("thank_you")
    assert told.may("thank_you").never


def test_a_pause_holds_everything_until_it_is_lifted() -> None:
    """While a case is held nothing leaves; waits go on."""
    told = approved()
    told.take(EventKind.HELD)
    told.now = at("2026-10-01 18:30")
    assert told.rules("thank_you") == ["paused"]
    told.take(EventKind.LIFTED)
    assert told.may("thank_you").go


def test_a_pause_with_an_end_lifts_itself() -> None:
    """A pause until Friday is over on Friday."""
    told = approved()
    told.take(EventKind.HELD, until=at("2026-10-02 12:00"))
    told.until("2026-10-02 11:59")
    assert told.item("thank_you").status == "approved"
    told.until("2026-10-02 12:00")
    assert told.item("thank_you").status == "sent"


def test_owing_an_answer_holds_the_check_in() -> None:
    """They asked for something: first answer, then ask."""
    told = approved()
    told.until("2026-10-07 12:00")
    told.approve("check_in")
    told.happen("wants", facts={"wanted": "references"}, contact="interviewer-a", channel="email")
    told.now = at("2026-10-08 10:00")
    assert told.rules("check_in") == ["wait"]
    assert told.may("check_in").blocks[0].path == "courtesy.waits.owed"


def test_late_asks_whether_it_is_still_sensible() -> None:
    """An approved message that a sleeping laptop made late is not sent unasked."""
    told = approved()
    told.now = at("2026-10-05 09:00")
    assert told.rules("thank_you") == ["late"]
    told.take(EventKind.SETTLED_LATE, item="thank_you", outcome="send")
    assert told.may("thank_you").go


def test_saying_no_to_a_late_one_skips_it() -> None:
    """Not any more: it is skipped, and the case goes on."""
    told = approved()
    told.now = at("2026-10-05 09:00")
    told.take(EventKind.SETTLED_LATE, item="thank_you", outcome="skip")
    assert told.item("thank_you").status == "skipped"
    assert told.case.state == "waiting"


def test_approving_a_late_one_answers_the_question() -> None:
    """Whoever approves it late has seen that it is late."""
    told = Told()
    told.until("2026-10-05 09:00")
    told.approve("thank_you")
    assert told.may("thank_you").go


def test_put_off_by_hours_beyond_its_day_it_goes_unasked() -> None:
    """An evening interview with office hours: the next opening is not the candidate's fault."""
    told = Told(
        begins="2026-11-27 18:30",
        ended_at="2026-11-27T18:15:00+00:00[Europe/London]",
        playbook=mini(('any: "business days 08:00-21:00"', 'any: "business days 09:00-18:00"')),
    )
    told.approve("thank_you")
    told.now = at("2026-11-30 09:00")
    assert told.may("thank_you").go


def test_an_expired_one_never_goes() -> None:
    """Past its end nothing helps."""
    told = approved()
    told.now = at("2026-10-06 18:00")
    assert told.may("thank_you").never


def test_what_is_missing_is_named() -> None:
    """Without an address the block says what is not known."""
    told = Told(person("interviewer-a", addresses={}))
    assert any(block.why.startswith("contact.email") for block in told.may("thank_you").blocks)


def test_an_unverified_name_is_never_guessed() -> None:
    """A message that needs a verified spelling asks for it."""
    told = Told(person("interviewer-a", name_verified=False))
    assert told.item("thank_you").stuck == ("contact.name_verified",)


def test_a_dead_item_says_what_became_of_it() -> None:
    """Items that are over are refused for good."""
    told = approved()
    told.happen("rejected", contact="interviewer-a", channel="email")
    assert told.may("thank_you").never
    assert told.rules("thank_you")[0] == "outcome"


def test_the_proxy_takes_the_message_for_her() -> None:
    """Addressed to the person, delivered to the proxy."""
    told = Told(
        person("interviewer-a", proxy="agent-b"),
        person("agent-b", addresses={"email": "agent@example.org"}),
        interviewers=("interviewer-a",),
    )
    draft = told.draft("thank_you")
    assert (draft.contact, draft.through, draft.address) == (
        "interviewer-a",
        "agent-b",
        "agent@example.org",
    )
