"""The wall before each channel: its mistakes become answers, and nothing it says is unsafe to show."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import pytest

from followup.channels.builtin.todo import MANIFEST
from followup.channels.contained import Contained
from followup.errors import InvalidInput, Refused
from followup.plugin import Answer, AnswerKind, Rendered
from followup.testing import ChannelContract

LETTER = ChannelContract().letter()
MISTAKES = [
    ValueError("hunter2"),
    SystemExit("hunter2"),
    MemoryError(),
    GeneratorExit(),
    Refused("x", "hunter2"),
]


class Odd:
    """Does in every call what it was made with: raises it, returns it, or calls it."""

    def __init__(self, deed):
        self.deed = deed

    def act(self, *arguments, **named):
        if isinstance(self.deed, BaseException):
            raise self.deed
        return self.deed(*arguments) if callable(self.deed) else self.deed

    check = render = deliver = reconcile = act


def walled(deed):
    return Contained(Odd(deed), MANIFEST)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: type(mistake).__name__)
def test_raising(mistake):
    """Whatever is raised while delivering may have gone out: unknown, and its words are not repeated."""
    answer = walled(mistake).deliver(LETTER, b"x", deadline=1)
    assert answer.kind is AnswerKind.UNKNOWN
    assert "hunter2" not in answer.text
    assert walled(mistake).check().kind is AnswerKind.MISCONFIGURED
    assert walled(mistake).reconcile(LETTER) is None
    with pytest.raises(InvalidInput):
        walled(mistake).render(LETTER)


def test_ctrl_c_passes():
    """A person's interruption is nobody's mistake."""
    for call in (lambda c: c.check(), lambda c: c.render(LETTER), lambda c: c.reconcile(LETTER)):
        with pytest.raises(KeyboardInterrupt):
            call(walled(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        walled(KeyboardInterrupt()).deliver(LETTER, b"", deadline=1)


@pytest.mark.parametrize("thing", [None, True, "sent", 250, {"kind": "accepted"}, Answer(kind="accepted")])
def test_wrong_types(thing):
    """What is no answer is no proof of anything."""
    assert walled(thing).deliver(LETTER, b"x", deadline=1).kind is AnswerKind.UNKNOWN
    assert walled(thing).check().kind is AnswerKind.MISCONFIGURED
    assert walled(thing).reconcile(LETTER) is None
    with pytest.raises(InvalidInput):
        walled(thing).render(LETTER)


def test_wrong_bytes():
    """Rendered words that are no bytes are refused before anybody approves them."""
    for data in ("text", None, bytearray(b"x"), memoryview(b"x")):
        with pytest.raises(InvalidInput):
            walled(Rendered(data=data)).render(LETTER)


def test_words_are_cleaned():
    """Escape sequences and endless texts do not pass; a wait is a number within reason."""
    odd = Answer(
        kind=AnswerKind.RATE_LIMITED,
        text="\x1b[2J" + "x" * 10_000_000,
        provider_id="a\nb",
        thread="\x00",
        retry_after=10**12,
        stage="\u202e",
    )
    answer = walled(odd).deliver(LETTER, b"x", deadline=1)
    assert answer.kind is AnswerKind.RATE_LIMITED
    assert (len(answer.text), answer.text[:4]) == (300, "?[2J")
    assert (answer.provider_id, answer.thread, answer.stage) == ("a b", "?", "?")
    assert answer.retry_after == 30 * 24 * 3600
    for wait in (-5, "soon", 1.5, True):
        assert walled(Answer(kind=AnswerKind.TRANSIENT, retry_after=wait)).check().retry_after == 0


def test_letter_cannot_be_changed():
    """A channel that tries to change its letter fails, and only there."""

    def vandal(letter, *rest):
        letter.body = "something else"

    assert walled(vandal).deliver(LETTER, b"x", deadline=1).kind is AnswerKind.UNKNOWN
    assert LETTER.body.startswith("Thank you")
    with pytest.raises(FrozenInstanceError):
        LETTER.body = "x"


def test_refusal_of_a_letter_passes():
    """What a channel says against a letter reaches the person."""
    with pytest.raises(InvalidInput, match="too-long"):
        walled(InvalidInput("too-long", "it is too long")).render(LETTER)
