"""Which rule stands in the way, until when: all of them are told, in one order, with one end."""

from __future__ import annotations

from dataclasses import replace

from tests.core.gated import block
from tests.core.telling import Told, at, mini, person

from followup.core.values.events import EventKind
from followup.core.values.surroundings import Touch

BAN = ("  waits:\n", "    quiet: {until: 12 days after ended_at, why: 'They decide.'}\n  waits:\n")
WAIT = (
    "  waits:\n",
    "  waits:\n    first: {until: 10 days after ended_at, holds: [check_in], why: 'They asked for it.'}\n",
)
LIMITS = (
    "contact: {most: 4, per: round, apart: 1 business day}",
    "contact: {most: 1, apart: 3 business days}",
)

OWN_NO = ("if: contact.do_not_contact, why", "if: round > 9, why")
"""Leaves the engine's own rule about those who said no."""


def blocked() -> Told:
    """Return a case whose check-in is drafted while nearly every rule stands in its way."""
    told = Told(playbook=mini(BAN, WAIT, LIMITS))
    told.until("2026-10-07 12:00", send=False)
    assert told.item("check_in").status == "drafted"
    touch = Touch(
        contact="interviewer-a", at=at("2026-10-06 10:00"), case="acme", item="x", round=1, owner="me"
    )
    told.world = replace(told.world, touches=(touch,))
    told.now = at("2026-10-07 22:00")
    return told


def test_all_rules_are_told_the_strongest_first() -> None:
    """Ban, wait, its own time, cap, gap, approval, hours: in this order, whatever the file says."""
    assert blocked().rules("check_in") == ["ban", "wait", "due", "cap", "gap", "approval", "hours"]


def test_each_rule_says_until_when_or_what_ends_it() -> None:
    """A block without an end names the deed that ends it, or says that it is final."""
    told = blocked()
    for rule, until in {
        "ban": "2026-10-14 00:00",
        "wait": "2026-10-12 00:00",
        "due": "2026-10-08 10:00",
        "gap": "2026-10-09 10:00",
        "hours": "2026-10-08 08:00",
    }.items():
        assert block(told.may("check_in"), rule).until == at(until), rule
    assert block(told.may("check_in"), "cap").never
    assert block(told.may("check_in"), "approval").lifts == "approve"
    assert all(one.why for one in told.may("check_in").blocks)


def test_what_is_free_is_free_of_all_rules() -> None:
    """Without the cap the latest end counts: the ban's, at the opening that follows it."""
    told = Told(playbook=mini(BAN, WAIT))
    told.until("2026-10-07 12:00", send=False)
    told.approve("check_in")
    assert told.may("check_in").free_at == at("2026-10-14 08:00")


def test_a_no_of_the_contact_stands_before_all_but_bans() -> None:
    """Who asked to be left alone is left alone, whatever else would let a message go."""
    told = Told(playbook=mini(OWN_NO))
    told.until("2026-10-07 12:00", send=False)
    told.meet(person("interviewer-a", do_not_contact=True))
    assert told.rules("check_in")[0] == "opt-out"
    assert told.may("check_in").never


def test_a_proxy_of_ones_own_takes_the_message_and_is_counted() -> None:
    """A contact may have a proxy of their own: written to her, delivered to him, and no way round it."""
    agent = person("agent-z")
    told = Told(person("interviewer-a", proxy="agent-z"))
    told.world = replace(told.world, contacts={**told.world.contacts, "agent-z": agent})
    told.take(EventKind.WOKE)
    draft = told.draft("thank_you")
    assert (draft.contact, draft.through, draft.address) == ("interviewer-a", "agent-z", "z@example.org")
    gone = replace(told.world.contacts["agent-z"], addresses={})
    told.meet(gone)
    assert told.item("thank_you").draft is None
    assert told.item("thank_you").stuck == ("contact.email",)
