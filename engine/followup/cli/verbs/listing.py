"""`playbook list`: all cases, a line each."""

from __future__ import annotations

import click

from followup.cli.documents import case as document
from followup.cli.options import common
from followup.cli.screens import listing as screen
from followup.cli.session import Session, pass_session
from followup.core.names import typed
from followup.errors import Exit

FEW, MANY = 40, 1_000_000


@click.command("list")
@click.option("--state", metavar="STATE", help="Only cases in this state.")
@click.option("--for", "owner", metavar="CANDIDATE", help="Only the cases of one candidate.")
@click.option("--ended/--running", default=None, help="Only cases that are over, or only those that are not.")
@click.option("--all", "everything", is_flag=True, help="All of them, however many there are.")
@common
@pass_session
def command(
    session: Session, *, state: str | None, owner: str | None, ended: bool | None, everything: bool
) -> Exit:
    """Show all cases, a line each: what wants you first."""
    from followup.runtime import looking

    with session.opened() as home:
        limit = MANY if everything else FEW
        found = looking.listing(
            home, owner=owner, state=typed(state) if state else None, ended=ended, limit=limit + 1
        )
        shown, more = found[:limit], len(found) > limit
        look = session.look(home, owner)
        empty = not found and not looking.listing(home, limit=1)
        session.answer(
            screen.lines(shown, look, more=more, empty=empty), document.listing(shown, look.zone, more=more)
        )
    return Exit.DONE
