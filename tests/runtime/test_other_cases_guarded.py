"""What is told of a person in one case holds in every other."""

from __future__ import annotations

from tests.runtime.world import World

from followup.runtime import acting


def test_who_asked_in_one_case_to_be_left_alone_is_left_alone_in_all(world: World) -> None:
    """A no told in one case stops the approved message of another, whatever they had written there before."""
    channel = world.scripted()
    world.begin(name="first")
    world.begin(name="second")
    world.go("2026-10-01 17:00")
    acting.tell(world.home, "second", event="heard", facts={}, contact="interviewer-a")
    world.approve("thank_you", "second")
    world.go("2026-10-01 17:30")
    acting.tell(world.home, "first", event=None, facts={"interviewer-a.do_not_contact": True})
    world.step("2026-10-01 18:45")
    assert channel.got == []
    assert world.item("thank_you", "second").status == "approved"
