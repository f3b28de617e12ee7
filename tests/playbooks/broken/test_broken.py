"""Playbooks broken on purpose are refuted: one of each kind in every run, all of them by the campaign."""

from __future__ import annotations

import pytest
from tests.playbooks.broken.campaign import EQUIVALENT, mutants, tree_of, trial
from tests.playbooks.broken.operators import OPERATORS

KINDS = ("lost-rest", "then-in-a-circle", "before-the-promised-date", "the-same-again", "guards-with-a-gap")
"""The kinds that are tried in every run; the campaign tries all."""


@pytest.mark.parametrize(
    "mutant", [one for one in mutants(7, 1) if one.operator in KINDS], ids=lambda one: one.operator
)
def test_a_broken_playbook_is_refuted_by_a_story_that_fails(mutant):
    """Guards the prover: what is broken is refuted, and its story fails where it is run."""
    assert trial(mutant).result == "shown"


def test_there_are_enough_kinds():
    """Guards the campaign: at least twelve operators, and sixty mutants that break something."""
    assert len(OPERATORS) >= 12
    assert len(list(mutants(1, 5))) >= 60


def test_what_is_called_equivalent_is_there():
    """Guards the list of mutants that break nothing: each is one, and says why."""
    made = {(one.operator, one.where) for kind in OPERATORS.values() for one in kind(tree_of())}
    for line in EQUIVALENT.read_text(encoding="utf-8").splitlines()[1:]:
        operator, where, why = line.split("\t")
        assert (operator, where) in made
        assert why
