"""Running: the loop sleeps until the next thing is due, and stops between two deliveries."""

from __future__ import annotations

import pytest
from tests.runtime.world import World, person

from followup.errors import StorageError
from followup.runtime.loop import run
from followup.runtime.views import Report
from followup.runtime.working import for_good


class Naps:
    """A sleeper that moves the clock instead of waiting, and stops after some naps."""

    def __init__(self, world: World, naps: int, *, polls: int = 10_000) -> None:
        self.world, self.naps, self.polls = world, naps, polls
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> bool:
        if seconds == 0:
            self.polls -= 1
            return self.polls >= 0
        self.slept.append(seconds)
        self.world.clock.set(self.world.clock.now().add(seconds=round(seconds)))
        return len(self.slept) < self.naps


def test_it_sleeps_until_the_next_thing_is_due(world: World) -> None:
    """The pause ends when something is due, and is never longer than was asked for."""
    world.begin()
    world.approve()
    naps = Naps(world, 4)
    heard: list[Report] = []
    looks = run(world.home, sleeper=naps, every=3600, on=heard.append)
    assert (looks, len(heard)) == (4, 4)
    assert naps.slept[:2] == [3600, 3000]
    assert [one.item for report in heard for one in report.delivered] == ["thank_you"]


def test_what_cannot_be_done_is_no_reason_to_spin(world: World) -> None:
    """A message whose channel is missing is looked at again after the pause, not at once."""
    world.begin()
    world.approve()
    world.ways.own["email"] = None
    world.go("2026-10-01 18:45")
    naps = Naps(world, 3)
    run(world.home, sleeper=naps, every=60, on=lambda _: None)
    assert naps.slept == [60, 60, 60]


def test_a_stop_is_heard_between_two_cases(world: World) -> None:
    """The delivery in hand is finished; the next case is not begun."""
    for number in range(3):
        world.begin(person(f"p-{number}"), name=f"case-{number}")
        world.approve("thank_you", f"case-{number}")
    world.go("2026-10-01 18:45")
    naps = Naps(world, 1, polls=1)
    heard: list[Report] = []
    run(world.home, sleeper=naps, every=60, on=heard.append)
    assert len(heard[0].delivered) == 1


def test_one_home_has_one_worker(world: World) -> None:
    """A second loop refuses and names the first."""
    with for_good(world.home), pytest.raises(StorageError, match="worker-runs"):
        run(world.home, sleeper=Naps(world, 1), every=60, on=lambda _: None)
