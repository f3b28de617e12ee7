"""The document `findings/1`: what is wrong or doubtful in playbooks; what was read, proved, tested."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.checking.values import Examined, Totals
from followup.cli.documents.shapes import Json
from followup.errors import Finding, Place
from followup.runtime.simulation.values import Coverage


def document(all_of_them: Sequence[Examined], totals: Totals) -> Json:
    """Return what a check found, playbook by playbook and in sum."""
    findings = [one for examined in all_of_them for one in examined.findings]
    errors = sum(1 for one in findings if one.severity == "error")
    return {
        "schema": "findings/1",
        "files": len(all_of_them),
        "errors": errors,
        "warnings": len(findings) - errors,
        "findings": [finding(one) for one in findings],
        "playbooks": [_playbook(one) for one in all_of_them],
        "totals": {
            "playbooks": totals.playbooks,
            "sound": totals.sound,
            "states": totals.states,
            "promises": totals.promises,
            "proved": totals.kept,
            "situations": totals.situations,
            "scenarios": totals.scenarios,
            "passed": totals.passed,
            "coverage": _coverage(totals.seen, totals.possible),
            "seconds": round(totals.seconds, 3),
            "processes": totals.processes,
        },
    }


def finding(one: Finding) -> Json:
    """Return one finding with its place and the ways out."""
    return {
        **_place(one.place),
        "severity": one.severity,
        "verdict": one.verdict or None,
        "code": one.code,
        "text": one.text,
        "story": list(one.story),
        "hints": list(one.hints),
        "related": [{**_place(place), "text": text} for place, text in one.related],
    }


def _playbook(one: Examined) -> Json:
    sizes, proof, tests = one.sizes, one.proved, one.tested
    return {
        "playbook": one.name or None,
        "word": one.subject.shown,
        "sound": one.sound,
        "read": None
        if sizes is None
        else {
            "states": sizes.states,
            "events": sizes.events,
            "messages": sizes.messages,
            "tasks": sizes.tasks,
        },
        "proved": None
        if proof is None
        else {
            "promises": proof.promises,
            "proved": proof.kept,
            "situations": proof.situations,
            "seconds": round(proof.seconds, 3),
        },
        "tested": None
        if tests is None
        else {
            "scenarios": tests.scenarios,
            "passed": tests.passed,
            "coverage": _coverage(tests.seen, tests.possible),
            "seconds": round(tests.seconds, 3),
        },
    }


def _coverage(seen: Coverage, possible: Coverage) -> Json:
    return {
        name: {"seen": len(getattr(seen, name)), "of": len(getattr(possible, name))}
        for name in ("states", "transitions", "timers", "items")
    }


def _place(place: Place) -> Json:
    return {"file": place.file, "line": place.line, "column": place.column, "end_column": place.end_column}
