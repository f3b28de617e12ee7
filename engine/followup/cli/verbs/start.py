"""`playbook start [PLAYBOOK]`: begins a case, asking only what the first message and the first wait need."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import output, times
from followup.cli.asking import ask_all
from followup.cli.candidate import candidate, placed, zone_in
from followup.cli.documents import report as document
from followup.cli.gather import Gathering
from followup.cli.options import common
from followup.cli.screens import report as screen
from followup.cli.screens.page import wrap
from followup.cli.session import Session, pass_session, system_zone
from followup.core.values.playbook import FactType
from followup.errors import Exit, UsageError
from followup.runtime.views import Question

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled
    from followup.core.values.people import Me
    from followup.runtime.home import Home

STOCK = "interview-follow-up"
OWNER = "me"
LESSONS = 3


@click.command("start")
@click.argument("playbook", default=STOCK, metavar="[PLAYBOOK]")
@click.option(
    "--fact", "facts", multiple=True, metavar="FACT=VALUE", help="Something you know; as often as you like."
)
@click.option(
    "--person", "people", multiple=True, metavar="PERSON", help='"Name, Title, address" of somebody you met.'
)
@click.option("--for", "owner", metavar="CANDIDATE", help="Whose case it is, where there are several.")
@click.option(
    "--me", "mine", multiple=True, metavar="KEY=VALUE", help="Your own name, email, phone, signature, zone."
)
@click.option("--at", "when", metavar="WHEN", help="It began earlier: 16:30, yesterday, 2 oct.")
@click.option("--name", default="", metavar="CASE", help="A name of your own for the case.")
@common
@pass_session
def command(  # noqa: PLR0913 - one argument for each option
    session: Session,
    *,
    playbook: str,
    facts: tuple[str, ...],
    people: tuple[str, ...],
    owner: str | None,
    mine: tuple[str, ...],
    when: str | None,
    name: str,
) -> Exit:
    """Begin a case after (or before) an interview; without options it asks."""
    from followup.app import find_playbook
    from followup.runtime import acting

    compiled = find_playbook(playbook, home=session.home, plugins=session.plugins)
    session.zone = zone_in(mine)
    with session.opened() as home:
        whose = owner or _only_owner(home)
        learnt = _learnt(home, whose)
        if session.interactive:
            book = compiled.playbook
            hello = f"Playbook {book.name} {book.version}. Enter takes what is in [brackets]."
            output.lines([hello, *learnt])
        me = candidate(home, whose, mine, asking=session.interactive)
        zone = me.zone if me else session.look(home, whose).zone
        gathering = Gathering(home, compiled.playbook, known={}, zone=zone)
        _gather(session, compiled, gathering, facts, people)
        if session.interactive:
            me = _moved(home, whose, me, gathering, mine)
            output.lines(wrap(gathering.summary(), output.columns(), first="Understood: "))
        report = session.act(
            acting.start,
            home,
            compiled,
            owner=whose,
            me=me,
            facts=gathering.facts,
            words=gathering.words,
            people=gathering.people,
            at=times.past(home, when, zone=zone),
            name=name,
        )
        look = session.look(home, whose)
        head = [f"{report.case.id} started."] if report.case else []
        head += [] if session.interactive else learnt
        session.answer(screen.lines(report, look, head=head), document.document(report, look.zone))
    return screen.settled(report)


def _moved(home: Home, owner: str, me: Me | None, gathering: Gathering, mine: tuple[str, ...]) -> Me | None:
    """Return the candidate; somebody new on a machine without a zone reads times as at the employer's."""
    with home.store.read() as reading:
        known = reading.owner(owner) is not None
    if me is None or known or any(text.partition("=")[0].strip().lower() == "zone" for text in mine):
        return me
    there = placed(me, gathering.look.zone)
    if there != me:
        output.lines(
            [f"Times are shown as in {there.zone}; elsewhere: --me zone=PLACE with your next start."]
        )
    return there


def _only_owner(home: Home) -> str:
    """Return whose case it is where nobody said: the only candidate there is, or the first."""
    with home.store.read() as reading:
        owners = list(reading.owners())
    if len(owners) > 1:
        raise UsageError(
            "which-candidate", "several candidates here; say --for CANDIDATE. Nothing was started."
        )
    return owners[0] if owners else OWNER


def _learnt(home: Home, owner: str) -> list[str]:
    """Return what was learnt from earlier cases, in the candidate's own words."""
    with home.store.read() as reading:
        lessons = reading.lessons(owner)[:LESSONS]
    days = [(case, at.to_tz(system_zone()).date().format_iso(), words) for case, at, words in lessons]
    return [f'From {case}, {day}: "{words}"' for case, day, words in days]


def _gather(
    session: Session,
    compiled: Compiled,
    gathering: Gathering,
    facts: tuple[str, ...],
    people: tuple[str, ...],
) -> None:
    """Take what was given, then ask for what is missing, or name the options for it."""
    from followup.runtime.looking import start_questions

    questions = start_questions(compiled.playbook)
    for text in facts:
        gathering.take_text(text)
    if people:
        gathering.take(_group(compiled, questions), "; ".join(people))
    if session.interactive:
        ask_all(gathering, questions)
        return
    missing = [one for one in questions if one.fact not in gathering.facts]
    needed = [one for one in missing if not one.optional and not one.known]
    if needed:
        options = " ".join(f"--fact {one.fact}=..." for one in needed)
        raise UsageError(
            "fact-missing",
            f"missing: {', '.join(one.fact for one in needed)}. Nothing was started.",
            hint="\n".join([*(f"{one.fact}: {one.ask}" for one in needed), f"playbook start {options}"]),
        )


def _group(compiled: Compiled, questions: tuple[Question, ...]) -> str:
    """Return the fact that `--person` fills: the first group of people asked for, or that there is."""
    asked = [one.fact for one in questions if one.type == FactType.CONTACTS.value]
    there = [name for name, fact in compiled.playbook.facts.items() if fact.type is FactType.CONTACTS]
    if not asked and not there:
        raise UsageError("no-people", f"{compiled.playbook.name} asks for no people. Nothing was started.")
    return (asked or there)[0]
