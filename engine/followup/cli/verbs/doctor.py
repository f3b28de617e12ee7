"""`playbook doctor`: what is wrong here, and how to mend it."""

from __future__ import annotations

import click

from followup.cli.documents import doctor as document
from followup.cli.options import common
from followup.cli.screens import doctor as screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit


@click.command("doctor")
@click.option("--online", is_flag=True, help="Also ask the servers of the channels; nothing is sent.")
@common
@pass_session
def command(session: Session, *, online: bool) -> Exit:
    """Find what is wrong here, and say how to mend it. Nothing is changed."""
    from followup.runtime.doctor import diagnose

    with session.opened() as home:
        found = diagnose(home, online=online)
        session.answer(screen.lines(found, session.look(home)), document.document(found))
    return Exit.REFUSED if any(one.level == "error" for one in found) else Exit.DONE
