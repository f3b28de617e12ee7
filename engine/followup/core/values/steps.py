"""What a step comes to: the new case, what has to be done about it, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from whenever import Instant

from followup.core.values.case import Case, Draft
from followup.core.values.events import FactValue
from followup.core.values.playbook import Audience


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Words are ready to be read; a new revision replaces the one before."""

    item: str
    draft: Draft
    due: Instant | None
    expires: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """The revision with this digest may go once it is due and the rules allow it."""

    item: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed:
    """An approval is void, because `reason`."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """An item that had not left will never leave, because `reason`."""

    item: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An event, or a proposal of one, for other cases; `facts` are already mapped to their names."""

    to: Audience
    event: str
    proposed: bool
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A planned time changed: of an item or of a timer. None: not planned (any more)."""

    what: str
    before: Instant | None
    after: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """Something worth telling the person, in one plain sentence."""

    text: str


Effect = Drafted | Sealed | Unsealed | Withdrawn | Told | Moved | Noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The result of one event.

    Attributes:
        case: The case after it.
        effects: What the runtime has to write or tell, in order.
        why: The rules that decided, in plain sentences.
        handled: Whether a state took the event (False: noted, changes nothing here).
        repeat: Whether the record was known already and nothing was done.
    """

    case: Case
    effects: tuple[Effect, ...] = ()
    why: tuple[str, ...] = ()
    handled: bool = True
    repeat: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One rule that stands in the way.

    Attributes:
        rule: A stable code: `ban`, `opt-out`, `paused`, `outcome`, `unanswered`, `proxy`, `needs`,
            `wait`, `condition`, `due`, `late`, `cap`, `gap`, `house`, `hours`, `expired`, `approval`.
        path: Its place in the playbook, such as `courtesy.limits.contact`; empty for the engine's own.
        why: In a plain sentence.
        until: When it ends, if that is known.
        lifts: The event that ends it, if that is how it ends.
        never: Whether it has no end at all.
        place: The file and line of `path`, such as `interview-follow-up.yaml:31`; empty where it is not told.
    """

    rule: str
    path: str
    why: str
    until: Instant | None = None
    lifts: str = ""
    never: bool = False
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """May it go? `blocks` in order of precedence; empty means yes.

    `free_at` is the earliest instant at which all would be free: `now` if nothing blocks, None if
    a block has no known end.
    """

    blocks: tuple[Block, ...]
    free_at: Instant | None

    @property
    def go(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.blocks

    @property
    def never(self) -> bool:
        """Whether it can never go."""
        return any(block.never for block in self.blocks)


class WantKind(StrEnum):
    """What a person is wanted for."""

    APPROVE = "approve"
    """A draft waits to be read and released."""
    DO = "do"
    """Something only a person can do is due."""
    TELL = "tell"
    """Something has to be known: `asks` of the item, or a field of its contact."""
    RESOLVE = "resolve"
    """Nobody knows whether it was sent."""
    LATE = "late"
    """It is late: is it still sensible?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """One thing that a case wants of a person.

    Attributes:
        item: Item id.
        kind: See `WantKind`.
        since: Since when.
        by: When it is late, or None.
        expires: When it is too late, or None.
        asks: Names of facts or of contact fields (`contact.email`) to tell.
    """

    item: str
    kind: WantKind
    since: Instant
    by: Instant | None = None
    expires: Instant | None = None
    asks: tuple[str, ...] = ()
