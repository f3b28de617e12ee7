"""The screen of `check`: what was read, proved and tested, with every finding in its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup.cli.checking.values import Examined, Order, Stage, Tested, Totals
from followup.cli.phrases import plural
from followup.cli.screens.page import Look
from followup.cli.screens.table import columns
from followup.errors import Finding
from followup.runtime.simulation.values import Coverage

_DOWN = {
    frozenset({Stage.PROVE}): "not proved",
    frozenset({Stage.TEST}): "not tested",
    frozenset({Stage.PROVE, Stage.TEST}): "not proved, not tested",
}


def one(examined: Examined, order: Order) -> list[str]:
    """Return the lines for one playbook: its findings between the numbers of each stage."""
    findings = examined.findings
    read = [found for found in findings if not found.verdict and not _of_tests(found, examined)]
    lines = _rendered(read)
    if examined.sizes is None:
        errors = sum(1 for found in read if found.severity == "error")
        warnings = len(read) - errors
        also = f", {plural(warnings, 'warning')}" if warnings else ""
        skipped = _DOWN.get(order.stages - {Stage.READ}, "")
        after = f" {skipped.capitalize()}." if skipped else ""
        return [*lines, f"{plural(errors, 'error')}{also}.{after} Nothing that runs has changed."]
    sizes = examined.sizes
    counts = [plural(sizes.states, "state"), plural(sizes.events, "event")]
    counts += [plural(sizes.messages, "message"), plural(sizes.tasks, "task")]
    lines.append(f"read    {', '.join(counts)}")
    if examined.proved is not None:
        proof = examined.proved
        done = f"{plural(proof.situations, 'situation')}, {proof.seconds:.1f} s"
        lines.append(f"proved  {proof.kept} of {plural(proof.promises, 'promise')} ({done})")
        lines += _rendered([found for found in findings if found.verdict in ("refuted", "gave up")])
    lines += _tests(examined, order)
    skipped = _DOWN.get(frozenset(Stage) - order.stages, "")
    if examined.sound and skipped:
        lines.append(f"{examined.subject.shown} reads well; {skipped}.")
    elif examined.sound:
        word = examined.subject.shown
        lines.append(f"{word} is sound.          Next: playbook start {word}")
    return lines


def _tests(examined: Examined, order: Order) -> Iterator[str]:
    failed = [found for found in examined.findings if found.verdict == "failed" or _of_tests(found, examined)]
    if examined.tested is not None:
        tests = examined.tested
        yield f"tested  {tests.passed} of {plural(tests.scenarios, 'scenario')}{_covered(tests)}"
        yield from _rendered(failed)
    elif Stage.TEST in order.stages:
        yield from _rendered(failed)
        yield "tested  nothing: there is no scenario beside it"


def _of_tests(found: Finding, examined: Examined) -> bool:
    return found.place.file in {str(file) for file in examined.subject.tests}


def _covered(tests: Tested) -> str:
    parts = [
        f"{len(getattr(tests.seen, name))} of {plural(len(getattr(tests.possible, name)), noun)}"
        for name, noun in (("states", "state"), ("transitions", "arrow"), ("timers", "timer"))
        if getattr(tests.possible, name)
    ]
    whole = all(getattr(tests.seen, name) == getattr(tests.possible, name) for name in ("states", "timers"))
    return ", every state and timer" if whole and tests.scenarios else f"; seen {', '.join(parts)}"


def many(all_of_them: Sequence[Examined], totals: Totals, look: Look) -> list[str]:
    """Return the findings, a line for each playbook, and the sums."""
    lines = _rendered([found for examined in all_of_them for found in examined.findings])
    lines += columns([_row(examined) for examined in all_of_them], look, indent="", whole=True)
    return [*lines, "", *_sums(all_of_them, totals)]


def _row(examined: Examined) -> list[str]:
    verdict = "sound" if examined.sound else "unread" if not examined.readable else "FAULTY"
    cells = [verdict, examined.subject.shown]
    if examined.sizes is not None:
        cells.append(plural(examined.sizes.states, "state"))
    if examined.proved is not None:
        proof = examined.proved
        situations = plural(proof.situations, "situation")
        cells.append(f"proved {proof.kept}/{proof.promises}, {situations}, {proof.seconds:.1f} s")
    if examined.tested is not None:
        cells.append(f"tested {examined.tested.passed}/{examined.tested.scenarios}")
    return [*cells[:3], "; ".join(cells[3:])]


def _sums(all_of_them: Sequence[Examined], totals: Totals) -> Iterator[str]:
    counts = f"{plural(totals.playbooks, 'playbook')}, {plural(totals.states, 'state')}"
    yield f"read    {counts}; {totals.sound} sound"
    if any(one.proved is not None for one in all_of_them):
        situations = plural(totals.situations, "situation")
        yield f"proved  {totals.kept} of {plural(totals.promises, 'promise')} ({situations})"
    if totals.scenarios:
        seen = ", ".join(
            f"{name} {_share(totals.seen, totals.possible, key)}"
            for key, name in (("states", "states"), ("transitions", "arrows"), ("timers", "timers"))
        )
        yield f"tested  {totals.passed} of {plural(totals.scenarios, 'scenario')}; seen of all: {seen}"
    where = plural(totals.processes, "process", "processes")
    errors = sum(1 for one in all_of_them for found in one.findings if found.severity == "error")
    verdict = (
        "Nothing is wrong." if not errors else f"{plural(errors, 'error')}. Nothing that runs has changed."
    )
    yield f"{verdict} {totals.seconds:.1f} s on {where}."


def _share(seen: Coverage, possible: Coverage, name: str) -> str:
    return f"{len(getattr(seen, name))}/{len(getattr(possible, name))}"


def _rendered(findings: Sequence[Finding]) -> list[str]:
    from followup.authoring.report import render

    return render(findings).splitlines() if findings else []
