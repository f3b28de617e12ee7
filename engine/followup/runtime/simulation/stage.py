"""The stage: a home of the real runtime whose store is in memory, whose clock is virtual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from whenever import Instant

from followup.core.values.records import Worker
from followup.ports import Almanac
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.simulation.script import Receipts, Script
from followup.store import open_scratch
from followup.store.memory import private_folder, removal

DOMAIN = "simulation.invalid"


@dataclass(slots=True)
class Stage:
    """A home that can be closed and opened again.

    Attributes:
        home: The home; another one after a restart.
        clock: Its clock.
        receipts: What its channels answer.
        folder: Where its database lies.
        ways: The ways that are set up beside the usual ones.
    """

    home: Home
    clock: VirtualClock
    folder: Path
    ways: Mapping[str, str]
    receipts: Receipts = field(default_factory=Receipts)

    def restart(self) -> None:
        """Close the home and open it again, as if the program had ended in between."""
        self.home.close()
        self.home = replace(
            self.home, store=open_scratch(self.folder), channels=Script(self.ways, self.receipts)
        )


@contextmanager
def stage(begins: Instant, ways: Mapping[str, str], almanac: Almanac) -> Iterator[Stage]:
    """Give an empty home in memory that stands at `begins`; gone when the block ends."""
    folder = private_folder()
    try:
        clock, receipts = VirtualClock(begins), Receipts()
        home = Home(
            store=open_scratch(folder),
            clock=clock,
            channels=Script(ways, receipts),
            almanac=almanac,
            worker=Worker(name="a simulation", pid=0, host="", since=begins),
            mail_domain=DOMAIN,
            sandbox=True,
        )
        here = Stage(home=home, clock=clock, folder=folder, ways=ways, receipts=receipts)
        try:
            yield here
        finally:
            here.home.close()
    finally:
        removal(folder)()
