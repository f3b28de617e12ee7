"""A scenario: what is given, what happens and when, and what is then expected. A story that can be run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Instant

from followup.core.values.events import FactValue, Wording
from followup.core.values.people import Contact, Me


class Deed(StrEnum):
    """What a person does, or what comes back, in an act of a scenario; the comment says what `name` is."""

    TELL = "tell"  # an event of the playbook; empty: only facts
    DONE = "done"  # an item; `outcome` may name one
    NEVER = "never"  # an item that will not be done
    APPROVE = "approve"  # an item
    REFUSE = "refuse"  # an item
    EDIT = "edit"  # an item; `text` is the new wording
    TAKE = "take"  # a message that the state offers
    STILL = "still"  # a late item; `outcome` is `send` or `skip`
    RESOLVE = "resolve"  # an item in doubt; `outcome` is `sent` or `not-sent`
    RECEIPT = "receipt"  # an item; `outcome` is what its channel answers from now on (see `Receipt`)
    HOLD = "hold"  # nothing; `until` may end it
    LIFT = "lift"  # nothing
    UNDO = "undo"  # nothing; takes back what was told last
    RESTART = "restart"  # nothing; the home is closed and opened again
    LOOK = "look"  # nothing; time passes, and what is expected is compared


class Receipt(StrEnum):
    """What a scripted channel answers to a delivery."""

    SENT = "sent"
    RETRY = "retry"
    FAILED = "failed"
    IN_DOUBT = "in doubt"


class Approvals(StrEnum):
    """When drafts are approved, unless an act says otherwise."""

    AT_ONCE = "at once"
    NEVER = "never"
    LATER = "later"
    """After `Scenario.approve_after` minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message that is expected to have left, or has left.

    `at` is the start of the attempt; for what a person carries themselves, when it was done.
    """

    at: Instant
    item: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What has to be true at one moment of a scenario; what is None or empty is not looked at.

    Attributes:
        state: The leaf the case rests in, or a state around it.
        outcome: How the case has come out; empty text: it has not yet.
        round: The number of the round.
        sent: Everything that has left so far, in order.
        not_sent: Message types (or item ids) of which nothing has left.
        most: By message type, way (`phone`), contact id or `everything`: the greatest number that
            may have left by now.
        items: Statuses by item id; `none` for an item that there is not.
        due: By item id or timer: when it is due; None: not known, and so not armed.
        blocked: By item id: the rules that hold it back, in their order of precedence (empty:
            none), and when it is free (None: unknown).
        facts: By name: every value that was ever told, in the order of the story.
        stuck: By item id: what is missing about the contact.
        about: By item id: the contacts it is about.
        said: Phrases of what the person was told so far.
        wants: What the person is wanted for, as `VERB ITEM` or `tell FACT`; complete.
        text: By item id: phrases that its present draft must hold.
        lacks: By item id: phrases that its present draft must not hold.
        ends: True: left to itself from here, the case comes to rest: in a state that is final or
            may be waited in for ever, or waiting for nothing but a person, within `settles` days.
        settles: Days within which it does.
    """

    state: str | None = None
    outcome: str | None = None
    round: int | None = None
    sent: tuple[Sent, ...] | None = None
    not_sent: tuple[str, ...] = ()
    most: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, str] = field(default_factory=dict)
    due: Mapping[str, Instant | None] = field(default_factory=dict)
    blocked: Mapping[str, tuple[tuple[str, ...], Instant | None]] = field(default_factory=dict)
    facts: Mapping[str, tuple[FactValue, ...]] = field(default_factory=dict)
    stuck: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: tuple[str, ...] = ()
    wants: tuple[str, ...] | None = None
    text: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lacks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ends: bool | None = None
    settles: int = 1100


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that happens in a scenario, and what is expected right after it.

    Attributes:
        at: When (UTC). Time passes up to here first: everything due before has happened.
        deed: What.
        name: See `Deed`.
        case: The case it concerns; empty: the scenario's own. Others are begun by `Scenario.others`.
        facts: Facts that come with it.
        outcome: See `Deed`.
        text: The new wording, for `edit`.
        happened: When it really happened, if that was earlier than `at`.
        contact: Whom it came from, or None.
        channel: The way it came, or empty.
        until: The end of a hold.
        people: Contacts that become known with it.
        note: Free words.
        refused: The code of the refusal it is expected to meet (`cannot-undo`), or empty.
        expect: What is expected afterwards, or None.
        line: The line of the file it stands on, from 1; 0 for none.
    """

    at: Instant
    deed: Deed = Deed.LOOK
    name: str = ""
    case: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    outcome: str = ""
    text: Wording | None = None
    happened: Instant | None = None
    contact: str | None = None
    channel: str = ""
    until: Instant | None = None
    people: tuple[Contact, ...] = ()
    note: str = ""
    refused: str = ""
    expect: Expectation | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A further case of the same home, so that cases can meet.

    `playbook` is a word as on the command line, empty for the scenario's own playbook. `owner` is
    empty for the same candidate.
    """

    name: str
    begins: Instant
    playbook: str = ""
    owner: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A story that can be run on a playbook, through the real runtime under a virtual clock.

    Attributes:
        name: In the file, a name as those of playbooks.
        why: What it guards, in one sentence.
        place: The canonical place (`GB-ENG Europe/London`); its zone is that of all wall times.
        begins: When the case is started (UTC).
        me: The candidate.
        given: Facts of the start.
        people: Contacts, by id.
        approvals: When drafts are approved.
        approve_after: Minutes, for approvals `later`.
        ways: Ways that are set up, by name: `sends` (delivers by itself), `person` (done by the
            candidate). Empty: the usual ones.
        others: Further cases in the same home.
        story: In the order of time.
        fails_on: A playbook on which this scenario must fail (so that an overlay is known to
            matter), or empty.
        promise: The promise whose refutation this is, or empty.
        line: The line of the file it stands on, from 1; 0 for none.
    """

    name: str
    why: str = ""
    place: str
    begins: Instant
    me: Me
    given: Mapping[str, FactValue] = field(default_factory=dict)
    people: tuple[Contact, ...] = ()
    approvals: Approvals = Approvals.AT_ONCE
    approve_after: int = 0
    ways: Mapping[str, str] = field(default_factory=dict)
    others: tuple[Other, ...] = ()
    story: tuple[Act, ...] = ()
    fails_on: str = ""
    promise: str = ""
    line: int = 0
