"""The same story without the simulation: a real home on disk, a clock that is moved, restarts on the way.

The driver is one's own: it opens and closes the database at moments of its own choosing, steps the home
at what is due next, and reads and approves drafts as the person of the scenario would. It shares nothing
with `followup.runtime.simulation`, not even the channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from tests.runtime.simulation.answering import Postbox, Ways
from tests.runtime.simulation.commands import command
from tests.runtime.simulation.lived import Lived
from tests.runtime.simulation.staging import ALMANAC
from whenever import Instant

from followup.authoring.compile import Compiled
from followup.core.values.case import Case, Draft, Item, ItemStatus
from followup.core.values.records import Worker
from followup.core.values.scenario import Act, Approvals, Deed, Other, Receipt, Scenario
from followup.core.values.times import Moment
from followup.errors import FollowupError, Refused, StorageError
from followup.ports import Store
from followup.runtime import acting, stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.glance import glance
from followup.runtime.home import Home
from followup.store import open_store

PLENTY = 1000
RESTARTS = 0.1
"""How likely the program ends before the next thing is done."""


@dataclass
class Life:
    """A home on disk, on its way through a scenario."""

    path: Path
    scenario: Scenario
    books: Mapping[str, Compiled]
    random: Random
    now: Instant
    ids: dict[str, str] = field(default_factory=dict)
    postbox: Postbox = field(default_factory=Postbox)
    seen: dict[tuple[str, str], Instant] = field(default_factory=dict)
    tried: set[tuple[str, str, str]] = field(default_factory=set)
    refused: list[tuple[int, str]] = field(default_factory=list)
    held: set[tuple[str, str, str]] = field(default_factory=set)
    restarts: int = -1
    store: Store | None = None

    def home(self) -> Home:
        """Return the home at the present moment; now and then the program has ended and begins anew."""
        if self.store is not None and self.random.random() < RESTARTS:
            self.close()
        if self.store is None:
            self.store = open_store(self.path / "followup.db")
            self.restarts += 1
        return Home(
            store=self.store,
            clock=VirtualClock(self.now),
            channels=Ways(self.postbox),
            almanac=ALMANAC,
            worker=Worker(name="a command", pid=4711, host="here", since=self.now),
            mail_domain="simulation.invalid",
        )

    def close(self) -> None:
        """End the program: only what was written is left."""
        if self.store is not None:
            self.store.close()
        self.store = None

    def begin(self, other: Other | None) -> None:
        """Begin the scenario's own case (None) or another one."""
        compiled = self.books[other.playbook if other is not None else ""]
        owner = other.owner if other is not None and other.owner else "me"
        me = self.scenario.me
        if owner != "me":
            me = replace(me, name=f"Candidate {owner}", email=f"{owner}@example.org", signature="")
        given = self.scenario.given if other is None else other.facts
        report = acting.start(
            self.home(),
            compiled,
            owner=owner,
            me=me,
            facts={compiled.playbook.courtesy.place: self.scenario.place, **given},
            words={},
            people=self.scenario.people,
            name=other.name if other is not None else "",
        )
        assert report.case is not None
        self.ids[other.name if other is not None else ""] = report.case.id
        self.read()

    def until(self, at: Instant) -> None:
        """Let time pass: at whatever is due next the home is stepped, and its person reads what is there."""
        for _ in range(PLENTY):
            due = self.due()
            coming = [when for when in (due, self.reading()) if when is not None]
            if not coming or min(coming) > at:
                break
            self.set(max(min(coming), self.now))
            if due is not None and due <= self.now:
                stepping.step(self.home())
            self.read()
            self.note_held()
        else:
            raise AssertionError("it never comes to rest")
        self.set(max(at, self.now))

    def set(self, now: Instant) -> None:
        if now != self.now:
            self.tried.clear()
        self.now = now

    def due(self) -> Instant | None:
        """Return when the home has something to do next."""
        with self.home().store.read() as reading:
            due = reading.next_due()
        return due[1] if due is not None else None

    def reading(self) -> Instant | None:
        """Return when the person reads next what has been lying there."""
        if self.scenario.approvals is not Approvals.LATER:
            return None
        return min((self.patience(since) for since in self.seen.values()), default=None)

    def patience(self, since: Instant) -> Instant:
        """Return when a draft is read that has been there since a moment."""
        later = self.scenario.approvals is Approvals.LATER
        return since.add(minutes=self.scenario.approve_after) if later else since

    def read(self) -> None:
        """Go through what waits for an approval, and approve what has been there long enough."""
        while True:
            ripe = [
                (case, item)
                for case, item in self.look()
                if self.patience(self.seen[case, item.id]) <= self.now
                and item.draft is not None
                and (case, item.id, item.draft.digest) not in self.tried
            ]
            if self.scenario.approvals is Approvals.NEVER or not ripe:
                return
            for case, item in ripe:
                assert item.draft is not None
                self.tried.add((case, item.id, item.draft.digest))
                del self.seen[case, item.id]
                with suppress(Refused):  # it is another one by now, and is read anew
                    acting.approve(self.home(), case, item.id, digest=item.draft.digest)
                self.look()

    def look(self) -> list[tuple[str, Item]]:
        """Return the drafts that could be approved, remembering when each was first there."""
        with self.home().store.read() as reading:
            cases = [(case, reading.case(case)) for case in self.ids.values()]
        there = [(case, item) for case, found in cases if found is not None for item in _readable(found)]
        keys = {(case, item.id) for case, item in there}
        self.seen = {key: self.seen.get(key, self.now) for key in keys}
        return there

    def draft(self, case: str, item: str) -> Draft | None:
        """Return the words of an item as they can be read now; None: there are none."""
        found = self.case(case).items.get(item)
        return found.draft if found is not None else None

    def case(self, case: str) -> Case:
        with self.home().store.read() as reading:
            found = reading.case(case)
        assert found is not None
        return found

    def do(self, number: int, act: Act) -> None:
        """Do what an act says, and note whether it was refused."""
        case = self.ids[act.case]
        if act.deed is Deed.RECEIPT:
            self.postbox.told[case, act.name] = Receipt(act.outcome)
        if act.deed is Deed.RESTART:
            self.close()
        try:
            draft = self.draft(case, act.name)
            command(self.home(), case, act, draft)
        except StorageError:
            raise
        except FollowupError as refused:
            self.refused.append((number, refused.code))
        self.read()
        self.note_held()

    def note_held(self) -> None:
        """Note by which rules what is approved and due cannot go now."""
        home = self.home()
        with home.store.read() as reading:
            for case in self.ids.values():
                look = glance(home, reading, case)
                for item in look.case.items.values():
                    if item.status is ItemStatus.APPROVED and _due(item, self.now):
                        self.held |= {(case, item.id, block.rule) for block in look.may(item).blocks}

    def lived(self) -> Lived:
        """Return what it came to."""
        with self.home().store.read() as reading:
            logs = {name: tuple(reading.log(case)) for name, case in self.ids.items()}
        return Lived(
            logs=logs,
            cases={name: self.case(case) for name, case in self.ids.items()},
            refused=tuple(self.refused),
            held=frozenset(self.held),
            brought=tuple(self.postbox.brought),
            restarts=self.restarts,
        )


def _readable(case: Case) -> Iterator[Item]:
    """Yield what waits for an approval and breaks no rule of wording."""
    for item in case.items.values():
        if item.status is ItemStatus.DRAFTED and item.draft is not None and not item.draft.errors:
            yield item


def _due(item: Item, now: Instant) -> bool:
    return isinstance(item.due, Moment) and max(item.due.at, item.not_before or item.due.at) <= now


def live(folder: Path, books: Mapping[str, Compiled], scenario: Scenario, *, seed: int = 0) -> Lived:
    """Live through a scenario on disk.

    Args:
        folder: Where the home is.
        books: The playbooks of its cases, by the word of `Other.playbook`; the scenario's own is "".
        scenario: The story.
        seed: Of the moments at which the program ends and begins anew.
    """
    first = min([scenario.begins, *(other.begins for other in scenario.others)])
    life = Life(folder, scenario, books, Random(seed), first)
    told: list[tuple[Instant, int, Act | Other | None]] = [(scenario.begins, -2, None)]
    told += [(other.begins, -1, other) for other in scenario.others]
    told += [(act.at, number, act) for number, act in enumerate(scenario.story)]
    try:
        for at, number, what in sorted(told, key=lambda one: one[:2]):
            life.until(at)
            if isinstance(what, Act):
                life.do(number, what)
            else:
                life.begin(what)
        return life.lived()
    finally:
        life.close()
