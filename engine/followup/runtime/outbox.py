"""The outbox: what is approved and may go is sent, once; what cannot be known waits for a person.

T2 starts an attempt in one transaction that asks the gate again and is durable before the first byte.
The call itself is outside any transaction. T3 acknowledges, fenced by the number of the attempt. A
start without an acknowledgement is in doubt, and is never sent again by itself.
"""

from __future__ import annotations

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import ItemOutcome
from followup.core.values.records import Parcel
from followup.runtime.acknowledging import acknowledge
from followup.runtime.attempts import attempt
from followup.runtime.deliveries import Deliveries
from followup.runtime.failpoints import reach
from followup.runtime.home import Home
from followup.runtime.readiness import carrier, next_ready

__all__ = ["Deliveries", "deliver", "recover"]

_LOST = Answer(kind=AnswerKind.UNKNOWN, text="the program ended before the answer was written down")


def deliver(home: Home, case: str, into: Deliveries) -> None:
    """Send what is approved and may go now in one case, each item at most once. The caller is `at_work`."""
    tried: set[str] = set()
    while True:
        ready = next_ready(home, case, tried, into)
        if ready is None:
            return
        if tried:
            reach("between")
        tried.add(ready.item)
        attempt(home, ready, into)


def recover(home: Home, into: Deliveries, *, all_of_them: bool) -> None:
    """Settle attempts that nobody acknowledged: in doubt, unless their channel can tell.

    Args:
        home: The home; the caller is `at_work`.
        into: Collects what became of them.
        all_of_them: Whether nobody can be in the middle of one, since the caller has just become the
            worker; else only those whose lease has run out.
    """
    with home.store.read() as reading:
        lost = reading.sending() if all_of_them else reading.lapsed(home.clock.now())
    for parcel in lost:
        reach("recovering")
        delivered = acknowledge(home, parcel, _LOST, into)
        if delivered.outcome == ItemOutcome.IN_DOUBT:
            _ask_channel(home, parcel, into)


def _ask_channel(home: Home, parcel: Parcel, into: Deliveries) -> None:
    """Ask the channel what became of an attempt in doubt.

    "It was not sent" is believed only where the channel knows its keys: then another try cannot make a
    second copy even if the first was still under way.
    """
    channel = carrier(home, parcel.draft.way)
    if channel is None or parcel.letter is None:
        return
    answer = channel.reconcile(parcel.letter)
    if answer is None or (answer.certainly_not_sent and channel.manifest.idempotency != "native"):
        return
    acknowledge(home, parcel, answer, into)
    name = f"{parcel.case}/{parcel.item}"
    if answer.kind is not AnswerKind.UNKNOWN and name in into.in_doubt:
        into.in_doubt.remove(name)
        into.made[:] = [
            one
            for one in into.made
            if (one.case, one.item, one.outcome) != (parcel.case, parcel.item, ItemOutcome.IN_DOUBT)
        ]
