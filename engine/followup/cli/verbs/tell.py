"""`playbook tell CASE`: something happened, or is known; alone it is a menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import gather, naming, prompts, times
from followup.cli.documents import report as document
from followup.cli.gather import Gathering
from followup.cli.options import a_case, common
from followup.cli.screens import report as screen
from followup.cli.screens.names import plain
from followup.cli.session import Session, pass_session
from followup.core.names import nearest, shown, typed
from followup.errors import Exit, UsageError
from followup.runtime.views import Choice, Report

if TYPE_CHECKING:
    from followup.runtime.home import Home

MOST = 4
"""So many facts are echoed."""

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
            gathering.take(f"{_who(home, case, contact)}.do_not_contact", "yes")
            event = ""
        for text in texts:
            gathering.take_text(text)
        name = _event(session, home, case, event, gathering) if event or not gathering.facts else None
        report = session.act(
            acting.tell,
            home,
            case,
            event=name,
            facts=gathering.facts,
            words=gathering.words,
            at=times.past(home, when, zone=look.zone),
            contact=contact,
            channel=channel,
            by=by,
            note=note,
            people=gathering.people,
        )
        return _answer(session, home, report, *_heads(case, name, gathering))


def _answer(session: Session, home: Home, report: Report, *heads: str) -> Exit:
    look = session.look(home, report.case.owner if report.case else None)
    session.answer(screen.lines(report, look, head=heads), document.document(report, look.zone))
    return screen.settled(report)


def _heads(case: str, event: str | None, gathering: Gathering) -> list[str]:
    """Return what was told, and how its facts were understood."""
    told = [f"{case}: {plain(event)}."] if event else []
    known = [f"Known since now: {shown(name)} {echo}." for name, echo in gathering.echoes.items()]
    return [*told, *known[:MOST], *([f"and {len(known) - MOST} more."] if len(known) > MOST else [])]


def _event(session: Session, home: Home, case: str, word: str, gathering: Gathering) -> str:
    """Return the event named or chosen, after its facts have been asked for."""
    from followup.runtime import looking

    choices = looking.choices(home, case)
    choice = _named(case, choices, word) if word else _chosen(session, case, choices)
    missing = [one for one in choice.facts if one.fact not in gathering.facts]
    if session.interactive:
        for question in (*missing, *(one for one in choice.also if one.fact not in gathering.facts)):
            gathering.ask(question)
    elif missing:
        texts = " ".join(f"{one.fact}=..." for one in missing)
        raise UsageError(
            "fact-missing",
            f"{shown(choice.event)} comes with {', '.join(one.fact for one in missing)}. Nothing was done.",
            hint=f"playbook tell {case} {shown(choice.event)} {texts}",
        )
    return choice.event


def _named(case: str, choices: tuple[Choice, ...], word: str) -> Choice:
    found = next((one for one in choices if one.event == typed(word)), None)
    if found is not None:
        return found
    near = nearest(word, [one.event for one in choices])
    guess = f' Did you mean "{shown(near[0])}"?' if near else ""
    raise UsageError(
        "no-event",
        f'"{word}" is nothing that can happen in {case}.{guess} Nothing was done.',
        hint="what can: " + ", ".join(shown(one.event) for one in choices if one.handled),
    )


def _chosen(session: Session, case: str, choices: tuple[Choice, ...]) -> Choice:
    """Let the person choose what happened, in the words of the playbook."""
    possible = [one for one in choices if one.handled]
    if not session.interactive:
        raise UsageError(
            "event-missing",
            f"say what happened in {case}. Nothing was done.",
            hint=f"playbook tell {case} EVENT, one of: " + ", ".join(shown(one.event) for one in possible),
        )
    other = [one for one in choices if not one.handled]
    says = [one.say for one in possible] + (["Something else."] if other else [])
    number = prompts.choose(f"What happened with {case}?", says)
    if number < len(possible):
        return possible[number]
    return other[
        prompts.choose("What, then? It is noted, and moves nothing now.", [one.say for one in other])
    ]


def _who(home: Home, case: str, contact: str | None) -> str:
    """Return the contact who asked to be left alone; a case with one contact has no need to say."""
    from followup.runtime import looking

    if contact:
        return contact
    contacts = list(looking.case_view(home, case).contacts)
    if len(contacts) == 1:
        return contacts[0]
    raise UsageError(
        "which-contact",
        f"who asked for it? Nothing was done. Name them: --from {'|'.join(contacts) or 'CONTACT'}",
    )
