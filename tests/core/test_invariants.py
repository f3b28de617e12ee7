"""Whatever happens, in whatever order: what must always hold of a case holds."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.core.acts import GROUPS, Act, acts
from tests.core.storyteller import Storyteller
from tests.core.telling import mini

EXAMPLES = int(os.environ.get("CORE_EXAMPLES", "100"))
"""More of them look for longer: `CORE_EXAMPLES=5000`."""

often = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@given(there=GROUPS, story=st.lists(acts(mini()), min_size=12, max_size=30))
@often
def test_what_must_hold_holds_after_everything_that_happens(there: tuple[str, ...], story: list[Act]) -> None:
    """Nothing outlives its state, goes too often or unapproved; looking again comes to rest."""
    told = Storyteller(there)
    for act in story:
        told.act(act)
        told.check()


QUIET = 22 * 60
"""Minutes in which only news happen: the first thing that time alone brings about comes later."""
EVENING = QUIET + 60


@st.composite
def news(draw: st.DrawFn) -> tuple[list[tuple[int, Act]], list[int]]:
    """Draw news with the minutes at which they happened, and an order in which they are recorded."""
    minutes = draw(st.lists(st.integers(1, QUIET), unique=True, min_size=2, max_size=7))
    happened = [(minute, draw(acts(mini(), "happens", "known"))) for minute in sorted(minutes)]
    return happened, draw(st.permutations(range(len(happened))))


def essence(told: Storyteller) -> dict[str, Any]:
    """Return what a case has come to, without the order in which it was recorded."""
    case = told.case
    return {
        "state": (case.state, case.outcome, case.round, sorted(case.entered)),
        "facts": {
            name: [(word.value, word.round, word.at) for word in words] for name, words in case.facts.items()
        },
        "happened": {name: (past.at, past.contact) for name, past in case.happened.items()},
        "wanted": sorted(
            (item.name, str(item.contact), item.round, item.status.value)
            for item in case.items.values()
            if item.status.live
        ),
    }


@given(there=GROUPS, drawn=news())
@often
def test_the_order_of_recording_does_not_matter(
    there: tuple[str, ...], drawn: tuple[list[tuple[int, Act]], list[int]]
) -> None:
    """What happened counts in the order in which it happened, whenever it was recorded."""
    happened, order = drawn
    lived, recorded = Storyteller(there), Storyteller(there)
    for minute, act in happened:
        lived.now = lived.case.started_at.add(minutes=minute)
        lived.look()
        lived.act(replace(act, given={**act.given, "back": 0}))
    for told in (lived, recorded):
        told.now = told.case.started_at.add(minutes=EVENING)
        told.look()
    for place in order:
        minute, act = happened[place]
        recorded.act(replace(act, given={**act.given, "back": EVENING - minute}))
    assert essence(recorded) == essence(lived)
