"""Playbooks proved one beside the other: what each proof came to, and where it stands in the files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, replace
from multiprocessing import get_context

from followup.cli.checking.many import processes
from followup.cli.checking.values import Subject
from followup.core.values.proof import Proof, Verdict
from followup.core.values.scenario import Scenario
from followup.errors import BadPlaybook, Finding, FollowupError, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What became of one playbook.

    Attributes:
        subject: What it was named as.
        name: Its own name; empty: it could not be read.
        version: Its version.
        proof: None: it could not be read.
        findings: Why not; or what is refuted and given up, with its place.
        refuting: Stories that can be saved as tests.
        seconds: How long it took.
    """

    subject: Subject
    name: str = ""
    version: str = ""
    proof: Proof | None = None
    findings: tuple[Finding, ...] = ()
    refuting: tuple[Scenario, ...] = ()
    seconds: float = 0

    @property
    def kept(self) -> int:
        """How many promises are proved."""
        promises = self.proof.promises if self.proof is not None else ()
        return sum(one.verdict is Verdict.PROVED for one in promises)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one proof may take: situations, seconds; None: as much as it does by itself."""

    budget: int | None = None
    seconds: float | None = None


def prove_all(
    subjects: Sequence[Subject], limits: Limits, *, on: Callable[[Proved], None] = lambda _: None
) -> tuple[Proved, ...]:
    """Return the proofs of some playbooks in their order; `on` hears of each when it is there."""
    workers = processes(len(subjects))
    if workers == 1:
        found = []
        for subject in subjects:
            found.append(prove_one(subject, limits))
            on(found[-1])
        return tuple(found)
    done: dict[int, Proved] = {}
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = {pool.submit(prove_one, one, limits): number for number, one in enumerate(subjects)}
        for future in as_completed(waiting):
            done[waiting[future]] = future.result()
            on(future.result())
    return tuple(done[number] for number in range(len(subjects)))


def prove_one(subject: Subject, limits: Limits) -> Proved:
    """Return the proof of one playbook. Nothing that is wrong with it raises."""
    from followup.app import find_playbook
    from followup.cli.checking.proving import proven

    if subject.problem is not None:
        return Proved(subject=subject, findings=(subject.problem,))
    try:
        compiled = find_playbook(subject.word, flow=False)
    except BadPlaybook as wrong:
        return Proved(subject=subject, findings=wrong.findings)
    except FollowupError as wrong:
        return Proved(subject=subject, findings=(_unreadable(subject, wrong),))
    found = proven(compiled, subject, budget=limits.budget, most_seconds=limits.seconds)
    return Proved(
        subject=subject,
        name=compiled.playbook.name,
        version=compiled.playbook.version,
        proof=found.proof,
        findings=tuple(_shown(one, subject, compiled.file) for one in found.findings),
        refuting=found.refuting,
        seconds=found.numbers.seconds,
    )


def _shown(finding: Finding, subject: Subject, file: str) -> Finding:
    """Return a finding of the playbook's own file under the name that it was given."""
    if finding.place.file != file:
        return finding
    return replace(finding, place=replace(finding.place, file=subject.shown))


def _unreadable(subject: Subject, wrong: FollowupError) -> Finding:
    return Finding(
        place=Place(file=subject.shown, line=1, column=1, end_column=1),
        severity="error",
        code=wrong.code,
        text=wrong.text,
        hints=(wrong.hint,) if wrong.hint else (),
    )
