"""`playbook why CASE|ITEM`: the reason and the date behind every wait."""

from __future__ import annotations

import click

from followup.cli import naming
from followup.cli.documents import why as document
from followup.cli.options import an_item, common
from followup.cli.screens import why as screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit


@click.command("why")
@an_item("word", metavar="CASE|ITEM")
@common
@pass_session
def command(session: Session, *, word: str) -> Exit:
    """Say what a case waits for, by which rule, until when, and what each event would do."""
    from followup.runtime import looking

    with session.opened() as home:
        case, item = naming.case_or_item(home, word, exact=session.exact)
        view = looking.why(home, case, item or None)
        session.answer(screen.lines(view, session.look(home, view.case.owner)), document.document(view))
    return Exit.DONE
