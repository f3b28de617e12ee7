"""The second answer to conditions is that of the engine, whatever is known."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.telling import mini

from followup.core.guards import Guards
from followup.core.prove.atoms import thresholds, tree, truth

NAMES = {
    "senior": st.booleans(),
    "shortlisted": st.integers(7, 10),
    "known.promised_by": st.booleans(),
    "happened.heard": st.booleans(),
    "sent.thank_you": st.booleans(),
    "round": st.integers(1, 3),
}
LEAVES = st.sampled_from(
    [
        "senior",
        "known.promised_by",
        "happened.heard",
        "!sent.thank_you",
        "shortlisted > 8",
        "shortlisted <= 9",
        "shortlisted == 8",
        "shortlisted in [7, 9]",
        "round != 2",
        "check_ins >= 2",
    ]
)
GUARDS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda two: f"({two[0]} && {two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]} || {two[1]})"),
        inner.map(lambda one: f"!({one})"),
    ),
    max_leaves=4,
)
ENGINE = Guards(mini())


@given(guard=GUARDS, known=st.fixed_dictionaries({"check_ins": st.just(2)}, optional=NAMES))
@settings(max_examples=300, deadline=None)
def test_true_false_and_unknown_are_those_of_the_engine(guard: str, known: dict[str, int | bool]) -> None:
    """Guards the prover's own reading of conditions against that of the gate."""
    assert truth(tree(guard), known) is ENGINE.truth(guard, known)


def test_a_number_is_tried_where_a_setting_is_its_limit() -> None:
    """Guards that a condition on a setting counts as one on each of its values."""
    found = thresholds(mini(), ["shortlisted > check_ins", "senior || shortlisted > 8"])
    assert found["shortlisted"] == (2, 8)
