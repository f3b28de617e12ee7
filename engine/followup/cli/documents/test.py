"""The document `test/1`: what running scenarios came to."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from followup.cli.documents.findings import finding
from followup.cli.documents.shapes import Json
from followup.testing.results import Result, SuiteResult
from followup.testing.whole import arrow, percent


def document(suites: Sequence[SuiteResult], *, seconds: float) -> Json:
    """Return what all tests files came to, in so many seconds."""
    results = [one for suite in suites for one in suite.results]
    return {
        "schema": "test/1",
        "passed": all(suite.passed for suite in suites),
        "files": len(suites),
        "unreadable": sum(1 for suite in suites if not suite.readable),
        "scenarios": len(results),
        "failed": sum(1 for one in results if not one.passed),
        "seconds": round(seconds, 3),
        "suites": [_suite(suite) for suite in suites],
    }


def _suite(suite: SuiteResult) -> Json:
    seen, whole = suite.seen, suite.whole
    return {
        "file": suite.file,
        "playbook": suite.playbook,
        "readable": suite.readable,
        "findings": [finding(one) for one in suite.findings],
        "scenarios": [_scenario(one) for one in suite.results],
        "coverage": {
            "states": _part(seen.states, whole.states),
            "transitions": _part(_arrows(seen.transitions), _arrows(whole.transitions)),
            "timers": _part(seen.timers, whole.timers),
            "items": _part(seen.items, whole.items),
        },
    }


def _scenario(one: Result) -> Json:
    return {
        "name": one.name,
        "why": one.why,
        "line": one.line,
        "passed": one.passed,
        "seconds": round(one.seconds, 3),
        "fails_on": one.fails_on or None,
        "findings": [finding(each) for each in one.findings],
    }


def _arrows(transitions: Collection[tuple[str, str, str]]) -> frozenset[str]:
    return frozenset(arrow(one) for one in transitions)


def _part(seen: Collection[str], whole: Collection[str]) -> Json:
    return {
        "percent": percent(set(seen) & set(whole), whole),
        "covered": sorted(set(seen) & set(whole)),
        "uncovered": sorted(set(whole) - set(seen)),
    }
