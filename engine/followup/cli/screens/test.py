"""The screen of `playbook test`: a line for each file, what was not seen, and the sum."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from followup.authoring.scenarios.reading import named_after
from followup.cli.phrases import plural
from followup.cli.screens.page import bad, good, pad, warn, wrap
from followup.testing.results import SuiteResult
from followup.testing.whole import arrow, percent

_PARTS = ("states", "transitions", "timers")


def screen(
    suites: Sequence[SuiteResult], *, seconds: float, coverage: bool = False, width: int | None = None
) -> list[str]:
    """Return what all tests files came to.

    Args:
        suites: The files.
        seconds: How long it took.
        coverage: Whether to list what was seen and what was not.
        width: Columns of the terminal.
    """
    longest = max((len(_name(suite)) for suite in suites), default=0)
    lines: list[str] = []
    for suite in suites:
        lines.append(_line(suite, longest))
        if coverage and suite.readable:
            lines += _lists(suite, width)
    return [*lines, _sum(suites, seconds)]


def _line(suite: SuiteResult, longest: int) -> str:
    name = pad(_name(suite), longest)
    if not suite.readable:
        errors = sum(1 for one in suite.findings if one.severity == "error")
        return f"{name}   {bad('unreadable')}   {suite.file}: {plural(errors, 'error')}"
    count = len(suite.results)
    passed = count - len(suite.failed)
    told = f"{passed} of {plural(count, 'scenario')}"
    seen = ", ".join(f"{part} {_percent(suite, part)} %" for part in _PARTS)
    return f"{name}   {pad((good if passed == count else bad)(told), 18)}   {seen}   {suite.seconds:.1f} s"


def _name(suite: SuiteResult) -> str:
    """Return what the file is called, and its playbook where it is called otherwise."""
    name = named_after(suite.file)
    return name if name == suite.playbook or not suite.readable else f"{name} ({suite.playbook})"


def _percent(suite: SuiteResult, part: str) -> int:
    whole = getattr(suite.whole, part)
    return percent(getattr(suite.seen, part) & whole, whole)


def _lists(suite: SuiteResult, width: int | None) -> Iterator[str]:
    """Yield what was covered, and what was not."""
    for part in _PARTS:
        whole, seen = getattr(suite.whole, part), getattr(suite.seen, part) & getattr(suite.whole, part)
        yield f"  {part}: {len(seen)} of {len(whole)}, {percent(seen, whole)} %"
        for head, found in (("covered", seen), ("uncovered", whole - seen)):
            if found and part == "transitions":
                yield f"    {head}"
                yield from (f"      {one}" for one in _names(found))
            elif found:
                first = f"    {head:<9}  "
                yield from wrap(", ".join(_names(found)), width, first=first)


def _names(found: Collection[object]) -> list[str]:
    return sorted({arrow(one) if isinstance(one, tuple) else str(one) for one in found})


def _sum(suites: Sequence[SuiteResult], seconds: float) -> str:
    count = sum(len(suite.results) for suite in suites)
    failed = sum(len(suite.failed) for suite in suites)
    unreadable = sum(1 for suite in suites if not suite.readable)
    told = [f"{plural(count, 'scenario')} of {plural(len(suites), 'file')}"]
    told.append(bad(f"{failed} failed") if failed else good("all as expected") if count else "none played")
    if unreadable:
        told.append(warn(f"{plural(unreadable, 'file')} unreadable"))
    for part in _PARTS:
        whole = sum(len(getattr(suite.whole, part)) for suite in suites)
        seen = sum(len(getattr(suite.seen, part) & getattr(suite.whole, part)) for suite in suites)
        if whole:
            told.append(f"{part} {100 * seen // whole} %")
    return f"{', '.join(told)}, {seconds:.1f} s."
