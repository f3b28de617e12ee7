"""The static part of a proof, on a small playbook: bounds, quiet, clear guards, what depends on what."""

from __future__ import annotations

import pytest
from tests.core.telling import mini

from followup.authoring.compile import read
from followup.core.prove.bounds import UNBOUNDED, bounds, promised
from followup.core.prove.clarity import unclear
from followup.core.prove.depending import Dependencies
from followup.core.prove.known import explore
from followup.core.prove.planned import plans
from followup.core.prove.quiet import disturbed, owned
from followup.core.prove.slices import Slicer
from followup.core.values.playbook import Playbook, Promise


def changed(*edits: tuple[str, str]) -> Playbook:
    """Return the small playbook with edits that need not leave its flow sound."""
    from pathlib import Path

    text = (Path(__file__).parents[1] / "mini.yaml").read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    found, findings = read(text.encode(), "mini.yaml", flow=False)
    assert found is not None, findings
    return found.playbook


def test_what_one_contact_gets_is_added_up_and_capped() -> None:
    """Guards the bound: the sum of what counts, no more than the limit of a contact."""
    assert bounds(mini())["contact"] == 4
    promise = Promise(name="asked", say="", most=2, of=("check_in",))
    assert promised(mini(), promise) == 2  # as often as its setting says
    assert promised(mini(), Promise(name="answers", say="", most=2, of=("send_it",))) == UNBOUNDED


def test_without_a_limit_an_answer_has_no_bound() -> None:
    """Guards that each occurrence may be answered again."""
    free = changed(
        ("    contact: {most: 4, per: round, apart: 1 business day}\n", ""),
        (
            "    expires: 10 business days after wants\n    counts: false\n",
            "    expires: 10 business days after wants\n",
        ),
    )
    assert "contact" not in bounds(free)


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("[{when: senior, go: met}, {when: '!senior', go: met}]", ""),
        ("[{when: shortlisted > 8, go: met}, {when: shortlisted <= 8, go: met}]", "no line"),
        ("[{when: known.topic_told, go: met}, {when: senior, go: declined}, {go: met}]", "two lines"),
        ("{when: senior, go: met}", "no line"),
        ("[{when: senior, go: declined}, {go: met}]", ""),
    ],
)
def test_lines_overlap_or_leave_a_gap(lines: str, told: str) -> None:
    """Guards three-valued reading: what is not known is neither this nor that."""
    playbook = changed(("      invited: {go: met}", f"      invited: {lines}"))
    found = [one.text for one in unclear(playbook, explore(playbook))]
    assert all(told and told in text for text in found), found
    assert bool(found) is bool(told)


def test_an_outcome_owns_what_its_states_plan_and_the_answer_that_led_there() -> None:
    """Guards what may leave after an outcome."""
    assert owned(mini())["declined"] == {"goodbye"}
    assert owned(mini())["closed"] == frozenset()
    edge = changed(("      rejected: {go: declined}", "      rejected: {go: declined, do: [check_in]}"))
    flow = explore(edge)
    assert [flaw.path for flaw in disturbed(edge, list(plans(edge, flow)))] == [
        "states.open.events.rejected.do"
    ]
    assert not list(disturbed(mini(), list(plans(mini(), explore(mini())))))


def test_a_slice_holds_what_an_item_depends_on() -> None:
    """Guards that nothing an item hangs on is left out, and little else is kept."""
    flow = explore(mini())
    planned = list(plans(mini(), flow))
    depend = Dependencies(mini(), flow, planned)
    assert "thank_you" in depend.needed("pass_it_on")  # it is planned for those who cannot be reached
    part = Slicer(mini(), flow, planned).item("check_in")
    assert part.playbook.items.keys() == {"check_in"} | part.rough
    assert part.facts["promised_by"] == ("past", "soon", "far")
    assert part.playbook.items["check_in"].text.body == ""
