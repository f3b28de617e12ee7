"""The call at a channel's door: outside every transaction, with an end, and whatever happens is an answer."""

from __future__ import annotations

import threading
import time

from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.ports import Channel

DEADLINE_S = 120.0
"""Seconds a channel is given for one attempt."""

_GRACE_S = 10.0
"""Seconds it is waited for beyond that; then its answer is not known."""


def call(
    channel: Channel, letter: Letter, data: bytes, *, deadline: float = DEADLINE_S
) -> tuple[Answer, KeyboardInterrupt | None]:
    """Make one attempt and return its answer, with the interruption that came meanwhile, if one did.

    The channel works in a thread of its own, so that one that hangs can be left behind, and so that a
    first Ctrl-C lets the delivery in hand finish; a second one gives it up. Whatever it raises may have
    come after the last byte, so it means: unknown.
    """
    said: list[Answer | BaseException] = []
    over = threading.Event()  # rather than `join`, which takes an interrupted thread for one that ended

    def attempt() -> None:
        try:
            said.append(channel.deliver(letter, data, deadline=deadline))
        except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
            said.append(error)
        over.set()

    threading.Thread(target=attempt, name=f"delivery {letter.case}/{letter.item}", daemon=True).start()
    interrupted = _wait(over, time.monotonic() + deadline + _GRACE_S)
    if not said:
        gave_up = "you gave it up" if interrupted is not None else f"no answer within {deadline:g} seconds"
        return Answer(kind=AnswerKind.UNKNOWN, text=gave_up), interrupted
    answer = said[0]
    if isinstance(answer, KeyboardInterrupt):
        interrupted = answer
    if isinstance(answer, BaseException):
        name = type(answer).__name__
        answer = Answer(kind=AnswerKind.UNKNOWN, text=f"the channel broke off ({name})")
    return answer, interrupted


def _wait(over: threading.Event, end: float) -> KeyboardInterrupt | None:
    interrupted: KeyboardInterrupt | None = None
    while not over.is_set() and time.monotonic() < end:
        try:
            over.wait(end - time.monotonic())
        except KeyboardInterrupt as error:
            if interrupted is not None:
                return error
            interrupted = error
    return interrupted
