"""Scripted channels: what a scenario says of each way, and what each delivery is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from followup.channels.builtin import todo
from followup.channels.card import card_text
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.scenario import Receipt
from followup.ports import Channel, Manifest, Rendered

SENDS, PERSON = "sends", "person"

USUAL: Mapping[str, str] = {
    "email": SENDS,
    "phone": PERSON,
    "linkedin": PERSON,
    "card": PERSON,
    "letter": PERSON,
    "visit": PERSON,
    "post": PERSON,
    "portal": PERSON,
    "sms": PERSON,
}
"""The ways that are set up unless a scenario says otherwise."""

_ANSWERS: Mapping[Receipt, Answer] = {
    Receipt.SENT: Answer(kind=AnswerKind.ACCEPTED, text="accepted"),
    Receipt.RETRY: Answer(kind=AnswerKind.TRANSIENT, text="not now"),
    Receipt.FAILED: Answer(kind=AnswerKind.PERMANENT, text="no such mailbox"),
    Receipt.IN_DOUBT: Answer(kind=AnswerKind.UNKNOWN, text="the line dropped after the last byte"),
}


@dataclass(slots=True)
class Receipts:
    """What deliveries are answered from now on, by (case, item)."""

    by_item: dict[tuple[str, str], Receipt] = field(default_factory=dict)

    def answer(self, case: str, item: str) -> Answer:
        """Return the answer to an attempt."""
        return _ANSWERS[self.by_item.get((case, item), Receipt.SENT)]


@dataclass(slots=True)
class Scripted:
    """A channel that does what the script says. Implements `ports.Channel`."""

    manifest: Manifest
    receipts: Receipts

    def check(self) -> Answer:
        """Always ready."""
        return _ANSWERS[Receipt.SENT]

    def render(self, letter: Letter) -> Rendered:
        """Return the letter as a card of plain text."""
        return Rendered(data=card_text(letter).encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Answer as the script says; a person's way hands it over."""
        del data, deadline
        if self.manifest.person:
            return Answer(kind=AnswerKind.NEEDS_PERSON, text="it is yours to do; say how it went")
        return self.receipts.answer(letter.case, letter.item)

    def reconcile(self, letter: Letter) -> Answer | None:
        """Nobody can tell; a person resolves what is in doubt."""
        del letter
        return None


class Script:
    """The channels of a scenario. Implements `ports.Channels`."""

    def __init__(self, ways: Mapping[str, str], receipts: Receipts) -> None:
        self._ways = {**USUAL, **ways}
        self._receipts = receipts

    def carrier(self, way: str) -> Channel | None:
        """Return the channel of a way, or None if it is not set up."""
        manifest = self.ways().get(way)
        return Scripted(manifest, self._receipts) if manifest is not None else None

    def get(self, name: str) -> Channel | None:
        """Return the channel of a way; it is called as the way is."""
        return self.carrier(name)

    def ways(self) -> Mapping[str, Manifest]:
        """Return the manifest of each way."""
        return self._manifests

    @cached_property
    def _manifests(self) -> Mapping[str, Manifest]:
        return {way: _manifest(way, how) for way, how in self._ways.items() if how in (SENDS, PERSON)}


def _manifest(way: str, how: str) -> Manifest:
    person = how == PERSON
    return Manifest(
        name=way,
        title="prepares; a person does it" if person else "delivers as the script says",
        ways=(way,),
        sends=not person,
        person=person,
        threading=not person,
        outcomes=todo.MANIFEST.outcomes if person else {},
        config_schema={},
        dated={},
    )
