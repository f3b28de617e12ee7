"""Acting: what a person does to a case, what follows from it at once, and what is refused."""

from __future__ import annotations

import pytest
from tests.runtime.world import World, at, fact, person, stock

from followup.core.values.events import EventKind, Wording
from followup.core.values.people import Me
from followup.errors import InvalidInput, Refused, UsageError
from followup.runtime import acting, looking
from followup.runtime.views import Verb


def test_a_start_after_the_interview_goes_on_at_once(world: World) -> None:
    """A case that is begun with the end of the interview is thanking, not still waiting for it."""
    report = world.begin()
    assert report.case is not None
    assert (report.case.id, report.case.state) == ("acme-analyst", "thanking")
    assert [need.item for need in report.needs if need.verb is Verb.APPROVE] == ["thank_you"]
    assert world.parcel("thank_you").status == "drafted"


def test_a_start_before_the_interview_waits_for_it(world: World) -> None:
    """An interview that is still to come is not taken as over, even when its end is told ahead."""
    world.begin(ended_at=fact("2026-10-02 11:00"))
    assert world.case().state == "coming"


def test_names_are_made_and_never_given_twice(world: World) -> None:
    """A second case at the same company gets a number; with several candidates the reference comes first."""
    world.begin()
    second = world.begin()
    other = world.begin(owner="c07", me=Me(name="Other candidate"))
    assert second.case is not None
    assert other.case is not None
    assert (second.case.id, other.case.id) == ("acme-analyst-2", "c07-acme-analyst")


def test_a_name_of_ones_own_must_be_free_and_typable(world: World) -> None:
    """Nothing is started under a name that is taken or that could not be typed."""
    world.begin(name="mine")
    with pytest.raises(Refused, match="name-taken"):
        world.begin(name="mine")
    with pytest.raises(InvalidInput, match="bad-name"):
        world.begin(name="Not Mine")


def test_nobody_starts_for_an_unknown_candidate(world: World) -> None:
    """A case without a candidate could not sign its letters; nothing of it is kept."""
    with pytest.raises(UsageError, match="no-candidate"):
        world.begin(me=None)
    with world.home.store.read() as reading:
        assert reading.counts().cases == 0
        assert reading.contact("interviewer-a") is None


def test_somebody_with_a_known_address_is_known(world: World) -> None:
    """The same person met in two cases is one contact, whatever id a command made up."""
    world.begin()
    twin = person(
        "someone-else", name="Interviewer A", addresses={"email": "A@Example.org", "sms": "+44 7700 900000"}
    )
    report = world.begin(twin, name="second")
    assert report.case is not None
    assert report.case.facts["interviewers"][-1].value == ("interviewer-a",)
    assert set(world.contact().addresses) == {"email", "phone", "sms"}


def test_another_person_of_the_same_name_gets_an_id_of_their_own(world: World) -> None:
    """Two people are never merged because their names make the same id."""
    world.begin()
    other = person(name_verified=False, addresses={"email": "other@example.org"})
    world.begin(
        person("interviewer-a", name="Interviewer-A", addresses={"email": "x@example.org"}), name="second"
    )
    report = world.begin(other, name="third")
    assert report.case is not None
    assert world.case("second").facts["interviewers"][-1].value == ("interviewer-a-2",)


def test_people_with_one_address_may_be_two(world: World) -> None:
    """A telephone of the office or a shared mailbox never makes one person of two."""
    office = {"phone": "+44 20 7946 0000"}
    shared = {"email": "jobs@example.org"}
    first = world.begin(person("p-1", addresses=shared), person("p-2", addresses=shared))
    assert first.case is not None
    assert first.case.facts["interviewers"][-1].value == ("p-1", "p-2")
    world.begin(person("p-3", addresses=office), name="second")
    third = world.begin(person("p-4", name_verified=False, addresses=office), name="third")
    assert third.case is not None
    assert third.case.facts["interviewers"][-1].value == ("p-4",)
    fourth = world.begin(person("p-5", addresses=shared), name="fourth")
    assert fourth.case is not None
    assert fourth.case.facts["interviewers"][-1].value == ("p-5",)
    fifth = world.begin(person("p-6", name_verified=False, addresses=shared), name="fifth")
    assert fifth.case is not None
    assert fifth.case.facts["interviewers"][-1].value == ("p-1",)


def test_what_is_shown_one_step_ahead_can_be_approved(world: World) -> None:
    """Words that a look has rendered are those that the next act finds, though no step came in between."""
    world.begin(person(addresses={"email": "a@example.org"}), playbook=stock(), promised_by="2026-10-06")
    acting.refuse(world.home, "acme-analyst", "thank_you")
    world.go("2026-10-07 11:00")
    assert world.item("check_in").draft is None
    seen = looking.item_view(world.home, "acme-analyst", "check_in").item.draft
    assert seen is not None
    acting.approve(world.home, "acme-analyst", "check_in", digest=seen.digest)
    assert world.item("check_in").status == "approved"


def test_approval_releases_exactly_what_was_seen(world: World) -> None:
    """A draft that changed since it was read is not approved, and the person is told to read it again."""
    world.begin()
    seen = world.item("thank_you").draft
    assert seen is not None
    acting.tell(world.home, "acme-analyst", event=None, facts={"interviewer-a.topic": "trains"})
    with pytest.raises(Refused, match=r"^changed: "):
        acting.approve(world.home, "acme-analyst", "thank_you", digest=seen.digest)
    assert world.parcel("thank_you").status == "drafted"
    assert world.approve().handled
    assert world.parcel("thank_you").status == "approved"


def test_approval_sends_at_once_what_is_due(world: World) -> None:
    """An approval given after the message was due is followed by the delivery in the same command."""
    world.begin()
    world.go("2026-10-01 18:45")
    report = world.approve()
    assert [(one.item, one.outcome) for one in report.delivered] == [("thank_you", "sent")]
    assert world.case().state == "waiting"


def test_approving_twice_changes_nothing(world: World) -> None:
    """The same approval given again is no second event."""
    world.begin()
    world.approve()
    before = world.case().version
    world.approve()
    assert world.case().version == before


def test_only_what_waits_can_be_approved(world: World) -> None:
    """A to-do is not approved, and an item that is not there is named as missing."""
    world.begin()
    with pytest.raises(Refused, match="not-waiting"):
        acting.approve(world.home, "acme-analyst", "write_down", digest="0" * 64)
    with pytest.raises(UsageError, match="no-item"):
        acting.approve(world.home, "acme-analyst", "nothing", digest="")


def test_an_edit_is_a_new_revision_and_voids_an_approval(world: World) -> None:
    """Own words are checked and approved anew; the old row is withdrawn and never leaves."""
    world.begin()
    world.approve()
    acting.edit(world.home, "acme-analyst", "thank_you", wording=Wording(subject="Thanks", body="Thank you!"))
    with world.home.store.read() as reading:
        rows = [(row.draft.revision, row.status.value) for row in reading.parcels("acme-analyst")]
    assert rows == [(1, "withdrawn"), (2, "drafted")]
    assert not world.step("2026-10-01 18:45").delivered


def test_a_refused_message_never_leaves(world: World) -> None:
    """Refusing is final: nothing is sent, and its state goes on."""
    world.begin()
    acting.refuse(world.home, "acme-analyst", "thank_you")
    assert world.parcel("thank_you").status == "withdrawn"
    assert world.case().state == "waiting"


def test_facts_of_a_contact_change_the_row_and_are_logged(world: World) -> None:
    """What is told of a person is known to every case, and the log says who said so and when."""
    world.begin()
    facts = {"interviewer-a.email": "new@example.org", "interviewer-a.title": "Head of Data"}
    acting.tell(world.home, "acme-analyst", event=None, facts=facts, by="their card")
    assert world.contact().addresses["email"] == "new@example.org"
    assert world.contact().title == "Head of Data"
    draft = world.item("thank_you").draft
    assert draft is not None
    assert draft.address == "new@example.org"
    with world.home.store.read() as reading:
        last = next(e.event for e in reversed(reading.log("acme-analyst")) if e.event.kind is EventKind.KNOWN)
    assert (last.facts, last.by) == (facts, "their card")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("email", "no address", "address-wrong"),
        ("name", "", "bad-field"),
        ("proxy", "nobody", "no-contact"),
        ("do_not_contact", "yes", "bad-field"),
        ("away_until", "soon", "bad-field"),
    ],
)
def test_what_fits_no_field_is_refused_whole(world: World, field: str, value: str, code: str) -> None:
    """A contact is changed by values of the right kind only, and a refusal leaves nothing behind."""
    world.begin()
    before = world.case().version
    with pytest.raises((InvalidInput, UsageError), match=code):
        acting.tell(world.home, "acme-analyst", event=None, facts={f"interviewer-a.{field}": value})
    assert world.case().version == before
    assert world.contact() == person()


def test_a_no_from_a_contact_stops_other_cases_too(world: World) -> None:
    """Somebody who asked to be left alone is left alone by every case that knows them."""
    world.begin()
    world.begin(name="second")
    world.approve("thank_you", "second")
    acting.tell(world.home, "acme-analyst", event=None, facts={"interviewer-a.do_not_contact": True})
    report = world.step("2026-10-01 18:45")
    assert not report.delivered
    assert world.item("thank_you", "second").status == "approved"


def test_an_event_nothing_takes_is_noted(world: World) -> None:
    """What changes nothing is still in the log, and the answer says that it changed nothing."""
    world.begin()
    report = acting.tell(
        world.home, "acme-analyst", event="ended", facts={"ended_at": fact("2026-10-01 16:30")}
    )
    assert not report.handled
    assert world.case().state == "thanking"


def test_the_same_news_twice_is_known(world: World) -> None:
    """A record that comes again changes nothing and is not logged twice."""
    world.begin()
    for repeat in (False, True):
        report = acting.tell(
            world.home,
            "acme-analyst",
            event="heard",
            facts={},
            contact="interviewer-a",
            at=at("2026-10-01 16:39"),
        )
        assert report.repeat is repeat


def test_unknown_events_and_missing_facts_change_nothing(world: World) -> None:
    """A slip is named, and neither the case nor a contact that came with it is kept."""
    world.begin()
    before = world.case().version
    with pytest.raises(InvalidInput, match="event-unknown"):
        acting.tell(world.home, "acme-analyst", event="married", facts={}, people=[person("interviewer-b")])
    with pytest.raises(InvalidInput, match="fact-missing"):
        acting.tell(world.home, "acme-analyst", event="told_a_date", facts={})
    with pytest.raises(InvalidInput, match="in-the-future"):
        acting.tell(world.home, "acme-analyst", event="heard", facts={}, at=at("2026-10-02 09:00"))
    with pytest.raises(UsageError, match="no-case"):
        acting.tell(world.home, "acme", event="heard", facts={})
    assert world.case().version == before
    with world.home.store.read() as reading:
        assert reading.contact("interviewer-b") is None


def test_undo_takes_back_the_last_word(world: World) -> None:
    """A rejection told by mistake is as if it had never been said: what it stopped is planned again."""
    world.begin()
    world.approve()
    world.go("2026-10-01 16:50")
    acting.tell(world.home, "acme-analyst", event="rejected", facts={}, contact="interviewer-a")
    assert world.parcel("thank_you").status == "withdrawn"
    acting.undo(world.home, "acme-analyst")
    assert world.case().state == "thanking"
    assert world.item("thank_you").status.live
    assert world.parcel("thank_you").status == "approved"


def test_what_has_left_cannot_be_undone(world: World) -> None:
    """Once something has left because of it, a told event stays told."""
    world.begin()
    acting.tell(world.home, "acme-analyst", event="heard", facts={})
    world.approve()
    world.step("2026-10-01 18:45")
    with pytest.raises(Refused, match="cannot-undo"):
        acting.undo(world.home, "acme-analyst")


def test_a_call_is_done_with_an_outcome(world: World) -> None:
    """A call that somebody answered counts as a touch; one that nobody answered comes again and does not."""
    world.begin()
    acting.refuse(world.home, "acme-analyst", "thank_you")
    world.step("2026-10-08 10:05")
    assert world.item("call").status == "handed_over"
    with pytest.raises(UsageError, match="outcome-missing"):
        acting.done(world.home, "acme-analyst", "call")
    with pytest.raises(UsageError, match="no-outcome"):
        acting.done(world.home, "acme-analyst", "call", outcome="sung")
    acting.done(world.home, "acme-analyst", "call", outcome="no-answer")
    assert world.item("call").status in ("planned", "approved")
    assert world.touches() == []
    world.step("2026-10-09 10:05")
    assert world.item("call").status == "handed_over"
    acting.done(world.home, "acme-analyst", "call", outcome="voicemail")
    assert (world.item("call").status, world.item("call").outcome) == ("sent", "voicemail")
    assert world.touches() == [("interviewer-a", "call", True)]
    with world.home.store.read() as reading:
        rows = [(row.item, row.draft.revision, row.status.value) for row in reading.parcels("acme-analyst")]
    assert [row for row in rows if row[0] == "call"] == [("call", 1, "failed"), ("call", 2, "sent")]


def test_a_message_sent_by_hand_counts(world: World) -> None:
    """What a person sent themselves is sent: it counts, and nothing sends it again."""
    world.begin()
    acting.done(world.home, "acme-analyst", "thank_you", at=at("2026-10-01 16:35"))
    assert world.item("thank_you").status == "sent"
    assert world.item("thank_you").at == at("2026-10-01 16:35")
    assert world.parcel("thank_you").status == "sent"
    assert world.touches() == [("interviewer-a", "thank_you", True)]
    assert not world.step("2026-10-01 18:45").delivered


def test_a_to_do_is_done_or_never(world: World) -> None:
    """A to-do ends with one word; what is over cannot be done again."""
    world.begin()
    acting.done(world.home, "acme-analyst", "write_down")
    assert world.item("write_down").status == "done"
    with pytest.raises(Refused, match="over"):
        acting.never(world.home, "acme-analyst", "write_down")


def test_what_a_state_offers_can_be_taken(world: World) -> None:
    """A message that is there for the taking is planned when it is taken, and only then."""
    world.begin()
    with pytest.raises(Refused, match="not-offered"):
        acting.take(world.home, "acme-analyst", "goodbye")
    acting.take(world.home, "acme-analyst", "question")
    assert world.item("question").status == "drafted"


def test_a_pause_keeps_everything_in(world: World) -> None:
    """While a case is on hold nothing leaves; lifted, what is due goes at once."""
    world.begin()
    world.approve()
    acting.hold(world.home, ["acme-analyst"], why="a holiday")
    assert not world.step("2026-10-01 18:45").delivered
    report = acting.lift(world.home, ["acme-analyst"])
    assert [one.outcome for one in report.delivered] == ["sent"]
    with pytest.raises(Refused, match="not-held"):
        acting.lift(world.home, ["acme-analyst"])


def test_a_pause_with_an_end_ends_by_itself(world: World) -> None:
    """A pause until a date is over then, and what it held back goes."""
    world.begin()
    world.approve()
    acting.hold(world.home, ["acme-analyst"], until=at("2026-10-01 19:30"))
    assert not world.step("2026-10-01 18:45").delivered
    assert [one.item for one in world.step("2026-10-01 19:31").delivered] == ["thank_you"]


def test_lessons_are_kept_for_later_cases(world: World) -> None:
    """What was learnt belongs to the candidate, once, whatever case it was told in."""
    world.begin()
    for _ in range(2):
        acting.tell(world.home, "acme-analyst", event="heard", facts={"lessons": ("the result first",)})
    with world.home.store.read() as reading:
        assert [words for _, _, words in reading.lessons("me")] == ["the result first"]
