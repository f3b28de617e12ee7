"""What answers mean: which are final, and when another try is made."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.runtime.world import at

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.records import ParcelStatus
from followup.runtime.receipts import meaning

NOW = at("2026-10-01 18:45")


@pytest.mark.parametrize("kind", list(AnswerKind))
def test_only_what_surely_was_not_sent_is_tried_again(kind: AnswerKind) -> None:
    """No answer that leaves a doubt ever leads back to sending."""
    answer = Answer(kind=kind)
    means = meaning(answer, attempt=1, now=NOW)
    assert (means.status is ParcelStatus.APPROVED) == (means.retry_at is not None)
    if means.retry_at is not None:
        assert answer.certainly_not_sent


@given(attempt=st.integers(0, 10_000), wait=st.integers(0, 10_000_000))
def test_tries_are_put_off_longer_and_longer_within_bounds(attempt: int, wait: int) -> None:
    """The pause grows from 5 minutes to 6 hours, and is never shorter than the channel asks."""
    means = meaning(Answer(kind=AnswerKind.TRANSIENT, retry_after=wait), attempt=attempt, now=NOW)
    assert means.retry_at is not None
    pause = (means.retry_at - NOW).total("seconds")
    assert max(300, wait) <= pause <= max(6 * 3600, wait)
