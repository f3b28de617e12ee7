"""The scenarios about a playbook, played; what comes out otherwise than expected is a finding."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from followup.cli.checking.values import Subject, Tested
from followup.errors import Finding
from followup.runtime.simulation.values import Coverage

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled


@dataclass(frozen=True, slots=True, kw_only=True)
class Tests:
    """What the tests came to; `numbers` is None where there are none."""

    findings: tuple[Finding, ...] = ()
    numbers: Tested | None = None


def tested(compiled: Compiled, subject: Subject) -> Tests:
    """Return what became of all scenarios in the tests files of a playbook."""
    if not subject.tests:
        return Tests()
    from followup.testing.suites import run_suite
    from followup.testing.whole import whole

    suites = [run_suite(file, compiled=compiled, workers=1) for file in subject.tests]
    results = [result for suite in suites for result in suite.results]
    possible = whole(compiled.playbook)
    return Tests(
        findings=tuple(
            finding
            for suite in suites
            for finding in (*suite.findings, *(one for result in suite.results for one in result.findings))
        ),
        numbers=Tested(
            passed=sum(1 for result in results if result.passed),
            scenarios=len(results),
            seen=_within(reduce(or_, (suite.seen for suite in suites), Coverage()), possible),
            possible=possible,
            seconds=sum(suite.seconds for suite in suites),
        ),
    )


def _within(seen: Coverage, possible: Coverage) -> Coverage:
    """Return what was seen of that which there is."""
    return Coverage(
        states=seen.states & possible.states,
        transitions=seen.transitions & possible.transitions,
        timers=seen.timers & possible.timers,
        items=seen.items & possible.items,
    )
