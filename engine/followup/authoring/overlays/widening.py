"""What comes out of an overlay and allows more than its base: by path and key, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import inf

from followup.authoring.overlays.lengths import not_shorter, parts_not_shorter
from followup.authoring.overlays.openings import inside
from followup.core.values.playbook import ItemType, Limit, Pick, Playbook, Promise, Wait
from followup.core.values.times import Choice, Direction, Hours, Sum, When

_ANY = "any"


@dataclass(frozen=True, slots=True)
class Wider:
    """Something that allows more than the base does.

    Attributes:
        path: The named thing, such as `courtesy.limits.contact`.
        key: The key of it that allows more.
        how: What it allows, as the end of a sentence.
        never: Whether no reason makes that right.
    """

    path: str
    key: str
    how: str
    never: bool = False


def wider(base: Playbook, made: Playbook) -> Iterator[Wider]:
    """Yield what a playbook allows and its base does not. What is new or dropped is not looked at."""
    for path, old, new in _limits(base, made):
        yield from _limit(path, old, new)
    yield from _hours(base, made)
    yield from _elsewhere(base, made)
    yield from _through(base, made)
    for name, wait in base.courtesy.waits.items():
        if name in made.courtesy.waits:
            yield from _wait(wait, made.courtesy.waits[name], made)
    for name, item in base.items.items():
        if name in made.items:
            yield from _item(base, item, made.items[name])
    for name, promise in base.promises.items():
        if name in made.promises:
            yield from _promise(promise, made.promises[name])


# Courtesy ------------------------------------------------------------------------------------


def _limits(base: Playbook, made: Playbook) -> Iterator[tuple[str, Limit, Limit]]:
    for name, limit in base.courtesy.limits.items():
        if name in made.courtesy.limits:
            yield f"courtesy.limits.{name}", limit, made.courtesy.limits[name]
    for name, limit in base.courtesy.ways.items():
        if name in made.courtesy.ways:
            yield f"courtesy.limits.ways.{name}", limit, made.courtesy.ways[name]


def _limit(path: str, old: Limit, new: Limit) -> Iterator[Wider]:
    house = path.endswith(".house")
    if old.most is not None and (new.most is None or new.most > old.most):
        yield Wider(path, "most", f"{new.most} instead of {old.most}", house)
    if new.per_round and not old.per_round:
        yield Wider(path, "per", "the count would start anew with every round", house)
    if old.apart is not None and (new.apart is None or not not_shorter(new.apart, old.apart)):
        yield Wider(path, "apart", "they may come closer together", house)


def hours_of(playbook: Playbook, way: str) -> Hours:
    """Return the hours of a way; an empty tuple means at all times."""
    hours = playbook.courtesy.hours
    return hours.get(way, hours.get(_ANY, ()))


def _hours(base: Playbook, made: Playbook) -> Iterator[Wider]:
    ways = dict.fromkeys([_ANY, *base.courtesy.hours, *made.courtesy.hours])
    for way in ways:
        if not inside(hours_of(made, way), hours_of(base, way)):
            told = f"{'messages' if way == _ANY else way} may go when it is closed in the base"
            yield Wider("courtesy.hours", way, told)


def _elsewhere(base: Playbook, made: Playbook) -> Iterator[Wider]:
    """Yield by which other place, or other closed days, hours and business days would be reckoned."""
    if made.courtesy.place != base.courtesy.place:
        yield Wider("courtesy.place", "use", f'hours and holidays would be those of "{made.courtesy.place}"')
    if base.courtesy.closed and made.courtesy.closed != base.courtesy.closed:
        yield Wider("courtesy.closed", "use", f'"{base.courtesy.closed}" would not be closed days any more')


def _through(base: Playbook, made: Playbook) -> Iterator[Wider]:
    old, new = base.courtesy.through, made.courtesy.through
    direct = set(old.groups) - set(new.groups if new is not None else ()) if old is not None else set()
    if direct:
        yield Wider("courtesy.through", "for", f"{_quoted(direct)} would be written to directly")


def _wait(old: Wait, new: Wait, made: Playbook) -> Iterator[Wider]:
    path = f"courtesy.waits.{old.name}"
    free = set(old.holds) - set(new.holds) - set(made.dropped)
    if free:
        yield Wider(path, "holds", f"{_quoted(free)} would not wait any more")
    if not _holds_as_long(old.when, new.when):
        yield Wider(path, "if", "it may hold less often")
    if not _lasts_as_long(old.until, new.until):
        yield Wider(path, "until", "it may end earlier")


def _holds_as_long(old: str | None, new: str | None) -> bool:
    """Whether a condition is plainly true wherever another one is; None is always true."""
    if new is None or old == new:
        return True
    if old is None or "&&" in old:
        return False
    return new.startswith(f"{old} || ") or new.endswith(f" || {old}")


def _lasts_as_long(old: When | None, new: When | None) -> bool:
    """Whether a time is plainly not before another one; None is never."""
    if new is None or old == new:
        return True
    first, second = _only(old), _only(new)
    if first is None or second is None or first.direction is not second.direction:
        return False
    if (first.anchor, first.clock, first.roll, first.same_day) != (
        second.anchor,
        second.clock,
        second.roll,
        second.same_day,
    ):
        return False
    if first.direction is Direction.BEFORE:
        return parts_not_shorter(first.spans, second.spans)
    return parts_not_shorter(second.spans, first.spans)


def _only(when: When | None) -> Sum | None:
    line = when.lines[0] if when is not None and when.choose is Choice.ONLY else None
    return line if isinstance(line, Sum) else None


# Messages and promises -----------------------------------------------------------------------


def _item(base: Playbook, old: ItemType, new: ItemType) -> Iterator[Wider]:
    path = f"messages.{old.name}"
    if old.counts and not new.counts:
        yield Wider(path, "counts", "it would not be counted any more")
    if not new.counts and _times(new) > _times(old):
        yield Wider(path, "repeat", "it would come again, and is not counted")
    passed = set(new.despite) - set(old.despite)
    if passed:
        yield Wider(path, "despite", f"it would pass {_quoted(passed)}")
    if new.hours is not None and not _no_other_hours(base, old, new):
        yield Wider(path, "hours", "it may go when it is closed in the base")
    for name, rule in new.outcomes.items():
        was = old.outcomes.get(name)
        if not rule.counts and (was is None or was.counts):
            yield Wider(path, "outcomes", f'"{name}" would not be counted any more')


def _times(item: ItemType) -> int | float:
    """Return how often an item may come in a round, at most."""
    if item.repeat is None:
        return 1
    return item.repeat.most if isinstance(item.repeat.most, int) else inf


def _no_other_hours(base: Playbook, old: ItemType, new: ItemType) -> bool:
    if old.hours is not None:
        return inside(new.hours or (), old.hours)
    ways = ("email",) if new.target.pick is Pick.REPLY and not new.via else new.via
    return all(inside(new.hours or (), hours_of(base, way)) for way in ways)


def _promise(old: Promise, new: Promise) -> Iterator[Wider]:
    path = f"promises.{old.name}"
    for key, lost in (
        ("never", set(old.never) - set(new.never)),
        ("of", set(old.of) - set(new.of)),
    ):
        if lost:
            yield Wider(path, key, f"it would not be about {_quoted(lost)} any more")
    if old.most is not None and (new.most is None or new.most > old.most):
        yield Wider(path, "most", f"{new.most} instead of {old.most}")
    if old.per == "case" and new.per == "contact":
        yield Wider(path, "per", "it would be counted for each contact alone")
    if new.states and (not old.states or set(old.states) - set(new.states)):
        yield Wider(path, "in", "it would hold in fewer states")
    for key, was, now in (("before", old.before, new.before), ("after", old.after, new.after)):
        if was != now:
            yield Wider(path, key, "it would hold at other times")


def _quoted(names: Iterable[str]) -> str:
    return " and ".join(f'"{name}"' for name in sorted(names))
