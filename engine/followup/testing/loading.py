"""A tests file with all that belongs to it: its playbook, those it has to fail on, those of further cases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from followup.authoring.compile import Compiled
from followup.authoring.findings import Source
from followup.authoring.library import read_file
from followup.authoring.scenarios import Suite, fitted, read
from followup.authoring.scenarios.places import Path as Trail
from followup.authoring.scenarios.places import find
from followup.core.values.scenario import Scenario
from followup.errors import BadPlaybook, Finding, FollowupError, InvalidInput, Place
from followup.library import find_playbook
from followup.runtime.almanac import PublicAlmanac
from followup.testing.finding import SUFFIX
from followup.testing.playing import Part


@dataclass(slots=True)
class Loaded:
    """A tests file with its playbook, ready to be played; with `findings`, it cannot be.

    Attributes:
        file: As it was named.
        suite: What it says.
        compiled: The playbook.
        parts: The scenarios.
        others: Playbooks of further cases.
        findings: All that is wrong.
    """

    file: str
    suite: Suite | None = None
    compiled: Compiled | None = None
    parts: tuple[Part, ...] = ()
    others: Mapping[str, Compiled] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class Books:
    """Playbooks by word and folder, each read once."""

    folders: tuple[Path, ...] = ()
    known: dict[tuple[str, Path], Compiled] = field(default_factory=dict)

    def find(self, word: str, beside: Path) -> Compiled:
        """Return a playbook; a file beside the tests goes before those that came with Followup.

        Raises:
            InvalidInput: `not-beside`: a tests file, which may be a stranger's, names a file elsewhere.
        """
        if any(part != Path(part).name for part in word.split("+")):
            raise InvalidInput(
                "not-beside",
                f'"{word}" is a path; a tests file names a playbook that lies beside it, or one by its name',
                hint="put the playbook beside the tests, and name it without a folder",
            )
        if (word, beside) not in self.known:
            found = find_playbook(_beside(word, beside), flow=False, folders=self.folders)
            self.known[word, beside] = found
        return self.known[word, beside]


def _beside(word: str, folder: Path) -> str:
    parts = [folder / f"{part}{SUFFIX}" for part in word.split("+")]
    named = zip(word.split("+"), parts, strict=True)
    return "+".join(str(path) if path.is_file() else part for part, path in named)


def load(
    file: Path, books: Books | None = None, *, match: str = "", compiled: Compiled | None = None
) -> Loaded:
    """Return a tests file with its playbook, ready to be played, or with all that is wrong.

    Args:
        file: The tests file.
        books: Playbooks that have been read already.
        match: Only scenarios with this in their name, or in what they guard; empty: all.
        compiled: The playbook to play it on; None: the one that it is about.
    """
    books = books or Books()
    loaded = Loaded(str(file))
    almanac = PublicAlmanac()
    try:
        data = read_file(file).data
    except InvalidInput as wrong:
        loaded.findings = (_at_all(str(file), wrong.code, wrong.text.replace(str(file), "it", 1)),)
        return loaded
    loaded.suite, loaded.findings = read(data, str(file), almanac_place=almanac.place)
    if loaded.suite is None:
        return loaded
    suite, folder = loaded.suite, file.parent
    try:
        loaded.compiled = compiled or books.find(suite.playbook, folder)
        loaded.others = {word: books.find(word, folder) for word in _words(suite)}
    except BadPlaybook as wrong:
        loaded.findings = wrong.findings
        return loaded
    except FollowupError as wrong:
        loaded.findings = (_of_playbook(suite, wrong),)
        return loaded
    others = {word: book.playbook for word, book in loaded.others.items()}
    book = loaded.compiled.playbook
    scenarios, findings = fitted(suite, book, almanac_place=almanac.place, others=others)
    loaded.findings += findings
    if not any(one.severity == "error" for one in findings):
        chosen = [one for one in scenarios if _matches(one, match)]
        loaded.parts = tuple(_part(loaded, one) for one in chosen)
    return loaded


def _words(suite: Suite) -> Iterator[str]:
    """Yield the words of all further playbooks that are needed."""
    for scenario in suite.scenarios:
        yield from filter(None, (scenario.fails_on, *(other.playbook for other in scenario.others)))


def _matches(scenario: Scenario, match: str) -> bool:
    return match.casefold() in f"{scenario.name} {scenario.why}".casefold()


def _part(loaded: Loaded, scenario: Scenario) -> Part:
    """Return a scenario with the playbook it has to fail on; where it does not even fit, it fails."""
    if not scenario.fails_on or loaded.suite is None:
        return Part(scenario=scenario)
    there = loaded.others[scenario.fails_on]
    as_read = [one for one in loaded.suite.scenarios if one.name == scenario.name]
    others = {word: book.playbook for word, book in loaded.others.items()}
    place = PublicAlmanac().place
    fit, findings = fitted(
        loaded.suite, there.playbook, almanac_place=place, others=others, scenarios=as_read
    )
    return Part(scenario=scenario, there=None if findings else (there, fit[0]))


def _of_playbook(suite: Suite, wrong: FollowupError) -> Finding:
    """Return the finding for a playbook that is not found, at the place that names it."""
    trail: Trail = ("playbook",)
    for scenario in suite.scenarios:
        named: dict[str, Trail] = {scenario.fails_on: ("scenarios", scenario.name, "fails_on")}
        named |= {one.playbook: ("scenarios", scenario.name, "others", one.name) for one in scenario.others}
        trail = next((path for word, path in named.items() if word and f'"{word}"' in wrong.text), trail)
    source = Source(suite.file, suite.source)
    at, _ = find(suite.root, trail)
    return Finding(
        place=source.place(at),
        severity="error",
        code=wrong.code,
        text=wrong.text,
        hints=(wrong.hint,) if wrong.hint else (),
        source=source.shown(at.start.line),
    )


def _at_all(file: str, code: str, text: str) -> Finding:
    place = Place(file=file, line=1, column=1, end_column=1)
    return Finding(place=place, severity="error", code=code, text=text)
