"""A situation: all that tells two scenes apart as far as a slice can tell. Equal keys, equal futures.

Distances of time are left out; the order of what lies ahead stays. What the slice does not vary is
left out too.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from whenever import Date, Instant, ZonedDateTime

from followup.core.knowledge import in_hand
from followup.core.prove.representatives import ZONE
from followup.core.prove.scene import Scene
from followup.core.prove.slices import Slice
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import Fact, FactType, Scope
from followup.core.values.times import Moment

_NEAR_DAYS = 14
_DATES = (FactType.DATE, FactType.DATETIME)
_ROUGHLY = {
    ItemStatus.APPROVED: "approved",
    ItemStatus.DRAFTED: "offered",
    ItemStatus.HANDED_OVER: "offered",
}
_USED = (ItemStatus.DONE, ItemStatus.HANDED_OVER)


def key(part: Slice, scene: Scene, *, late: bool) -> Hashable:
    """Return what a scene is as far as a slice can tell.

    Args:
        part: The slice.
        scene: The scene.
        late: Whether time has passed to just before the next thing that comes by itself.
    """
    case = scene.case
    return (
        case.state,
        late,
        min(case.round, part.rounds),
        *known_key(part, scene),
        tuple(sorted(_rough(part, scene))),
        tuple(sorted(set(_close(part, scene)), key=repr)),
        tuple(_ahead(part, scene)),
        any(person.do_not_contact for person in scene.world.contacts.values()),
    )


def known_key(part: Slice, scene: Scene) -> tuple[Hashable, ...]:
    """Return what is known in a scene as far as a slice can tell: facts, past events, past outcomes."""
    case = scene.case
    return (
        tuple(_facts(part, scene)),
        tuple(sorted(name for name in part.events if name in case.happened)),
        tuple(sorted(name for name in part.outcomes if name in case.outcomes)),
    )


def _facts(part: Slice, scene: Scene) -> Iterator[tuple[str, str]]:
    for name in read_now(part, scene):
        fact = part.playbook.facts[name]
        words = scene.case.facts.get(name, ())
        if fact.per is Scope.ROUND:
            words = tuple(word for word in words if word.round == scene.case.round)
        said = words[-1].value if words else None
        if said is not None:
            plain = len(part.facts[name]) < 2 or (fact.type in _DATES and name not in part.placed)
            yield name, "known" if plain else kind_of(fact, said, scene.now)


def kind_of(fact: Fact, said: FactValue, now: Instant) -> str:
    """Return what tells a value from others of its fact: for dates, where they lie."""
    if fact.type not in _DATES or said is None:
        return repr(said)
    day = ZonedDateTime.parse_iso(str(said)).date() if "T" in str(said) else Date.parse_iso(str(said))
    today = now.to_tz(ZONE).date()
    if day < today:
        return "past"
    return "near" if day <= today.add(days=_NEAR_DAYS) else "far"


def _rough(part: Slice, scene: Scene) -> Iterator[tuple[str, str]]:
    """Yield of each item looked at roughly, while its state lasts, how far it is."""
    case = scene.case
    found: dict[str, set[str]] = {}
    for item in case.items.values():
        if item.name not in part.rough or item.round != case.round or item.state not in case.entered:
            continue
        if in_hand(item):
            found.setdefault(item.name, set()).add(_ROUGHLY.get(item.status, "planned"))
        elif used_up(item):
            found.setdefault(item.name, set()).add("gone")
    for name, how in found.items():
        yield name, " ".join(sorted(how))


def _close(part: Slice, scene: Scene) -> Iterator[tuple[Hashable, ...]]:
    """Yield of each item looked at closely how it stands."""
    for item in looked_at(part, scene):
        if not item.status.live or item.state not in scene.case.entered:
            if item.round == scene.case.round and used_up(item) and not item.occasion:
                yield (item.name, item.contact or "", item.turn)
            continue
        yield (
            item.name,
            item.contact or "",
            item.status.value,
            item.tries,
            bool(item.stuck),
            item.missing,
            item.turn,
            bool(item.draft is not None and item.draft.errors),
        )


def read_now(part: Slice, scene: Scene) -> Iterator[str]:
    """Yield the facts of a slice that something reads now: its state, or an item of the focus that lives."""
    state = part.read.get(scene.case.state, frozenset())
    alive = any(in_hand(item) and item.state in scene.case.entered for item in looked_at(part, scene))
    here = part.groups.get(scene.case.state, frozenset())
    for name in part.facts:
        if name in state or name in here or (alive and name in part.own):
            yield name


def looked_at(part: Slice, scene: Scene) -> tuple[Item, ...]:
    """Return the items of the focus: those of this round, or of an earlier one that nothing has followed."""
    mine = [item for item in scene.case.items.values() if item.name in part.focus]
    now = {item.name for item in mine if item.round == scene.case.round}
    return tuple(item for item in mine if item.round == scene.case.round or item.name not in now)


def used_up(item: Item) -> bool:
    """Whether an item has gone, so that it is not planned again in its round."""
    return item.status.left or item.status in _USED or item.counted


def _ahead(part: Slice, scene: Scene) -> Iterator[tuple[str, ...]]:
    """Yield what is over, then what lies ahead in the order of time, names at one instant together."""
    points: dict[Instant, set[str]] = {}
    past: set[str] = set()
    for name, at in _points(part, scene):
        if at is None or at <= scene.now:
            past.add(name)
        else:
            points.setdefault(at, set()).add(name)
    yield tuple(sorted(past))
    for at in sorted(points):
        yield tuple(sorted(points[at]))


def _points(part: Slice, scene: Scene) -> Iterator[tuple[str, Instant | None]]:
    """Yield the times that a slice knows; None for a timer that has fired."""
    for name, armed in scene.case.timers.items():
        if armed.fired:
            yield f"{name}!", None
        elif isinstance(armed.due, Moment):
            yield name, armed.due.at
    for item in looked_at(part, scene) if part.focus else _holding(part, scene):
        if not in_hand(item) or item.state not in scene.case.entered:
            continue
        name = f"{item.name} {item.contact or ''}"
        if part.focus and isinstance(item.due, Moment) and item.status is not ItemStatus.HANDED_OVER:
            yield f"{name} due", max(item.due.at, item.not_before or item.due.at)
        if isinstance(item.expires, Moment):
            yield f"{name} expires", item.expires.at


def _holding(part: Slice, scene: Scene) -> tuple[Item, ...]:
    """Return the items that hold a state where states alone are looked at."""
    return tuple(item for item in scene.case.items.values() if item.name in part.rough)
