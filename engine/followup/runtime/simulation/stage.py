"""The stage: a home of the real runtime whose store is in memory, whose clock is virtual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from whenever import Instant

from followup.core.values.records import Worker
from followup.ports import Almanac
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.simulation.script import Receipts, Script
from followup.store.plain import PlainStore

DOMAIN = "simulation.invalid"


@dataclass(slots=True)
class Stage:
    """A home that can be closed and opened again.

    Attributes:
        home: The home; another one after a restart.
        clock: Its clock.
        receipts: What its channels answer.
        store: Its memory.
        ways: The ways that are set up beside the usual ones.
    """

    home: Home
    clock: VirtualClock
    store: PlainStore
    ways: Mapping[str, str]
    receipts: Receipts = field(default_factory=Receipts)

    def restart(self) -> None:
        """Close the home and open it again, as if the program had ended: only what was written is left."""
        self.store = self.store.reopened()
        self.home = replace(self.home, store=self.store, channels=Script(self.ways, self.receipts))


@contextmanager
def stage(begins: Instant, ways: Mapping[str, str], almanac: Almanac) -> Iterator[Stage]:
    """Give an empty home in memory that stands at `begins`; gone when the block ends."""
    clock, receipts, store = VirtualClock(begins), Receipts(), PlainStore()
    home = Home(
        store=store,
        clock=clock,
        channels=Script(ways, receipts),
        almanac=almanac,
        worker=Worker(name="a simulation", pid=0, host="", since=begins),
        mail_domain=DOMAIN,
        sandbox=True,
        quiet=True,
    )
    here = Stage(home=home, clock=clock, store=store, ways=ways, receipts=receipts)
    try:
        yield here
    finally:
        here.home.close()
