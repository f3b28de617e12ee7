"""`playbook show CASE|ITEM`: a case at a glance, or the exact words of a message."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

import click

from followup.cli import naming, output
from followup.cli.documents import case as case_document
from followup.cli.documents import item as item_document
from followup.cli.options import an_item, common
from followup.cli.screens import case as case_screen
from followup.cli.screens import item as item_screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit, Refused, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home


@click.command("show")
@an_item("word", metavar="CASE|ITEM")
@click.option("--history", is_flag=True, help="All that happened in a case, and by which rules.")
@click.option("--raw", is_flag=True, help="The exact bytes of a message.")
@click.option("--copy", is_flag=True, help="Put the words of a message on the clipboard of this terminal.")
@click.option("--playbook", "source", is_flag=True, help="The playbook that a case began with, as a file.")
@common
@pass_session
def command(session: Session, *, word: str, history: bool, raw: bool, copy: bool, source: bool) -> Exit:
    """Show a case at a glance, or the exact words of a message. Looking changes nothing."""
    with session.opened() as home:
        case, item = naming.case_or_item(home, word, exact=session.exact)
        if item:
            return _item(session, home, case, item, raw=raw, copy=copy)
        if raw or copy:
            raise UsageError(
                "which-item", f"--raw and --copy are for messages: {case}/ITEM. Nothing was done."
            )
        return _playbook(home, case) if source else _case(session, home, case, history=history)


def _case(session: Session, home: Home, case: str, *, history: bool) -> Exit:
    from followup.runtime import looking

    view = looking.case_view(home, case)
    look = session.look(home, view.case.owner)
    lines = case_screen.history(view, look) if history else case_screen.lines(view, look)
    session.answer(lines, case_document.document(view, history=history))
    return Exit.DONE


def _item(session: Session, home: Home, case: str, item: str, *, raw: bool, copy: bool) -> Exit:
    from followup.runtime import looking

    view = looking.item_view(home, case, item)
    if raw:
        if view.raw is None:
            raise Refused("no-bytes", f"{case}/{item} has no bytes yet; they are made when it is drafted")
        output.raw(view.raw)
        return Exit.DONE
    if copy:
        if view.item.draft is None:
            raise Refused("no-words", f"{case}/{item} has no words yet; they are written when it is due")
        output.copy(base64.b64encode(view.item.draft.body.encode()).decode())
    with home.store.read() as reading:
        found = reading.case(case)
        me = reading.owner(found.owner) if found else None
    look = session.look(home, found.owner if found else None)
    session.answer(item_screen.lines(view, look, me=me), item_document.document(view))
    return Exit.DONE


def _playbook(home: Home, case: str) -> Exit:
    with home.store.read() as reading:
        found = reading.case(case)
        pinned = reading.pinned(found.playbook) if found else None
    if pinned is None:
        raise Refused("no-playbook", f"the home holds no playbook for {case}", hint="see: playbook doctor")
    output.raw(pinned.source.encode())
    return Exit.DONE
