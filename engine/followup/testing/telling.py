"""How a scenario that failed is told: where in the file, what was expected, what came, what led to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from textwrap import shorten

from whenever import Instant

from followup.authoring.findings import Source
from followup.authoring.scenarios import Suite
from followup.authoring.scenarios.clock import written
from followup.authoring.scenarios.places import Path, find
from followup.core.values.scenario import Scenario
from followup.errors import Finding
from followup.runtime.simulation.values import Difference, Moment

FAILED = "failed"
BEFORE, AFTER = 10, 3
"""Lines of what happened that are shown before and after the moment at which something was compared."""

LONGEST = 60
"""Characters that are shown of a reason."""

_HEARD = ("told", "known")
_WHOLE = ("act", "refused", "rest", "fault", "case")
"""Differences that concern a line of the story as a whole."""


def differences(
    suite: Suite, scenario: Scenario, found: Sequence[Difference], timeline: Sequence[Moment]
) -> tuple[Finding, ...]:
    """Return a finding for each difference in the order of the file; the first tells what happened too."""
    told = [
        (one, _finding(suite, scenario, _path(scenario, one), _sentence(one), _compared(one)))
        for one in found
    ]
    told.sort(key=lambda pair: (pair[1].place.line, pair[1].place.column))
    findings = [finding for _, finding in told]
    if told:
        difference, first = told[0]
        story = (*first.story, *_happened(timeline, difference.at, scenario))
        findings[0] = replace(first, story=story)
    return tuple(findings)


def broken(suite: Suite, scenario: Scenario, fault: str) -> Finding:
    """Return the finding for a scenario that could not be played to its end."""
    return _finding(suite, scenario, ("scenarios", scenario.name), f"it cannot be played: {fault}", [])


def passes_elsewhere(suite: Suite, scenario: Scenario) -> Finding:
    """Return the finding for a scenario that passes on a playbook on which it has to fail."""
    path = ("scenarios", scenario.name, "fails_on")
    text = f"it has to fail on {scenario.fails_on}, and passes there as well"
    hints = ("expect what only the change brings about", "delete fails_on, if nothing has to change")
    return _finding(suite, scenario, path, text, [], hints)


def _finding(
    suite: Suite,
    scenario: Scenario,
    path: Path,
    text: str,
    story: Iterable[str],
    hints: tuple[str, ...] = (),
) -> Finding:
    source = Source(suite.file, suite.source)
    at, _ = find(suite.root, path, key=True)
    return Finding(
        place=source.place(at),
        severity="error",
        code=scenario.name,
        text=text,
        hints=hints,
        source=source.shown(at.start.line),
        verdict=FAILED,
        story=tuple(story),
    )


def _path(scenario: Scenario, one: Difference) -> Path:
    """Return the path to what was expected in a difference."""
    base: Path = ("scenarios", scenario.name)
    if one.act < 0:
        return base
    line = (*base, "story", one.act)
    about, _, name = one.about.partition(" ")
    if about in _WHOLE:
        return line
    return (*line, "expect", about, name) if name else (*line, "expect", about)


def _sentence(one: Difference) -> str:
    if one.about == "sent":
        return "what was sent is not what was expected"
    if one.about == "wants":
        return "what the candidate is wanted for is not what was expected"
    return f"{one.about}: expected {one.expected}, came {one.came}"


def _compared(one: Difference) -> Iterator[str]:
    """Yield two lists line by line, with `-` for what is missing and `+` for what is too much."""
    if one.about not in ("sent", "wants"):
        return
    expected, came = _lines(one.expected), _lines(one.came)
    yield "Expected, and came (- is missing, + is too much):"
    for change, i, j, k, m in SequenceMatcher(None, expected, came, autojunk=False).get_opcodes():
        if change == "equal":
            yield from (f"    {line}" for line in expected[i:j])
        else:
            yield from (f"  - {line}" for line in expected[i:j])
            yield from (f"  + {line}" for line in came[k:m])


def _lines(listed: str) -> list[str]:
    return [] if listed == "nothing" else listed.split(", ")


def _happened(timeline: Sequence[Moment], at: Instant, scenario: Scenario) -> Iterator[str]:
    """Yield what happened around a moment."""
    zone = scenario.place.partition(" ")[2]
    told = [one for one in timeline if one.kind != "waits"]
    before = [one for one in told if one.at <= at]
    after = [one for one in told if one.at > at]
    if not told:
        return
    left_out = len(before) - BEFORE
    yield "What happened:" if left_out <= 0 else f"What happened, after {left_out} earlier lines:"
    yield from (f"  {moment(one, zone)}" for one in before[-BEFORE:])
    yield f"  {_clock(at, zone)}  <- here it was compared"
    yield from (f"  {moment(one, zone)}" for one in after[:AFTER])


def moment(one: Moment, zone: str) -> str:
    """Return a line of a timeline as text, its time as on the clocks of a zone."""
    side = "from" if one.kind in _HEARD else "to"
    what = " ".join(filter(None, (one.what, one.text, f"{side} {one.to}" if one.to else "")))
    until = f" -> {_clock(one.until, zone)}" if one.until is not None and one.kind == "moved" else ""
    why = f"  ({shorten(one.why, LONGEST, placeholder=' ...')})" if one.why else ""
    return f"{_clock(one.at, zone)}  {one.kind:<9} {what}{until}{why}".rstrip()


def _clock(at: Instant, zone: str) -> str:
    """Return a time as the file writes it, with its weekday."""
    local = at.to_tz(zone).to_plain()
    weekday = local.date().day_of_week().name.title()[:3]
    return f"{weekday} {written(at.round('minute', mode='floor'), zone)}"
