"""A turn: one event being taken. Holds the case in the making; ends as a frozen case again."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from whenever import Instant

from followup.core.knowledge import Knowledge
from followup.core.values.case import Armed, Case, Hold, Item, Known, Occurrence
from followup.core.values.events import Event, FactValue
from followup.core.values.playbook import ItemType, Playbook
from followup.core.values.steps import Noted, Told
from followup.core.values.surroundings import Surroundings


@dataclass(frozen=True, slots=True)
class Born:
    """An event that this step itself brought about: a trigger of the machine, and what to call it."""

    trigger: str
    name: str
    at: Instant


class Turn:
    """The case while an event is taken.

    Attributes:
        at: When the event happened; entries and plans of this turn carry it.
        now: The present; what is due before it is due now.
        seq: The sequence number of the event.
        said: What other cases and the person have to be told, in order.
        why: The rules that decided, in plain sentences.
        born: Events that follow from this one, to be taken first come first.
        told: Items of an earlier telling of the same story, whose names are kept.
    """

    def __init__(
        self,
        playbook: Playbook,
        case: Case,
        surroundings: Surroundings,
        event: Event,
        now: Instant,
        told: Mapping[str, Item] | None = None,
    ) -> None:
        self.told = told or {}
        self.playbook = playbook
        self.surroundings = surroundings
        self.event = event
        self.at = event.occurred_at
        self.now = now
        self.seq = event.seq
        self.said: list[Told | Noted] = []
        self.why: list[str] = []
        self.born: deque[Born] = deque()
        self._start = case
        self.id = case.id
        self.owner = case.owner
        self.state = case.state
        self.round = case.round
        self.round_at = case.round_at
        self.outcome = case.outcome
        self.hold: Hold | None = case.hold
        self.seen = case.seen
        self.entered: dict[str, Instant] = dict(case.entered)
        self.facts: dict[str, tuple[Known, ...]] = dict(case.facts)
        self.happened: dict[str, Occurrence] = dict(case.happened)
        self.outcomes: dict[str, Instant] = dict(case.outcomes)
        self.items: dict[str, Item] = dict(case.items)
        self.timers: dict[str, Armed] = dict(case.timers)
        self.batches: dict[str, str] = dict(case.batches)
        self._knowledge: Knowledge | None = None

    @property
    def known(self) -> Knowledge:
        """What is known at this point of the turn."""
        if self._knowledge is None:
            self._knowledge = Knowledge(self.playbook, self, self.surroundings, self.now)
        return self._knowledge

    def changed(self) -> None:
        """Forget what was worked out from the case before it changed."""
        self._knowledge = None

    def item_type(self, item: Item) -> ItemType:
        """Return the type of an item in the playbook."""
        return self.playbook.items[item.name]

    def put(self, item: Item, **changes: Any) -> Item:
        """Keep an item with changes, and return it as it is now."""
        kept = replace(item, **changes) if changes else item
        if self.items.get(kept.id) != kept:
            self.items[kept.id] = kept
            self.changed()
        return kept

    def learn(self, name: str, value: FactValue, *, words: str = "") -> None:
        """Write the last word on a fact."""
        said = Known(value=value, round=self.round, at=self.at, seq=self.seq, by=self.event.by, words=words)
        self.facts[name] = (*self.facts.get(name, ()), said)
        self.changed()

    def note(self, text: str) -> None:
        """Tell the person something in a plain sentence."""
        if Noted(text=text) not in self.said:
            self.said.append(Noted(text=text))

    def path(self) -> tuple[str, ...]:
        """Return the active states, the outermost first."""
        return self.playbook.path(self.state)

    def freeze(self) -> Case:
        """Return the case as it stands after this turn."""
        same = {field.name: getattr(self._start, field.name) for field in fields(Case)}
        return Case(
            **{
                **same,
                "version": max(self._start.version, self.seq),
                "last_at": max(self._start.last_at, self.at),
                **{name: getattr(self, name) for name in _CHANGING},
            }
        )


_CHANGING = (
    "state",
    "round",
    "round_at",
    "outcome",
    "hold",
    "seen",
    "entered",
    "facts",
    "happened",
    "outcomes",
    "items",
    "timers",
    "batches",
)
