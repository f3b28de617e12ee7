"""Acts that are guessed: they know the words of a playbook, and nothing of how the story goes."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from tests.runtime.simulation.facts import known, told
from whenever import Instant

from followup.core.values.events import Wording
from followup.core.values.playbook import ItemKind, Playbook
from followup.core.values.scenario import Act, Deed, Receipt

ENDS = ("rejected", "withdrawn", "accepted", "turned_down")
OUTCOMES = ("", "voicemail", "voicemail", "no_answer", "answered", "gatekeeper")
_NAMELESS = (Deed.LIFT, Deed.UNDO, Deed.RESTART, Deed.LOOK)
_OUTCOMES = {
    Deed.DONE: OUTCOMES,
    Deed.STILL: ("send", "skip"),
    Deed.RECEIPT: tuple(one.value for one in (*Receipt, Receipt.IN_DOUBT)),
    Deed.RESOLVE: ("sent", "not-sent"),
}
FINE = (
    "Thank you for your time. I enjoyed hearing how things are done with you, and I left more interested in "
    "the post than I came. If there is anything else that you would like to know of me, I am glad to answer "
    "it whenever it suits you. I look forward to hearing what you think, and wish you a good week."
)
_WORDS = (FINE, FINE, "Thank you, I enjoyed it.", f"{FINE} Did I get the job?")


def guess(random: Random, playbook: Playbook, people: Sequence[str], now: Instant, zone: str) -> Act:
    """Return an act at random."""
    deed = random.choice(_DEEDS)
    if deed is Deed.TELL:
        return _tell(random, playbook, people, now, zone)
    if deed is Deed.HOLD:
        return hold(random, now)
    every = sorted(playbook.items)
    messages = [name for name in every if playbook.items[name].kind is ItemKind.MESSAGE]
    named = {Deed.DONE: [*every, *("check_in",) * 20], Deed.NEVER: [*every, "withdrawn"]}
    name = "" if deed in _NAMELESS else random.choice(named.get(deed, messages))
    outcome = random.choice(_OUTCOMES.get(deed, ("",)))
    return Act(
        at=now, deed=deed, name=name, outcome=outcome, text=words(random) if deed is Deed.EDIT else None
    )


def hold(random: Random, now: Instant) -> Act:
    """Return a pause, mostly with an end."""
    until = now.add(hours=random.randrange(1, 200)) if random.random() < 0.9 else None
    return Act(at=now, deed=Deed.HOLD, until=until)


def words(random: Random) -> Wording:
    """Return words of a person's own, most of which can go."""
    return Wording(subject=random.choice(("", "A word from me")), body=random.choice(_WORDS))


def _tell(random: Random, playbook: Playbook, people: Sequence[str], now: Instant, zone: str) -> Act:
    if random.random() < 0.2:
        return Act(at=now, deed=Deed.TELL, facts=known(random, playbook, people, now, zone))
    calm = _calm(playbook)
    often = [*calm, *calm, *(name for name in sorted(playbook.events) if name not in ENDS)]
    event = playbook.events[random.choice([*often, *often, *sorted(playbook.events)])]
    earlier = now.subtract(minutes=random.randrange(1, 1440 * 4)) if random.random() < 0.25 else None
    return Act(
        at=now,
        deed=Deed.TELL,
        name=event.name,
        facts=told(random, playbook, event, people, earlier or now, zone),
        happened=earlier,
        contact=random.choice((None, *people)),
        channel=random.choice(("", "email")),
    )


def _calm(playbook: Playbook) -> list[str]:
    """Return the events that some state takes without being left."""
    return sorted(
        {
            name
            for state in playbook.states.values()
            for name, branches in state.handlers.items()
            if name in playbook.events and any(branch.go is None for branch in branches)
        }
    )


_DEEDS = (
    *(Deed.TELL,) * 6,
    *(Deed.DONE,) * 3,
    Deed.NEVER,
    Deed.REFUSE,
    Deed.APPROVE,
    Deed.EDIT,
    Deed.STILL,
    Deed.TAKE,
    *(Deed.RECEIPT,) * 3,
    Deed.RESOLVE,
    Deed.HOLD,
    *(Deed.LIFT,) * 3,
    Deed.UNDO,
    *(Deed.RESTART,) * 4,
    Deed.LOOK,
)
