"""Cases that stand before the gate: thanks or a check-in that are approved and due."""

from __future__ import annotations

from tests.core.telling import Told, at, mini

from followup.core.values.playbook import Playbook
from followup.core.values.steps import Block, Verdict

PHONE = {"email": "a@example.org", "phone": "+442079460000"}


def approved(playbook: Playbook, *people: object, **facts: object) -> Told:
    """Return a case whose thanks are approved, at the time at which they are due."""
    told = Told(*people, playbook=playbook, **facts)  # type: ignore[arg-type]  # people are contacts
    told.approve("thank_you")
    told.now = at("2026-10-01 18:30")
    return told


def waiting(playbook: Playbook | None = None, *people: object) -> Told:
    """Return a case whose thanks have gone, and whose check-in is approved and due on 8 October."""
    told = Told(*people, playbook=playbook or mini())  # type: ignore[arg-type]  # people are contacts
    told.approve("thank_you")
    told.until("2026-10-07 12:00")
    told.approve("check_in")
    return told


def block(verdict: Verdict, rule: str) -> Block:
    """Return the block of a rule; there has to be just one."""
    (found,) = [one for one in verdict.blocks if one.rule == rule]
    return found


def thanked(*people: object, **more: object) -> Told:
    """Return a case whose thanks have gone."""
    told = Told(*people, **more)  # type: ignore[arg-type]  # people are contacts
    for item in list(told.case.items):
        if item.startswith("thank_you") and told.item(item).status == "drafted":
            told.approve(item)
    told.until("2026-10-01 18:30")
    return told
