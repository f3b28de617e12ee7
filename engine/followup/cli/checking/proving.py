"""A playbook proved, and what is refuted as findings: where, how it comes about, a way out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from followup.cli.checking.placing import place_of
from followup.cli.checking.values import Proved, Subject
from followup.core.values.proof import Proof, Refutation, Verdict
from followup.core.values.proof import Proved as Promised
from followup.core.values.scenario import Scenario
from followup.errors import Finding

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

SAVED = "It happens like this, as a test in {file} with --save:"
PLAIN = "It happens like this:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """What a proof came to."""

    proof: Proof
    findings: tuple[Finding, ...]
    numbers: Proved
    refuting: tuple[Scenario, ...]


def proven(
    compiled: Compiled, subject: Subject, *, budget: int | None, most_seconds: float | None = None
) -> Proven:
    """Return what is proved of a playbook, and what is not.

    Args:
        compiled: The playbook.
        subject: What it was named as.
        budget: How many situations to look at; None: as many as the proof takes by itself.
        most_seconds: How long it may take; None: as long as it does.
    """
    from followup.core.prove.prove import BUDGET, prove

    began = time.perf_counter()
    end = began + most_seconds if most_seconds is not None else None
    proof = prove(
        compiled.playbook,
        budget=BUDGET if budget is None else budget,
        going=lambda: end is None or time.perf_counter() < end,
    )
    seconds = time.perf_counter() - began
    return Proven(
        proof=proof,
        findings=tuple(finding for one in proof.promises for finding in _findings(compiled, subject, one)),
        numbers=Proved(
            kept=sum(one.verdict is Verdict.PROVED for one in proof.promises),
            promises=len(proof.promises),
            situations=proof.situations,
            seconds=seconds,
        ),
        refuting=tuple(
            _savable(refutation.scenario, compiled.playbook.courtesy.place)
            for one in proof.promises
            for refutation in one.refutations
            if refutation.scenario is not None
        ),
    )


def _savable(scenario: Scenario, place: str) -> Scenario:
    """Return a story as a tests file holds it: where it happens is no fact there."""
    given = {name: value for name, value in scenario.given.items() if name != place}
    return replace(scenario, given=given)


def _findings(compiled: Compiled, subject: Subject, promise: Promised) -> Iterator[Finding]:
    if promise.verdict is Verdict.REFUTED:
        yield from (_refuted(compiled, subject, one) for one in promise.refutations)
    elif promise.verdict is Verdict.GAVE_UP:
        own = f"promises.{promise.promise}"
        place, line = place_of(compiled, own if own in compiled.places else "states")
        yield Finding(
            place=place,
            severity="error",
            code=promise.promise,
            text=f"not proved and not refuted: {promise.how or promise.says}",
            hints=("give it more with --budget N, or make the playbook smaller",),
            source=line,
            verdict=str(Verdict.GAVE_UP),
        )


def _refuted(compiled: Compiled, subject: Subject, refutation: Refutation) -> Finding:
    place, line = place_of(compiled, refutation.path)
    head = SAVED.format(file=tests_file(subject)) if refutation.scenario is not None else PLAIN
    return Finding(
        place=place,
        severity="error",
        code=refutation.promise,
        text=refutation.text,
        hints=(refutation.hint,) if refutation.hint else (),
        source=line,
        verdict=str(Verdict.REFUTED),
        story=(head, *(f"  {step}" for step in refutation.story)) if refutation.story else (),
    )


def tests_file(subject: Subject) -> str:
    """Return the tests file in which a refutation of this playbook is saved: beside it, by its name."""
    if subject.tests:
        return str(subject.tests[0])
    stem = subject.shown.removesuffix(".yaml").removesuffix(".yml")
    return f"{stem}.tests.yaml"
