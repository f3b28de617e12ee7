"""Tests files run: found, read, fitted to their playbooks, played, and told about.

`run` serves `playbook test`, `run_suite` one file for `playbook check` and for pytest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from followup.authoring.characters import LARGEST
from followup.authoring.compile import Compiled
from followup.authoring.findings import Source
from followup.authoring.scenarios import Suite, fitted, read
from followup.authoring.scenarios.places import Path as Trail
from followup.authoring.scenarios.places import find
from followup.authoring.scenarios.reading import named_after
from followup.core.values.scenario import Scenario
from followup.errors import BadPlaybook, Finding, FollowupError, Place
from followup.library import find_playbook
from followup.runtime.almanac import PublicAlmanac
from followup.testing.finding import SUFFIX
from followup.testing.playing import TOGETHER, Parcel, Part, Progress, Ran, played, processors, shared
from followup.testing.results import Result, SuiteResult
from followup.testing.telling import broken, differences, passes_elsewhere
from followup.testing.whole import whole

MANY = 3
"""From so many files for each process on, a file is a piece of work; below, a few scenarios are."""


def run(
    files: Sequence[Path],
    *,
    match: str = "",
    workers: int | None = None,
    on: Progress | None = None,
    folders: Iterable[Path] = (),
) -> tuple[SuiteResult, ...]:
    """Run tests files and return what each came to, in their order.

    Args:
        files: Tests files.
        match: Only scenarios with this in their name, or in what they guard; empty: all.
        workers: Number of processes; None: as many as it is worth.
        on: Is told how far it is.
        folders: Folders of playbook packages.
    """
    several = processors() if workers is None else workers
    if several > 1 and len(files) >= MANY * several:  # then even reading them is worth sharing
        return _each(files, _Whole(match, tuple(folders)), several, on)
    books = _Books(tuple(folders))
    loaded = [_load(file, books, match=match) for file in files]
    return _results(loaded, workers=workers, on=on)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Reads and plays one tests file; it can travel to another process."""

    match: str
    folders: tuple[Path, ...]

    def __call__(self, file: Path) -> SuiteResult:
        return _results([_load(file, _Books(self.folders), match=self.match)], workers=1)[0]


def _each(
    files: Sequence[Path], whole_file: _Whole, workers: int, on: Progress | None
) -> tuple[SuiteResult, ...]:
    results: dict[int, SuiteResult] = {}
    for number, result in shared(whole_file, files, workers):
        results[number] = result
        if on is not None:
            on(len(results), len(files), "files")
    return tuple(results[number] for number in range(len(files)))


def run_suite(
    file: Path, *, compiled: Compiled | None = None, match: str = "", workers: int | None = None
) -> SuiteResult:
    """Run one tests file and return what it came to.

    Args:
        file: The tests file.
        compiled: The playbook to play it on; None: the one that it is about.
        match: Only scenarios with this in their name, or in what they guard; empty: all.
        workers: Number of processes; None: as many as it is worth.
    """
    return _results([_load(file, _Books(), match=match, compiled=compiled)], workers=workers)[0]


def load(file: Path) -> Loaded:
    """Return a tests file with its playbook, ready to be played, or with all that is wrong."""
    return _load(file, _Books(), match="")


def play_one(loaded: Loaded, number: int) -> Result:
    """Play one scenario of a file that was loaded, and return what it came to."""
    assert loaded.suite is not None  # noqa: S101 - there is a scenario, so the file could be read
    assert loaded.compiled is not None  # noqa: S101 - and its playbook as well
    part = loaded.parts[number]
    parcel = Parcel(compiled=loaded.compiled, parts=((0, part),), others=loaded.others)
    return _told(loaded.suite, part.scenario, played([parcel], workers=1)[0])


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
class _Books:
    """Playbooks by word and folder, each read once."""

    folders: tuple[Path, ...] = ()
    known: dict[tuple[str, Path], Compiled] = field(default_factory=dict)

    def find(self, word: str, beside: Path) -> Compiled:
        """Return a playbook; a file beside the tests goes before those that came with Followup."""
        if (word, beside) not in self.known:
            found = find_playbook(_beside(word, beside), flow=False, folders=self.folders)
            self.known[word, beside] = found
        return self.known[word, beside]


def _beside(word: str, folder: Path) -> str:
    parts = [folder / f"{part}{SUFFIX}" for part in word.split("+")]
    named = zip(word.split("+"), parts, strict=True)
    return "+".join(str(path) if path.is_file() else part for part, path in named)


def _load(file: Path, books: _Books, *, match: str, compiled: Compiled | None = None) -> Loaded:
    """Read a tests file and all that belongs to it."""
    loaded = Loaded(str(file))
    almanac = PublicAlmanac()
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as wrong:
        loaded.findings = (_at_all(str(file), "no-file", f"it cannot be read: {wrong.strerror}"),)
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


def _results(
    loaded: Sequence[Loaded], *, workers: int | None, on: Progress | None = None
) -> tuple[SuiteResult, ...]:
    ran = played(list(_parcels(loaded)), workers=workers, on=on)
    results: list[SuiteResult] = []
    number = 0
    for one in loaded:
        came = [ran[number + offset] for offset in range(len(one.parts))]
        number += len(one.parts)
        results.append(_result(one, came))
    return tuple(results)


def _parcels(loaded: Sequence[Loaded]) -> Iterator[Parcel]:
    """Yield all scenarios, a few of one playbook at a time, numbered throughout."""
    number = 0
    for one in loaded:
        if one.compiled is None:
            continue
        numbered = [(number + offset, part) for offset, part in enumerate(one.parts)]
        number += len(numbered)
        for first in range(0, len(numbered), TOGETHER):
            yield Parcel(
                compiled=one.compiled, parts=tuple(numbered[first : first + TOGETHER]), others=one.others
            )


def _result(one: Loaded, ran: Sequence[Ran]) -> SuiteResult:
    if one.suite is None or one.compiled is None:
        word = one.suite.playbook if one.suite is not None else named_after(one.file)
        return SuiteResult(file=one.file, playbook=word, findings=one.findings)
    suite = one.suite
    results = tuple(_told(suite, part.scenario, came) for part, came in zip(one.parts, ran, strict=True))
    return SuiteResult(
        file=one.file,
        playbook=one.compiled.playbook.name,
        results=results,
        findings=one.findings,
        whole=whole(one.compiled.playbook),
        seconds=sum(came.seconds for came in ran),
    )


def _told(suite: Suite, scenario: Scenario, ran: Ran) -> Result:
    findings = differences(suite, scenario, ran.found, ran.timeline)
    if ran.fault:
        findings = (broken(suite, scenario, ran.fault),)
    if ran.passed_there:
        findings = (*findings, passes_elsewhere(suite, scenario))
    return Result(
        name=scenario.name,
        why=scenario.why,
        line=scenario.line,
        findings=findings,
        covered=ran.covered,
        seconds=ran.seconds,
        fails_on=scenario.fails_on,
    )


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
