"""The scenarios of the base, and of small overlays that change its clock, come out to the instant."""

from __future__ import annotations

from pathlib import Path

from followup.authoring.report import render
from followup.testing.suites import run

HERE = Path(__file__).parent
BASE = HERE.parents[1] / "playbooks" / "interview-follow-up.tests.yaml"


def test_every_scenario_comes_out_as_expected() -> None:
    """The exact instants, states and messages of told stories are those that the files expect."""
    suites = run([BASE, *sorted(HERE.glob("*.tests.yaml"))], workers=1)
    found = [
        one for suite in suites for one in (*suite.findings, *(f for r in suite.failed for f in r.findings))
    ]
    assert not found, render(found)
    assert sum(len(suite.results) for suite in suites) >= 23
