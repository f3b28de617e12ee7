"""What happens to a case. Everything that happens is an event with facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Instant

Scalar = str | int | bool
FactValue = Scalar | tuple[str, ...] | None
"""A value of a fact in its JSON shape (see `FactType`); None takes a fact back."""


class EventKind(StrEnum):
    """The kinds of events; each says which fields of `Event` are filled besides the common ones."""

    STARTED = "started"
    """The first event of every case: `facts`."""
    HAPPENED = "happened"
    """An event that the playbook names: `name`, `facts`, `contact`, `channel`, `thread`."""
    KNOWN = "known"
    """Facts without an event: `facts`."""
    FIRED = "fired"
    """A timer has become due: `name` is the timer's."""
    ITEM = "item"
    """An item came to an outcome: `item`, `outcome`, for deliveries `attempt`, `thread`."""
    WOKE = "woke"
    """Time has passed and items are looked at again."""
    TAKEN = "taken"
    """The person takes an item that the state offers (`may`): `name` is the item's."""
    APPROVED = "approved"
    """A draft is released as it was seen: `item`, `digest`."""
    EDITED = "edited"
    """The person's own wording for a draft: `item`, `text`."""
    ATTEMPT = "attempt"
    """An attempt at delivery starts: `item`, `digest`, `attempt`."""
    HELD = "held"
    """The person pauses the case: `until` or for ever."""
    LIFTED = "lifted"
    """The pause ends."""
    UNDONE = "undone"
    """That was a mistake: `undoes` is the sequence number of the event to leave out."""
    UPGRADED = "upgraded"
    """The case goes on with another playbook: `digest` is the new one's, `name` its name and version;
    with `undoes` it goes back to where it was before that event."""
    SETTLED_LATE = "late"
    """The person answers `still sensible?` for a late item: `item`, `outcome` `send` or `skip`."""


class ItemOutcome(StrEnum):
    """Outcomes that every item can have; channels and messages may declare others."""

    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    SKIPPED = "skipped"
    IN_DOUBT = "in_doubt"
    RETRY = "retry"
    """Not final: certainly not sent; tried again at `until`."""
    HANDED_OVER = "handed_over"
    """Not final: a person has it now and will tell the outcome."""
    SETTLED = "settled"
    """No item of the batch is alive; born in the step, never recorded from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Subject and body that replace the rendered ones."""

    subject: str
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened.

    Attributes:
        kind: See `EventKind`.
        occurred_at: When it happened (UTC); decides the order of the story.
        recorded_at: When this home learnt of it; never before `occurred_at` by more than
            clock error.
        seq: Its number in the log of the case, from 1; 0 while not yet recorded.
        name: The event's, timer's or item type's name.
        facts: Facts it brings, by name; a contact's own fact as `CONTACT.FACT`, a message's
            own fact as `CASE_ITEM.FACT`.
        replaced: What the rows of contacts said before this event changed them, as `CONTACT.FIELD`;
            taking the event back restores them.
        words: How the person put a fact that was understood as a range or a date.
        contact: Whom it came from, or None.
        channel: The way it came, such as `email`, or empty.
        thread: The Message-ID to answer, or empty.
        item: The item it is about, or empty.
        outcome: See `ItemOutcome`; or a declared one such as `voicemail`.
        attempt: The number of the delivery attempt, from 1; 0 for none.
        digest: The digest of the draft it is about, or empty.
        text: The person's own wording.
        until: An end, for `held` and `retry`.
        undoes: A sequence number; 0 for none.
        by: Who said so, in words: `you`, `their coordinator, by e-mail`, `the engine`.
        key: The provider's id of the record, to notice it coming twice; empty for none.
        note: Free words kept with it.
    """

    kind: EventKind
    occurred_at: Instant
    recorded_at: Instant
    seq: int = 0
    name: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    replaced: Mapping[str, FactValue] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    contact: str | None = None
    channel: str = ""
    thread: str = ""
    item: str = ""
    outcome: str = ""
    attempt: int = 0
    digest: str = ""
    text: Wording | None = None
    until: Instant | None = None
    undoes: int = 0
    by: str = "you"
    key: str = ""
    note: str = ""
