"""Random stories over the playbook that is shipped: what must always hold of a case holds."""

from __future__ import annotations

import os
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.acts import GROUPS, Act, acts
from tests.core.storyteller import Storyteller

from followup.authoring.compile import read
from followup.bundled import bundled
from followup.core.values.playbook import Playbook

EXAMPLES = int(os.environ.get("CORE_EXAMPLES", "30"))


@cache
def stock() -> Playbook:
    data = bundled("playbooks").joinpath("interview-follow-up.yaml").read_bytes()
    found, findings = read(data, "interview-follow-up.yaml")
    assert found is not None, findings
    return found.playbook


@given(
    there=GROUPS,
    ended=st.sampled_from([None, "2026-10-01T16:30:00+01:00[Europe/London]"]),
    story=st.lists(acts(stock()), min_size=12, max_size=30),
)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_must_hold_holds_in_the_shipped_playbook(
    there: tuple[str, ...], ended: str | None, story: list[Act]
) -> None:
    """Nothing outlives its state, goes too often or unapproved; looking again comes to rest."""
    told = Storyteller(there, stock(), ended_at=None)
    if ended is not None:
        told.act(Act("happens", {"name": "ended", "contact": None, "facts": {"ended_at": ended}, "back": 0}))
    for act in story:
        told.act(act)
        told.check()
