"""The document `prove/1`: what was proved of playbooks, what was refuted, and what was assumed."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.documents.findings import finding
from followup.cli.documents.shapes import Json
from followup.cli.proofs import Proved
from followup.core.values.proof import Proved as Promised
from followup.core.values.proof import Refutation


def document(all_of_them: Sequence[Proved], *, seconds: float) -> Json:
    """Return what all proofs came to, in so many seconds."""
    return {
        "schema": "prove/1",
        "sound": all(one.proof is not None and one.proof.sound for one in all_of_them),
        "seconds": round(seconds, 3),
        "playbooks": [_playbook(one) for one in all_of_them],
    }


def _playbook(one: Proved) -> Json:
    proof = one.proof
    return {
        "word": one.subject.shown,
        "playbook": one.name or None,
        "version": one.version or None,
        "sound": proof is not None and proof.sound,
        "promises": [_promise(promise) for promise in proof.promises] if proof is not None else [],
        "findings": [finding(each) for each in one.findings],
        "situations": proof.situations if proof is not None else 0,
        "explored": dict(proof.explored) if proof is not None else {},
        "bound": dict(proof.bound) if proof is not None else {},
        "assumed": list(proof.assumed) if proof is not None else [],
        "seconds": round(one.seconds, 3),
    }


def _promise(promise: Promised) -> Json:
    return {
        "promise": promise.promise,
        "says": promise.says,
        "verdict": str(promise.verdict),
        "how": promise.how or None,
        "refutations": [_refutation(one) for one in promise.refutations],
    }


def _refutation(one: Refutation) -> Json:
    return {
        "text": one.text,
        "path": one.path or None,
        "hint": one.hint or None,
        "story": list(one.story),
        "scenario": one.scenario.name if one.scenario is not None else None,
    }
