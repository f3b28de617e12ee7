"""`playbook resolve ITEM sent|not-sent`: settles what is in doubt. Neither answer sends anything."""

from __future__ import annotations

import click

from followup.cli import naming
from followup.cli.documents import report as document
from followup.cli.options import an_item, common
from followup.cli.screens import report as screen
from followup.cli.screens.names import item_name
from followup.cli.session import Session, pass_session
from followup.errors import Exit


@click.command("resolve")
@an_item("word", metavar="CASE/ITEM")
@click.argument("answer", type=click.Choice(["sent", "not-sent"]))
@common
@pass_session
def command(session: Session, *, word: str, answer: str) -> Exit:
    """Settle a message that is in doubt: it was sent, or it was not. Neither answer sends anything."""
    from followup.runtime import acting

    with session.opened() as home:
        case, item = naming.item(home, word, exact=session.exact)
        report = session.act(acting.resolve, home, case, item, sent=answer == "sent")
        name = item_name(case, item)
        head = [f"{name} was sent." if answer == "sent" else f"{name} was not sent."]
        look = session.look(home, report.case.owner if report.case else None)
        session.answer(screen.lines(report, look, head=head), document.document(report, look.zone))
    return Exit.DONE
