"""What a channel's answer means for an item and its outbox row, and when another try is made."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Instant

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.events import ItemOutcome
from followup.core.values.records import ParcelStatus

_FIRST_MINUTES = 5
_LONGEST_MINUTES = 6 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What follows from an answer.

    Attributes:
        outcome: Of the item.
        status: Of the outbox row; `approved` for one that is tried again.
        retry_at: When it is tried again, or None.
        person: Whether only a person can put right what stands in the way.
    """

    outcome: ItemOutcome
    status: ParcelStatus
    retry_at: Instant | None = None
    person: bool = False


_FINAL = {
    AnswerKind.ACCEPTED: Meaning(outcome=ItemOutcome.SENT, status=ParcelStatus.SENT),
    AnswerKind.NEEDS_PERSON: Meaning(outcome=ItemOutcome.HANDED_OVER, status=ParcelStatus.HANDED_OVER),
    AnswerKind.PERMANENT: Meaning(outcome=ItemOutcome.FAILED, status=ParcelStatus.FAILED),
    AnswerKind.SUPPRESSED: Meaning(outcome=ItemOutcome.FAILED, status=ParcelStatus.FAILED),
    AnswerKind.UNKNOWN: Meaning(outcome=ItemOutcome.IN_DOUBT, status=ParcelStatus.IN_DOUBT, person=True),
}


def meaning(answer: Answer, *, attempt: int, now: Instant) -> Meaning:
    """Return what an answer means.

    What surely was not sent is tried again after 5, 10, 20, ... minutes, at most 6 hours apart, and no
    earlier than the channel asks; its `expires` ends that, and the gate is asked anew each time.
    """
    final = _FINAL.get(answer.kind)
    if final is not None:
        return final
    minutes = min(_FIRST_MINUTES * 2 ** min(max(attempt - 1, 0), 16), _LONGEST_MINUTES)
    later = max(now.add(minutes=minutes), now.add(seconds=answer.retry_after))
    return Meaning(
        outcome=ItemOutcome.RETRY,
        status=ParcelStatus.APPROVED,
        retry_at=later,
        person=answer.kind is AnswerKind.MISCONFIGURED,
    )
