"""The short form of the campaign, and every file that ever failed in it."""

from __future__ import annotations

import pytest
from tests.authoring.fuzz import REGRESSIONS, campaign, fault

FOUND = sorted(REGRESSIONS.glob("*.yaml"))


@pytest.mark.campaign
def test_mutated_playbooks_give_a_value_or_findings():
    """Guards `read` against files that nobody would write: no exception, no waiting."""
    failed, slowest, _ = campaign(runs=500, seed=7)
    assert failed == []
    assert slowest < 2


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.stem)
def test_what_once_failed_is_read(file):
    """Guards against the return of what a campaign has found."""
    assert fault(file.read_bytes())[0] == ""
