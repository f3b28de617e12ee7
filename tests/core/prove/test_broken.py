"""Broken playbooks are refuted, each by a story that really shows its fault when it is played."""

from __future__ import annotations

from functools import cache

import pytest
from tests.core.prove.broken import BASE, BROKEN, Broken

from followup.authoring.compile import Compiled, read
from followup.core.prove.prove import prove
from followup.core.values.proof import Proof, Refutation, Verdict
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.simulation import play


@cache
def compiled(text: str) -> Compiled:
    found, findings = read(text.encode(), "interview-follow-up.yaml", flow=False)
    assert found is not None, findings
    return found


def refutations(proof: Proof, promise: str) -> tuple[Refutation, ...]:
    found = next(one for one in proof.promises if one.promise == promise)
    assert found.verdict is Verdict.REFUTED, (found.verdict, found.how)
    return found.refutations


@pytest.mark.parametrize("broken", BROKEN, ids=[one.name for one in BROKEN])
def test_a_broken_playbook_is_refuted_by_a_story_that_shows_it(broken: Broken) -> None:
    """The promise that was broken is refuted; the scenario fails on the broken playbook, and on it alone."""
    found = compiled(broken.text)
    one = refutations(prove(found.playbook), broken.promise)[0]
    assert one.path
    if not broken.story:
        assert one.scenario is None
        return
    assert one.scenario is not None
    assert one.story
    played = play(found, one.scenario, almanac=PublicAlmanac())
    assert [str(one) for one in played.differences], "the story shows nothing"
    if broken.sound:
        assert not play(compiled(BASE), one.scenario, almanac=PublicAlmanac()).differences


def test_the_base_is_proved() -> None:
    """Every promise of the base playbook is proved, within the usual budget."""
    proof = prove(compiled(BASE).playbook)
    assert proof.sound, [(one.promise, one.verdict, one.how) for one in proof.promises]
