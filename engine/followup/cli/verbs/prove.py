"""`playbook prove FILE...`: what a playbook promises is proved, or the story is told that breaks it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.progress import progress
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from followup.cli.proofs import Proved


@click.command("prove")
@click.argument("words", nargs=-1, metavar="[FILE|NAME|FOLDER]...")
@click.option("--library", is_flag=True, help="All playbooks that came with Followup.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="N",
    help="Situations to look at before it gives up (20000).",
)
@click.option(
    "--seconds",
    type=click.FloatRange(min=0, min_open=True),
    metavar="S",
    help="How long each proof may take before it gives up.",
)
@click.option(
    "--save",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Append what refutes a promise to this tests file, as scenarios.",
)
@common
@pass_session
def command(
    session: Session,
    *,
    words: tuple[str, ...],
    library: bool,
    budget: int | None,
    seconds: float | None,
    save: Path | None,
) -> Exit:
    """Prove what playbooks promise, their own promises and those of every playbook.

    What is refuted comes with its line and the story of how it comes about. "Gave up" is not "proved":
    with either of them the exit code is 1; it is 3 if there was nothing to read.
    """
    from followup.cli.checking.many import processes
    from followup.cli.checking.subjects import subjects
    from followup.cli.proofs import Limits, prove_all

    if not words and not library:
        raise UsageError(
            "what", "prove what? A playbook file, a name, a folder. Nothing was done.", hint="or: --library"
        )
    found = subjects(words, library=library)
    names, at_once = [one.shown for one in found], processes(len(found))
    began = time.perf_counter()
    with progress(session, "proving", names, at_once=at_once) as at_work:

        def told(one: Proved) -> None:
            at_work.done(one.subject.shown, told=output.at_terminal())

        proved = prove_all(found, Limits(budget=budget, seconds=seconds), on=told)
    _print(session, proved, seconds=time.perf_counter() - began)
    if save is not None:
        _save(session, proved, save)
    if not all(one.proof is not None for one in proved):
        return Exit.INVALID_INPUT
    return Exit.DONE if all(one.proof is not None and one.proof.sound for one in proved) else Exit.REFUSED


def _print(session: Session, proved: Sequence[Proved], *, seconds: float) -> None:
    if session.json:
        from followup.cli.documents.prove import document

        output.document(document(proved, seconds=seconds))
        return
    from followup.cli.screens.prove import screen

    output.lines(screen(proved, seconds=seconds, width=session.width or output.columns()))


def _save(session: Session, proved: Sequence[Proved], file: Path) -> None:
    """Append the stories of one playbook to a tests file."""
    from followup.cli.checking.saving import save
    from followup.cli.checking.values import Examined

    refuting = [one for one in proved if one.refuting]
    if not refuting:
        session.progress("Nothing was refuted with a story, so nothing was written.")
        return
    if len(refuting) > 1:
        raise UsageError(
            "one-file",
            f"{plural(len(refuting), 'playbook')} are refuted; a tests file is about one. It is untouched.",
            hint=f"playbook prove {refuting[0].subject.shown} --save {file}",
        )
    one = refuting[0]
    examined = Examined(subject=replace(one.subject, tests=(file,)), name=one.name, refuting=one.refuting)
    path, count = save(examined)
    again = "" if count else ", which is there already"
    session.progress(f"{path}: {plural(count, 'scenario')} written{again}.")
