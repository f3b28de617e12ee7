"""Random stories: whatever people and channels may do in a few months, at random times, sense or none."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.runtime.simulation.staging import PERSON, at, scenario

from followup.core.values.people import Contact
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.scenario import Act, Deed, Receipt, Scenario
from followup.runtime.simulation.inventing import made_up

OTHER = Contact(id="interviewer-b", name="Interviewer B", addresses={"phone": "+44 20 7946 0001"})
_LONGEST_DAYS = 8
_ENDS = ("rejected", "withdrawn", "accepted", "turned_down")


def story(playbook: Playbook, seed: int, *, acts: int = 14) -> Scenario:
    """Return the story of a seed."""
    random = Random(seed)
    now = at("2026-10-01 16:45")
    answer = random.choice((*Receipt, Receipt.SENT, Receipt.SENT)).value
    now = now.add(minutes=30)
    found = [Act(at=now, deed=Deed.RECEIPT, name="thank_you", outcome=answer)]
    for _ in range(acts):
        now = now.add(minutes=random.choice((0, 1, 17, 60, 600, random.randrange(1440 * _LONGEST_DAYS))))
        found.append(_act(playbook, random, now))
    people = random.choice(((PERSON,), (PERSON, OTHER)))
    base = scenario()
    given = {**base.given, "interviewers": tuple(one.id for one in people)}
    if random.random() < 0.4:
        given["promised_by"] = "2026-10-09"
    return scenario(*found, Act(at=now.add(hours=24 * 300)), people=people, given=given)


def _act(playbook: Playbook, random: Random, now: Any) -> Act:
    deed = random.choice(_DEEDS)
    items = [name for name, one in playbook.items.items() if one.kind is ItemKind.MESSAGE]
    match deed:
        case Deed.TELL:
            return _tell(playbook, random, now)
        case Deed.DONE:
            name = random.choice([*playbook.items, *("check_in",) * 20])
            outcome = random.choice(("", "voicemail", "voicemail", "no_answer", "answered", "gatekeeper"))
            return Act(at=now, deed=deed, name=name, outcome=outcome)
        case Deed.NEVER | Deed.REFUSE:
            return Act(at=now, deed=deed, name=random.choice([*playbook.items]))
        case Deed.TAKE:
            return Act(at=now, deed=deed, name=random.choice(items))
        case Deed.RECEIPT:
            answer = random.choice((*Receipt, Receipt.SENT)).value
            return Act(at=now, deed=deed, name=random.choice(items), outcome=answer)
        case Deed.RESOLVE:
            return Act(
                at=now, deed=deed, name=random.choice(items), outcome=random.choice(("sent", "not-sent"))
            )
        case Deed.HOLD:
            until = now.add(hours=random.randrange(1, 200)) if random.random() < 0.9 else None
            return Act(at=now, deed=deed, until=until)
        case _:
            return Act(at=now, deed=deed)


def _tell(playbook: Playbook, random: Random, now: Any) -> Act:
    calm = [name for name in playbook.events if name not in _ENDS]
    event = playbook.events[random.choice([*calm, *calm, *calm, *playbook.events])]
    names = [*event.facts, *(name for name in event.also if random.random() < 0.4)]
    facts = {name: made_up(playbook.facts[name], now, "Europe/London") for name in names}
    facts = {name: value for name, value in facts.items() if value != ()}
    earlier = now.subtract(minutes=random.randrange(1, 1440 * 4)) if random.random() < 0.25 else None
    return Act(
        at=now,
        deed=Deed.TELL,
        name=event.name,
        facts=facts,
        happened=earlier,
        contact=random.choice((None, "interviewer-a")),
        channel=random.choice(("", "email")),
    )


_DEEDS = (
    *(Deed.TELL,) * 5,
    *(Deed.DONE,) * 4,
    Deed.NEVER,
    Deed.REFUSE,
    Deed.TAKE,
    *(Deed.RECEIPT,) * 2,
    *(Deed.RESOLVE,) * 2,
    Deed.HOLD,
    *(Deed.LIFT,) * 4,
    Deed.UNDO,
    *(Deed.RESTART,) * 2,
    Deed.LOOK,
)
