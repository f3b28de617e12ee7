"""One attempt at delivery: what is written down before the first byte, and what must not go any more."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.world import Scripted, World

from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.events import EventKind, Wording
from followup.ports import Rendered
from followup.runtime import acting, stepping
from followup.runtime.home import Home
from followup.runtime.working import LOOP

DUE = "2026-10-01 18:45"
CASE = "acme-analyst"


class Watching(Scripted):
    """A channel that looks at the home while it has a message in hand."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.seen: list[Any] = []

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        parcel = self.world.parcel("thank_you")
        self.seen.append((self.world.touches(), parcel.status.value, parcel.attempt, parcel.data == data))
        return super().deliver(letter, data, deadline=deadline)


class Numbering(Scripted):
    """A channel that never makes the same bytes twice, as none should."""

    def render(self, letter: Letter) -> Rendered:
        self.made = getattr(self, "made", 0) + 1
        return Rendered(data=f"{self.made}: {letter.body}".encode())


def begun(world: World, channel: Scripted) -> None:
    """Begin a case whose thanks are approved and due."""
    world.ways.own["email"] = channel
    world.begin()
    world.approve()
    world.go(DUE)


def test_who_is_being_written_to_counts_as_touched_before_the_first_byte(world: World) -> None:
    """A crash in the middle of a delivery must not let anybody else write to the same person at once."""
    channel = Watching(world)
    begun(world, channel)
    world.step()
    assert channel.seen == [([("interviewer-a", "thank_you", True)], "sending", 1, True)]


def test_a_second_attempt_sends_the_very_bytes_of_the_first(world: World) -> None:
    """What was fixed for the first attempt goes in every other one, whatever a channel renders."""
    channel = Numbering()
    channel.answers = [Answer(kind=AnswerKind.TRANSIENT, text="busy")] * 2
    begun(world, channel)
    for words in (DUE, "2026-10-01 18:50", "2026-10-01 19:00"):
        world.step(words)
    assert [data[:2] for _, data in channel.got] == [b"1:"] * 3
    assert world.parcel("thank_you").status == "sent"


def test_every_attempt_stands_in_the_log_with_its_outcome(world: World) -> None:
    """The log alone tells when each attempt began and how it ended."""
    channel = Scripted()
    channel.answers = [Answer(kind=AnswerKind.TRANSIENT, text="busy")]
    begun(world, channel)
    for words in (DUE, "2026-10-01 18:50"):
        world.step(words)
    with world.home.store.read() as reading:
        events = [entry.event for entry in reading.log(CASE)]
    told = [
        (event.kind, event.outcome, event.attempt, event.note)
        for event in events
        if event.kind in (EventKind.ATTEMPT, EventKind.ITEM) and event.item == "thank_you"
    ]
    assert told == [
        (EventKind.ATTEMPT, "", 1, ""),
        (EventKind.ITEM, "retry", 1, "busy"),
        (EventKind.ATTEMPT, "", 2, ""),
        (EventKind.ITEM, "sent", 2, "accepted"),
    ]


def test_an_edit_withdraws_the_words_before_it(world: World) -> None:
    """Of two wordings of one message only the latest can ever leave."""
    world.begin()
    world.approve()
    acting.edit(world.home, CASE, "thank_you", wording=Wording(subject="Thanks", body="In my words.\n"))
    with world.home.store.read() as reading:
        rows = [one for one in reading.parcels(CASE) if one.item == "thank_you"]
    assert [one.status.value for one in rows] == ["withdrawn", "drafted"]


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[World]:
    """A home in a file, so that another process may work on it."""
    made = World(tmp_path, file=True)
    yield made
    made.close()


def beside(home: Home) -> Home:
    """Return the home as another process sees it (one that is alive: our parent)."""
    return replace(home, worker=replace(home.worker, name=LOOP, pid=os.getppid()))


def test_words_that_change_while_their_letter_is_made_do_not_go(shared: World) -> None:
    """Edited and approved anew while a worker has the old letter ready, a message goes in its new words."""
    channel = Scripted()
    begun(shared, channel)
    edits: list[Wording] = [Wording(subject="Thanks", body="In my words.\n")]

    def render(letter: Letter) -> Rendered:
        for words in edits[:1]:
            edits.clear()
            acting.edit(shared.home, CASE, "thank_you", wording=words)
            assert shared.approve().elsewhere
        return Scripted.render(channel, letter)

    channel.render = render  # type: ignore[method-assign]  # the world changes while a letter is made
    worker = beside(shared.home)
    with worker.store.work(worker.worker):
        stepping.step(worker)
        assert channel.got == []
        stepping.step(worker)
    assert [letter.body for letter, _ in channel.got] == ["In my words.\n"]
