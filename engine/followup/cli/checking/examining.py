"""One playbook read, proved and tested, in that order; what cannot be read is not proved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from followup.cli.checking.proving import proven
from followup.cli.checking.testing import tested
from followup.cli.checking.values import Examined, Order, Sizes, Stage, Subject
from followup.core.values.playbook import ItemKind, Playbook
from followup.errors import BadPlaybook, Finding, FollowupError, Place

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled


def examine(subject: Subject, order: Order) -> Examined:
    """Return all that is to be said of one playbook. Nothing that is wrong with it raises."""
    if subject.problem is not None:
        return Examined(subject=subject, findings=(subject.problem,), readable=False)
    try:
        compiled, warnings = _read(subject.word, sound=order.stages == {Stage.READ})
    except BadPlaybook as wrong:
        return Examined(subject=subject, findings=_shown(wrong.findings, subject))
    except FollowupError as wrong:
        return Examined(subject=subject, findings=(_unreadable(subject, wrong),), readable=False)
    found = Examined(
        subject=subject,
        name=compiled.playbook.name,
        findings=_shown(warnings, subject),
        sizes=_sizes(compiled.playbook),
    )
    if Stage.PROVE in order.stages:
        proof = proven(compiled, subject, budget=order.budget)
        found = replace(
            found,
            findings=(*found.findings, *_shown(proof.findings, subject)),
            proved=proof.numbers,
            refuting=proof.refuting,
        )
    if Stage.TEST in order.stages:
        tests = tested(compiled, subject)
        found = replace(found, findings=(*found.findings, *tests.findings), tested=tests.numbers)
    return found


def _read(word: str, *, sound: bool) -> tuple[Compiled, tuple[Finding, ...]]:
    """Return a playbook and what is doubtful about it.

    Unless it has to be `sound`, a playbook through which no case can flow is read all the same: what is
    wrong with that is said by the proof, with the story of how it comes about.
    """
    from followup.app import find_playbook

    try:
        compiled = find_playbook(word)
    except BadPlaybook as wrong:
        if sound:
            raise
        compiled = find_playbook(word, flow=False)
        return compiled, tuple(one for one in wrong.findings if one.severity == "warning")
    return compiled, compiled.warnings


def _sizes(playbook: Playbook) -> Sizes:
    messages = sum(1 for one in playbook.items.values() if one.kind is ItemKind.MESSAGE)
    return Sizes(
        states=len(playbook.states),
        events=len(playbook.events),
        messages=messages,
        tasks=len(playbook.items) - messages,
    )


def _unreadable(subject: Subject, wrong: FollowupError) -> Finding:
    """Return why a playbook could not be looked at, at the beginning of what was named."""
    return Finding(
        place=Place(file=subject.shown, line=1, column=1, end_column=1),
        severity="error",
        code=wrong.code,
        text=wrong.text.removeprefix(f"{subject.word} ").removesuffix("; nothing was done"),
        hints=(wrong.hint,) if wrong.hint else (),
    )


def _shown(findings: tuple[Finding, ...], subject: Subject) -> tuple[Finding, ...]:
    """Return findings of the subject's own file under the name that it was given."""
    full = str(Path(subject.word).expanduser().resolve())

    def name(place: Place) -> Place:
        return replace(place, file=subject.shown) if place.file in (full, subject.word) else place

    return tuple(
        replace(one, place=name(one.place), related=tuple((name(at), why) for at, why in one.related))
        for one in findings
    )
