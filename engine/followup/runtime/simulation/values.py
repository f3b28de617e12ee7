"""What a simulated scenario came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.people import Contact
from followup.core.values.playbook import Playbook
from followup.core.values.records import Entry
from followup.core.values.scenario import Scenario, Sent


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline.

    Attributes:
        at: When.
        kind: `begins`, `told`, `known`, `drafted`, `approved`, `sent`, `to-do`, `done`, `again`, `late`,
            `expired`, `failed`, `in doubt`, `moved` (a date), `goes on` (to a state), `dropped`, `held`,
            `held back` (by rules), `waits`, ...
        what: The event, the item's id, the state, in the names of the playbook.
        text: The rest of it in words.
        way: The way it goes: `email`, `phone`; or empty.
        facts: The facts that came with it, by name, as texts.
        to: To whom, or from whom, by name; or empty.
        why: The rule by which it came then, or the reason the playbook gives.
        waits: What the case waits for after that; empty where more comes at once, or nothing has a date.
        until: When that comes; or to when something moved; or the end of a pause.
        since: From when something moved; or when it really happened.
        item: The item's id, or empty.
        case: The case.
    """

    at: Instant
    kind: str
    what: str
    text: str = ""
    way: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    to: str = ""
    why: str = ""
    waits: str = ""
    until: Instant | None = None
    since: Instant | None = None
    item: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that came out otherwise than expected.

    Attributes:
        at: At which moment of the story.
        about: The field of the expectation (`sent`), `refused`, `rest` or `fault`.
        expected, came: What was expected, and what came.
        line: The line of the file that the act stands on; 0: none.
        act: The number of the act from 0; -1: it belongs to the whole story.
    """

    at: Instant
    about: str
    expected: str
    came: str
    line: int = 0
    act: int = -1

    @property
    def text(self) -> str:
        """The difference in one sentence."""
        return f"{self.about}: expected {self.expected}, came {self.came}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Where a case comes to rest if nobody does anything more.

    Attributes:
        ends: Whether it comes to rest as a case may: in a state that is final or may be waited in for
            ever, or waiting for nothing but a person.
        at: When the last thing happened by itself.
        text: How it ends, or why it does not, in a sentence.
        cut: Whether time was up before that could be seen.
    """

    ends: bool
    at: Instant
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a playbook has been seen at work.

    Attributes:
        states: Those entered.
        transitions: (state, trigger, target); the target is empty where the case stayed.
        timers: Those that fired, as `STATE.TIMER`.
        items: Types of which something has left or was done.
    """

    states: frozenset[str] = frozenset()
    transitions: frozenset[tuple[str, str, str]] = frozenset()
    timers: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def __or__(self, other: Coverage) -> Coverage:
        """Return what was seen in either."""
        return Coverage(
            states=self.states | other.states,
            transitions=self.transitions | other.transitions,
            timers=self.timers | other.timers,
            items=self.items | other.items,
        )


@dataclass(frozen=True, kw_only=True)
class Played:
    """A scenario that has been played.

    Attributes:
        scenario: Which one.
        case: The scenario's own case at the end.
        log: Its log.
        after: The number in its log that it stood at when the scenario began; 0: it began with it.
        contacts: The people of its cases, by id.
        playbook: The one that it was played on.
        found: What came out otherwise than expected, in the order of the story.
        held: What was approved and due and could not go, with the rules, as lines of its timeline.
        rest: Where it came to rest, if it was let go on; else None.
        now: When it was left.
        others: The other cases at the end, by their names in the scenario.
        logs: Their logs.
    """

    scenario: Scenario
    case: Case
    log: tuple[Entry, ...]
    contacts: Mapping[str, Contact]
    playbook: Playbook
    found: tuple[Difference, ...]
    now: Instant
    held: tuple[Moment, ...] = ()
    rest: Rest | None = None
    after: int = 0
    others: Mapping[str, Case] = field(default_factory=dict)
    logs: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)

    @property
    def differences(self) -> tuple[str, ...]:
        """What came out otherwise than expected, a sentence each; none: as expected."""
        return tuple(one.text for one in self.found)

    @cached_property
    def sent(self) -> tuple[Sent, ...]:
        """All that has left in the scenario's own case, in order."""
        from followup.runtime.simulation.leaving import left

        return left(self.case, self.log, self.playbook)

    @cached_property
    def timeline(self) -> tuple[Moment, ...]:
        """What happened in the scenario's own case, in order."""
        from followup.runtime.simulation.timeline import timeline

        told = timeline(self.case.id, self.log, self.playbook, self.contacts, after=self.after)
        return tuple(sorted([*told, *self.held], key=lambda line: (line.at, line.kind == "waits")))

    @cached_property
    def covered(self) -> Coverage:
        """What the scenario's own case has seen of its playbook."""
        from followup.runtime.simulation.coverage import covered

        return covered(self.log, self.playbook)
