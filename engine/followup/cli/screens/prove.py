"""The screen of `prove`: each promise with its argument, what breaks it as a story, what was assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from followup.cli.phrases import plural
from followup.cli.proofs import Proved
from followup.core.values.proof import Proof, Verdict
from followup.core.values.proof import Proved as Promised
from followup.errors import Finding


def screen(all_of_them: Sequence[Proved], *, seconds: float, width: int | None) -> list[str]:
    """Return the lines for some playbooks: of one alone everything, of several what is wrong and the sums."""
    if len(all_of_them) == 1:
        return list(_one(all_of_them[0], width or 100))
    lines: list[str] = []
    for one in all_of_them:
        lines += _rendered(one.findings)
        lines.append(_sum(one))
    proofs = [one for one in all_of_them if one.proof is not None]
    promises = sum(len(one.proof.promises) for one in proofs if one.proof is not None)
    kept = sum(one.kept for one in proofs)
    situations = sum(one.proof.situations for one in proofs if one.proof is not None)
    lines.append(
        f"{plural(len(all_of_them), 'playbook')}: {kept} of {plural(promises, 'promise')} proved "
        f"({plural(situations, 'situation')}, {seconds:.1f} s)"
    )
    return lines


def _one(one: Proved, width: int) -> Iterator[str]:
    if one.proof is None:
        yield from _rendered(one.findings)
        yield f"{one.subject.shown} cannot be proved before it can be read. Nothing was changed."
        return
    for promise in one.proof.promises:
        yield from _promise(promise, width)
    yield from _rendered(one.findings)
    yield _sum(one)
    yield from _numbers(one.proof)


def _promise(promise: Promised, width: int) -> Iterator[str]:
    verdict = str(promise.verdict)
    yield f"{verdict:<8}  {promise.promise.replace('_', '-'):<20}  {promise.says}"
    if promise.verdict is Verdict.PROVED and promise.how:
        yield from wrap(
            promise.how,
            max(width, 60),
            initial_indent=" " * 32,
            subsequent_indent=" " * 32,
            break_long_words=False,
        )


def _sum(one: Proved) -> str:
    if one.proof is None:
        return f"{one.subject.shown}: not read, so not proved"
    of = plural(len(one.proof.promises), "promise")
    size = f"{plural(one.proof.situations, 'situation')}, {one.seconds:.1f} s"
    name = f"{one.subject.shown} {one.version}".strip()
    return f"{name}: {one.kept} of {of} proved ({size})"


def _numbers(proof: Proof) -> Iterator[str]:
    if proof.bound:
        said = " and ".join(f"{most} for one {what}" for what, most in proof.bound.items())
        yield f"At most {plural_messages(said)} in a round, answers apart."
    largest = sorted(proof.explored.items(), key=lambda one: -one[1])[:3]
    if largest:
        told = ", ".join(f"{name.replace('_', '-')} {count:,}" for name, count in largest)
        yield f"Looked at by parts, the largest of {len(proof.explored)}: {told}."
    yield "Taken for granted (docs/proof.md):"
    yield from (f"  {line}" for line in proof.assumed)


def plural_messages(said: str) -> str:
    """Return the bounds in words."""
    return f"{said.replace(' for', ' messages for', 1)}"


def _rendered(findings: Sequence[Finding]) -> list[str]:
    from followup.authoring.report import render

    return render(findings).splitlines() if findings else []
