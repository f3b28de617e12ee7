"""What the runtime asks of the world: a clock, a store, channels. They speak the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from whenever import Date, Instant

from followup.core.values.case import Case
from followup.core.values.delivery import Answer, Letter
from followup.core.values.people import Contact, Me
from followup.core.values.records import (
    Counts,
    Entry,
    Parcel,
    ParcelStatus,
    Pinned,
    Row,
    Signal,
    Summary,
    Worker,
)
from followup.core.values.surroundings import Touch


class Clock(Protocol):
    """Tells the time. The only source of `now`."""

    def now(self) -> Instant:
        """Return the current instant."""


class Almanac(Protocol):
    """Knows places, their zones and their public holidays."""

    version: str
    """Of the holiday data, e.g. `holidays 0.109, tzdata 2026.2`."""

    def place(self, words: str) -> str:
        """Return the canonical place (`GB-ENG Europe/London`) for words such as `London`.

        Raises:
            InvalidInput: `place-unknown`, with the nearest names.
        """

    def holidays(self, calendar: str, years: Iterable[int]) -> Mapping[Date, str]:
        """Return the public holidays of a calendar such as `GB-ENG`; none for `PLAIN`."""


class Reading(Protocol):
    """A consistent view of a home."""

    def setting(self, key: str) -> str | None:
        """Return a value kept for the home itself (`sandbox-now`, ...), or None."""

    def pinned(self, digest: str) -> Pinned | None:
        """Return a playbook by its digest."""

    def owner(self, owner: str) -> Me | None:
        """Return a candidate."""

    def owners(self) -> Mapping[str, Me]:
        """Return all candidates by id."""

    def contact(self, contact: str) -> Contact | None:
        """Return a contact by id."""

    def contacts(self, ids: Iterable[str]) -> Mapping[str, Contact]:
        """Return the contacts that exist among `ids`."""

    def contact_at(self, way: str, address: str) -> Contact | None:
        """Return the contact with this address, compared in its normalised form."""

    def case(self, case: str) -> Case | None:
        """Return a case."""

    def names(self, beginning: str = "", *, owner: str | None = None) -> Sequence[str]:
        """Return case ids with this beginning in alphabetical order, at most 50."""

    def summaries(
        self,
        *,
        owner: str | None = None,
        state: str | None = None,
        ended: bool | None = None,
        wanting: bool = False,
        limit: int = 100,
    ) -> Sequence[Summary]:
        """Return summaries; wanting ones by deadline, others by due, unknown last."""

    def counts(self, owner: str | None = None) -> Counts:
        """Return the totals. Costs no more than a look at indexes."""

    def due(self, now: Instant, limit: int = 100) -> Sequence[str]:
        """Return cases due at `now`, the longest due first. Costs O(limit)."""

    def next_due(self, *, owner: str | None = None) -> tuple[str, Instant] | None:
        """Return the case that is due next (in the past or the future) and when."""

    def log(self, case: str, after: int = 0) -> Sequence[Entry]:
        """Return the log entries of a case with a sequence number above `after`, in order."""

    def parcels(self, case: str) -> Sequence[Parcel]:
        """Return all outbox rows of a case, oldest first."""

    def parcel(self, case: str, item: str) -> Parcel | None:
        """Return the row with the latest revision of an item."""

    def lapsed(self, now: Instant, limit: int = 100) -> Sequence[Parcel]:
        """Return rows in `sending` whose lease has run out."""

    def sending(self) -> Sequence[Parcel]:
        """Return all rows in `sending`."""

    def touches(self, contacts: Iterable[str], case: str) -> Sequence[Touch]:
        """Return touches of these contacts by any case, and of this case, oldest first."""

    def running_beside(self, case: str, owner: str, employer: str) -> int:
        """Return how many other cases of the owner at this employer are not over."""

    def cases_of(self, owner: str, *, employer: str | None = None) -> Sequence[str]:
        """Return running cases of an owner, of one employer if given."""

    def involving(self, contact: str) -> Sequence[str]:
        """Return running cases that refer to a contact."""

    def signals(self, limit: int = 100) -> Sequence[Signal]:
        """Return events on their way to other cases, oldest first."""

    def lessons(self, owner: str) -> Sequence[tuple[str, Instant, str]]:
        """Return (case, when, words) of what a person noted for later interviews, newest first."""


class Writing(Reading, Protocol):
    """One transaction: all of it is kept, or none."""

    def put_setting(self, key: str, value: str | None) -> None:
        """Keep a value for the home itself; None removes it."""

    def pin(self, pinned: Pinned) -> None:
        """Keep a playbook; keeping it again changes nothing."""

    def put_owner(self, owner: str, me: Me) -> None:
        """Keep a candidate."""

    def put_contact(self, contact: Contact) -> None:
        """Keep a contact and its normalised addresses."""

    def save(self, case: Case, row: Row, entries: Sequence[Entry], *, contacts: Iterable[str]) -> None:
        """Keep a case with the entries that led to it, and the contacts it refers to.

        Raises:
            StorageError: `case-changed`, when another process saved it in between: the first
                entry's seq is not the stored version plus one.
        """

    def put_parcel(self, parcel: Parcel) -> None:
        """Add or replace the outbox row of (case, item, draft.revision).

        Raises:
            StorageError: `parcel-left`, if that row is past `approved`: what left is never rewritten.
        """

    def start(self, parcel: Parcel) -> None:
        """Turn an `approved` row into `sending`, with its attempt, worker, lease, letter and data.

        Raises:
            StorageError: `parcel-not-approved`, if it is anything else.
        """

    def finish(
        self, parcel: Parcel, status: ParcelStatus, answer: Answer, *, retry_at: Instant | None = None
    ) -> bool:
        """Acknowledge attempt `parcel.attempt`; False if a later attempt or a verdict overtook it."""

    def add_touch(self, touch: Touch) -> None:
        """Record a touch; the same (case, item) again replaces it."""

    def remove_touch(self, case: str, item: str) -> None:
        """Take a touch back that turned out not to have happened."""

    def post(self, signal: Signal) -> None:
        """Put an event into the inbox of another case; its `id` is given by the store."""

    def take(self, signal: Signal) -> None:
        """Remove a signal that has become an event."""

    def add_lesson(self, owner: str, case: str, at: Instant, words: str) -> None:
        """Keep what a person wants to remember at later interviews."""


class Store(Protocol):
    """A home's memory. One write transaction at a time; reading never waits for it."""

    def read(self) -> AbstractContextManager[Reading]:
        """Open a consistent view."""

    def write(self) -> AbstractContextManager[Writing]:
        """Open a transaction: durable when the block ends, undone when it raises."""

    def work(self, worker: Worker) -> AbstractContextManager[None]:
        """Be the one worker of this home while the block runs.

        Raises:
            StorageError: `worker-runs`, naming the worker that is there.
        """

    def worker(self) -> Worker | None:
        """Return the worker that is there, if it is alive."""

    def close(self) -> None:
        """Let go of the home."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a channel is and can do.

    Attributes:
        name: As in the user's configuration: `email`, `folder`, `todo`.
        title: In plain words.
        ways: The ways it can carry: `("email",)`; `("*",)` for any.
        api: Version of the plugin interface it was written for.
        sends: Whether it sends to others by itself (after approval).
        person: Whether a person does it and tells the outcome.
        idempotency: `native`, `client` or `none`.
        counts: Whether its messages count as touches.
        outcomes: Outcomes a person may tell, per way.
        unit: What `limit` counts: `characters`, `segments`, or empty.
        limit: Greatest length, or None.
        threading: Whether it can answer in a thread.
        audience: `others` or `self`.
        config_schema: JSON Schema (2020-12) of its configuration; secrets only as references.
        dated: Facts that age, with the day they were looked up: `{"note limit": "200, 2026-10"}`.
    """

    name: str
    title: str
    ways: tuple[str, ...]
    api: int = 1
    sends: bool = True
    person: bool = False
    idempotency: str = "none"
    counts: bool = True
    outcomes: Mapping[str, tuple[str, ...]]
    unit: str = ""
    limit: int | None = None
    threading: bool = False
    audience: str = "others"
    config_schema: Mapping[str, Any]
    dated: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """The exact bytes that will leave, with what is worth a remark."""

    data: bytes
    warnings: tuple[str, ...] = ()


class Channel(Protocol):
    """A way out, set up and ready."""

    manifest: Manifest

    def check(self) -> Answer:
        """Look whether the other side answers; sends nothing. ACCEPTED means ready."""

    def render(self, letter: Letter) -> Rendered:
        """Return the exact bytes of a letter. Pure: the same letter gives the same bytes.

        Raises:
            InvalidInput: The letter cannot be carried: a bad address, a control character.
        """

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Make one attempt with the bytes of `render`, within `deadline` seconds."""

    def reconcile(self, letter: Letter) -> Answer | None:
        """Say what became of an attempt in doubt, or None if that cannot be told."""


class Channels(Protocol):
    """The channels in use."""

    def carrier(self, way: str) -> Channel | None:
        """Return the channel that carries a way here, or None."""

    def get(self, name: str) -> Channel | None:
        """Return a channel in use by its name, or None."""

    def ways(self) -> Mapping[str, Manifest]:
        """Return the manifest of the carrier of each way."""


class Sleeper(Protocol):
    """Waits; the loop of `run` stands on it, so that tests need no time."""

    def sleep(self, seconds: float) -> bool:
        """Wait, and say whether to go on."""
