"""A scenario that has been played: what it came to, and what follows from its log."""

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
from followup.runtime.simulation.coverage import covered
from followup.runtime.simulation.leaving import left
from followup.runtime.simulation.timeline import timeline
from followup.runtime.simulation.values import Coverage, Difference, Moment, Rest


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
        return left(self.case, self.log, self.playbook)

    @cached_property
    def timeline(self) -> tuple[Moment, ...]:
        """What happened in the scenario's own case, in order."""
        told = timeline(self.case.id, self.log, self.playbook, self.contacts, after=self.after)
        return tuple(sorted([*told, *self.held], key=lambda line: (line.at, line.kind == "waits")))

    @cached_property
    def covered(self) -> Coverage:
        """What the scenario's own case has seen of its playbook."""
        return covered(self.log, self.playbook)
