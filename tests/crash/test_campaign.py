"""Kills at random moments: the short form of `python -m tests.crash.campaign --kills 10000`."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.crash.campaign import kill

KILLS = 500


@pytest.mark.campaign
def test_random_kills_lose_nothing_and_send_nothing_twice(tmp_path: Path) -> None:
    """0 lost, 0 sent twice, 0 sent after an outcome; at most one in doubt for each kill."""
    verdict = kill(tmp_path, KILLS, seed=7)
    assert verdict.kept, verdict
    assert verdict.letters > 0
    print(f"{verdict.kills} kills, {verdict.letters} letters, {verdict.in_doubt} in doubt, "
          f"{verdict.in_doubt_sent} of them really sent")  # fmt: skip
