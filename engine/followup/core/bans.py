"""Bans: which of them stand in the way of a message, since when, and until when.

What is not known falls on the side of silence: a condition that cannot be told holds, and so does a
ban that begins at a time nobody has told yet. Only what an event begins has not begun before it happened.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from whenever import Instant

from followup.core.knowledge import Knowledge, person_fields
from followup.core.values.case import Draft, Item
from followup.core.values.playbook import Ban, ItemType
from followup.core.values.steps import Block
from followup.core.values.times import Moment
from followup.core.wording import said


def bans(known: Knowledge, kind: ItemType, item: Item, now: Instant) -> Iterator[Block]:
    """Yield every ban that holds for an item at an instant, with its end as far as it is known."""
    for ban in known.playbook.courtesy.bans.values():
        if not _covers(known, ban, kind, item) or known.holds(ban.when, item) is False:
            continue
        begun = _begun(known, ban, item, now)
        if begun is False or _lifted(known, ban, item):
            continue
        end = known.moment(ban.until, item.state, now, item=item, limit=True) if ban.until else None
        if isinstance(end, Moment) and end.at <= now:
            continue
        block = _block(ban, item.draft, end.at if isinstance(end, Moment) else None)
        yield block if begun is True else replace(block, lifts=f"{begun} told", never=False)
    person = known.surroundings.contacts.get(item.contact or "")
    if person is not None and person.do_not_contact and not _left_to_bans(known):
        yield Block(rule="opt-out", path="", why=f"{person.name} asked not to be contacted", never=True)


def forbids_way(known: Knowledge, kind: ItemType, item: Item, way: str, now: Instant) -> bool:
    """Whether a ban forbids just this way to an item's contact, so that another one has to be taken."""
    return any(
        way in ban.via
        and not ban.says
        and _concerns(known, ban, kind, item)
        and known.holds(ban.when, item) is not False
        and _begun(known, ban, item, now) is not False
        and not _over(known, ban, item, now)
        and not _lifted(known, ban, item)
        for ban in known.playbook.courtesy.bans.values()
    )


def some_begin_later(known: Knowledge) -> bool:
    """Whether a ban can begin by itself, so that what is free now may not be free then."""
    return any(ban.since is not None for ban in known.playbook.courtesy.bans.values())


def _block(ban: Ban, draft: Draft | None, until: Instant | None) -> Block:
    phrases = _found(ban, draft)
    says = f' (it says "{phrases[0]}")' if phrases else ""
    lifts = ban.lifts or ("an edit" if phrases else "")
    return Block(
        rule="ban",
        path=f"courtesy.bans.{ban.name}",
        why=f"{ban.why}{says}",
        until=until,
        lifts=lifts,
        never=until is None and not lifts and ban.until is None,
    )


def _covers(known: Knowledge, ban: Ban, kind: ItemType, item: Item) -> bool:
    if not _concerns(known, ban, kind, item):
        return False
    if ban.says and not _found(ban, item.draft):
        return False
    return not (ban.via and item.draft is not None and item.draft.way not in ban.via)


def _concerns(known: Knowledge, ban: Ban, kind: ItemType, item: Item) -> bool:
    """Whether a ban is about this message, this state and this contact; by whatever way and words."""
    if kind.name in ban.allow:
        return False
    if ban.states and not any(state in known.story.entered for state in ban.states):
        return False
    return not ban.to or any(item.contact in known.contacts_in(group) for group in ban.to)


def _found(ban: Ban, draft: Draft | None) -> tuple[str, ...]:
    """Return the phrases of a ban that a draft says."""
    if draft is None:
        return ()
    return said(ban.says, "\n".join((draft.subject, draft.body, draft.voicemail)))


def _begun(known: Knowledge, ban: Ban, item: Item, now: Instant) -> bool | str:
    """Return whether a ban has begun; if nobody can tell, the fact that has not been told."""
    if ban.since is None:
        return True
    start = known.moment(ban.since, item.state, now, item=item, time="00:00")
    if isinstance(start, Moment):
        return start.at <= now
    facts = known.playbook.facts
    untold = (name for name in start.missing if name in facts or name.startswith("contact."))
    return next(untold, False)


def _over(known: Knowledge, ban: Ban, item: Item, now: Instant) -> bool:
    end = known.moment(ban.until, item.state, now, item=item, limit=True) if ban.until else None
    return isinstance(end, Moment) and end.at <= now


def _lifted(known: Knowledge, ban: Ban, item: Item) -> bool:
    """Whether the contact of this item has brought about the event that ends the ban, after it began."""
    happened = known.story.happened.get(ban.lifts or "")
    if happened is None or happened.contact != item.contact:
        return False
    return all(happened.at > began for began in _since(known, ban, item))


def _since(known: Knowledge, ban: Ban, item: Item) -> Iterator[Instant]:
    """Yield when that became known or happened which the condition of a ban names."""
    guard = ban.when or ""
    fields = [f"{item.contact}.{name}" for name in person_fields() if f"contact.{name}" in guard]
    facts = [name for name in known.playbook.facts if re.search(rf"\b{name}\b", guard)]
    for name in (*fields, *facts):
        words = known.story.facts.get(name, ())
        yield from (word.at for word in words[-1:])
        if not words and name.endswith(".do_not_contact"):
            yield Instant.MAX  # told in another case: nobody knows here what came after it
    for name, past in known.story.happened.items():
        if f"happened.{name}" in guard:
            yield past.at


def _left_to_bans(known: Knowledge) -> bool:
    """Whether the playbook itself says what follows when a contact has said no."""
    return any("contact.do_not_contact" in (ban.when or "") for ban in known.playbook.courtesy.bans.values())
