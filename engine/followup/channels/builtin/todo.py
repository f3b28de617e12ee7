"""`todo`: a person does it and says how it went."""

from __future__ import annotations

from dataclasses import dataclass

from followup.channels.card import card_text
from followup.channels.offer import ChannelType, Setup
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.ports import Manifest, Rendered

MANIFEST = Manifest(
    name="todo",
    title="prepares; you do it and say how it went",
    ways=("*",),
    sends=False,
    person=True,
    idempotency="native",
    outcomes={
        "phone": ("answered", "voicemail", "gatekeeper", "no_answer", "call_back"),
        "*": ("done",),
    },
    config_schema={"type": "object", "additionalProperties": False, "properties": {}},
    dated={},
)


@dataclass(slots=True)
class Todo:
    """Hands the words over; nothing leaves this machine, so a repeated key changes nothing."""

    manifest: Manifest = MANIFEST

    def check(self) -> Answer:
        """Always ready: there is nothing on the other side."""
        return Answer(kind=AnswerKind.ACCEPTED, text="ready")

    def render(self, letter: Letter) -> Rendered:
        """Return the card as UTF-8 text."""
        return Rendered(data=card_text(letter).encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Answer that a person has it now."""
        del letter, data, deadline
        return Answer(kind=AnswerKind.NEEDS_PERSON, text="it is yours to do; say how it went")

    def reconcile(self, letter: Letter) -> Answer:
        """Answer as `deliver` does: handing over again makes no second copy."""
        return self.deliver(letter, b"", deadline=0)


def _open(_setup: Setup) -> Todo:
    return Todo()


TYPE = ChannelType(manifest=MANIFEST, open=_open, local=lambda _options: True)
