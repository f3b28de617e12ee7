"""`playbook hold`: a pause that a person asks for, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import naming, times
from followup.cli.documents import report as document
from followup.cli.options import a_case, common
from followup.cli.screens import report as screen
from followup.cli.screens.page import wrap
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home


@click.command("hold")
@a_case("words", nargs=-1)
@click.option("--until", metavar="WHEN", help="The pause ends by itself: 9 oct, fri, in 2 weeks.")
@click.option("--lift", is_flag=True, help="End the pause.")
@click.option("--all", "everything", is_flag=True, help="All cases that are not over.")
@click.option("--why", default="", metavar="TEXT", help="A reason to remember.")
@common
@pass_session
def command(
    session: Session,
    *,
    words: tuple[str, ...],
    until: str | None,
    lift: bool,
    everything: bool,
    why: str,
) -> Exit:
    """Pause cases: waits go on, nothing leaves. With --lift: go on."""
    from followup.runtime import acting

    if bool(words) == everything:
        raise UsageError("which-case", "name one or more cases, or --all. Nothing was done.")
    with session.opened() as home:
        cases = _all(home) if everything else [naming.case(home, word, exact=session.exact) for word in words]
        look = session.look(home)
        if lift:
            report = session.act(acting.lift, home, cases)
            head = [f"{_count(cases)} {'goes' if len(cases) == 1 else 'go'} on."]
        else:
            end = times.future(home, until, zone=look.zone)
            report = session.act(acting.hold, home, cases, until=end, why=why)
            so_long = f" until {look.limit(end)}" if end else ""
            what = "is on hold" if len(cases) == 1 else "are on hold"
            head = [
                *wrap(f"{_count(cases)} {what}{so_long}: nothing leaves, waits go on.", look.width),
                f"To go on: playbook hold {cases[0] if len(cases) == 1 else '--all'} --lift",
            ]
        lines = screen.lines(report, look, head=head, closing=lift)
        session.answer(lines, document.document(report, look.zone))
    return Exit.DONE


def _all(home: Home) -> list[str]:
    """Return all cases that are not over."""
    from followup.runtime import looking

    found = [one.case for one in looking.listing(home, limit=1_000_000) if not one.row.final]
    if not found:
        raise UsageError("no-case", "there is no case to pause. Nothing was done.", hint="playbook start")
    return found


def _count(cases: list[str]) -> str:
    return cases[0] if len(cases) == 1 else f"{len(cases)} cases"
