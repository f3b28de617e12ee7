"""`playbook today`: a look, one step ahead, that changes nothing."""

from __future__ import annotations

import click

from followup.cli.documents import today as document
from followup.cli.options import common
from followup.cli.screens import today as screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit

FEW, MANY = 10, 1000


@click.command("today")
@click.option("--for", "owner", metavar="CANDIDATE", help="Only the cases of one candidate.")
@click.option("--all", "everything", is_flag=True, help="All that needs you, however much it is.")
@common
@pass_session
def command(session: Session, *, owner: str | None = None, everything: bool = False) -> Exit:
    """Show what needs you now; else until when nothing does, and why."""
    from followup.runtime import looking

    with session.opened() as home:
        view = looking.today(home, owner=owner, limit=MANY if everything else FEW)
        session.answer(screen.lines(view, session.look(home, owner)), document.document(view))
    return Exit.DONE
