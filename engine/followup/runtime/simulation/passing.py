"""Time that passes in a home: from due to due, with a person who approves as the scenario says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from whenever import Instant

from followup.core.values.case import Item, ItemStatus
from followup.core.values.scenario import Approvals
from followup.core.values.times import Moment as Due
from followup.errors import FollowupError
from followup.runtime import acting, stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.recording import row_of
from followup.runtime.simulation.values import Moment
from followup.runtime.views import Report

MOST_STEPS = 500
"""So often time may bring something about in a case without anybody doing anything."""

Keep = Callable[[Report], None]


@dataclass(slots=True)
class Habit:
    """When drafts are approved: `when`, and for `later` after so many `minutes`."""

    when: Approvals
    minutes: int = 0


@dataclass(slots=True)
class Passage:
    """The way of one home through time.

    Attributes:
        home: The home.
        clock: Its clock.
        habit: When drafts are approved.
        cases: The cases whose drafts are approved.
        only: The one case that time brings something about in; empty: all of the home.
        keep: Is given every report.
        restless: The case that never comes to rest, once that is known; empty: none.
        steps: So often something has happened by itself since somebody acted.
        read: Since when each draft, by (case, item), has been there to be read.
        asked: Approvals that were given: each draft once at one instant.
        held: What was approved and due, and by which rules it could not go, once for each set of rules.
    """

    home: Home
    clock: VirtualClock
    habit: Habit
    cases: list[str] = field(default_factory=list)
    only: str = ""
    keep: Keep = lambda _: None
    restless: str = ""
    steps: int = 0
    read: dict[tuple[str, str], Instant] = field(default_factory=dict)
    asked: set[tuple[str, str, str, Instant]] = field(default_factory=set)
    held: dict[tuple[str, str, str], Moment] = field(default_factory=dict)

    def somebody_acts(self) -> None:
        """Begin to count anew what happens without anybody doing anything."""
        self.steps = 0
        self.restless = ""

    def until(self, at: Instant) -> None:
        """Let time pass: everything that is due by `at` happens at its own instant."""
        while not self.restless:
            coming = self.coming()
            if coming is None or coming > at:
                break
            self.once(coming)
        self.clock.set(max(at, self.clock.now()))

    def coming(self) -> Instant | None:
        """Return when something happens next by itself, or by a person who reads their drafts then."""
        due = self._next_due()
        found = [due[1]] if due is not None else []
        if self.habit.when is Approvals.LATER:
            found += [since.add(minutes=self.habit.minutes) for since in self.read.values()]
        return max(min(found), self.clock.now()) if found else None

    def once(self, at: Instant) -> None:
        """Do what is due at an instant."""
        before = self._versions()
        self._held_back(at)
        self.clock.set(max(at, self.clock.now()))
        self.keep(stepping.stepped(self.home, self.only or None))
        self.approve()
        self.steps += 1
        still = self.coming()
        stuck = still is not None and still <= self.clock.now() and self._versions() == before
        if stuck or self.steps >= MOST_STEPS * max(len(self.cases), 1):
            self.restless = self._first_due()

    def approve(self) -> None:
        """Approve what a person would have approved by now, as it stands now."""
        for case in list(self.cases):
            self._drafts(case)
        if self.habit.when is Approvals.NEVER:
            return
        while True:
            ripe = [one for one in self._ripe() if one not in self.asked]
            if not ripe:
                return
            for one in ripe:
                self.asked.add(one)
                self._release(*one[:3])

    def _release(self, case: str, item: str, digest: str) -> None:
        self.read.pop((case, item), None)
        try:
            self.keep(acting.approve(self.home, case, item, digest=digest))
        except FollowupError:  # it has changed, or cannot go as it stands: it waits
            return
        finally:
            for one in self.cases:
                self._drafts(one)

    def _ripe(self) -> Iterator[tuple[str, str, str, Instant]]:
        now = self.clock.now()
        wait = self.habit.minutes if self.habit.when is Approvals.LATER else 0
        for case in self.cases:
            for item in self._waiting(case):
                since = self.read.get((case, item.id), now)
                if since.add(minutes=wait) <= now and item.draft is not None:
                    yield case, item.id, item.draft.digest, now

    def _drafts(self, case: str) -> None:
        """Remember since when each draft has been there to be read."""
        waiting = {item.id for item in self._waiting(case)}
        for item in waiting:
            self.read.setdefault((case, item), self.clock.now())
        for key in [key for key in self.read if key[0] == case and key[1] not in waiting]:
            del self.read[key]

    def _held_back(self, before: Instant) -> None:
        """Write down what should go earlier than `before` and may not, with the rules that keep it."""
        late: list[tuple[Instant, str, Item]] = []
        with self.home.store.read() as reading:
            for case in self.cases:
                found = reading.case(case)
                for item in found.items.values() if found is not None else ():
                    if item.status is ItemStatus.APPROVED and isinstance(item.due, Due):
                        start = max(item.due.at, item.not_before or item.due.at)
                        late += [(start, case, item)] if start < before else []
        for start, case, item in sorted(late, key=lambda one: one[0]):
            self.clock.set(max(start, self.clock.now()))
            with self.home.store.read() as reading:
                self._note(case, item, glance(self.home, reading, case))

    def _note(self, case: str, item: Item, look: Glance) -> None:
        verdict = look.may(item)
        why = "; ".join(dict.fromkeys(block.why.rstrip(".") for block in verdict.blocks))
        person = look.contacts.get(item.contact or "")
        moment = Moment(
            at=look.now,
            kind="held back",
            what=item.id,
            to=person.name if person is not None else "",
            why=why,
            until=verdict.free_at,
            item=item.id,
            case=case,
        )
        if why:
            self.held.setdefault((case, item.id, why), moment)

    def _waiting(self, case: str) -> list[Item]:
        with self.home.store.read() as reading:
            found = reading.case(case)
        items = found.items.values() if found is not None else ()
        return [
            one
            for one in items
            if one.status is ItemStatus.DRAFTED and one.draft is not None and not one.draft.errors
        ]

    def _versions(self) -> list[int]:
        with self.home.store.read() as reading:
            found = [reading.case(case) for case in self.cases]
        return [case.version for case in found if case is not None]

    def _first_due(self) -> str:
        due = self._next_due()
        return due[0] if due is not None else self.cases[0]

    def _next_due(self) -> tuple[str, Instant] | None:
        """Return the case that is due next, and when."""
        with self.home.store.read() as reading:
            if not self.only:
                return reading.next_due()
            look = glance(self.home, reading, self.only)
        due = row_of(look.playbook, look.case, look.world, look.now).due
        return (self.only, due) if due is not None else None
