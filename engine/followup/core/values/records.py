"""What is kept of a case besides the case itself: log entries, parcels, the index row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from whenever import Instant

from followup.core.values.case import Draft
from followup.core.values.delivery import Answer, Letter
from followup.core.values.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the append-only log: what happened and what was decided.

    Attributes:
        event: The event with its sequence number.
        changes: The JSON difference it made to the case (`followup.core.history`); folding all
            of them in order gives the case again without evaluating anything.
        why: The rules that decided.
        handled: Whether a state took it.
    """

    event: Event
    changes: Mapping[str, Any]
    why: tuple[str, ...] = ()
    handled: bool = True


class ParcelStatus(StrEnum):
    """Where an outbox row is; the words of a message's life."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    SENT = "sent"
    FAILED = "failed"
    IN_DOUBT = "in_doubt"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One outbox row: a revision of one item's words, and what became of it.

    Attributes:
        case: Case id.
        item: Item id.
        draft: The sealed words; `draft.revision` is part of the row's key.
        key: Idempotency key, unique in the home.
        status: See `ParcelStatus`.
        due: Earliest instant for an attempt, or None.
        expires: Never after this, or None.
        attempt: Number of the latest attempt; 0: none yet. The fencing token of its ack.
        worker: Who makes the attempt, or empty.
        lease_until: An attempt not acknowledged by then is in doubt.
        letter: Fixed when the first attempt starts.
        data: The exact bytes, fixed when the first attempt starts; they serve every attempt.
        answer: What the channel said last.
    """

    case: str
    item: str
    draft: Draft
    key: str
    status: ParcelStatus = ParcelStatus.DRAFTED
    due: Instant | None = None
    expires: Instant | None = None
    attempt: int = 0
    worker: str = ""
    lease_until: Instant | None = None
    letter: Letter | None = None
    data: bytes | None = None
    answer: Answer | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What lists and indexes need of a case, derived from it whenever it is saved.

    Attributes:
        due: When the case has to be looked at again; None: never by itself.
        wants: Since when a person is wanted, or None.
        deadline: When it is too late for the first of those wishes, or None.
        employer: The employer's name folded for comparison, or empty.
        title: `Data analyst at Acme`.
        final: Whether it is in a final state.
        held: Whether it is paused or stopped by a fault.
        in_doubt: How many items are in doubt.
    """

    due: Instant | None
    wants: Instant | None
    deadline: Instant | None
    employer: str = ""
    title: str = ""
    final: bool = False
    held: bool = False
    in_doubt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """One line of a list: a case with its index row, without its items and facts."""

    case: str
    owner: str
    state: str
    outcome: str
    round: int
    playbook: str
    started_at: Instant
    row: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Totals of a home. `resting` counts cases that neither want a person nor are over."""

    cases: int = 0
    resting: int = 0
    ended: int = 0
    held: int = 0
    in_doubt: int = 0
    wanting: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """A playbook as a home keeps it for the cases that began with it.

    Attributes:
        digest: SHA-256 of the canonical neutral playbook.
        neutral: The neutral playbook as JSON text, in the order of the file.
        source: The file as it was read.
        file: Its name.
        marks: Line numbers by path (`messages.check_in.due` -> 141), for explanations only; of what stands
            in another file, such as the base of an overlay, that file too: `interview-follow-up.yaml:31`.
        added_at: When it was pinned first.
    """

    digest: str
    neutral: str
    source: str
    file: str
    added_at: Instant
    marks: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """An event on its way from one case to another; it becomes an ordinary event there, once."""

    id: int
    to: str
    sender: str
    event: Event
    proposed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker:
    """The process that works on a home."""

    name: str
    pid: int
    host: str
    since: Instant
