"""`console`: prints a card for oneself."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TextIO

from followup.channels.card import card_text
from followup.channels.offer import ChannelType, Setup
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.ports import Manifest, Rendered

MANIFEST = Manifest(
    name="console",
    title="prints a card for yourself",
    ways=("console",),
    counts=False,
    audience="self",
    outcomes={},
    config_schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "stream": {
                "enum": ["stderr", "stdout"],
                "default": "stderr",
                "description": "Where cards are printed; answers for programs go to stdout.",
            }
        },
    },
    dated={},
)


@dataclass(slots=True)
class Console:
    """Prints to a stream; what has been printed cannot be known to have been read."""

    manifest: Manifest
    stream: TextIO | None
    """None: the one that is current when it prints."""
    name: str = "stderr"

    def check(self) -> Answer:
        """Say whether there is a stream."""
        if self._stream() is None:
            return Answer(kind=AnswerKind.MISCONFIGURED, text=f"there is no {self.name} here")
        return Answer(kind=AnswerKind.ACCEPTED, text=f"cards go to {self.name}")

    def render(self, letter: Letter) -> Rendered:
        """Return the card as UTF-8 text."""
        return Rendered(data=card_text(letter).encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Print the card, with characters that the terminal does not know as `?`."""
        del letter, deadline
        stream = self._stream()
        if stream is None:
            return self.check()
        encoding = getattr(stream, "encoding", None) or "utf-8"
        text = data.decode().encode(encoding, "replace").decode(encoding)
        try:
            stream.write(text)
            stream.flush()
        except (OSError, ValueError) as error:
            return Answer(kind=AnswerKind.UNKNOWN, text=f"printing broke off ({type(error).__name__})")
        return Answer(kind=AnswerKind.ACCEPTED, text="printed")

    def reconcile(self, letter: Letter) -> Answer | None:
        """Nobody can tell what was printed."""
        del letter
        return None

    def _stream(self) -> TextIO | None:
        return self.stream or getattr(sys, self.name, None)


def _open(setup: Setup) -> Console:
    return Console(MANIFEST, None, str(setup.options["stream"]))


TYPE = ChannelType(manifest=MANIFEST, open=_open, local=lambda _options: True)
