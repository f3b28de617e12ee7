"""What a channel is given and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from whenever import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A name with an address."""

    name: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    r"""One frozen message for one channel.

    Attributes:
        key: Idempotency key: the same for every attempt at this revision.
        case: Case id.
        item: Item id.
        way: `email`, `phone`, `linkedin`, ...
        sender: Who speaks.
        to: Who is to read it; the address is that of the proxy where there is one.
        attention: For whom it is meant when it goes through a proxy; empty otherwise.
        subject: One line, no control characters; empty where the way has none.
        body: Plain text, `\n` line ends.
        voicemail: What to say to a machine; empty where there is nothing.
        attach: File names inside the allowed folder.
        message_id: With angle brackets, for mail.
        in_reply_to: Message-ID answered, or empty.
        date: Stamped when the first attempt starts; the same for every attempt.
    """

    key: str
    case: str
    item: str
    way: str
    sender: Person
    to: Person
    attention: str = ""
    subject: str = ""
    body: str = ""
    voicemail: str = ""
    attach: tuple[str, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    date: Instant


class AnswerKind(StrEnum):
    """How an attempt at delivery ended."""

    ACCEPTED = "accepted"
    """The other side took responsibility for it."""
    NEEDS_PERSON = "needs_person"
    """It is prepared; a person does it and says so."""
    TRANSIENT = "transient"
    """Certainly not sent; worth another try."""
    RATE_LIMITED = "rate_limited"
    """Certainly not sent; another try no earlier than `retry_at`."""
    PERMANENT = "permanent"
    """Certainly not sent, and never will be as it stands."""
    MISCONFIGURED = "misconfigured"
    """Certainly not sent, because the channel is not set up right."""
    SUPPRESSED = "suppressed"
    """The provider refuses this address for good (opt-out, block list)."""
    UNKNOWN = "unknown"
    """Sent or not, nobody can know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A channel's receipt, or its reason.

    Attributes:
        kind: See `AnswerKind`.
        text: One sentence for people; never a secret.
        provider_id: The provider's id, or empty.
        thread: What to answer to, or empty.
        retry_after: Seconds to wait at least before another try; 0 for no opinion.
        stage: How far it got, for mail: `connect`, `hello`, `auth`, `from`, `to`, `data`, `dot`.
    """

    kind: AnswerKind
    text: str = ""
    provider_id: str = ""
    thread: str = ""
    retry_after: int = 0
    stage: str = ""

    @property
    def certainly_not_sent(self) -> bool:
        """Whether another attempt cannot make a second copy."""
        return self.kind not in (AnswerKind.ACCEPTED, AnswerKind.UNKNOWN, AnswerKind.NEEDS_PERSON)
