"""What running the scenarios of a tests file came to."""

from __future__ import annotations

from dataclasses import dataclass, field

from followup.errors import Finding
from followup.runtime.simulation.values import Coverage


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What one scenario came to.

    Attributes:
        name: The scenario.
        why: What it guards.
        line: The line of the file it stands on.
        findings: What came out otherwise than expected, each with its place and what led to it; none: it
            passed.
        covered: What it has seen of the playbook.
        seconds: How long it took.
        fails_on: The playbook on which it has to fail, and has been run as well; or empty.
    """

    name: str
    why: str
    line: int
    findings: tuple[Finding, ...]
    covered: Coverage
    seconds: float
    fails_on: str = ""

    @property
    def passed(self) -> bool:
        """Whether everything came out as expected."""
        return not self.findings


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteResult:
    """What the scenarios of one tests file came to.

    Attributes:
        file: The tests file, as it was named.
        playbook: The name of the playbook they were played on; the word of the file if there is none.
        results: In the order of the file.
        findings: Why the file, or the playbook it is about, cannot be read; then nothing was played.
        whole: All states, transitions, timers and items there are.
        seconds: What the scenarios took, added up.
    """

    file: str
    playbook: str
    results: tuple[Result, ...] = ()
    findings: tuple[Finding, ...] = ()
    whole: Coverage = field(default_factory=Coverage)
    seconds: float = 0.0

    @property
    def readable(self) -> bool:
        """Whether the scenarios could be played at all."""
        return not any(one.severity == "error" for one in self.findings)

    @property
    def failed(self) -> tuple[Result, ...]:
        """Those that did not come out as expected."""
        return tuple(one for one in self.results if not one.passed)

    @property
    def passed(self) -> bool:
        """Whether all could be played and came out as expected."""
        return self.readable and not self.failed

    @property
    def seen(self) -> Coverage:
        """What all of them together have seen of the playbook."""
        found = Coverage()
        for one in self.results:
            found |= one.covered
        return found
