"""The door of this room: the bytes of a tests file to its scenarios, or to everything that is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import PurePath

from followup.authoring import characters, shape
from followup.authoring import text as yaml
from followup.authoring.desk import Desk
from followup.authoring.findings import Enough, Findings
from followup.authoring.scenarios.acts import Scene, story
from followup.authoring.scenarios.clock import Clock
from followup.authoring.scenarios.people import NOBODY, me, people
from followup.authoring.scenarios.values import facts
from followup.authoring.section import Section
from followup.authoring.spans import span
from followup.authoring.tree import Map
from followup.authoring.vocabulary import Names
from followup.core.values.problems import Problem
from followup.core.values.scenario import Approvals, Other, Scenario
from followup.core.values.times import Span, Unit
from followup.errors import Finding, InvalidInput

ENDING = ".tests.yaml"
"""How the names of tests files end."""

_NOWHERE = "PLAIN UTC"
"""Where a scenario without a place is read, so that the rest of it is looked at as well."""
_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 24 * 60, Unit.WEEK: 7 * 24 * 60}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """The scenarios of a tests file.

    Attributes:
        playbook: The playbook they are about: a word as on the command line.
        scenarios: In the order of the file.
        file: The name of the file, as it was given.
        source: Its text.
        root: Its tree, for the places of what is found later.
    """

    playbook: str
    scenarios: tuple[Scenario, ...]
    file: str
    source: str = field(repr=False)
    root: Map = field(repr=False, compare=False)


def read(
    data: bytes, file: str, *, almanac_place: Callable[[str], str]
) -> tuple[Suite | None, tuple[Finding, ...]]:
    """Return the scenarios of a tests file, or None, and all findings in the order of the file.

    Never raises, whatever the bytes.

    Args:
        data: The bytes of the file.
        file: Its name, for the findings, and for the playbook if the file names none.
        almanac_place: Gives the canonical place for words such as `New York`; raises InvalidInput.
    """
    source, found = characters.decode(data, file)
    suite: Suite | None = None
    try:
        root = None if found.failed else yaml.parse(source, found, what="tests file", begin="scenarios:")
        suite = _suite(root, found, almanac_place) if root is not None else None
    except Enough:
        pass
    return (None if found.failed else suite), found.all()


def named_after(file: str) -> str:
    """Return the playbook that a tests file is about by its name: `academia-us.tests.yaml`."""
    return PurePath(file).name.removesuffix(ENDING)


def _suite(root: Map, found: Findings, almanac_place: Callable[[str], str]) -> Suite:
    pruned = shape.check(root, found, "scenarios")
    section = Section(Desk(found, Names()), "suite", pruned)
    scenarios = tuple(_File(section, almanac_place).scenarios())
    return Suite(
        playbook=section.text("playbook") or named_after(found.source.file),
        scenarios=scenarios,
        file=found.source.file,
        source=found.source.text,
        root=root,
    )


class _File:
    """A tests file with what holds for all of its scenarios."""

    def __init__(self, section: Section, almanac_place: Callable[[str], str]) -> None:
        self._section = section
        self._desk = section.desk
        self._almanac_place = almanac_place
        self._place = self._canonical(section)

    def scenarios(self) -> Iterator[Scenario]:
        """Yield all scenarios that could be read."""
        for name, section in self._section.children("scenarios", "scenario"):
            scenario = self._scenario(name, section)
            if scenario is not None:
                yield scenario

    def _scenario(self, name: str, section: Section) -> Scenario | None:
        place = self._canonical(section) or self._place
        if place is None and not (section.has("place") or self._section.has("place")):
            text = f'nothing says where "{name}" happens'
            hint = "place: New York, here or at the top of the file"
            self._desk.error(section.at, "missing-key", text, hint)
        zone = (place or _NOWHERE).partition(" ")[2]
        clock = Clock(self._desk, zone)
        begins = clock.instant(section.scalar("begins"))
        persons = people(section, clock, people(self._section, clock))
        others = {other.name: other for other in self._others(section, clock)}
        approvals, minutes = self._approvals(section)
        scene = Scene(clock, begins, section.at_key("begins"), persons, others)
        acts = story(section, scene)
        if begins is None or place is None:
            return None
        return Scenario(
            name=name,
            why=section.text("why"),
            place=place,
            begins=begins,
            me=me(section, me(self._section, replace(NOBODY, zone=zone))),
            given={**facts(self._section.get("given"), clock), **facts(section.get("given"), clock)},
            people=tuple(persons.values()),
            approvals=approvals,
            approve_after=minutes,
            ways=self._ways(section),
            others=tuple(others.values()),
            story=acts,
            fails_on=section.text("fails_on"),
            promise=section.text("promise"),
            line=section.at.start.line + 1,
        )

    def _canonical(self, section: Section) -> str | None:
        scalar = section.scalar("place")
        if scalar is None:
            return None
        try:
            return self._almanac_place(str(scalar.value))
        except InvalidInput as wrong:
            self._desk.error(scalar.at, wrong.code, wrong.text, *([wrong.hint] if wrong.hint else []))
            return None

    def _ways(self, section: Section) -> dict[str, str]:
        found: dict[str, str] = {}
        for one in (self._section, section):
            ways = one.child("ways", "ways")
            found |= {way: ways.text(way) for way in ways.node.entries} if ways is not None else {}
        return found

    def _others(self, section: Section, clock: Clock) -> Iterator[Other]:
        for name, other in section.children("others", "other"):
            begins = clock.instant(other.scalar("begins"))
            if begins is not None:
                yield Other(
                    name=name,
                    begins=begins,
                    playbook=other.text("playbook"),
                    owner=other.text("owner"),
                    facts=facts(other.get("given"), clock),
                )

    def _approvals(self, section: Section) -> tuple[Approvals, int]:
        scalar = section.scalar("approve") or self._section.scalar("approve")
        words = str(scalar.value) if scalar is not None else Approvals.AT_ONCE.value
        if scalar is None or words in (Approvals.AT_ONCE, Approvals.NEVER):
            return Approvals(words), 0
        first, _, rest = words.partition(" ")
        delay = span(rest) if first == "after" else None
        if isinstance(delay, Span) and all(part.unit in _MINUTES for part in delay.parts):
            return Approvals.LATER, sum(part.amount * _MINUTES[part.unit] for part in delay.parts)
        if isinstance(delay, Problem):
            self._desk.found.problem(scalar.at, delay)
        else:
            text = f'drafts cannot be approved "{words}"'
            self._desk.error(scalar.at, "unknown-choice", text, "at once", "never", "after 90 minutes")
        return Approvals.AT_ONCE, 0
