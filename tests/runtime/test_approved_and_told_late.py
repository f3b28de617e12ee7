"""What is approved still goes when an earlier word comes in late and the words stay those approved."""

from __future__ import annotations

from tests.runtime.simulation.staging import act, played, sent

from followup.core.values.scenario import Approvals, Deed

FIRST, SECOND = "2026-10-05T12:00:00+01:00[Europe/London]", "2026-10-07T12:00:00+01:00[Europe/London]"


def test_an_approval_outlives_a_late_record_that_leaves_its_words() -> None:
    """The story told again makes another revision of the same words: it is approved, and so is its letter."""
    story = [
        act("2026-10-01 17:00", Deed.TELL, "rival_offer", facts={"rival_until": SECOND}),
        act("2026-10-01 17:01", Deed.HOLD),
        act("2026-10-01 17:02", Deed.APPROVE, "another_offer"),
        act(
            "2026-10-01 18:00",
            Deed.TELL,
            "rival_offer",
            facts={"rival_until": FIRST},
            happened=act("2026-10-01 16:50").at,
        ),
        act("2026-10-01 19:00", Deed.LIFT),
    ]
    end = played(story, approvals=Approvals.NEVER, until=act("2026-10-02 12:00").at)
    assert end.case.items["another_offer"].draft is not None
    assert end.case.items["another_offer"].draft.revision == 2
    assert end.differences == ()
    assert end.sent == (sent("2026-10-01 19:00", "another_offer"),)
