"""What a check came to, playbook by playbook. All of it can go from one process to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from followup.core.values.scenario import Scenario
from followup.errors import Finding
from followup.runtime.simulation.values import Coverage


class Stage(Enum):
    """The three things that a check does, in this order."""

    READ = "read"
    PROVE = "prove"
    TEST = "test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One playbook to check.

    Attributes:
        word: What names it: a file, a stock name, a stack.
        shown: The word as it is shown to people.
        tests: The tests files that are about it.
        problem: Why it cannot be looked at, or None.
    """

    word: str
    shown: str
    tests: tuple[Path, ...] = ()
    problem: Finding | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """How to check: which stages, and how many situations a proof may look at (None: its own limit)."""

    stages: frozenset[Stage] = frozenset(Stage)
    budget: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """What a playbook is made of."""

    states: int = 0
    events: int = 0
    messages: int = 0
    tasks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What became of the promises; `seconds` of this machine."""

    kept: int
    promises: int
    situations: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What became of the scenarios, and what of the playbook they have seen and could see."""

    passed: int
    scenarios: int
    seen: Coverage
    possible: Coverage
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """All that a check found out about one playbook.

    Attributes:
        subject: Which one.
        name: The playbook's own name, or empty where it could not be read.
        findings: In the order: read, proved, tested.
        sizes: Of the playbook; None: it has errors.
        proved: None: it was not proved.
        tested: None: it was not tested.
        refuting: Stories that refute a promise, to save as tests.
        readable: Whether there was something to read.
    """

    subject: Subject
    name: str = ""
    findings: tuple[Finding, ...] = ()
    sizes: Sizes | None = None
    proved: Proved | None = None
    tested: Tested | None = None
    refuting: tuple[Scenario, ...] = field(default=(), repr=False)
    readable: bool = True

    @property
    def sound(self) -> bool:
        """Whether nothing speaks against it."""
        return self.sizes is not None and not any(one.severity == "error" for one in self.findings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The sum of many checks."""

    playbooks: int
    sound: int
    states: int
    promises: int
    kept: int
    situations: int
    scenarios: int
    passed: int
    seen: Coverage
    possible: Coverage
    seconds: float
    processes: int


def total(all_of_them: Sequence[Examined], *, seconds: float, processes: int) -> Totals:
    """Return the sums; what is covered counts once, however many playbooks share it."""
    proofs = [one.proved for one in all_of_them if one.proved is not None]
    tests = [one.tested for one in all_of_them if one.tested is not None]
    return Totals(
        playbooks=len(all_of_them),
        sound=sum(one.sound for one in all_of_them),
        states=sum(one.sizes.states for one in all_of_them if one.sizes is not None),
        promises=sum(one.promises for one in proofs),
        kept=sum(one.kept for one in proofs),
        situations=sum(one.situations for one in proofs),
        scenarios=sum(one.scenarios for one in tests),
        passed=sum(one.passed for one in tests),
        seen=_union(one.seen for one in tests),
        possible=_union(one.possible for one in tests),
        seconds=seconds,
        processes=processes,
    )


def _union(parts: Iterable[Coverage]) -> Coverage:
    found = Coverage()
    for part in parts:
        found = found | part
    return found
