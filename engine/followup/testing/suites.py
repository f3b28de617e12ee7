"""Tests files run: found, read, fitted to their playbooks, played, and told about.

`run` serves `playbook test`, `run_suite` one file for `playbook check` and for pytest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from followup.authoring.compile import Compiled
from followup.authoring.scenarios import Suite
from followup.authoring.scenarios.reading import named_after
from followup.core.values.scenario import Scenario
from followup.testing.loading import Books, Loaded, load
from followup.testing.playing import TOGETHER, Parcel, Progress, Ran, played, processors, shared
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
    books = Books(tuple(folders))
    loaded = [load(file, books, match=match) for file in files]
    return _results(loaded, workers=workers, on=on)


@dataclass(frozen=True, slots=True)
class _Whole:
    """Reads and plays one tests file; it can travel to another process."""

    match: str
    folders: tuple[Path, ...]

    def __call__(self, file: Path) -> SuiteResult:
        return _results([load(file, Books(self.folders), match=self.match)], workers=1)[0]


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
    return _results([load(file, Books(), match=match, compiled=compiled)], workers=workers)[0]


def play_one(loaded: Loaded, number: int) -> Result:
    """Play one scenario of a file that was loaded, and return what it came to."""
    assert loaded.suite is not None  # noqa: S101 - there is a scenario, so the file could be read
    assert loaded.compiled is not None  # noqa: S101 - and its playbook as well
    part = loaded.parts[number]
    parcel = Parcel(compiled=loaded.compiled, parts=((0, part),), others=loaded.others)
    return _told(loaded.suite, part.scenario, played([parcel], workers=1)[0])


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
