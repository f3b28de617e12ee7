"""A case: the fold of its log. Small, frozen, and whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Instant

from followup.core.values.events import FactValue
from followup.core.values.times import Moment, Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """One word on a fact; the last in the order of the story counts, the earlier ones stay.

    Attributes:
        value: The value, or None where it was taken back.
        round: The round it was said in.
        at: When it was said (the event's `occurred_at`).
        seq: The event that brought it.
        by: Who said so.
        words: How they put it, where that was understood as something else.
    """

    value: FactValue
    round: int
    at: Instant
    seq: int
    by: str = "you"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The latest handled occurrence of an event in this round."""

    at: Instant
    seq: int
    contact: str | None = None
    channel: str = ""
    thread: str = ""


class ItemStatus(StrEnum):
    """Where an item is in its life. The words people see are the values with spaces."""

    PLANNED = "planned"
    DRAFTED = "drafted"
    APPROVED = "approved"
    SENDING = "sending"
    HANDED_OVER = "handed_over"
    IN_DOUBT = "in_doubt"
    SENT = "sent"
    DONE = "done"
    FAILED = "failed"
    EXPIRED = "expired"
    DROPPED = "dropped"
    SKIPPED = "skipped"
    REPLACED = "replaced"

    @property
    def live(self) -> bool:
        """Whether it can still do something by itself or wants something of a person."""
        return self in _LIVE

    @property
    def left(self) -> bool:
        """Whether something has left, or may have left, the house."""
        return self in _LEFT


_LIVE = frozenset(
    {
        ItemStatus.PLANNED,
        ItemStatus.DRAFTED,
        ItemStatus.APPROVED,
        ItemStatus.SENDING,
        ItemStatus.HANDED_OVER,
        ItemStatus.IN_DOUBT,
    }
)
_LEFT = frozenset({ItemStatus.SENDING, ItemStatus.IN_DOUBT, ItemStatus.SENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Rendered words with all that they depend on. An edit or a changed fact makes a new revision.

    Attributes:
        revision: From 1 upwards.
        digest: Of way, addresses, subject, body, script and attachments; what a person approves.
        way: How it goes: `email`, `phone`, ...
        contact: To whom it is addressed.
        through: The proxy it is delivered to, or None.
        address: The address for that way (the proxy's, if any).
        subject: One line, or empty.
        body: Plain text.
        voicemail: What to say to a machine, or empty.
        attach: Links or file names.
        facts: Names of the facts it used.
        own_words: Whether a person has edited it.
        warnings: What the wording rules remark.
        message_id: The Message-ID it will carry, fixed here; empty for a task.
        in_reply_to: The Message-ID it answers, or empty.
        basis: Digest of the words as the playbook renders them; tells an edited draft that a fact
            has changed.
        errors: What the wording rules forbid; while there are any it cannot be approved.
        files: Digest of the attached files as they were when it was approved; empty: not approved, or
            nothing is attached.
    """

    revision: int
    digest: str
    way: str
    contact: str | None
    through: str | None = None
    address: str = ""
    subject: str = ""
    body: str = ""
    voicemail: str = ""
    attach: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    own_words: bool = False
    warnings: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    basis: str = ""
    errors: tuple[str, ...] = ()
    files: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A message or a task that a state has planned, for one contact (or none).

    Attributes:
        id: Its name in the case: `thank_you`, for a second contact, round or turn `thank_you_2`.
        name: The item type in the playbook.
        contact: To whom, or None (tasks, or nobody known yet).
        round: The round it was planned in.
        turn: 1, or more for a repeated one.
        state: The state that planned it; it dies when that state is left. Empty: the story changed, and
            no state planned it after all.
        planned_at: When.
        status: See `ItemStatus`.
        due: Earliest instant, `Unknown` where a fact is missing.
        by: Later than this is late; None: none given.
        expires: Never after this; None: none given.
        not_before: An instant set by an outcome (`again`, a retry, the turn before); None: none.
        stuck: What keeps it from being drafted, e.g. `contact.email`; empty: nothing.
        draft: Its words, once drafted.
        approved: The digest that was approved, or empty.
        late_ok: Whether a person said that it still makes sense although late.
        tries: Attempts that came back to be tried again.
        attempt: Number of delivery attempts started.
        outcome: How it ended or was left last, e.g. `voicemail`; empty while nothing happened.
        at: When it came to that outcome; None before.
        counted: Whether it uses up limits.
        about: Contacts it stands in for.
        occasion: Replies: the sequence number of the event answered; an event is answered once. 0: no reply.
        missing: Facts it cannot be drafted without, which are not known yet.
        reason: Why it was dropped, failed or held, in words.
    """

    id: str
    name: str
    contact: str | None
    round: int
    turn: int = 1
    state: str
    planned_at: Instant
    status: ItemStatus = ItemStatus.PLANNED
    due: Moment | Unknown
    by: Moment | Unknown | None = None
    expires: Moment | Unknown | None = None
    not_before: Instant | None = None
    stuck: tuple[str, ...] = ()
    draft: Draft | None = None
    approved: str = ""
    late_ok: bool = False
    tries: int = 0
    attempt: int = 0
    outcome: str = ""
    at: Instant | None = None
    counted: bool = False
    about: tuple[str, ...] = ()
    occasion: int = 0
    missing: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Armed:
    """A timer of an active state. `fired`: it has moved the case since the state was entered."""

    state: str
    due: Moment | Unknown
    fired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A pause, or a fault that stopped the case; waits go on, nothing leaves.

    `until` None means until somebody lifts it. `fault` marks one that the engine set.
    """

    since: Instant
    until: Instant | None = None
    why: str = "you asked for a pause"
    fault: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One interview process being followed up.

    Attributes:
        id: The name people type: `acme-analyst`.
        owner: The candidate's id.
        playbook: Digest of the pinned playbook.
        version: Number of events folded in; the seq of the last one.
        state: The current leaf.
        round: From 1.
        round_at: When this round began.
        last_at: `occurred_at` of the last event in the order of the story; an earlier one refolds.
        outcome: The last outcome written by a state, or empty.
        entered: Latest entry of each active state, by name.
        facts: All words on each fact, oldest first, by name; a contact's as `CONTACT.FACT`.
        happened: The latest handled occurrence of each event in this round.
        outcomes: When items last came to an outcome in this round: `check_in.sent` -> instant.
        items: All items by id, dead ones too.
        timers: Timers of the active states as `STATE.TIMER`.
        batches: Item types planned and not yet settled, with the state that planned them.
        hold: A pause, or None.
        started_at: When it began.
        seen: Provider ids and fingerprints of records folded in, to notice doubles.
    """

    id: str
    owner: str
    playbook: str
    version: int = 0
    state: str
    round: int = 1
    round_at: Instant
    last_at: Instant
    outcome: str = ""
    entered: Mapping[str, Instant] = field(default_factory=dict)
    facts: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    happened: Mapping[str, Occurrence] = field(default_factory=dict)
    outcomes: Mapping[str, Instant] = field(default_factory=dict)
    items: Mapping[str, Item] = field(default_factory=dict)
    timers: Mapping[str, Armed] = field(default_factory=dict)
    batches: Mapping[str, str] = field(default_factory=dict)
    hold: Hold | None = None
    started_at: Instant
    seen: tuple[str, ...] = ()
