"""`playbook step`: does what is due, sends what is approved, then shows what needs a person."""

from __future__ import annotations

import click

from followup.cli import naming
from followup.cli.documents import report as document
from followup.cli.documents import today as today_document
from followup.cli.options import a_case, common
from followup.cli.screens import report as screen
from followup.cli.screens import today as today_screen
from followup.cli.session import Session, pass_session
from followup.core.names import typed
from followup.errors import Exit, UsageError


@click.command("step")
@a_case("case", required=False)
@click.argument("event", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@common
@pass_session
def command(session: Session, *, case: str | None, event: str | None, dry_run: bool) -> Exit:
    """Do what is due, send what is approved, then show what needs you.

    With an EVENT the case is told of it first. Never asks; cases and events need their full names.
    """
    from followup.runtime import acting, looking, stepping

    if event and dry_run:
        raise UsageError("one-of", "an event and --dry-run: one of them. Nothing was done.")
    with session.opened() as home:
        name = naming.case(home, case, exact=True) if case else None
        if name and event:  # every act steps its case
            report = session.act(acting.tell, home, name, event=typed(event), facts={})
        else:
            report = session.act(stepping.step, home, name, dry_run=dry_run)
        view = looking.today(home)
        look = session.look(home)
        head = ["Nothing has been done; this is what a step would do:"] if dry_run else []
        lines = screen.lines(report, look, head=head, closing=False)
        session.answer(
            [*lines, *today_screen.lines(view, look)],
            {**document.document(report, look.zone), "today": today_document.document(view)},
        )
    return screen.settled(report)
