"""What a proof says of a playbook: promise by promise, how much was looked at, and what breaks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from followup.core.values.scenario import Scenario


class Verdict(StrEnum):
    """What became of one promise."""

    PROVED = "proved"
    REFUTED = "refuted"
    GAVE_UP = "gave up"
    """The budget ran out first. This is not a proof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refutation:
    """How a promise is broken.

    Attributes:
        promise: Its code, such as `silence-ends`, or the name of the author's own promise.
        text: One sentence: what can happen.
        path: Where in the playbook, as a dotted path such as `states.waiting.timers.silence`.
        hint: A way out, or empty.
        scenario: The story that shows it; its last expectation says what was promised, so it fails
            on this playbook and passes on one that keeps the promise. None where nothing can be
            run because nothing happens (a state that nobody reaches).
        story: The same for people, one line for each thing that happens.
    """

    promise: str
    text: str
    path: str
    hint: str = ""
    scenario: Scenario | None = None
    story: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """One promise and what became of it; `says` is the promise in a sentence, `how` the argument."""

    promise: str
    says: str
    verdict: Verdict
    how: str = ""
    refutations: tuple[Refutation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """All promises of one playbook.

    Attributes:
        situations: Abstract situations that were looked at.
        bound: The greatest number of messages that one contact, and one case, can get in a round.
        assumed: What was taken for granted, in sentences.
        explored: Sizes by slice (an item, or `control`).
    """

    promises: tuple[Proved, ...]
    situations: int = 0
    bound: Mapping[str, int] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()
    explored: Mapping[str, int] = field(default_factory=dict)

    @property
    def sound(self) -> bool:
        """Whether every promise is proved."""
        return all(one.verdict is Verdict.PROVED for one in self.promises)
