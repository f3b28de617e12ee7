"""What is expected at one moment of a scenario."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping

from whenever import Instant

from followup.authoring.scenarios.clock import Clock, instant
from followup.authoring.scenarios.values import value
from followup.authoring.section import Section
from followup.authoring.suggesting import meant, meant_or_all
from followup.authoring.tree import Map, Node, Scalar, Sequence
from followup.core.values.case import ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.problems import Problem
from followup.core.values.scenario import Expectation, Sent

NONE = "none"
"""The status of an item that there is not."""
UNKNOWN = "unknown"
NOBODY = "-"
"""Stands in a line of what was sent for no contact."""

_STATUSES = (*ItemStatus, NONE)
_SENT = re.compile(r"(?P<time>\S+ \d\d:\S+|\S+T\S+) (?P<item>\S+) (?P<contact>\S+)", re.ASCII)
_EXAMPLE = "2026-10-01 18:30 thank_you interviewer-a"


def expectation(section: Section, clock: Clock, people: Container[str], now: Instant | None) -> Expectation:
    """Return what is expected; what is wrong is noted.

    Args:
        section: What stands under `expect`.
        clock: Of the scenario.
        people: Contacts that are known by now.
        now: The time of the act, if that could be read.
    """
    reader = _Reader(section, clock, people, now)
    round_ = section.number("round")
    sent = section.get("sent")
    outcome = section.scalar("outcome")
    return Expectation(
        state=section.text("state") or None,
        outcome=str(outcome.value) if outcome is not None else None,
        round=round_,
        sent=tuple(reader.sent()) if isinstance(sent, Sequence) else None,
        not_sent=section.texts("not_sent"),
        most=reader.numbers("most"),
        items=dict(reader.items()),
        due=dict(reader.due()),
        blocked=dict(reader.blocked()),
        facts=dict(reader.facts()),
        stuck=reader.lists("stuck"),
        about=reader.about(),
        said=section.texts("said"),
        wants=section.texts("wants") if isinstance(section.get("wants"), Sequence) else None,
        text=reader.lists("text"),
        lacks=reader.lists("lacks"),
        ends=section.flag("ends") if section.scalar("ends") is not None else None,
        settles=section.number("settles") or 1100,
    )


class _Reader:
    """Reads the expectations that are more than a word."""

    def __init__(self, section: Section, clock: Clock, people: Container[str], now: Instant | None) -> None:
        self._section = section
        self._desk = section.desk
        self._clock = clock
        self._people = people
        self._now = now

    def sent(self) -> Iterator[Sent]:
        """Yield what is expected to have left."""
        for line in self._section.items("sent"):
            found = self._line(str(line.value))
            if isinstance(found, Problem):
                self._desk.refuse(line, found)
            else:
                yield found

    def _line(self, text: str) -> Sent | Problem:
        match = _SENT.fullmatch(text)
        if match is None:
            told = f'"{text}" is not a time, an item and a contact'
            return Problem(start=0, end=len(text), code="bad-line", text=told, hints=(_EXAMPLE,))
        at = instant(match["time"], self._clock.zone)
        if isinstance(at, Problem):
            return at
        if self._now is not None and at > self._now:
            told = "this has not come yet when it is expected to have been sent"
            return Problem(start=0, end=match.end("time"), code="not-yet", text=told)
        contact = match["contact"]
        if contact != NOBODY and contact not in self._people:
            start, end = match.span("contact")
            return unknown_person(contact, self._people, start=start, end=end)
        return Sent(at=at, item=match["item"], contact="" if contact == NOBODY else contact)

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield statuses by item; a status may be written with a space."""
        for name, scalar in self._scalars("items"):
            status = str(scalar.value).replace(" ", "_")
            if status in _STATUSES:
                yield name, status
            else:
                text = f'"{scalar.value}" is no status of an item'
                hints = meant(status, _STATUSES) or (f"there are {', '.join(_STATUSES)}",)
                self._desk.error(scalar.at, "unknown-status", text, *hints)

    def due(self) -> Iterator[tuple[str, Instant | None]]:
        """Yield due times by item or timer."""
        for name, scalar in self._scalars("due"):
            if scalar.value == UNKNOWN:
                yield name, None
            elif (at := self._clock.instant(scalar)) is not None:
                yield name, at

    def blocked(self) -> Iterator[tuple[str, tuple[tuple[str, ...], Instant | None]]]:
        """Yield rules and the end of a block by item."""
        for name, block in self._section.children("blocked", "block"):
            until = block.scalar("until")
            known = until if until is not None and until.value != UNKNOWN else None
            yield name, (block.texts("rules"), self._clock.instant(known))

    def facts(self) -> Iterator[tuple[str, tuple[FactValue, ...]]]:
        """Yield all values of a fact."""
        for name, node in self._entries("facts"):
            if isinstance(node, Sequence):
                yield name, tuple(value(item, self._clock) for item in node.items)

    def numbers(self, key: str) -> dict[str, int]:
        """Return numbers by name."""
        found = self._scalars(key)
        return {name: scalar.value for name, scalar in found if isinstance(scalar.value, int)}

    def lists(self, key: str) -> dict[str, tuple[str, ...]]:
        """Return texts by name, where a single one may stand without brackets."""
        return {name: tuple(str(one.value) for one in _several(node)) for name, node in self._entries(key)}

    def about(self) -> Mapping[str, tuple[str, ...]]:
        """Return contacts by item."""
        for _, node in self._entries("about"):
            for one in _several(node):
                if one.value not in self._people:
                    self._desk.found.problem(one.at, unknown_person(str(one.value), self._people))
        return self.lists("about")

    def _entries(self, key: str) -> Iterator[tuple[str, Node]]:
        node = self._section.get(key)
        if isinstance(node, Map):
            for name, entry in node.entries.items():
                yield name, entry.value

    def _scalars(self, key: str) -> Iterator[tuple[str, Scalar]]:
        for name, node in self._entries(key):
            if isinstance(node, Scalar):
                yield name, node


def unknown_person(name: str, people: Container[str], *, start: int = 0, end: int = 0) -> Problem:
    """Return the problem of a contact that nobody has introduced."""
    known = list(people) if isinstance(people, Mapping) else []
    hints = meant_or_all(name, known) or ("introduce them under people",)
    text = f'nobody introduced "{name}"'
    return Problem(start=start, end=end, code="unknown-person", text=text, hints=hints)


def _several(node: Node) -> Iterator[Scalar]:
    for one in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(one, Scalar):
            yield one
