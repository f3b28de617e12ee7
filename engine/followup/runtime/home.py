"""A home in use: everything the runtime works with, in one frozen bundle."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from followup.core.values.records import Worker
from followup.ports import Almanac, Channels, Clock, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """Where cases live, and what is needed to work on them.

    Attributes:
        store: Its memory.
        clock: The only source of `now`.
        channels: The ways out.
        almanac: Places and public holidays.
        worker: Who works here: this process.
        mail_domain: The domain of Message-IDs where the candidate has no e-mail address.
        sandbox: Whether its clock is not the world's.
        path: The folder; None for a home in memory.
        quiet: Whether nobody reads what an act or a step says of needs and of what comes next, so that it
            is not worked out.
    """

    store: Store
    clock: Clock
    channels: Channels
    almanac: Almanac
    worker: Worker
    mail_domain: str = "followup.invalid"
    sandbox: bool = False
    path: Path | None = None
    quiet: bool = False

    def close(self) -> None:
        """Let go of it."""
        self.store.close()
