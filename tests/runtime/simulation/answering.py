"""Channels of a home that is lived by hand: each way does as it was told to, and writes down what it did.

They are the test's own. Were they those of the simulation, a fault in them would be in both histories.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.scenario import Receipt
from followup.ports import Channel, Manifest, Rendered

BY_ITSELF = ("email",)
BY_A_PERSON = ("phone", "linkedin", "card", "letter", "visit", "post", "portal", "sms")
OUTCOMES = {
    "phone": ("answered", "voicemail", "gatekeeper", "no_answer", "call_back"),
    "*": ("done",),
}
TAKEN = Answer(kind=AnswerKind.ACCEPTED, text="accepted")
YOURS = Answer(kind=AnswerKind.NEEDS_PERSON, text="it is yours to do; say how it went")


@dataclass(slots=True)
class Postbox:
    """What deliveries are answered from now on, and all letters that were ever brought here.

    Attributes:
        told: Answers by (case, item); else a letter is accepted.
        brought: (case, item, its words) of every letter, in order.
    """

    told: dict[tuple[str, str], Receipt] = field(default_factory=dict)
    brought: list[tuple[str, str, str]] = field(default_factory=list)

    def answer(self, letter: Letter) -> Answer:
        """Return the answer to a letter."""
        match self.told.get((letter.case, letter.item)):
            case Receipt.RETRY:
                return Answer(kind=AnswerKind.TRANSIENT, text="not now")
            case Receipt.FAILED:
                return Answer(kind=AnswerKind.PERMANENT, text="no such mailbox")
            case Receipt.IN_DOUBT:
                return Answer(kind=AnswerKind.UNKNOWN, text="the line dropped after the last byte")
            case _:
                return TAKEN


@dataclass(slots=True)
class Way:
    """One way out. Implements `ports.Channel`."""

    manifest: Manifest
    postbox: Postbox

    def check(self) -> Answer:
        return TAKEN

    def render(self, letter: Letter) -> Rendered:
        return Rendered(data=f"{letter.subject}\n\n{letter.body}".encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        del data, deadline
        self.postbox.brought.append((letter.case, letter.item, f"{letter.subject}\n{letter.body}"))
        return YOURS if self.manifest.person else self.postbox.answer(letter)

    def reconcile(self, letter: Letter) -> Answer | None:
        del letter
        return None


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of a home. Implements `ports.Channels`."""

    postbox: Postbox

    def carrier(self, way: str) -> Channel | None:
        manifest = _MANIFESTS.get(way)
        return Way(manifest, self.postbox) if manifest is not None else None

    def get(self, name: str) -> Channel | None:
        return self.carrier(name)

    def ways(self) -> Mapping[str, Manifest]:
        return _MANIFESTS


def _manifest(way: str, *, person: bool) -> Manifest:
    return Manifest(
        name=way,
        title=f"{way}, by hand",
        ways=(way,),
        sends=not person,
        person=person,
        threading=not person,
        outcomes=OUTCOMES if person else {},
        config_schema={},
        dated={},
    )


_MANIFESTS = {way: _manifest(way, person=False) for way in BY_ITSELF} | {
    way: _manifest(way, person=True) for way in BY_A_PERSON
}
