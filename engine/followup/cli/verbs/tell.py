"""`playbook tell CASE`: something happened, or is known; alone it is a menu."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from followup.cli import gather, naming, times
from followup.cli.documents import report as document
from followup.cli.gather import Gathering
from followup.cli.options import a_case, common
from followup.cli.screens import report as screen
from followup.cli.screens.names import plain
from followup.cli.session import Session, pass_session
from followup.cli.telling import Menu, Told, person_meant
from followup.core.names import shown, typed
from followup.errors import Exit, UsageError
from followup.runtime.views import Report

if TYPE_CHECKING:
    from followup.runtime.home import Home

NO_CONTACT = "no_contact"
"""The word for: they asked to be left alone."""


@click.command("tell")
@a_case("word")
@click.argument("words", nargs=-1, metavar="[EVENT] [FACT=VALUE]...")
@click.option("--at", "when", metavar="WHEN", help="It happened earlier: 14:30, yesterday, 2 oct.")
@click.option("--from", "contact", metavar="CONTACT", help="Who it came from.")
@click.option("--channel", default="", metavar="WAY", help="How it came: email, phone, ...")
@click.option("--by", default="you", metavar="WHO", help="Who says so (you).")
@click.option("--note", default="", metavar="TEXT", help="Something to remember.")
@click.option(
    "--undo", is_flag=True, help="Take back what you told last; only while nothing left because of it."
)
@common
@pass_session
def command(  # noqa: PLR0913 - one argument for each option
    session: Session,
    *,
    word: str,
    words: tuple[str, ...],
    when: str | None,
    contact: str | None,
    channel: str,
    by: str,
    note: str,
    undo: bool,
) -> Exit:
    """Say what happened in a case, or what you know now; alone it shows what can be told."""
    from followup.runtime import acting

    with session.opened() as home:
        case = naming.case(home, word, exact=session.exact)
        if undo:
            return _answer(
                session,
                home,
                session.act(acting.undo, home, case),
                f"{case}: what you told last is taken back.",
            )
        event, texts = gather.split(words)
        look = session.look(home)
        gathering = gather.of_case(home, case, zone=look.zone)
        if event and typed(event) == NO_CONTACT:
            gathering.take(f"{_who(home, case, contact, gathering)}.do_not_contact", "yes")
            event = ""
        for text in texts:
            gathering.take_text(text)
        if contact:
            contact = person_meant(home, case, contact, gathering)
        told = _told(session, home, case, event, gathering)
        if told == Told() and not gathering.facts:
            session.progress("Nothing was told.")
            return Exit.DONE
        if told.take is not None:
            return _taken(session, home, case, told.take, gathering)
        report = session.act(
            acting.tell,
            home,
            case,
            event=told.event,
            facts=gathering.facts,
            words=gathering.words,
            at=times.past(home, when, zone=look.zone),
            contact=contact,
            channel=channel,
            by=by,
            note=note,
            people=gathering.people,
        )
        head = [f"{case}: {plain(told.event)}."] if told.event else []
        return _answer(session, home, report, *head, known=gathering.known())


def _told(session: Session, home: Home, case: str, word: str, gathering: Gathering) -> Told:
    """Return what is meant: facts alone need no event; nothing at all is a menu."""
    if not word and gathering.facts:
        return Told()
    menu = Menu(home, case, gathering)
    if word:
        return menu.named(word, asking=session.interactive)
    if not session.interactive:
        raise menu.missing()
    return menu.chosen()


def _taken(session: Session, home: Home, case: str, name: str, gathering: Gathering) -> Exit:
    """Take a message that is there for the taking, with the facts that came along."""
    from followup.runtime import acting

    report = session.act(acting.take, home, case, name)
    if gathering.facts:
        report = session.act(
            acting.tell,
            home,
            case,
            event=None,
            facts=gathering.facts,
            words=gathering.words,
            people=gathering.people,
        )
    return _answer(session, home, report, f"{case}/{shown(name)} is planned.", known=gathering.known())


def _answer(session: Session, home: Home, report: Report, *heads: str, known: Sequence[str] = ()) -> Exit:
    look = session.look(home, report.case.owner if report.case else None)
    session.answer(screen.lines(report, look, head=heads, known=known), document.document(report, look.zone))
    return screen.settled(report)


def _who(home: Home, case: str, contact: str | None, gathering: Gathering) -> str:
    """Return the contact who asked to be left alone; a case with one contact has no need to say."""
    from followup.runtime import looking

    if contact:
        return person_meant(home, case, contact, gathering)
    contacts = list(looking.case_view(home, case).contacts)
    if len(contacts) == 1:
        return contacts[0]
    raise UsageError(
        "which-contact",
        f"who asked for it? Nothing was done. Name them: --from {'|'.join(contacts) or 'CONTACT'}",
    )
