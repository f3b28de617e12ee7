"""A second opinion on everything that leaves: may it, said in other words than the engine's own gate.

It reads the rules of the playbook, the case and a ledger of what has left, and shares with the gate
only the calendar and the reading of time sentences.
"""

from __future__ import annotations

from collections.abc import Iterator

from whenever import Instant

from followup.core.calendar.sentences import plus
from followup.core.knowledge import Knowledge
from followup.core.prove.atoms import Scalar, tree, truth
from followup.core.prove.scene import Departure, Scene
from followup.core.values.case import Item
from followup.core.values.events import FactValue
from followup.core.values.playbook import Ban, ItemType, Limit, Playbook
from followup.core.values.times import Hours, Moment, Opening, Span, Weekday

_WEEK = tuple(Weekday)
_FIELDS = ("role", "title", "email", "phone", "linkedin", "name_verified", "do_not_contact")


def objections(playbook: Playbook, before: Scene, gone: Departure) -> Iterator[tuple[str, str]]:
    """Yield why something should not have left, as the path of a rule and a sentence.

    Args:
        playbook: The whole playbook.
        before: The scene just before it left.
        gone: What left.
    """
    item = before.case.items[gone.item]
    kind = playbook.items[gone.name]
    known = Knowledge(playbook, before.case, before.world)
    yield from _in_time(kind, item, known, gone.at)
    yield from _allowed(playbook, kind, item, known, gone)
    if kind.counts:
        yield from _counted(playbook, before, gone, known)
    if "hours" not in kind.despite and not _open(_hours(playbook, kind, gone.way), known, gone.at):
        yield "courtesy.hours", f"{gone.name} leaves outside its hours"


def _in_time(kind: ItemType, item: Item, known: Knowledge, now: Instant) -> Iterator[tuple[str, str]]:
    path = f"messages.{kind.name}"
    if kind.expires is not None:
        ends = known.moment(kind.expires, item.state, now, item=item, limit=True)
        if isinstance(ends, Moment) and ends.at <= now:
            yield f"{path}.expires", f"{kind.name} leaves after it has expired"
    if kind.due is not None:
        due = known.moment(kind.due, item.state, now, item=item)
        if not isinstance(due, Moment) or due.at > now:
            yield f"{path}.due", f"{kind.name} leaves before it is due"
    if kind.when is not None and truth(tree(kind.when), _values(known, item)) is not True:
        yield f"{path}.when", f"{kind.name} leaves although its condition does not hold"
    if item.state not in known.story.entered:
        yield path, f"{kind.name} leaves although the state that planned it is over"
    for need in kind.needs:
        if "." not in need and known.value(need, item) in (None, "", ()):
            yield f"{path}.needs", f"{kind.name} leaves without {need}"


def _allowed(
    playbook: Playbook, kind: ItemType, item: Item, known: Knowledge, gone: Departure
) -> Iterator[tuple[str, str]]:
    values = _values(known, item)
    for ban in playbook.courtesy.bans.values():
        if _forbids(ban, kind, item, known, gone, values):
            yield f"courtesy.bans.{ban.name}", f"{kind.name} leaves although {ban.name} forbids it"
    person = known.surroundings.contacts.get(gone.contact)
    named = any("contact.do_not_contact" in (ban.when or "") for ban in playbook.courtesy.bans.values())
    if person is not None and person.do_not_contact and not named:
        yield "courtesy.bans", f"{kind.name} leaves to somebody who asked not to be contacted"
    for wait in playbook.courtesy.waits.values():
        if kind.name not in wait.holds or wait.name in kind.despite:
            continue
        if wait.when is not None and truth(tree(wait.when), values) is False:
            continue
        if wait.until is not None:
            end = known.moment(wait.until, item.state, gone.at, item=item, limit=True)
            if not isinstance(end, Moment) or end.at <= gone.at:
                continue
        yield f"courtesy.waits.{wait.name}", f"{kind.name} leaves although it has to wait ({wait.name})"


def _forbids(
    ban: Ban, kind: ItemType, item: Item, known: Knowledge, gone: Departure, values: dict[str, Scalar]
) -> bool:
    """Whether a ban certainly forbids it; one that an event may have lifted is left to the gate."""
    elsewhere = (
        kind.name in ban.allow
        or (ban.via and gone.way not in ban.via)
        or (ban.states and not set(ban.states) & set(known.story.entered))
        or (ban.to and not any(gone.contact in known.contacts_in(group) for group in ban.to))
        or (ban.says and (item.draft is None or not _says(ban, f"{item.draft.subject}\n{item.draft.body}")))
    )
    if elsewhere or (ban.when is not None and truth(tree(ban.when), values) is False):
        return False
    if ban.lifts is not None and ban.lifts in known.story.happened:
        return False
    return _running(ban, item, known, gone.at)


def _running(ban: Ban, item: Item, known: Knowledge, now: Instant) -> bool:
    if ban.since is not None:
        start = known.moment(ban.since, item.state, now, item=item, time="00:00")
        if not isinstance(start, Moment) or start.at > now:
            return False
    if ban.until is None:
        return True
    end = known.moment(ban.until, item.state, now, item=item, limit=True)
    return not isinstance(end, Moment) or end.at > now


def _says(ban: Ban, text: str) -> bool:
    plain = " ".join(text.casefold().split())
    return any(" ".join(phrase.casefold().split()) in plain for phrase in ban.says)


def _counted(
    playbook: Playbook, before: Scene, gone: Departure, known: Knowledge
) -> Iterator[tuple[str, str]]:
    """Hold the limits against what the case has sent: to this contact, by this way, in all."""
    courtesy = playbook.courtesy
    surely = {t.item for t in before.world.touches if t.counted}
    left = [one for one in before.left if one.item in surely and one.item != gone.item]
    mine = [one for one in left if one.contact == gone.contact]
    rules = [
        ("courtesy.limits.contact", courtesy.limits.get("contact"), mine),
        ("courtesy.limits.case", courtesy.limits.get("case"), left),
        (f"courtesy.ways.{gone.way}", courtesy.ways.get(gone.way), [o for o in mine if o.way == gone.way]),
    ]
    for path, limit, some in rules:
        if limit is not None:
            yield from _within(playbook, path, limit, some, gone, known)


def _within(
    playbook: Playbook, path: str, limit: Limit, left: list[Departure], gone: Departure, known: Knowledge
) -> Iterator[tuple[str, str]]:
    here = [one for one in left if not limit.per_round or one.round == gone.round]
    if limit.most is not None and len(here) >= limit.most:
        yield path, f"{gone.name} is number {len(here) + 1}, and only {limit.most} may leave"
    if limit.apart is not None and left and "apart" not in playbook.items[gone.name].despite:
        last = max(one.at for one in left)
        if plus(limit.apart, last, known.calendar, playbook.courtesy.time) > gone.at:
            yield path, f"{gone.name} leaves too soon after the one before"


def _hours(playbook: Playbook, kind: ItemType, way: str) -> Hours:
    if kind.hours is not None:
        return kind.hours
    hours = playbook.courtesy.hours
    return hours[way] if way in hours else hours.get("any", ())


def _open(hours: Hours, known: Knowledge, now: Instant) -> bool:
    """Whether an instant lies within hours, read off the wall clock of the place."""
    if not hours:
        return True
    local = known.calendar.local(now)
    clock = f"{local.hour:02}:{local.minute:02}"
    day = _WEEK[local.date().day_of_week().value - 1]
    business = known.calendar.is_business(local.date())

    def inside(one: Opening) -> bool:
        at_work = business or not one.business
        return day in one.days and at_work and any(start <= clock < end for start, end in one.windows)

    return any(inside(one) for one in hours)


def _values(known: Knowledge, item: Item) -> dict[str, Scalar]:
    """Return what conditions may ask, gathered anew from the case itself."""
    found: dict[str, FactValue | Span] = {
        "round": known.story.round,
        "cases_here": known.surroundings.cases_here,
        **{name: known.setting(name) for name in known.playbook.settings},
        **_of_story(known, item),
        **(_of_contact(known, item.contact) if item.contact is not None else {}),
    }
    return {name: value for name, value in found.items() if isinstance(value, (str, int))}


def _of_story(known: Knowledge, item: Item) -> dict[str, FactValue]:
    story, playbook = known.story, known.playbook
    found: dict[str, FactValue] = {}
    for name in playbook.facts:
        found[name] = known.value(name, item)
        found[f"known.{name}"] = found[name] is not None
    for name in playbook.events:
        found[f"happened.{name}"] = name in story.happened
    for name in (*playbook.items, *playbook.dropped):
        mine = [one for one in story.items.values() if one.name == name]
        gone = [one for one in mine if one.round == story.round and (one.status.left or one.counted)]
        found[f"open.{name}"] = any(one.status.live for one in mine)
        found[f"sent.{name}"] = bool(gone)
    return found


def _of_contact(known: Knowledge, contact: str) -> dict[str, FactValue]:
    each = [field for fact in known.playbook.facts.values() for field in fact.each]
    found = {f"contact.{field}": known.of_contact(contact, field) for field in (*_FIELDS, *each)}
    return {**found, **{f"known.{field}": found[f"contact.{field}"] is not None for field in each}}
