"""`playbook check FILE...`: reads, proves and tests playbooks; all that is wrong, in one go."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.progress import progress
from followup.cli.screens.page import Look
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from followup.cli.checking.values import Examined, Order, Totals


@click.command("check")
@click.argument("words", nargs=-1, metavar="[FILE|NAME|FOLDER]...")
@click.option("--library", is_flag=True, help="All playbooks that came with Followup.")
@click.option("--only", type=click.Choice(["read", "prove", "test"]), help="One of the three things it does.")
@click.option("--save", is_flag=True, help="Write what refutes a promise into NAME.tests.yaml, as a test.")
@click.option(
    "--budget",
    type=click.IntRange(min=1),
    metavar="N",
    help="Situations that a proof looks at before it gives up (20000).",
)
@click.option(
    "--format",
    "shape",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    show_default=True,
    help="github: workflow commands; sarif: SARIF 2.1.0.",
)
@common
@pass_session
def command(
    session: Session,
    *,
    words: tuple[str, ...],
    library: bool,
    only: str | None,
    save: bool,
    budget: int | None,
    shape: str,
) -> Exit:
    """Read, prove and test playbooks: all findings, each with its place and a way out.

    A FOLDER means all playbooks in it. With findings the exit code is 1; 3 if there was nothing to read.
    """
    from followup.cli.checking.many import examine_all, processes
    from followup.cli.checking.subjects import subjects
    from followup.cli.checking.values import Order, Stage, total

    if not words and not library:
        raise UsageError(
            "what", "check what? A playbook file, a name, a folder. Nothing was done.", hint="or: --library"
        )
    stages = frozenset(Stage) if only is None else frozenset({Stage.READ, Stage(only)})
    order, found = Order(stages=stages, budget=budget), subjects(words, library=library)
    began = time.perf_counter()
    names, at_once = [one.shown for one in found], processes(len(found))
    with progress(session, "checking", names, at_once=at_once) as at_work:

        def told(examined: Examined) -> None:
            at_work.done(examined.subject.shown, told=output.at_terminal())

        all_of_them = examine_all(found, order, on=told)
    totals = total(all_of_them, seconds=time.perf_counter() - began, processes=processes(len(found)))
    _print(session, all_of_them, totals, order, "json" if session.json else shape)
    if save:
        _save(session, all_of_them)
    if not all(one.readable for one in all_of_them):
        return Exit.INVALID_INPUT
    wrong = any(found.severity == "error" for one in all_of_them for found in one.findings)
    return Exit.REFUSED if wrong else Exit.DONE


def _print(
    session: Session, all_of_them: Sequence[Examined], totals: Totals, order: Order, shape: str
) -> None:
    from whenever import Instant

    from followup.cli.screens import check as screen

    if shape == "json":
        from followup.cli.documents import findings as document

        output.document(document.document(all_of_them, totals))
    elif shape == "sarif":
        from followup.cli.documents import sarif

        output.document(sarif.document([one for examined in all_of_them for one in examined.findings]))
    elif shape == "github":
        from followup.cli.screens import github

        output.lines(github.lines(one for examined in all_of_them for one in examined.findings))
        session.progress(f"{totals.sound} of {plural(totals.playbooks, 'playbook')} sound.")
    elif len(all_of_them) == 1:
        output.lines(screen.one(all_of_them[0], order))
    else:
        look = Look(now=Instant.from_timestamp(0), width=session.width or output.columns())
        output.lines(screen.many(all_of_them, totals, look))


def _save(session: Session, all_of_them: Sequence[Examined]) -> None:
    """Write refutations as tests; what is said of it goes to people, whatever the format."""
    from followup.cli.checking.saving import save

    for one in all_of_them:
        if one.refuting:
            path, count = save(one)
            said = (
                f"{plural(count, 'scenario')} written" if count else "nothing to write: it is there already"
            )
            session.progress(f"{path}: {said}.")
    if not any(one.refuting for one in all_of_them):
        session.progress("Nothing was refuted with a story, so nothing was written.")
