"""`playbook doctor`: what is wrong here, and how to mend it."""

from __future__ import annotations

import click
from whenever import Instant

from followup.cli.documents import doctor as document
from followup.cli.options import common
from followup.cli.screens import doctor as screen
from followup.cli.screens.page import Look
from followup.cli.session import Session, pass_session
from followup.errors import Exit
from followup.runtime.views import Diagnosis


@click.command("doctor")
@click.option("--online", is_flag=True, help="Also ask the servers of the channels; nothing is sent.")
@common
@pass_session
def command(session: Session, *, online: bool) -> Exit:
    """Find what is wrong here, and say how to mend it. Nothing is changed."""
    from followup.runtime.doctor import diagnose

    if session.absent:
        nothing = (_absent(session),)
        session.answer(screen.lines(nothing, Look(now=Instant.now())), document.document(nothing))
        return Exit.DONE
    with session.opened() as home:
        found = diagnose(home, online=online)
        session.answer(screen.lines(found, session.look(home)), document.document(found))
    return Exit.REFUSED if any(one.level == "error" for one in found) else Exit.DONE


def _absent(session: Session) -> Diagnosis:
    """Return the one finding about a folder where no home is."""
    return Diagnosis(
        level="warning",
        about="home",
        text=f"no home at {session.home} yet; nothing was made",
        remedy=f"playbook start --home {session.home}",
    )
