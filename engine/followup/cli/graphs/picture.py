"""What a picture of a playbook shows, however it is drawn: boxes in boxes, their lines, ways between them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from followup.cli.phrases import listed
from followup.cli.screens.names import plain, shown
from followup.core.values.changes import Change
from followup.core.values.playbook import Branch, Playbook, State
from followup.core.values.times import Choice, When

Taken = frozenset[tuple[str, str, str]]


class Kind(StrEnum):
    """What a line of a box tells."""

    WHY = "why"
    PLANS = "plans"
    EVENT = "event"
    TIMER = "timer"
    SETTLED = "settled"
    MARK = "mark"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a box.

    Attributes:
        text: The words, without the state it leads to.
        trigger: The event, `ITEM.OUTCOME` or `STATE.TIMER` that it waits for, or `STATE is settled`.
        go: The state it leads to, or empty.
        changed: Whether an overlay has changed something in it.
        taken: Whether the case went this way.
    """

    kind: Kind
    text: str
    trigger: str = ""
    go: str = ""
    changed: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A state with the states inside it; `visits` are the numbers of the case's steps into it, from 1."""

    name: str
    lines: tuple[Line, ...]
    plans: tuple[str, ...] = ()
    outcome: str = ""
    inner: tuple[Box, ...] = ()
    changed: bool = False
    visits: tuple[int, ...] = ()
    here: bool = False
    final: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a case on its way: into which state, and what led there.

    `by` is an event's name, `STATE.TIMER`, or `ITEM.` for whatever came of an item.
    """

    state: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """All of it. `changed` names the overlay whose changes are marked, `case` the case whose path is."""

    name: str
    version: str
    title: str
    start: str
    boxes: tuple[Box, ...]
    changed: str = ""
    case: str = ""
    path: tuple[Step, ...] = field(default=())

    def all(self) -> Iterator[Box]:
        """Yield every box, the outer before the inner, as in the file."""
        waiting = list(reversed(self.boxes))
        while waiting:
            box = waiting.pop()
            yield box
            waiting += reversed(box.inner)

    @property
    def ways(self) -> int:
        """How many ways lead from one state to another."""
        return sum(1 for box in self.all() for line in box.lines if line.go)


def picture(
    playbook: Playbook,
    *,
    changes: Sequence[Change] = (),
    case: str = "",
    path: Sequence[Step] = (),
    taken: Taken = frozenset(),
) -> Picture:
    """Return the picture of a playbook, with what an overlay changed and the way of a case marked.

    Args:
        playbook: What is drawn.
        changes: What an overlay changed in it.
        case: A case, by its name.
        path: The states that the case went through.
        taken: The ways it took: the state that a line belongs to, what the line waits for, where it leads.
    """
    marks = _Changed(playbook, changes)
    boxes = tuple(
        _box(playbook, state, marks, path, taken)
        for state in playbook.states.values()
        if state.parent is None
    )
    return Picture(
        name=playbook.name,
        version=playbook.version,
        title=playbook.title,
        start=playbook.start,
        boxes=boxes,
        changed=playbook.name if changes else "",
        case=case,
        path=tuple(path),
    )


def _box(playbook: Playbook, state: State, marks: _Changed, path: Sequence[Step], taken: Taken) -> Box:
    found = [
        replace(line, changed=line.changed or marks.touches(line)) for line in _lines(playbook, state, marks)
    ]
    return Box(
        name=state.name,
        plans=tuple(name for name in state.do if name not in playbook.dropped),
        outcome=state.outcome or "",
        lines=tuple(replace(line, taken=(state.name, line.trigger, line.go) in taken) for line in found),
        inner=tuple(
            _box(playbook, child, marks, path, taken)
            for child in playbook.states.values()
            if child.parent == state.name
        ),
        changed=marks.box(state.name),
        visits=tuple(n for n, step in enumerate(path, 1) if step.state == state.name),
        here=bool(path) and path[-1].state == state.name,
        final=state.final,
    )


def _lines(playbook: Playbook, state: State, marks: _Changed) -> Iterator[Line]:
    at = f"states.{state.name}"
    if state.why:
        yield Line(kind=Kind.WHY, text=state.why, changed=marks.at(f"{at}.why"))
    for key, word, items in (("do", "plans", state.do), ("may", "offers", state.may)):
        if items:
            touched = marks.at(f"{at}.{key}") or marks.items(items)
            yield Line(kind=Kind.PLANS, text=f"{word} {listed(_items(playbook, items))}", changed=touched)
    for trigger, branches in state.handlers.items():
        for branch in branches:
            touched = marks.at(f"{at}.events.{trigger}") or marks.items(branch.do)
            yield Line(
                kind=Kind.EVENT,
                text=_label(playbook, plain(trigger.replace(".", " ")), branch),
                trigger=trigger,
                go=branch.go or "",
                changed=touched,
            )
    for timer in state.timers.values():
        yield Line(
            kind=Kind.TIMER,
            text=_label(playbook, f"after {sentence(timer.due)}", timer.branch),
            trigger=f"{state.name}.{timer.name}",
            go=timer.branch.go or "",
            changed=marks.at(f"{at}.timers.{timer.name}"),
        )
    if state.then is not None:
        yield Line(
            kind=Kind.SETTLED, text="when all is settled", go=state.then, changed=marks.at(f"{at}.then")
        )
    for key, text in (
        ("outcome", f"outcome {plain(state.outcome)}" if state.outcome else ""),
        ("rest", "may rest here" if state.rest else ""),
        ("final", "the end" if state.final else ""),
    ):
        if text:
            yield Line(kind=Kind.MARK, text=text, changed=marks.at(f"{at}.{key}"))


def _items(playbook: Playbook, names: Sequence[str]) -> list[str]:
    """Return messages and tasks in words; those that an overlay left out still settle, and say so."""
    return [f"{plain(name)} (dropped)" if name in playbook.dropped else plain(name) for name in names]


def _label(playbook: Playbook, trigger: str, branch: Branch) -> str:
    guard = f" if {branch.when}" if branch.when else ""
    does = f" / {', '.join(_items(playbook, branch.do))}" if branch.do else ""
    return f"{trigger}{guard}{does}"


def sentence(when: When) -> str:
    """Return a time sentence on one line."""
    texts = [line.text for line in when.lines]
    if when.choose is Choice.ONLY:
        return texts[0]
    return f"{plain(when.choose.value)} of {'; '.join(texts)}"


class _Changed:
    """What an overlay touched, asked by place, by item and by the names in a sentence."""

    def __init__(self, playbook: Playbook, changes: Sequence[Change]) -> None:
        self._at = {
            path for one in changes for path in (one.path, *(f"{one.path}.{key}" for key in one.keys))
        }
        whole = {one.path for one in changes if not one.keys}
        names = [path.split(".") for path in self._at]
        self._boxes = {parts[1] for parts in names if len(parts) > 1 and parts[0] == "states"}
        self._added = {path for path in whole if path.startswith("states.")}
        self._items = {parts[1] for parts in names if len(parts) > 1 and parts[0] in ("messages", "tasks")}
        self._settings = {parts[1] for parts in names if len(parts) > 1 and parts[0] == "settings"}
        self._settings &= set(playbook.settings)

    def at(self, path: str) -> bool:
        """Whether this place, something in it, or the whole that it is part of was changed."""
        parts = path.split(".")
        around = {".".join(parts[:n]) for n in range(3, len(parts) + 1)}
        return (
            bool(around & self._at)
            or bool({".".join(parts[:2])} & self._added)
            or any(one.startswith(f"{path}.") for one in self._at)
        )

    def box(self, state: str) -> bool:
        """Whether anything in a state was changed."""
        return state in self._boxes

    def items(self, names: Sequence[str]) -> bool:
        """Whether one of these messages or tasks was changed."""
        return not self._items.isdisjoint(names)

    def touches(self, line: Line) -> bool:
        """Whether a time of this line hangs on a changed setting."""
        return line.kind is Kind.TIMER and not self._settings.isdisjoint(re.findall(r"\w+", line.text))


def legend(picture: Picture) -> list[str]:
    """Return what the marks mean, in sentences; none where nothing is marked."""
    found = []
    if picture.changed:
        found.append(f"* changed by {picture.changed}")
    if picture.path:
        visited = " -> ".join(shown(step.state) for step in picture.path)
        found.append(f"{picture.case} went {visited}" if len(picture.path) > 1 else f"{picture.case} is here")
    return found
