"""Places where a test may let the engine die, so that what it promises about crashes can be shown.

`FOLLOWUP_FAILPOINT=NAME:kill` ends the process at once (as `kill -9` does), `NAME:exception` raises an
error nobody expects, `NAME:exit` asks the interpreter to end. The variable is read once; unset, a
place costs one comparison. The names follow the crash points of the outbox:

    before-fire   C1   nothing of the event is written yet
    in-fire       C2   inside the transaction of an event, all written, not committed
    fired         C3   committed, and nobody has been told
    before-start  C4   between an event and the start of an attempt
    in-start      C5   inside the transaction that starts an attempt
    started       C6   the start is durable, no byte has left
    calling       C7   at the door of the channel
    called        C8   the channel has done it, its answer is not looked at yet
    before-ack    C9   the answer is known, nothing of it is written
    acked         C10  the acknowledgement is committed, and nobody has been told
    between       C11  between two deliveries
    recovering    C12  while an earlier crash is being settled
"""

from __future__ import annotations

import os
import signal

NAMES = (
    "before-fire",
    "in-fire",
    "fired",
    "before-start",
    "in-start",
    "started",
    "calling",
    "called",
    "before-ack",
    "acked",
    "between",
    "recovering",
)
VARIABLE = "FOLLOWUP_FAILPOINT"

_NAME, _, _HOW = os.environ.get(VARIABLE, "").partition(":")


class Planted(Exception):
    """The error that a test asked for; nothing in the engine expects it."""


def reach(name: str) -> None:
    """Go on, unless a test wants the process to fail at this place."""
    if name == _NAME:
        _fail()


def _fail() -> None:
    if _HOW == "exception":
        raise Planted(f"planted at {_NAME}")
    if _HOW == "exit":
        raise SystemExit(70)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
