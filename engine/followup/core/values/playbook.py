"""A playbook as the engine sees it: neutral, validated, flattened, free of file positions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from followup.core.values.rules import Ban, Courtesy, Limit, Through, Wait, Wording
from followup.core.values.times import Hours, Span, When

__all__ = [
    "LANGUAGE",
    "Audience",
    "Ban",
    "Branch",
    "Courtesy",
    "EventType",
    "Fact",
    "FactType",
    "ItemKind",
    "ItemType",
    "Late",
    "Limit",
    "OrElse",
    "OutcomeRule",
    "Pick",
    "Playbook",
    "Promise",
    "Repeat",
    "Scope",
    "Setting",
    "SettingKind",
    "SettingLine",
    "State",
    "Target",
    "Tell",
    "Text",
    "Through",
    "Timer",
    "Wait",
    "Wording",
]

LANGUAGE = 1
"""The number of the playbook language; a released number stays readable for ever."""


class FactType(StrEnum):
    """What kind of value a fact holds; the comment gives its shape in Python and JSON."""

    TEXT = "text"  # str
    BOOLEAN = "boolean"  # bool
    INTEGER = "integer"  # int, |n| < 2**53
    DATE = "date"  # ISO date, "2026-10-06"
    DATETIME = "datetime"  # ISO instant with zone, "2026-10-01T16:30:00+01:00[Europe/London]"
    CHOICE = "choice"  # one of `choices`
    PLACE = "place"  # "CALENDAR ZONE": "GB-ENG Europe/London", "PLAIN America/Chicago"
    DAYS = "days"  # list of ISO dates
    LINK = "link"  # an https URL or a file name in the attachments folder
    LIST = "list"  # list of values of type `of`
    CONTACT = "contact"  # a contact id
    CONTACTS = "contacts"  # list of contact ids


class Scope(StrEnum):
    """How far a fact reaches."""

    CASE = "case"
    ROUND = "round"
    """Starts empty with every round; earlier rounds stay in the history."""
    PERSON = "person"
    """Belongs to the candidate, and is carried into their later cases."""
    MESSAGE = "message"
    """Belongs to one item only, such as the sender's own words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Something that can be known. `ask` is the question in plain words; empty if it has none.

    Attributes:
        optional: An optional fact may stay unknown for ever; others are asked for at the start
            (scope case) or by the first event or message that needs them.
        default: Holds until somebody says otherwise; None for none.
        choices: The words of a choice.
        of: The element type of a list.
        each: Facts about each contact of a `contacts` fact, by name.
    """

    name: str
    type: FactType
    ask: str = ""
    per: Scope = Scope.CASE
    optional: bool = False
    default: str | int | bool | None = None
    choices: tuple[str, ...] = ()
    of: FactType | None = None
    each: Mapping[str, Fact] = field(default_factory=dict)


class SettingKind(StrEnum):
    """The type of a setting, the same in all of its lines."""

    SPAN = "span"
    COUNT = "count"
    TEXT = "text"
    BOOLEAN = "boolean"


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingLine:
    """One conditional value: the first line whose guard is true counts. None: always."""

    use: Span | int | str | bool
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A named value that a country or an industry changes; its last line has no condition."""

    name: str
    kind: SettingKind
    lines: tuple[SettingLine, ...]


class Audience(StrEnum):
    """To which other cases an event is told."""

    OTHER_CASES = "my other cases"
    SAME_EMPLOYER = "my cases at this employer"
    NEW_CASE = "a new case"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell:
    """An event for other cases, or a proposal of one; `facts` maps their names to ours."""

    to: Audience
    event: str | None = None
    propose: str | None = None
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventType:
    """Something that can happen, in the person's words, with the facts it brings."""

    name: str
    say: str
    facts: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    new_round: bool = False
    tell: tuple[Tell, ...] = ()


class ItemKind(StrEnum):
    """A message goes to somebody else; a task is for the person alone."""

    MESSAGE = "message"
    TASK = "task"


class Late(StrEnum):
    """What becomes of an item that is late."""

    SEND = "send"
    SKIP = "skip"
    ASK = "ask"


class Pick(StrEnum):
    """To whom of a group a message goes."""

    EACH = "each"
    ONE = "one"
    REPLY = "reply"
    """To the contact, channel and thread of the event named."""
    SELF = "self"
    """Tasks: for the candidate."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """`each of interviewers`, `one of interviewers`, `chair` (one), or a reply to an event."""

    pick: Pick
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """Again `every` after completion, `most` times in all in a round; both may name a setting."""

    every: Span | str
    most: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRule:
    """How one outcome of a person's channel is treated; an outcome without a rule is final and counts."""

    counts: bool = True
    again: Span | str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrElse:
    """At `after`, `send` is planned for the contacts still stuck or failed; they are its `about`."""

    send: str
    after: When


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """What is said, as MiniJinja templates; `script` names further texts such as a voicemail."""

    subject: str = ""
    body: str = ""
    voicemail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemType:
    """A message or a task as the playbook defines it.

    Attributes:
        kind: Message or task.
        why: The reason, shown with every draft.
        say: Tasks: what to do, in a sentence (no template).
        asks: Tasks: facts to ask for.
        target: To whom.
        via: Ways in order of preference, such as `("phone", "email")`.
        due: When it may go at the earliest; None: at once.
        by: Later than this is shown as late.
        expires: Never after this.
        late: What happens when it is late.
        when: A guard that must be true for it to go.
        needs: Facts it cannot go without, `contact.FIELD` or names.
        or_else: Its fallback.
        repeat: How it comes again.
        tries: How often an outcome with `again` puts it back.
        outcomes: Rules by outcome name.
        despite: Waits, `apart`, `hours` or `away` that it may pass.
        counts: Whether it uses up and waits for limits.
        hours: Its own opening hours instead of those of the way; None: of the way.
        attach: Facts of type link that are attached.
        wording: Its own rules, merged with those of the playbook.
        text: What it says by any way.
        texts: What it says by a certain way, instead.
        keep: No overlay may drop it.
    """

    name: str
    kind: ItemKind
    why: str = ""
    say: str = ""
    asks: tuple[str, ...] = ()
    target: Target = field(default_factory=lambda: Target(pick=Pick.SELF))
    via: tuple[str, ...] = ()
    due: When | None = None
    by: When | None = None
    expires: When | None = None
    late: Late = Late.ASK
    when: str | None = None
    needs: tuple[str, ...] = ()
    or_else: OrElse | None = None
    repeat: Repeat | None = None
    tries: int = 1
    outcomes: Mapping[str, OutcomeRule] = field(default_factory=dict)
    despite: tuple[str, ...] = ()
    counts: bool = True
    hours: Hours | None = None
    attach: tuple[str, ...] = ()
    wording: Wording = field(default_factory=Wording)
    text: Text = field(default_factory=Text)
    texts: Mapping[str, Text] = field(default_factory=dict)
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of a handler: taken if `when` is true (None: always)."""

    when: str | None = None
    go: str | None = None
    do: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Timer:
    """Moves the case at a time, once per entry of its state, if `when` is true then."""

    name: str
    due: When
    branch: Branch


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case can be. Nested in the file, flat here: `parent` names the state around it.

    Attributes:
        leaf: The state one comes to rest in on entering this one: itself, or its first
            child's, and so on inwards.
        was: Its name in earlier versions of the playbook, so that cases can move with it.
        handlers: Branches by trigger: an event name, or `ITEM.OUTCOME` such as
            `thank_you.settled`.
    """

    name: str
    parent: str | None = None
    leaf: str = ""
    was: str = ""
    why: str = ""
    do: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    then: str | None = None
    outcome: str | None = None
    rest: bool = False
    final: bool = False
    handlers: Mapping[str, tuple[Branch, ...]] = field(default_factory=dict)
    timers: Mapping[str, Timer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """What the author of a playbook promises of it, in a form that can be proved.

    Either `never` (with `before`, `after` or `states`; with none of them: at no time at all) or `most`.

    Attributes:
        say: The promise in a sentence.
        never: Messages or ways (`phone`) that do not leave, or `everything`.
        before: ... before this time, as long as it is known.
        after: ... after this event has happened in the round.
        states: ... while the case is in one of these states.
        most: At most so many of `of` leave for one contact, or for the whole case.
        of: Messages or ways, or `everything` that counts.
        per: One `contact` or the `case`, each in one round.
    """

    name: str
    say: str
    never: tuple[str, ...] = ()
    before: When | None = None
    after: str | None = None
    states: tuple[str, ...] = ()
    most: int | None = None
    of: tuple[str, ...] = ()
    per: str = "contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """The whole advice. Mappings keep the order of the file; the digest does not depend on it.

    `dropped` gives the reason for each message or task that an overlay has left out. Its name may still
    stand in a `do`, and is no item: planning it settles it at once.
    """

    name: str
    version: str
    title: str
    start: str
    about: str = ""
    language: int = LANGUAGE
    facts: Mapping[str, Fact] = field(default_factory=dict)
    settings: Mapping[str, Setting] = field(default_factory=dict)
    courtesy: Courtesy
    wording: Wording = field(default_factory=Wording)
    events: Mapping[str, EventType] = field(default_factory=dict)
    items: Mapping[str, ItemType] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    promises: Mapping[str, Promise] = field(default_factory=dict)
    dropped: Mapping[str, str] = field(default_factory=dict)

    def item_type(self, name: str) -> ItemType:
        """Return an item type. One that only an earlier version had lives on in the past and does nothing."""
        return self.items.get(name) or ItemType(name=name, kind=ItemKind.MESSAGE)

    def path(self, state: str) -> tuple[str, ...]:
        """Return the states active in `state`, the outermost first."""
        found: list[str] = []
        name: str | None = state
        while name is not None:
            found.append(name)
            name = self.states[name].parent
        return tuple(reversed(found))
