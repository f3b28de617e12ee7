"""Acts that hit something: a draft while it waits, a letter in doubt, a call that is there to be made.

A story is played, and what lay there at which time is read off its log. An act in the middle of that
changes nothing before it, so the first of them surely hits what it was aimed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from tests.runtime.simulation.facts import told
from tests.runtime.simulation.guessing import OUTCOMES, hold, words
from whenever import Instant

from followup.authoring.compile import Compiled
from followup.core.values.case import ItemStatus
from followup.core.values.playbook import EventType, FactType, Playbook
from followup.core.values.records import Entry
from followup.core.values.scenario import Act, Deed
from followup.runtime.simulation import Played
from followup.runtime.simulation.unfolding import unfold

_MOST = 3
"""So many things are hit in each case in one telling, and a draft besides."""

_PROMISES = ("told_a_date", "moved", "extended")
_DATES = (FactType.DATE, FactType.DATETIME)
_READABLE = (ItemStatus.DRAFTED, ItemStatus.APPROVED)
_AIMED_AT = (*_READABLE, ItemStatus.HANDED_OVER, ItemStatus.IN_DOUBT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A while in which an item lay there, and the state its case was in when that began."""

    item: str
    status: ItemStatus
    since: Instant
    until: Instant
    state: str


def aimed(random: Random, played: Played, books: Mapping[str, Compiled]) -> list[Act]:
    """Return a few acts that are aimed at what lay there in a story that has been played."""
    words_of = {"": ""} | {other.name: other.playbook for other in played.scenario.others}
    people = [one.id for one in played.scenario.people]
    zone = played.scenario.place.partition(" ")[2]
    found: list[Act] = []
    for case, log in {"": played.log, **played.logs}.items():
        lay = [one for one in stretches(log, played.now) if one.until > one.since]
        playbook = books[words_of[case]].playbook
        drafts = [one for one in lay if one.status in _READABLE]
        hit = {*random.sample(lay, k=min(len(lay), _MOST)), *random.sample(drafts, k=min(len(drafts), 1))}
        for one in sorted(hit, key=lambda stretch: (stretch.since, stretch.item)):
            acts = _aim(random, playbook, one, people, zone)
            found += [replace(act, case=case) for act in acts]
    return found


def stretches(log: Sequence[Entry], end: Instant) -> Iterator[Stretch]:
    """Yield how long items lay there, each in one status."""
    begun: dict[str, Stretch] = {}
    for entry, _, after in unfold(log):
        now = entry.event.recorded_at
        for item in after.items.values():
            was = begun.get(item.id)
            if was is not None and was.status is item.status:
                continue
            if was is not None:
                yield replace(begun.pop(item.id), until=now)
            if item.status in _AIMED_AT:
                begun[item.id] = Stretch(
                    item=item.id, status=item.status, since=now, until=end, state=after.state
                )
    yield from begun.values()


def _aim(random: Random, playbook: Playbook, lay: Stretch, people: Sequence[str], zone: str) -> list[Act]:
    """Return an act in the while in which something lay there, at times with one that takes it back."""
    at = _moment(random, lay)
    if lay.status is ItemStatus.IN_DOUBT:
        answer = random.choice(("sent", "not-sent"))
        return [Act(at=at, deed=Deed.RESOLVE, name=lay.item, outcome=answer)]
    if lay.status is ItemStatus.HANDED_OVER:
        earlier = at.subtract(minutes=random.randrange(1, 300)) if random.random() < 0.3 else None
        done = Act(at=at, deed=Deed.DONE, name=lay.item, outcome=random.choice(OUTCOMES), happened=earlier)
        return [done, *([Act(at=at.add(minutes=5), deed=Deed.UNDO)] if random.random() < 0.1 else [])]
    deed = random.choice(
        (*(Deed.TELL,) * 6, Deed.REFUSE, Deed.REFUSE, Deed.EDIT, Deed.APPROVE, Deed.STILL, Deed.HOLD)
    )
    match deed:
        case Deed.TELL:
            return _revised(random, playbook, lay, people, zone, at)
        case Deed.EDIT:
            return [Act(at=at, deed=deed, name=lay.item, text=words(random))]
        case Deed.STILL:
            return [Act(at=at, deed=deed, name=lay.item, outcome=random.choice(("send", "skip")))]
        case Deed.HOLD:
            pause = hold(random, at)
            return [pause, Act(at=at.add(hours=random.randrange(1, 300)), deed=Deed.LIFT)]
        case _:
            return [Act(at=at, deed=deed, name=lay.item)]


def _revised(
    random: Random, playbook: Playbook, lay: Stretch, people: Sequence[str], zone: str, at: Instant
) -> list[Act]:
    """Return a word that puts off, or brings forward, a date that was named before."""
    events = [playbook.events[name] for name in _taken(playbook, lay.state) if name in playbook.events]
    dated = [one for one in events if _dates(playbook, one)]
    if not dated:
        return []
    promises = [one for one in dated if one.name in _PROMISES]
    event = random.choice([*dated, *promises * 5])
    date = random.choice(_dates(playbook, event))
    event = replace(event, facts=tuple(dict.fromkeys([*event.facts, date])))
    earlier = at.subtract(minutes=random.randrange(1, 2000)) if random.random() < 0.2 else None
    revision = Act(
        at=at,
        deed=Deed.TELL,
        name=event.name,
        facts=told(random, playbook, event, people, earlier or at, zone),
        happened=earlier,
        contact=random.choice((None, *people)),
    )
    again = at.add(minutes=random.choice((0, 1, 30, 700)))
    return [revision, *([Act(at=again, deed=Deed.UNDO)] if random.random() < 0.2 else [])]


def _taken(playbook: Playbook, state: str) -> list[str]:
    """Return what a state, or one around it, takes and stays where it is."""
    return [
        name
        for one in playbook.path(state)
        for name, branches in sorted(playbook.states[one].handlers.items())
        if all(branch.go is None for branch in branches)
    ]


def _dates(playbook: Playbook, event: EventType) -> list[str]:
    return [name for name in (*event.facts, *event.also) if playbook.facts[name].type in _DATES]


def _moment(random: Random, lay: Stretch) -> Instant:
    """Return a moment while something lay there: its edges to the minute, or anywhere between."""
    seconds = int((lay.until - lay.since).total("seconds"))
    return random.choice(
        (
            lay.since,
            min(lay.since.add(minutes=1), lay.until),
            lay.since.add(seconds=random.randrange(seconds + 1)),
            lay.since.add(seconds=random.randrange(seconds + 1)),
            max(lay.until.subtract(minutes=1), lay.since),
            lay.until,
        )
    )
