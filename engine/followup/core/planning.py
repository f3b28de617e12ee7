"""Planning: which items a state's `do` list comes to, for whom, and how often."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from whenever import Instant

from followup.core import machine
from followup.core.bans import forbids_way
from followup.core.calendar.sentences import minus
from followup.core.calendar.spelled import span
from followup.core.knowledge import Knowledge
from followup.core.limits import used_up
from followup.core.turn import Born, Turn
from followup.core.values.case import Draft, Item, ItemStatus
from followup.core.values.people import Contact
from followup.core.values.playbook import ItemKind, ItemType, Pick, Target
from followup.core.values.times import Moment, Unknown

_SENIOR = ("chair", "manager", "recruiter", "coordinator")
"""Roles by rank: of several contacts, the most senior one speaks for the others."""


def plan(turn: Turn, names: Iterable[str], state: str) -> None:
    """Plan items for `state`; a batch with nobody to go to is settled at once."""
    for name in names:
        if name not in turn.playbook.items:
            reason = turn.playbook.dropped.get(name, "")
            turn.why.append(
                f"{name} is dropped by the playbook, so it is settled{': ' if reason else ''}{reason}"
            )
            turn.born.append(Born(machine.outcome(name, "settled"), f"{name}.settled", turn.at))
            continue
        turn.batches[name] = state
        kind = turn.playbook.items[name]
        for contact in recipients(turn.known, kind):
            add(turn, kind, state, contact)


def add(
    turn: Turn,
    kind: ItemType,
    state: str,
    contact: str | None,
    *,
    not_before: Instant | None = None,
    about: tuple[str, ...] = (),
) -> Item | None:
    """Plan one item, unless it has gone as often as it may in this round or is too late by now."""
    occasion = _occasion(turn, kind)
    before = [
        item
        for item in turn.items.values()
        if item.name == kind.name
        and item.contact == contact
        and item.round == turn.round
        and item.occasion == occasion
    ]
    done = sum(1 for item in before if _used_up(item))
    if done >= budget(turn.known, kind):
        turn.why.append(f"{kind.name} has gone as often as it may in this round")
        return None
    if any(item.status.live for item in before):
        return None
    item = Item(
        id=_id(turn, kind, (turn.round, done + 1, occasion), contact),
        name=kind.name,
        contact=contact,
        round=turn.round,
        turn=done + 1,
        state=state,
        planned_at=turn.at,
        due=Unknown(()),
        not_before=not_before,
        about=about,
        occasion=occasion,
    )
    item = timed(turn.known, kind, item, turn.now)
    if isinstance(item.expires, Moment) and item.expires.at <= turn.now:
        turn.why.append(f"{kind.name} is not planned: it would have expired {item.expires.wall}")
        return None
    return turn.put(item)


def timed(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Item:
    """Return an item with its three times worked out anew."""
    if kind.due is None:
        wall = known.calendar.local(item.planned_at).format_iso()
        due: Moment | Unknown = Moment(item.planned_at, wall, "now")
    else:
        due = known.moment(kind.due, item.state, now, item=item)
        if isinstance(due, Moment) and due.rule == "now":
            due = Moment(item.planned_at, known.calendar.local(item.planned_at).format_iso(), "now")
    by = known.moment(kind.by, item.state, now, item=item, limit=True) if kind.by else None
    expires = _leaves_by(known, kind, item, _expires(known, kind, item, now))
    if (item.due, item.by, item.expires) == (due, by, expires):
        return item
    return replace(item, due=due, by=by, expires=expires)


def _expires(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Moment | Unknown | None:
    """Return the end of an item as its playbook says it: what is sent has arrived by then."""
    return known.moment(kind.expires, item.state, now, item=item, limit=True) if kind.expires else None


def _leaves_by(
    known: Knowledge, kind: ItemType, item: Item, expires: Moment | Unknown | None
) -> Moment | Unknown | None:
    """Return when an item has to have left, so that by its way it arrives in time."""
    takes = known.playbook.courtesy.takes
    person = known.surroundings.contacts.get(item.contact or "")
    if not takes or not isinstance(expires, Moment) or person is None:
        return expires
    reached = way_to(known, kind, person, item)
    under_way = item.draft is not None and item.status in (ItemStatus.HANDED_OVER, ItemStatus.SENDING)
    way = item.draft.way if under_way and item.draft is not None else reached[0] if reached else ""
    if way not in takes:
        return expires
    at = minus(takes[way], expires.at, known.calendar)
    counted = f"{span(takes[way].parts)} on the way before {expires.counted or expires.rule}"
    return replace(expires, at=at, wall=known.calendar.local(at).format_iso(), counted=counted)


def budget(known: Knowledge, kind: ItemType) -> int:
    """Return how often an item may go to one contact in one round."""
    return known.count_of(kind.repeat.most) if kind.repeat else 1


def recipients(known: Knowledge, kind: ItemType) -> tuple[str | None, ...]:
    """Return to whom an item goes; None stands for the candidate, or for somebody not yet known."""
    target = kind.target
    if kind.kind is ItemKind.TASK or target.pick is Pick.SELF:
        return (None,)
    if target.pick is Pick.EACH:
        return known.contacts_in(target.name)
    if target.pick is Pick.REPLY:
        happened = known.story.happened.get(target.name)
        if happened is not None and happened.contact is not None:
            return (happened.contact,)
    return (one_of(known, target, kind),)


def one_of(known: Knowledge, target: Target, kind: ItemType, *, without: Iterable[str] = ()) -> str | None:
    """Return the main contact of a group, else the most senior, else the first, among the reachable.

    With nobody reachable it is the first, who is then stuck until somebody tells an address.
    """
    group = known.everybody() if target.pick is Pick.REPLY else known.contacts_in(target.name)
    people = [
        known.surroundings.contacts[one]
        for one in group
        if one in known.surroundings.contacts and one not in set(without)
    ]
    if not people:
        return None
    reachable = [person for person in people if way_to(known, kind, person) is not None]
    return min(reachable or people, key=_rank).id


def way_to(
    known: Knowledge, kind: ItemType, person: Contact, item: Item | None = None
) -> tuple[str, Contact] | None:
    """Return the first way that reaches a contact, with the one it is delivered to (a proxy, if any).

    A way that is forbidden now, used up, or too slow by now for this item, is passed over, unless
    there is no other.
    """
    to = proxy_of(known, person)
    if to is None:
        return None
    ways = [way for way in ways_of(known, kind) if way in to.addresses]
    free = next((way for way in ways if not _closed(known, kind, person, way, item)), None)
    return (free or ways[0], to) if ways else None


def by_its_way(known: Knowledge, kind: ItemType, item: Item) -> Item:
    """Return an item with the way it would take as things stand, which its draft says once there is one.

    What has no draft yet is held by the rules of the way it would go, and by those of no other.
    """
    person = known.surroundings.contacts.get(item.contact or "")
    if kind.kind is ItemKind.TASK or item.draft is not None or person is None:
        return item
    reached = way_to(known, kind, person, item)
    if reached is None:
        return item
    way, to = reached
    draft = Draft(revision=0, digest="", way=way, contact=to.id, address=to.addresses[way], body="")
    return replace(item, draft=draft)


def _closed(known: Knowledge, kind: ItemType, person: Contact, way: str, real: Item | None) -> bool:
    """Whether a way to a contact is forbidden now, used up or too slow, so that the next one is taken."""
    courtesy = known.playbook.courtesy
    if way in courtesy.takes and real is not None:
        expires = _expires(known, kind, real, known.now)
        slow = isinstance(expires, Moment) and minus(courtesy.takes[way], expires.at, known.calendar)
        if slow and slow <= known.now:
            return True
    if way not in courtesy.ways and not any(way in ban.via for ban in courtesy.bans.values()):
        return False
    item = real or Item(
        id="",
        name=kind.name,
        contact=person.id,
        round=known.story.round,
        state="",
        planned_at=known.now,
        due=Unknown(()),
    )
    return forbids_way(known, kind, item, way, known.now) or used_up(known, kind, item, way)


def ways_of(known: Knowledge, kind: ItemType) -> tuple[str, ...]:
    """Return the ways of a message in order: for an answer, the way the news came first."""
    if kind.target.pick is not Pick.REPLY:
        return kind.via
    happened = known.story.happened.get(kind.target.name)
    came = (happened.channel,) if happened is not None and happened.channel else ()
    return tuple(dict.fromkeys([*came, *kind.via, "email"]))


def proxy_of(known: Knowledge, person: Contact) -> Contact | None:
    """Return whom to deliver to: the proxy where there is one (None if that one is not known)."""
    people = known.surroundings.contacts
    through = known.playbook.courtesy.through
    if through is not None and any(person.id in known.contacts_in(group) for group in through.groups):
        middle = known.contacts_in(through.fact)
        return people.get(middle[0]) if middle else None
    return people.get(person.proxy) if person.proxy else person


def _rank(person: Contact) -> tuple[bool, int]:
    rank = _SENIOR.index(person.role) if person.role in _SENIOR else len(_SENIOR)
    return (not person.main, rank)


def _occasion(turn: Turn, kind: ItemType) -> int:
    if kind.target.pick is not Pick.REPLY:
        return 0
    happened = turn.happened.get(kind.target.name)
    return happened.seq if happened is not None else 0


def _used_up(item: Item) -> bool:
    return item.status.left or item.status in (ItemStatus.DONE, ItemStatus.HANDED_OVER) or bool(item.counted)


def _id(turn: Turn, kind: ItemType, place: tuple[int, int, int], contact: str | None) -> str:
    """Return the name of a new item: the one it had when the story was told before, else a free one.

    What was approved and sent is recorded under a name; in a story told again the name must still mean
    the same message to the same person.
    """
    for item in turn.told.values():
        same = item.name == kind.name and (item.round, item.turn, item.occasion) == place
        if (
            same
            and item.id not in turn.items
            and (kind.target.pick is not Pick.EACH or item.contact == contact)
        ):
            return item.id
    number = 1
    while _numbered(kind.name, number) in {**turn.items, **turn.told}:
        number += 1
    return _numbered(kind.name, number)


def _numbered(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"
