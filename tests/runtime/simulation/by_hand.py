"""The same story without the simulation: a real home on disk, a clock that is moved, restarts on the way.

The driver is one's own: it opens the database anew for every single thing, steps the home at what is due
next, and approves what is there to be read. Nothing of `followup.runtime.simulation` is used but what the
channels answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.runtime.simulation.staging import ALMANAC
from whenever import Instant

from followup.authoring.compile import Compiled
from followup.core.values.records import Entry, Worker
from followup.core.values.scenario import Act, Approvals, Deed, Receipt, Scenario
from followup.errors import FollowupError
from followup.runtime import acting, stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.simulation.script import Receipts, Script
from followup.store import open_store

PLENTY = 400


@dataclass
class Life:
    """One case on disk, on its way through a scenario."""

    path: Path
    scenario: Scenario
    now: Instant
    receipts: Receipts
    case: str = ""

    @contextmanager
    def opened(self) -> Iterator[Home]:
        """Open the home for one thing, as a command does."""
        store = open_store(self.path / "followup.db")
        try:
            yield Home(
                store=store,
                clock=VirtualClock(self.now),
                channels=Script(self.scenario.ways, self.receipts),
                almanac=ALMANAC,
                worker=Worker(name="a command", pid=4711, host="here", since=self.now),
                mail_domain="simulation.invalid",
            )
        finally:
            store.close()

    def begin(self, compiled: Compiled) -> None:
        place = {compiled.playbook.courtesy.place: self.scenario.place}
        with self.opened() as home:
            report = acting.start(
                home,
                compiled,
                owner="me",
                me=self.scenario.me,
                facts={**place, **self.scenario.given},
                words={},
                people=self.scenario.people,
            )
        assert report.case is not None
        self.case = report.case.id
        self.approve()

    def until(self, at: Instant) -> None:
        for _ in range(PLENTY):
            with self.opened() as home, home.store.read() as reading:
                due = reading.next_due()
            if due is None or due[1] > at:
                break
            self.now = max(due[1], self.now)
            with self.opened() as home:
                stepping.step(home)
            self.approve()
        else:
            raise AssertionError("it never comes to rest")
        self.now = max(at, self.now)

    def approve(self) -> None:
        """Approve, one command each, whatever is there to be read."""
        while self.scenario.approvals is Approvals.AT_ONCE:
            with self.opened() as home:
                with home.store.read() as reading:
                    case = reading.case(self.case)
                assert case is not None
                drafts = [one for one in case.items.values() if one.status == "drafted" and one.draft]
                fine = [one for one in drafts if one.draft is not None and not one.draft.errors]
                if not fine or fine[0].draft is None:
                    return
                acting.approve(home, self.case, fine[0].id, digest=fine[0].draft.digest)

    def do(self, act: Act) -> None:
        if act.deed is Deed.RECEIPT:
            self.receipts.by_item[self.case, act.name] = Receipt(act.outcome)
        with self.opened() as home, suppress(FollowupError):  # the simulation is refused the same
            _do(home, self.case, act)
        self.approve()

    def log(self) -> tuple[Entry, ...]:
        with self.opened() as home, home.store.read() as reading:
            return tuple(reading.log(self.case))


def lived(folder: Path, compiled: Compiled, scenario: Scenario) -> tuple[Entry, ...]:
    """Live through a scenario on disk, and return the log of its case."""
    life = Life(folder, scenario, scenario.begins, Receipts())
    life.begin(compiled)
    for act in scenario.story:
        life.until(act.at)
        life.do(act)
    return life.log()


def _do(home: Home, case: str, act: Act) -> None:
    match act.deed:
        case Deed.TELL:
            acting.tell(
                home,
                case,
                event=act.name or None,
                facts=act.facts,
                at=act.happened,
                contact=act.contact,
                channel=act.channel,
                people=act.people,
            )
        case Deed.DONE:
            acting.done(home, case, act.name, outcome=act.outcome, at=act.happened)
        case Deed.NEVER:
            acting.never(home, case, act.name)
        case Deed.REFUSE:
            acting.refuse(home, case, act.name)
        case Deed.TAKE:
            acting.take(home, case, act.name)
        case Deed.RESOLVE:
            acting.resolve(home, case, act.name, sent=act.outcome == "sent")
        case Deed.HOLD:
            acting.hold(home, [case], until=act.until)
        case Deed.LIFT:
            acting.lift(home, [case])
        case Deed.UNDO:
            acting.undo(home, case)
        case _:
            pass
