"""The timeline: one line for each thing, with its rule, whom it went to, and what is waited for then."""

from __future__ import annotations

from tests.runtime.simulation.staging import MAILED, act, at, played, stock
from whenever import Instant

from followup.core.values.scenario import Approvals, Deed
from followup.runtime.simulation import Moment, Played


def only(found: Played, kind: str, what: str = "") -> Moment:
    lines = [one for one in found.timeline if one.kind == kind and what in ("", one.what)]
    assert len(lines) == 1, [(one.kind, one.what) for one in found.timeline]
    return lines[0]


def test_a_message_from_its_draft_to_its_leaving():
    """Guards drafted, approved, sent: each at its instant, to whom, by which way, by which rule."""
    found = played([act("2026-10-02 09:00")], approvals=Approvals.LATER, approve_after=30)
    drafted, approved, sent = (only(found, kind, "thank_you") for kind in ("drafted", "approved", "sent"))
    assert (drafted.at, approved.at, sent.at) == tuple(
        at(f"2026-10-01 {clock}") for clock in ("16:45", "17:15", "18:30")
    )
    assert (sent.to, sent.way, sent.why) == ("Interviewer A", "email", "2 hours after Thu 1 Oct 16:30")
    assert drafted.item == sent.item == "thank_you"


def test_what_is_told_comes_with_its_facts_and_from_whom():
    """Guards told, known and moved: facts as texts, the person, and from when to when a date moved."""
    found = played(
        [
            act(
                "2026-10-02 09:00",
                Deed.TELL,
                "told_a_date",
                facts={"promised_by": "2026-10-20"},
                contact="interviewer-a",
            ),
            act("2026-10-05 09:00", Deed.TELL, facts={"senior": True}),
        ]
    )
    told = next(one for one in found.timeline if one.what == "told_a_date")
    assert (told.kind, told.facts, told.to) == ("told", (("promised_by", "2026-10-20"),), "Interviewer A")
    moved = only(found, "moved", "check_in")
    assert (moved.since, moved.until) == (at("2026-10-08 10:00"), at("2026-10-22 10:00"))
    assert moved.why == "2 business days after Tue 20 Oct"
    assert only(found, "known").facts == (("senior", "yes"),)


def test_what_was_told_late_says_when_it_happened():
    """Guards that a line stands where it became known, with when it really happened."""
    found = played([act("2026-10-07 09:00", Deed.TELL, "rejected", happened=at("2026-10-05 09:00"))])
    told = next(one for one in found.timeline if one.what == "rejected")
    assert (told.at, told.since) == (at("2026-10-07 09:00"), at("2026-10-05 09:00"))


def test_to_dos_and_what_becomes_of_them():
    """Guards to-do, done, again and expired."""
    found = played(
        [
            act("2026-10-08 10:10", Deed.DONE, "check_in", outcome="no_answer"),
            act("2026-10-09 10:10", Deed.DONE, "check_in", outcome="voicemail"),
            act("2026-10-12 10:10"),
        ]
    )
    again, done = only(found, "again", "check_in"), only(found, "done", "check_in")
    assert (again.text, again.until) == ("no_answer", at("2026-10-09 10:00"))
    assert (done.text, done.at) == ("voicemail", at("2026-10-09 10:10"))
    assert len([one for one in found.timeline if (one.kind, one.what) == ("to-do", "check_in")]) == 2
    task = only(found, "to-do", "get_home")
    assert task.text == stock().playbook.items["get_home"].say
    assert only(found, "expired", "get_home").at == at("2026-10-02 12:00")


def test_nobody_is_told_of_what_nobody_has_heard_of():
    """Guards that an invitation nobody could send and nobody was asked about leaves no line."""
    found = played([], days=60)
    assert "connect" in found.case.items
    assert not [one for one in found.timeline if one.what == "connect"]


def test_doubt_and_failure():
    """Guards in doubt and failed."""
    for receipt, kind in (("in doubt", "in doubt"), ("failed", "failed")):
        found = played(
            [act("2026-10-01 17:00", Deed.RECEIPT, "thank_you", outcome=receipt), act("2026-10-01 19:00")]
        )
        assert only(found, kind, "thank_you").at == at("2026-10-01 18:30")


def test_where_the_case_goes_and_by_which_wait():
    """Guards goes on: after a wait, its rule; else why that state matters."""
    found = played([], until=at("2026-11-10 12:00"), people=(MAILED,))
    gone = [one for one in found.timeline if one.kind == "goes on"]
    assert [one.what for one in gone] == ["thanking", "waiting"]
    assert gone[1].why == stock().playbook.states["waiting"].why
    asleep = played([], until=at("2026-12-24 12:00"), people=(MAILED,)).timeline
    silent = next(one for one in asleep if one.what == "dormant")
    assert (silent.text, silent.why) == ("silence", "30 days after Thu 15 Oct")


def test_what_is_waited_for():
    """Guards waits: the next thing that has a date and when, where nothing comes for a while."""
    found = played([act("2026-10-05 09:00")])
    first = next(one for one in found.timeline if one.kind == "waits")
    assert (first.waits, first.until) == ("check_in", at("2026-10-08 10:00"))
    sent = only(found, "sent", "thank_you")
    assert sent.at < first.at


def test_a_pause_and_its_end():
    """Guards held, lifted and undone."""
    found = played(
        [
            act("2026-10-02 09:00", Deed.HOLD, until=at("2026-10-03 09:00")),
            act("2026-10-05 09:00", Deed.TELL, "rejected"),
            act("2026-10-05 09:01", Deed.UNDO),
        ]
    )
    assert only(found, "held").until == at("2026-10-03 09:00")
    assert only(found, "lifted").at == at("2026-10-03 09:00")
    assert only(found, "undone").at == at("2026-10-05 09:01")


def test_rules_that_hold_back_are_told():
    """Guards held back: what should have gone by then, the rules that kept it, and until when."""
    late = played(
        [act("2026-10-02 09:00")], begins=at("2026-10-01 20:40"), given=_evening(at("2026-10-01 20:30"))
    )
    held = only(late, "held back", "thank_you")
    assert (held.at, held.until) == (at("2026-10-01 22:30"), at("2026-10-02 08:00"))
    assert held.why == "outside its hours"
    assert only(late, "sent", "thank_you").at == at("2026-10-02 08:00")


def test_what_was_covered():
    """Guards coverage: states entered, transitions with their targets, timers, items that went."""
    found = played([act("2026-10-09 10:00", Deed.DONE, "check_in", outcome="voicemail")], days=60).covered
    assert {"met", "thanking", "waiting", "dormant"} <= found.states
    assert {
        ("arranged", "ended", "met"),
        ("thanking", "thank_you.settled", "waiting"),
        ("met", "check_in.sent", ""),
        ("waiting", "waiting.silence", "dormant"),
    } <= found.transitions
    assert found.timers == {"waiting.silence"}
    assert found.items == {"thank_you", "check_in", "check_in_2"}
    both = found | played([act("2026-10-02 09:00", Deed.TELL, "withdrawn")]).covered
    assert "bowing_out" in both.states
    assert found.timers <= both.timers


def _evening(ended: Instant) -> dict[str, object]:
    when = ended.to_tz("Europe/London").format_iso()
    return {"company": "Acme", "job": "Data analyst", "ended_at": when, "interviewers": ("interviewer-a",)}
