"""Stepping: what is due, one case after another; catching up; rehearsing; beside another worker."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from tests.runtime.world import World, at, fact, person, stock

from followup.core.templates import TemplateFault
from followup.core.values.delivery import Answer, AnswerKind
from followup.errors import Refused, UsageError
from followup.runtime import acting, looking, stepping
from followup.runtime.home import Home
from followup.runtime.working import LOOP, at_work


def test_a_step_does_what_is_due_in_every_case(world: World) -> None:
    """All cases that are due are stepped, whatever the size of a batch."""
    for number in range(5):
        world.begin(person(f"p-{number}"), name=f"case-{number}")
        world.approve("thank_you", f"case-{number}")
    report = world.step("2026-10-01 18:45")
    assert sorted(one.case for one in report.delivered) == [f"case-{number}" for number in range(5)]


def test_a_step_of_one_case_leaves_the_others(world: World) -> None:
    """A named case is stepped and no other one."""
    for number in range(2):
        world.begin(person(f"p-{number}"), name=f"case-{number}")
        world.approve("thank_you", f"case-{number}")
    report = world.step("2026-10-01 18:45", case="case-1")
    assert [one.case for one in report.delivered] == ["case-1"]
    assert report.case is not None
    with pytest.raises(UsageError, match="no-case"):
        world.step(case="case-9")


def test_a_step_with_nothing_to_do_writes_nothing(world: World) -> None:
    """A second step at the same time changes no case and sends nothing."""
    world.begin()
    world.step()
    before = world.case()
    report = world.step()
    assert world.case() == before
    assert not report.effects


def test_a_rehearsal_says_the_same_and_does_nothing(world: World) -> None:
    """`--dry-run` reports what a step would do; then the step does it."""
    channel = world.scripted()
    world.begin()
    world.approve()
    world.go("2026-10-01 18:45")
    before = world.case()
    rehearsed = world.step(dry_run=True)
    assert world.case() == before
    assert channel.got == []
    assert world.parcel("thank_you").status == "approved"
    done = world.step()
    key = [(one.item, one.outcome) for one in done.delivered]
    assert [(one.item, one.outcome) for one in rehearsed.delivered] == key
    assert rehearsed.next == done.next


def test_what_became_due_while_nothing_ran_is_told(world: World) -> None:
    """After days without a step each late thing is treated by its own rule, and all of it is said."""
    world.begin()
    world.begin(person("p-1"), name="approved")
    world.approve("thank_you", "approved")
    world.begin(person("p-2", addresses={}), name="stuck")
    world.step("2026-10-01 17:00")
    report = world.step("2026-10-08 10:30")
    told = {(one.case, one.item): (one.done, one.rule) for one in report.caught}
    assert told["acme-analyst", "thank_you"] == ("expired", "too late is worse than none")
    assert told["approved", "thank_you"][0] == "expired"
    assert told["stuck", "thank_you"][0] == "expired"
    assert {one.item for one in report.delivered} == {"call"}


def test_what_a_person_had_already_is_not_caught(world: World) -> None:
    """A to-do that was handed over before the home fell asleep is no news."""
    world.begin(ended_at=fact("2026-10-01 17:30"))
    world.step("2026-10-01 17:00")
    acting.tell(world.home, "acme-analyst", event="ended", facts={"ended_at": fact("2026-10-01 17:30")})
    world.go("2026-10-01 17:40")
    world.step(case="acme-analyst")
    assert world.item("write_down").status == "handed_over"
    report = world.step("2026-10-05 10:00")
    assert ("acme-analyst", "write_down") not in {(one.case, one.item) for one in report.caught}


def test_an_answer_that_came_while_a_case_was_stopped_is_taken_when_it_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a channel answered is never lost, even if the playbook fails on what follows from it."""
    from followup.core import tending

    world.scripted()
    world.begin()
    world.approve()
    real = tending.plus

    def plus(*arguments):  # type: ignore[no-untyped-def]  # stands for the real one
        raise KeyError("it fails on everything that is planned")

    def deliver(letter, data, *, deadline):  # type: ignore[no-untyped-def]  # the fault begins with the answer
        monkeypatch.setattr(tending, "plus", plus)
        return Answer(kind=AnswerKind.ACCEPTED)

    monkeypatch.setattr(world.ways.own["email"], "deliver", deliver)
    world.step("2026-10-01 18:45")
    assert world.item("thank_you").status == "sending"
    assert world.parcel("thank_you").status == "sent"
    monkeypatch.setattr(tending, "plus", real)
    acting.lift(world.home, ["acme-analyst"])
    assert world.item("thank_you").status == "sent"
    assert world.case().state == "waiting"


def test_something_late_asks_instead_of_going(world: World) -> None:
    """An approved message that is late by its own fault waits for `still sensible?`; yes sends it."""
    world.scripted()
    world.begin()
    world.approve()
    world.step("2026-10-01 17:00")
    report = world.step("2026-10-05 10:00")
    assert not report.delivered
    assert [(one.item, one.done, one.rule) for one in report.caught if one.item == "thank_you"] == [
        ("thank_you", "for you", "late: ask")
    ]
    assert [need.verb.value for need in report.needs if need.item == "thank_you"] == ["late"]
    sent = acting.still(world.home, "acme-analyst", "thank_you", send=True)
    assert [one.outcome for one in sent.delivered] == ["sent"]


def test_a_home_that_is_looked_at_daily_has_not_slept(world: World) -> None:
    """An ordinary day has nothing to catch up with."""
    world.begin()
    world.step("2026-10-01 17:00")
    assert not world.step("2026-10-02 12:00").caught


def test_silence_ends_by_itself(world: World) -> None:
    """A case that nobody says anything about goes dormant at its time, and rests."""
    world.begin()
    acting.refuse(world.home, "acme-analyst", "thank_you")
    for day in range(40):
        world.clock.set(at("2026-10-01 17:00").add(hours=24 * day))
        world.step()
    assert (world.case().state, world.case().outcome) == ("dormant", "silence")


def test_one_case_that_fails_stops_itself_alone(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault holds its case with the reason, a person is wanted, and every other case goes on."""
    from followup.core import tending

    world.begin(person("p-1"), name="good")
    world.begin(person("p-2"), name="bad")
    world.approve("thank_you", "good")
    world.approve("thank_you", "bad")
    real = tending.renewed

    def renewed(known, kind, item):  # type: ignore[no-untyped-def]  # stands for the real one
        if item.contact == "p-2":
            raise TemplateFault("template-fault", "the words of thank_you need something", missing=("x",))
        return real(known, kind, item)

    monkeypatch.setattr(tending, "renewed", renewed)
    report = world.step("2026-10-01 18:45")
    assert [one.case for one in report.delivered] == ["good"]
    bad = world.case("bad")
    assert bad.hold is not None
    assert bad.hold.fault
    assert any(need.case == "bad" and "stopped" in need.text for need in report.needs)
    with pytest.raises(Refused, match="case-stopped"):
        acting.tell(world.home, "bad", event=None, facts={"remembered": "much"})
    with pytest.raises(Refused, match="case-stopped"):
        acting.lift(world.home, ["bad"])
    assert "remembered" not in world.case("bad").facts
    monkeypatch.undo()
    lifted = acting.lift(world.home, ["bad"])
    assert [one.case for one in lifted.delivered] == ["bad"]


def test_an_unforeseen_error_is_a_fault_of_its_case_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even a mistake of the engine's own stops one case and not the home."""
    from followup.core import outlook

    world.begin()

    def broken(*_: object) -> None:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(outlook, "due", broken)
    world.step("2026-10-02 09:00", case="acme-analyst")
    hold = world.case().hold
    assert hold is not None
    assert hold.fault
    assert "KeyError" in hold.why


def in_a_file(tmp_path: Path) -> World:
    return World(tmp_path, file=True)


def other_process(home: Home, name: str) -> Home:
    """Return the same home as another process sees it (a process that is alive: our parent)."""
    return replace(home, worker=replace(home.worker, name=name, pid=os.getppid()))


def test_beside_a_live_worker_deliveries_are_handed_over(tmp_path: Path) -> None:
    """A command beside `run` records what it was told, sends nothing itself, and names who will."""
    world = in_a_file(tmp_path)
    channel = world.scripted()
    world.begin()
    world.go("2026-10-01 18:45")
    elsewhere = other_process(world.home, LOOP)
    with elsewhere.store.work(elsewhere.worker):
        report = world.approve()
        assert report.elsewhere.startswith(LOOP)
        assert world.step().elsewhere
        assert channel.got == []
        assert stepping.step(elsewhere).delivered
    assert len(channel.got) == 1
    world.close()


def test_work_inside_work_is_the_same_work(tmp_path: Path) -> None:
    """A process that already delivers does not wait for itself."""
    world = in_a_file(tmp_path)
    with at_work(world.home) as first, at_work(world.home) as second:
        assert (first.elsewhere, second.elsewhere) == ("", "")
        assert (first.fresh, second.fresh) == (True, False)
    world.close()


def test_the_stock_playbook_walks_through_its_weeks(world: World) -> None:
    """The shipped playbook thanks, waits as long as was promised, and asks to ring when that is over."""
    world.begin(playbook=stock(), promised_by="2026-10-06", interviewers=("interviewer-a",))
    world.approve()
    world.step("2026-10-01 18:45")
    world.step("2026-10-05 09:00")
    view = looking.today(world.home)
    assert view.next is not None
    assert view.next.what == "check_in"
    world.step("2026-10-08 10:05")
    assert world.item("check_in").status == "handed_over"
