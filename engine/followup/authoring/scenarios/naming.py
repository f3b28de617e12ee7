"""The names of a playbook that scenarios may speak of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from followup.core.names import typed
from followup.core.values.playbook import ItemKind, Playbook

_NUMBER = re.compile(r"_[0-9]+$", re.ASCII)
EVERYTHING = "everything"


@dataclass(frozen=True)
class Names:
    """Looks names up; `people` are the contacts of the scenario."""

    playbook: Playbook
    people: frozenset[str]

    @cached_property
    def events(self) -> tuple[str, ...]:
        """What can happen."""
        return tuple(self.playbook.events)

    @cached_property
    def items(self) -> tuple[str, ...]:
        """Messages and tasks, also those an overlay leaves out: that nothing comes of them can be said."""
        return (*self.playbook.items, *self.playbook.dropped)

    @cached_property
    def messages(self) -> tuple[str, ...]:
        """Messages alone."""
        return tuple(name for name, item in self.playbook.items.items() if item.kind is ItemKind.MESSAGE)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """States, outer ones too."""
        return tuple(self.playbook.states)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """How a case can come out."""
        found = (state.outcome for state in self.playbook.states.values())
        return tuple(dict.fromkeys(outcome for outcome in found if outcome))

    @cached_property
    def timers(self) -> tuple[str, ...]:
        """Timers, as `STATE.TIMER`."""
        return tuple(
            f"{state.name}.{timer}" for state in self.playbook.states.values() for timer in state.timers
        )

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """What a number of messages can be about, besides the messages themselves."""
        ways = dict.fromkeys(way for item in self.playbook.items.values() for way in item.via)
        return (*ways, *sorted(self.people), EVERYTHING)

    def is_item(self, name: str) -> bool:
        """Whether a name is a message or task, or one that was planned again: `check_in_2`."""
        found = typed(name)
        return found in self.items or _NUMBER.sub("", found) in self.items

    def is_timer(self, name: str) -> bool:
        """Whether a name is a timer, with or without its state."""
        found = typed(name)
        return found in self.timers or any(found == timer.rpartition(".")[2] for timer in self.timers)

    def can_be_counted(self, name: str) -> bool:
        """Whether messages can be counted by this name."""
        return name in self.counted or self.is_item(name)
