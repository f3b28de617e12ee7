"""A channel that keeps a ledger: one line, on the disk, for every letter that really left.

It knows no keys, so a letter that is sent twice stands in it twice. `pace` gives a kill time to come
between the moment a letter leaves and the answer.
"""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.ports import Channel, Manifest, Rendered


@dataclass(frozen=True)
class Left:
    """One line of the ledger."""

    case: str
    item: str
    key: str
    data: str


class Ledger:
    """Implements `ports.Channel`."""

    def __init__(self, path: Path, *, pace: float = 0.0) -> None:
        self.path = path
        self.pace = pace
        self.manifest = Manifest(
            name="ledger", title="for tests", ways=("email",), outcomes={}, config_schema={}, dated={}
        )

    def check(self) -> Answer:
        """Always there."""
        return Answer(kind=AnswerKind.ACCEPTED)

    def render(self, letter: Letter) -> Rendered:
        """Write the letter as JSON."""
        return Rendered(data=json.dumps([letter.to.address, letter.body, letter.date.format_iso()]).encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Add a line, durably, in one write."""
        time.sleep(random.random() * self.pace)
        line = json.dumps([letter.case, letter.item, letter.key, data.decode()]) + "\n"
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, line.encode())
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
        time.sleep(random.random() * self.pace)
        return Answer(kind=AnswerKind.ACCEPTED, text="it stands in the ledger")

    def reconcile(self, letter: Letter) -> Answer | None:
        """It cannot be asked."""
        return None


class LedgerWays:
    """The ledger for e-mail, and nothing else. Implements `ports.Channels`."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def carrier(self, way: str) -> Channel | None:
        """Return the ledger for e-mail."""
        return self._channel if way == "email" else None

    def get(self, name: str) -> Channel | None:
        """Return the ledger."""
        return self._channel if name == self._channel.manifest.name else None

    def ways(self) -> Mapping[str, Manifest]:
        """Return its manifest."""
        return {"email": self._channel.manifest}


def left(path: Path) -> list[Left]:
    """Return all that really left."""
    if not path.exists():
        return []
    return [Left(*json.loads(line)) for line in path.read_text().splitlines()]
