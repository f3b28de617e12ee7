"""The call at a channel's door: it has an end, and every way it may go is an answer."""

from __future__ import annotations

import os
import signal
import threading

from tests.runtime.world import Scripted, at

from followup.core.values.delivery import Answer, AnswerKind, Letter, Person
from followup.runtime import calling

LETTER = Letter(
    key="k",
    case="c",
    item="i",
    way="email",
    sender=Person(name="Candidate", address="c@example.org"),
    to=Person(name="Interviewer A", address="a@example.org"),
    date=at("2026-10-01 18:45"),
)


class Hanging(Scripted):
    """A channel that does not come back before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.let_go = threading.Event()

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        self.let_go.wait(30)
        return Answer(kind=AnswerKind.ACCEPTED)


def test_an_answer_is_passed_on() -> None:
    """What the channel says is what is heard."""
    answer, interrupted = calling.call(Scripted(), LETTER, b"")
    assert (answer.kind, interrupted) == (AnswerKind.ACCEPTED, None)


def test_a_channel_that_hangs_is_left_behind(monkeypatch) -> None:
    """After its deadline nobody waits for a channel any more: it is not known what it did."""
    monkeypatch.setattr(calling, "_GRACE_S", 0.05)
    channel = Hanging()
    answer, _ = calling.call(channel, LETTER, b"", deadline=0.1)
    channel.let_go.set()
    assert answer.kind is AnswerKind.UNKNOWN


def test_a_first_interruption_lets_the_delivery_finish() -> None:
    """Ctrl-C while a channel works is passed on after its answer, not instead of it."""
    channel = Hanging()
    threading.Timer(0.1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()
    threading.Timer(0.4, channel.let_go.set).start()
    answer, interrupted = calling.call(channel, LETTER, b"")
    assert answer.kind is AnswerKind.ACCEPTED
    assert isinstance(interrupted, KeyboardInterrupt)


def test_what_is_raised_is_not_repeated() -> None:
    """The words of an exception may hold a password; only its kind is told."""
    channel = Scripted()
    channel.answers = [RuntimeError("password=hunter2")]
    answer, _ = calling.call(channel, LETTER, b"")
    assert answer.kind is AnswerKind.UNKNOWN
    assert "hunter2" not in answer.text
