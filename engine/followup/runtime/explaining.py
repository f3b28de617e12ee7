"""Why: what a case waits for, by which rule and which line of its playbook, and what events would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from followup.core import machine
from followup.core.names import shown
from followup.core.values.case import Armed, Item, ItemStatus
from followup.core.values.playbook import EventType, ItemKind
from followup.core.values.records import Pinned
from followup.core.values.steps import Block, Verdict
from followup.core.values.times import AnchorKind, Moment, Portion, Sum, Unknown, When
from followup.errors import UsageError
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.reasons import opening_of
from followup.runtime.views import Waiting, WhyView, Would
from followup.runtime.wanting import text_of


def why(home: Home, case: str, item: str | None = None) -> WhyView:
    """Return what a case (or one of its items) waits for, and what each event would do from here.

    Raises:
        UsageError: `no-case` or `no-item`.
    """
    with home.store.read() as reading:
        look = glance(home, reading, case, ahead=True)
        pinned = reading.pinned(look.case.playbook)
    if item is not None and item not in look.case.items:
        raise UsageError("no-item", f"{case} has no {shown(item)}; nothing was done")
    marks = _Marks(pinned)
    items = look.case.items.values() if item is None else [look.case.items[item]]
    waiting = [_item(look, one, marks) for one in items if one.status.live or item is not None]
    if item is None:
        waiting += [_timer(look, name, armed, marks) for name, armed in look.case.timers.items()]
    state = look.playbook.states[look.case.state]
    return WhyView(
        now=look.now,
        case=look.case,
        state_why=next((one for one in _reasons(look) if one), ""),
        since=look.case.entered.get(state.name, look.case.started_at),
        waiting=tuple(waiting),
        would=tuple(would(look)),
        zone=look.zone,
    )


def would(look: Glance) -> Iterator[Would]:
    """Yield what each event would do from here, for those that something would happen with."""
    for event in look.playbook.events.values():
        taken = machine.machine_of(look.playbook).choose(
            look.case.state, machine.event(event.name), lambda guard: look.known.holds(guard) is True
        )
        if taken is not None:
            entered = look.playbook.states[taken.branch.go].do if taken.branch.go else ()
            items = tuple(dict.fromkeys([*taken.branch.do, *entered]))
            yield Would(
                event=event.name,
                say=event.say,
                go=taken.branch.go or "",
                do=items,
                facts=event.facts or event.also,
                moves=tuple(_moves(look, event)),
            )


def _moves(look: Glance, event: EventType) -> Iterator[str]:
    """Yield the items and timers of the case whose times hang on an event or on what it tells."""
    named = {event.name, *event.facts, *event.also}
    for item in look.case.items.values():
        if item.status in (ItemStatus.PLANNED, ItemStatus.DRAFTED, ItemStatus.APPROVED):
            kind = look.kind(item)
            if any(when is not None and _hangs(when, named) for when in (kind.due, kind.by, kind.expires)):
                yield item.id
    for name, armed in look.case.timers.items():
        timer = look.playbook.states[armed.state].timers[name.rpartition(".")[2]]
        if not armed.fired and _hangs(timer.due, named):
            yield timer.name


def _hangs(when: When, named: set[str]) -> bool:
    anchors = [
        anchor
        for line in when.lines
        for anchor in (
            (line.anchor,)
            if isinstance(line, Sum)
            else (line.start, line.end)
            if isinstance(line, Portion)
            else ()
        )
    ]
    kinds = (AnchorKind.FACT, AnchorKind.EVENT)
    return any(anchor.kind in kinds and anchor.name in named for anchor in anchors)


def _reasons(look: Glance) -> Iterator[str]:
    for name in reversed(look.playbook.path(look.case.state)):
        yield look.playbook.states[name].why


class _Marks:
    """Lines of the playbook's file by path."""

    def __init__(self, pinned: Pinned | None) -> None:
        self._file = PurePath(pinned.file).name if pinned is not None else ""
        self._lines = pinned.marks if pinned is not None else {}

    def place(self, path: str) -> str:
        """Return `FILE:LINE` of a path, or of the nearest that is marked around it."""
        parts = path.split(".")
        while parts:
            line = self._lines.get(".".join(parts))
            if line is not None:
                return line if isinstance(line, str) else f"{self._file}:{line}"
            parts.pop()
        return ""


def _item(look: Glance, item: Item, marks: _Marks) -> Waiting:
    kind = look.kind(item)
    group = "messages" if kind.kind is ItemKind.MESSAGE else "tasks"
    verdict = look.may(item)
    return Waiting(
        what=item.id,
        text=text_of(look, item),
        moment=item.due if isinstance(item.due, Moment) else None,
        missing=_missing(item.due, (*item.stuck, *item.missing)),
        blocks=tuple(
            replace(one, place=marks.place(one.path))
            for one in (*verdict.blocks, *_closed(look, item, verdict))
        ),
        free_at=verdict.free_at,
        place=marks.place(f"{group}.{item.name}.due"),
    )


def _closed(look: Glance, item: Item, verdict: Verdict) -> Iterator[Block]:
    """Yield the hours that hold an item back at the end of its other rules, and not only as of now."""
    ends = [one.until for one in verdict.blocks if one.until is not None and one.rule != "hours"]
    opened = opening_of(look, item, verdict.blocks)
    if ends and opened is not None and opened > max(look.now, *ends) and not verdict.never:
        yield Block(rule="hours", path="courtesy.hours", why="outside its hours", until=opened)


def _missing(due: Moment | Unknown, others: tuple[str, ...]) -> tuple[str, ...]:
    lacking = due.missing if isinstance(due, Unknown) else ()
    return tuple(dict.fromkeys([*lacking, *others]))


def _timer(look: Glance, name: str, armed: Armed, marks: _Marks) -> Waiting:
    timer = look.playbook.states[armed.state].timers[name.rpartition(".")[2]]
    go = timer.branch.go
    blocks: tuple[Block, ...] = ()
    if timer.branch.when is not None and look.known.holds(timer.branch.when) is not True:
        held = f"not ({timer.branch.when})"
        blocks = (Block(rule="condition", path=f"states.{armed.state}", why=held, lifts=timer.branch.when),)
    moment = armed.due if isinstance(armed.due, Moment) else None
    return Waiting(
        what=timer.name,
        text=f"go on to {shown(go)}" if go else shown(timer.name),
        moment=moment,
        missing=_missing(armed.due, ()),
        blocks=blocks,
        free_at=moment.at if moment is not None and not blocks else None,
        place=marks.place(f"states.{armed.state}.timers.{timer.name}.due"),
    )
