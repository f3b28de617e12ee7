"""What the runtime answers to people: values that a screen or a JSON document is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Instant

from followup.core.values.case import Case, Draft, Item
from followup.core.values.people import Contact
from followup.core.values.records import Counts, Entry, Parcel, Summary
from followup.core.values.steps import Block, Effect, Verdict
from followup.core.values.times import Moment


class Verb(StrEnum):
    """What a person is wanted for; the words are those to type."""

    APPROVE = "approve"
    DO = "do"
    TELL = "tell"
    RESOLVE = "resolve"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """One thing that needs a person.

    Attributes:
        case: Case id.
        owner: Candidate id.
        item: Item id, or empty for a question about the case.
        verb: See `Verb`.
        text: What, in a few words: `e-mail to Interviewer A`.
        why: The reason the playbook gives, or empty.
        since: Since when.
        by: When it is late, or None.
        expires: When it is too late, or None.
        draft: The words, where there are some.
        contact: Whom it is about, or None.
        outcomes: What may be told after `done`; empty: just done.
        asks: Facts to tell, with their questions.
        file: Where the file lies that the person is to send, or empty.
        goes: A draft: when rules and hours would let it go, were it approved; None: not known.
        waits: A draft: why only then, or what it waits for; empty where it may go at once.
        held: Whether its case is paused, so that nothing leaves.
    """

    case: str
    owner: str
    item: str = ""
    verb: Verb
    text: str
    why: str = ""
    since: Instant
    by: Instant | None = None
    expires: Instant | None = None
    draft: Draft | None = None
    contact: Contact | None = None
    outcomes: tuple[str, ...] = ()
    asks: Mapping[str, str] = field(default_factory=dict)
    file: str = ""
    goes: Instant | None = None
    waits: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What a case (or the home) rests for.

    Attributes:
        case: Case id.
        what: Item id or timer name.
        text: In words: `ask Interviewer A kindly by telephone`.
        moment: When, with its rule; None if nothing has a date.
        because: Why then, in a plain sentence: `Acme said Tue 6 Oct, and 2 business days come after it`.
        zone: The employer's zone.
        leaves: Whether it is an approved message, which goes by itself then.
        by_hand: Whether its channel only prepares it then, for a person to send.
        later: What comes after that in the same case, or None.
    """

    case: str
    what: str
    text: str
    moment: Moment | None
    because: str = ""
    zone: str = "UTC"
    leaves: bool = False
    by_hand: bool = False
    later: Next | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What became of one attempt, or of one that was not made."""

    case: str
    item: str
    outcome: str
    way: str
    channel: str
    to: str
    at: Instant
    text: str = ""
    message_id: str = ""
    retry_at: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Caught:
    """A thing that became due while nothing ran, and what was done with it by which rule."""

    case: str
    item: str
    due: Instant
    done: str
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one command did.

    Attributes:
        case: The case after it, or None for many.
        handled: False where the event is noted and changes nothing.
        repeat: True where it was known already.
        effects: What was decided, in order, with the case each belongs to.
        delivered: Attempts made.
        caught: Late things, where the home was not looked at for a while.
        needs: What needs a person now.
        next: What comes next.
        in_doubt: Items only a person can settle that this command met.
        missing: Channels that are missing and hold something up, with until when.
        elsewhere: The live worker to which the deliveries were handed over, or empty.
        since: When the home was stepped last before this step; None: never, or no step.
        entered_why: Why the state matters that this act has ended the case in, in the playbook's words.
        counted: What an item used up of the limits, where it did: `2 of at most 5 contacts with ...`.
    """

    case: Case | None = None
    handled: bool = True
    repeat: bool = False
    effects: tuple[tuple[str, Effect], ...] = ()
    delivered: tuple[Delivered, ...] = ()
    caught: tuple[Caught, ...] = ()
    needs: tuple[Need, ...] = ()
    next: Next | None = None
    in_doubt: tuple[str, ...] = ()
    missing: Mapping[str, Instant | None] = field(default_factory=dict)
    elsewhere: str = ""
    since: Instant | None = None
    entered_why: str = ""
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """What needs a person now; else until when not, and why; and what is approved and has not left."""

    now: Instant
    needs: tuple[Need, ...]
    more: int
    next: Next | None
    counts: Counts
    zone: str
    leaving: tuple[Next, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case at a glance, with all that it is made of."""

    now: Instant
    summary: Summary
    case: Case
    contacts: Mapping[str, Contact]
    needs: tuple[Need, ...]
    next: Next | None
    log: tuple[Entry, ...]
    parcels: tuple[Parcel, ...]
    playbook: str
    playbook_file: str
    file_gone: bool
    zone: str
    goes: Mapping[str, Instant] = field(default_factory=dict)
    """When rules and hours would let go what they put off beyond its due, by item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """One item: its exact words and where they stand; `through` is whom it reaches the contact by."""

    now: Instant
    case: str
    item: Item
    why: str
    contact: Contact | None
    parcel: Parcel | None
    raw: bytes | None
    verdict: Verdict
    channel: str
    zone: str
    leaves: Next | None = None
    through: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One thing a case waits for: an item or a timer, its rule, and what stands in the way."""

    what: str
    text: str
    moment: Moment | None
    missing: tuple[str, ...]
    blocks: tuple[Block, ...]
    free_at: Instant | None
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Would:
    """What an event would do from here: the event, the person's words for it, the state and items.

    `facts` are those it brings; `moves` what may move with them.
    """

    event: str
    say: str
    go: str
    do: tuple[str, ...]
    facts: tuple[str, ...] = ()
    moves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyView:
    """What a case (or one item) waits for, by which rule, until when, and what events would do."""

    now: Instant
    case: Case
    state_why: str
    since: Instant
    waiting: tuple[Waiting, ...]
    would: tuple[Would, ...]
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A fact to ask for: its question, type, choices, and what is known or assumed.

    Attributes:
        unless: A fact whose answer makes the question pointless; empty: none.
        given: A fact without whose answer it is pointless; empty: none.
        each: Facts to ask about each of the people who come in.
        fields: What the first message needs of each of them, such as `name_verified` or `email`.
        date: A date that the same answer may name ("a call by tuesday"); empty: none.
        date_ask: The question for that date, where the answer named none.
    """

    fact: str
    ask: str
    type: str
    optional: bool
    choices: tuple[str, ...] = ()
    known: str = ""
    each: tuple[str, ...] = ()
    unless: str = ""
    given: str = ""
    fields: tuple[str, ...] = ()
    date: str = ""
    date_ask: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An event that can be told now, in the person's words, with the facts it brings."""

    event: str
    say: str
    facts: tuple[Question, ...]
    also: tuple[Question, ...]
    handled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """One finding of `doctor`: level `ok`, `warning` or `error`, about what, and the remedy."""

    level: str
    about: str
    text: str
    remedy: str = ""
