"""The outbox: each answer of a channel, attempts that nobody acknowledged, and words that changed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from tests.runtime.world import Scripted, World, at, fact, person, small

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import EventKind
from followup.core.values.records import ParcelStatus
from followup.errors import InvalidInput, Refused
from followup.ports import Rendered
from followup.runtime import acting, outbox
from followup.runtime.deliveries import Deliveries
from followup.runtime.views import Verb


@pytest.fixture
def channel(world: World) -> Scripted:
    """A scripted e-mail channel, and a thank-you that is approved and due."""
    channel = world.scripted()
    world.begin()
    world.approve()
    world.go("2026-10-01 18:45")
    return channel


def answer(kind: AnswerKind, **more: Any) -> Answer:
    return Answer(kind=kind, text="so it was", **more)


def test_an_accepted_message_is_sent_once(world: World, channel: Scripted) -> None:
    """What the other side took responsibility for is sent, counts as a touch, and never goes again."""
    report = world.step()
    assert [(one.outcome, one.to, one.text) for one in report.delivered] == [
        ("sent", "Interviewer A", "accepted")
    ]
    world.step("2026-10-01 19:45")
    assert len(channel.got) == 1
    assert world.parcel("thank_you").status == "sent"
    assert world.touches() == [("interviewer-a", "thank_you", True)]


def test_nothing_goes_before_it_may(world: World, channel: Scripted) -> None:
    """Approval alone sends nothing: the gate has the last word."""
    world.clock.set(at("2026-10-01 18:29"), back=True)
    world.step()
    assert channel.got == []


def test_the_letter_says_who_and_to_whom(world: World, channel: Scripted) -> None:
    """A channel gets one frozen letter with the sender, the reader, the words and a stable key."""
    world.step()
    letter, data = channel.got[0]
    assert (letter.sender.address, letter.to.address) == ("candidate@example.org", "a@example.org")
    assert letter.subject == "Thank you - Data analyst"
    assert letter.message_id.endswith("@example.org>")
    assert letter.key == world.parcel("thank_you").key
    assert world.parcel("thank_you").data == data


@pytest.mark.parametrize("kind", [AnswerKind.TRANSIENT, AnswerKind.RATE_LIMITED])
def test_what_surely_was_not_sent_is_tried_again(world: World, channel: Scripted, kind: AnswerKind) -> None:
    """Tries come 5, 10, 20 ... minutes apart, with the same bytes and the same date, and count once."""
    channel.answers = [answer(kind)] * 3
    first = world.step()
    assert [one.retry_at for one in first.delivered] == [at("2026-10-01 18:50")]
    assert world.touches() == []
    world.step("2026-10-01 18:49")
    assert len(channel.got) == 1
    for words, tries, then in (
        ("2026-10-01 18:50", 2, "2026-10-01 19:00"),
        ("2026-10-01 19:00", 3, "2026-10-01 19:20"),
        ("2026-10-01 19:20", 4, None),
    ):
        report = world.step(words)
        assert len(channel.got) == tries
        assert [one.retry_at for one in report.delivered] == [at(then) if then else None]
    assert len({data for _, data in channel.got}) == 1
    assert len({letter for letter, _ in channel.got}) == 1
    assert world.item("thank_you").status == "sent"
    assert world.touches() == [("interviewer-a", "thank_you", True)]


def test_later_tries_never_write_the_letter_anew(world: World, channel: Scripted) -> None:
    """Even a channel that would write it otherwise by now sends the bytes of the first try."""
    channel.answers = [answer(AnswerKind.TRANSIENT)]
    world.step()
    channel.render = lambda letter: Rendered(data=b"otherwise")  # type: ignore[method-assign]  # a newer one
    world.step("2026-10-01 18:50")
    assert channel.got[0] == channel.got[1]


def test_a_channel_may_ask_for_more_time(world: World, channel: Scripted) -> None:
    """A try that the other side asked to put off is not made sooner."""
    channel.answers = [answer(AnswerKind.RATE_LIMITED, retry_after=3600)]
    assert world.step().delivered[0].retry_at == at("2026-10-01 19:45")


def test_tries_keep_hours_and_end_with_expiry(world: World, channel: Scripted) -> None:
    """No try is made at night, and after its expiry a message is given up, not sent too late."""
    channel.answers = [answer(AnswerKind.TRANSIENT)] * 100
    for hour in range(24 * 6):
        world.clock.set(at("2026-10-01 18:45").add(hours=hour))
        world.step()
    local = [letter_at.to_tz("Europe/London") for letter_at in attempts(world)]
    assert local
    assert all(8 <= one.hour < 21 for one in local)
    assert world.item("thank_you").status == "expired"
    assert world.parcel("thank_you").status == "withdrawn"


def attempts(world: World) -> list[Any]:
    with world.home.store.read() as reading:
        log = reading.log("acme-analyst")
    return [entry.event.occurred_at for entry in log if entry.event.kind is EventKind.ATTEMPT]


@pytest.mark.parametrize("kind", [AnswerKind.PERMANENT, AnswerKind.SUPPRESSED])
def test_what_can_never_be_sent_has_failed(world: World, channel: Scripted, kind: AnswerKind) -> None:
    """A refusal for good ends the message with its reason, leaves no touch, and is not repeated."""
    channel.answers = [answer(kind)]
    report = world.step()
    assert [one.outcome for one in report.delivered] == ["failed"]
    item = world.item("thank_you")
    assert (item.status, item.reason) == ("failed", "so it was")
    assert world.touches() == []
    world.step("2026-10-02 09:00")
    assert len(channel.got) == 1


def test_a_channel_that_is_not_set_up_right_wants_a_person(world: World, channel: Scripted) -> None:
    """A wrong password is no failure of the message: it waits, and the report names the channel."""
    channel.answers = [answer(AnswerKind.MISCONFIGURED)]
    report = world.step()
    assert report.missing == {"scripted": at("2026-10-06 18:00")}
    assert world.item("thank_you").status == "approved"
    world.step("2026-10-01 18:55")
    assert world.item("thank_you").status == "sent"


def test_a_missing_channel_holds_only_its_own_messages(world: World, channel: Scripted) -> None:
    """Without its channel a message waits until its expiry, nothing is written, and all else goes on."""
    world.ways.own["email"] = None
    before = world.case().version
    report = world.step()
    assert list(report.missing) == ["folder"]
    assert world.case().version == before
    world.ways.own["email"] = channel
    assert [one.outcome for one in world.step().delivered] == ["sent"]


@pytest.mark.parametrize(
    "raised",
    [ValueError("inside"), SystemExit(3), MemoryError(), GeneratorExit()],
    ids=lambda e: type(e).__name__,
)
def test_whatever_a_channel_raises_means_unknown(
    world: World, channel: Scripted, raised: BaseException
) -> None:
    """An exception may have come after the last byte: in doubt, counted as sent, and not sent again."""
    channel.answers = [raised]
    report = world.step()
    assert report.in_doubt == ("acme-analyst/thank_you",)
    assert [one.outcome for one in report.delivered] == ["in_doubt"]
    assert world.touches() == [("interviewer-a", "thank_you", True)]
    world.step("2026-10-02 09:00")
    assert len(channel.got) == 1
    assert [need.verb for need in report.needs if need.item == "thank_you"] == [Verb.RESOLVE]


def test_an_interrupted_delivery_is_finished_first(world: World, channel: Scripted) -> None:
    """A Ctrl-C inside a channel is passed on, after what became of the attempt has been written down."""
    channel.answers = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        world.step()
    assert world.item("thank_you").status == "in_doubt"
    assert world.parcel("thank_you").status == "in_doubt"


def test_a_person_settles_what_is_in_doubt_as_sent(world: World, channel: Scripted) -> None:
    """`It is there` makes it sent, with its touch, and the case goes on."""
    channel.answers = [answer(AnswerKind.UNKNOWN)]
    world.step()
    acting.resolve(world.home, "acme-analyst", "thank_you", sent=True)
    assert (world.item("thank_you").status, world.parcel("thank_you").status) == ("sent", "sent")
    assert world.touches() == [("interviewer-a", "thank_you", True)]
    assert world.case().state == "waiting"


def test_a_person_settles_what_is_in_doubt_as_not_sent(world: World, channel: Scripted) -> None:
    """`It is not there` brings it back to approval, never by itself to sending; approved, it goes once."""
    channel.answers = [answer(AnswerKind.UNKNOWN)]
    world.step()
    acting.resolve(world.home, "acme-analyst", "thank_you", sent=False)
    assert (world.item("thank_you").status, world.parcel("thank_you").status) == ("drafted", "drafted")
    assert world.touches() == []
    world.step("2026-10-01 19:45")
    assert len(channel.got) == 1
    report = world.approve()
    assert [one.outcome for one in report.delivered] == ["sent"]
    assert channel.got[0] == channel.got[1]
    assert world.parcel("thank_you").attempt == 2
    with pytest.raises(Refused, match="not-in-doubt"):
        acting.resolve(world.home, "acme-analyst", "thank_you", sent=True)


def test_what_is_on_its_way_is_not_touched(world: World, channel: Scripted) -> None:
    """Nobody can say `done`, `never` or edit while a message is in doubt."""
    channel.answers = [answer(AnswerKind.UNKNOWN)]
    world.step()
    for act in (acting.done, acting.never, acting.refuse):
        with pytest.raises(Refused, match="on-its-way"):
            act(world.home, "acme-analyst", "thank_you")


def test_a_letter_that_cannot_be_carried_comes_back(world: World, channel: Scripted) -> None:
    """A letter that its channel refuses to write was not sent: it waits for a person with the reason."""
    channel.unfit = InvalidInput("bad-address", "that is no address")
    world.step()
    item = world.item("thank_you")
    assert (item.status, item.reason) == ("drafted", "that is no address")
    assert world.parcel("thank_you").status == "drafted"
    channel.unfit = None
    assert [one.outcome for one in world.approve().delivered] == ["sent"]


def stranded(world: World, channel: Scripted) -> None:
    """Start an attempt whose process ends before the answer is written down."""
    channel.answers = [answer(AnswerKind.ACCEPTED)]
    from followup.runtime import attempts as room

    def gone(*_: object) -> None:
        raise ConnectionAbortedError

    original, room.acknowledge = room.acknowledge, gone  # type: ignore[assignment]  # the process dies here
    try:
        with pytest.raises(ConnectionAbortedError):
            world.step()
    finally:
        room.acknowledge = original


def test_an_attempt_without_an_answer_is_in_doubt(world: World, channel: Scripted) -> None:
    """What a dead process was sending is in doubt at the next start, and is not sent again."""
    stranded(world, channel)
    assert world.parcel("thank_you").status == "sending"
    report = world.step()
    assert report.in_doubt == ("acme-analyst/thank_you",)
    assert len(channel.got) == 1
    assert world.step().in_doubt == ()


@pytest.mark.parametrize(
    ("kind", "idempotency", "status"),
    [
        (AnswerKind.ACCEPTED, "none", "sent"),
        (AnswerKind.NEEDS_PERSON, "none", "handed_over"),
        (AnswerKind.TRANSIENT, "native", "sent"),  # tried again at once with the same key
        (AnswerKind.TRANSIENT, "none", "in_doubt"),
        (AnswerKind.TRANSIENT, "client", "in_doubt"),
        (None, "native", "in_doubt"),
    ],
)
def test_a_channel_may_know_what_became_of_it(
    world: World, channel: Scripted, kind: AnswerKind | None, idempotency: str, status: str
) -> None:
    """A channel's word settles a doubt; `not sent` only where its keys make a second copy impossible."""
    stranded(world, channel)
    channel.manifest = replace(channel.manifest, idempotency=idempotency)
    channel.knows = answer(kind) if kind is not None else None
    report = world.step()
    assert bool(report.in_doubt) is (status == "in_doubt")
    assert any(one.outcome == "in_doubt" for one in report.delivered) is (status == "in_doubt")
    world.step("2026-10-01 18:55")
    assert world.item("thank_you").status == status


def test_only_a_lease_that_ran_out_is_recovered_beside_others(world: World, channel: Scripted) -> None:
    """While somebody else may be in the middle of an attempt, it is in doubt only after its lease."""
    stranded(world, channel)
    into = Deliveries()
    outbox.recover(world.home, into, all_of_them=False)
    assert into.in_doubt == []
    world.clock.advance(minutes=10)
    outbox.recover(world.home, into, all_of_them=False)
    assert into.in_doubt == ["acme-analyst/thank_you"]


def test_a_late_answer_cannot_undo_a_verdict(world: World, channel: Scripted) -> None:
    """An answer to an attempt that a person has settled changes nothing, but `accepted` is believed."""
    from followup.runtime.acknowledging import acknowledge

    stranded(world, channel)
    sending = world.parcel("thank_you")
    world.step()
    acting.resolve(world.home, "acme-analyst", "thank_you", sent=False)
    into = Deliveries()
    acknowledge(world.home, sending, answer(AnswerKind.PERMANENT), into)
    assert world.item("thank_you").status == "drafted"
    acknowledge(world.home, sending, answer(AnswerKind.ACCEPTED), into)
    assert world.item("thank_you").status == "sent"
    assert world.parcel("thank_you").status == "sent"


def test_no_attempt_starts_after_an_outcome(world: World, channel: Scripted) -> None:
    """A rejection that came between approval and due time stops the message for good."""
    world.clock.set(at("2026-10-01 18:00"), back=True)
    acting.tell(world.home, "acme-analyst", event="rejected", facts={}, contact="interviewer-a")
    world.step("2026-10-01 18:45")
    assert channel.got == []
    assert world.parcel("thank_you").status == "withdrawn"


def test_the_gate_is_asked_again_when_the_attempt_starts(world: World, channel: Scripted) -> None:
    """What became known while the message was made ready stops it before the first byte."""
    told: list[int] = []

    def render(letter: Any) -> Any:
        if not told:
            told.append(1)
            acting.hold(world.home, ["acme-analyst"])
        return Scripted.render(channel, letter)

    channel.render = render  # type: ignore[method-assign]  # the world changes while a letter is written
    world.step()
    assert channel.got == []
    assert world.parcel("thank_you").status == "approved"


def test_a_proxy_gets_the_letter_and_both_get_the_touch(world: World) -> None:
    """A message through somebody is addressed to them, meant for the other, and counted for both."""
    channel = world.scripted()
    agent = person("agent-a", addresses={"email": "agent@example.org"})
    world.begin(person(proxy="agent-a"), agent, interviewers=("interviewer-a",))
    world.approve()
    world.step("2026-10-01 18:45")
    letter, _ = channel.got[0]
    assert (letter.to.address, letter.attention) == ("agent@example.org", "Interviewer A")
    assert world.touches("agent-a", "interviewer-a") == [
        ("interviewer-a", "thank_you", True),
        ("agent-a", "thank_you/through", True),
    ]


def test_a_go_between_counts_once_for_the_case(world: World) -> None:
    """For the limits of its own case a message through somebody is one touch, not two."""
    from followup.runtime.surroundings import surroundings_of

    world.scripted()
    agent = person("agent-a", addresses={"email": "agent@example.org"})
    world.begin(person(proxy="agent-a"), agent, interviewers=("interviewer-a",))
    world.approve()
    world.step("2026-10-01 18:45")
    world.begin(agent, name="second", ended_at=fact("2026-10-01 18:30"))
    touches = {}
    for name in ("acme-analyst", "second"):
        with world.home.store.read() as reading:
            case = reading.case(name)
            assert case is not None
            seen = surroundings_of(world.home, reading, small().playbook, case, world.clock.now())
        touches[name] = [(touch.contact, touch.item) for touch in seen.touches]
    assert touches["acme-analyst"] == [("interviewer-a", "thank_you")]
    assert touches["second"] == [("agent-a", "thank_you")]


def test_two_cases_never_reach_one_person_on_one_day(world: World) -> None:
    """The second of two candidates waits until a day after the first one's message."""
    world.scripted()
    world.begin()
    world.begin(owner="c07", me=world_me(), name="second")
    world.approve()
    world.approve("thank_you", "second")
    report = world.step("2026-10-01 18:45")
    assert len(report.delivered) == 1
    again = world.step("2026-10-02 10:05")
    assert len(again.delivered) == 1
    assert {report.delivered[0].case, again.delivered[0].case} == {"acme-analyst", "second"}


def world_me() -> Any:
    from followup.core.values.people import Me

    return Me(name="Other candidate", email="other@example.org", zone="Europe/London")


def test_revisions_of_the_outbox_never_collide(world: World, channel: Scripted) -> None:
    """Every wording that was ever approved has a row of its own, with a key of its own."""
    world.step()
    with world.home.store.read() as reading:
        rows = reading.parcels("acme-analyst")
    assert len({row.key for row in rows}) == len(rows)
    assert all(row.status in set(ParcelStatus) for row in rows)
