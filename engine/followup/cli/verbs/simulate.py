"""`playbook simulate FILE|STACK|CASE`: what will happen when, under a virtual clock; nothing is sent."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup.cli import naming
from followup.cli.documents import simulate as document
from followup.cli.gather import Gathering
from followup.cli.options import common
from followup.cli.screens import simulate as screen
from followup.cli.screens.page import Look
from followup.cli.session import Session, pass_session
from followup.cli.supposing import Supposing, approvals
from followup.core.names import typed
from followup.core.values.people import Me
from followup.core.values.scenario import Scenario
from followup.errors import BadPlaybook, Exit, InvalidInput, UsageError

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled
    from followup.ports import Almanac
    from followup.runtime.home import Home
    from followup.runtime.simulation import Played

DAYS = 1100
"""It is let go on for at most so many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supposed:
    """The options as they were typed."""

    facts: tuple[str, ...]
    people: tuple[str, ...]
    tells: tuple[str, ...]
    dones: tuple[str, ...]
    approve: str
    until: str | None


@click.command("simulate")
@click.argument("word", required=False, metavar="[PLAYBOOK|CASE]")
@click.option(
    "--fact", "facts", multiple=True, metavar="FACT=VALUE", help="Something that is known at the start."
)
@click.option(
    "--person", "people", multiple=True, metavar="PERSON", help='"Name, Title, address" of somebody.'
)
@click.option(
    "--tell",
    "tells",
    multiple=True,
    metavar='"WHEN EVENT FACT=VALUE"',
    help='Something happens: "6 nov invited", "in 3 days promised_by=friday".',
)
@click.option(
    "--done",
    "dones",
    multiple=True,
    metavar='"WHEN ITEM OUTCOME"',
    help='You do it: "8 oct check-in voicemail".',
)
@click.option(
    "--approve",
    default="at-once",
    show_default=True,
    metavar="WHEN",
    help='When you approve drafts: at-once, never, or "2 days" after they are there.',
)
@click.option("--until", metavar="WHEN", help="Leave it then; otherwise it goes on until it rests.")
@click.option("--script", metavar="FILE[:NAME]", help="Play a scenario of a tests file instead.")
@common
@pass_session
def command(  # noqa: PLR0913 - one argument for each option
    session: Session,
    *,
    word: str | None,
    facts: tuple[str, ...],
    people: tuple[str, ...],
    tells: tuple[str, ...],
    dones: tuple[str, ...],
    approve: str,
    until: str | None,
    script: str | None,
) -> Exit:
    """Show what will happen when, and what it rests for: of a playbook, or of a case nobody answers.

    A virtual clock runs through the weeks. Nothing is written and nothing is sent.
    """
    supposed = Supposed(facts=facts, people=people, tells=tells, dones=dones, approve=approve, until=until)
    if script is not None:
        return _script(session, word, script)
    if word is None:
        raise UsageError(
            "what", "simulate what? A playbook, or a case.", hint="playbook simulate interview-follow-up"
        )
    compiled = _playbook(word, session)
    if compiled is not None:
        return _made_up(session, compiled, supposed)
    return _case(session, word, supposed)


def _playbook(word: str, session: Session) -> Compiled | None:
    """Return the playbook that a word names, sound or not; None: it is the name of a case."""
    from followup.app import find_playbook

    try:
        return find_playbook(word, flow=False)
    except UsageError as problem:
        if problem.code != "no-playbook":
            raise
        with session.opened(make=False) as home:
            try:
                naming.case(home, word, exact=session.exact)
            except UsageError:
                raise problem from None
        return None


def _made_up(session: Session, compiled: Compiled, supposed: Supposed) -> Exit:
    """Simulate a playbook with made-up facts."""
    from followup.runtime.almanac import PublicAlmanac
    from followup.runtime.simulation import invent, play
    from followup.runtime.simulation.inventing import BEGINS, group_of, place_for
    from followup.runtime.simulation.stage import stage

    playbook, almanac = compiled.playbook, PublicAlmanac()
    zone = place_for(playbook, {}, almanac).partition(" ")[2]
    with stage(BEGINS.assume_tz(zone).to_instant(), {}, almanac) as here:
        gathering = Gathering(here.home, playbook, known={}, zone=zone)
        for text in supposed.facts:
            gathering.take_text(text)
        if supposed.people:
            gathering.take(group_of(playbook), "; ".join(supposed.people))
        invented = invent(playbook, given=gathering.facts, people=tuple(gathering.people), almanac=almanac)
        supposing = Supposing(
            here.home,
            playbook,
            invented.begins,
            invented.place.partition(" ")[2],
            known=invented.facts,
            people=invented.people,
        )
        acts = supposing.acts(supposed.tells, supposed.dones)
        until = supposing.when(supposed.until) if supposed.until else None
    when, minutes = approvals(supposed.approve)
    scenario = Scenario(
        name="made_up",
        place=invented.place,
        begins=invented.begins,
        me=_candidate(invented.place.partition(" ")[2]),
        given=invented.facts,
        people=invented.people,
        approvals=when,
        approve_after=minutes,
        story=acts,
    )
    played = play(compiled, scenario, almanac=almanac, days=DAYS, until=until)
    look = _look(session, played)
    made = {name: invented.facts[name] for name in invented.names} | supposing.made_up
    head = screen.made_up(invented, supposing.made_up, playbook, scenario, look)
    session.answer(screen.lines(played, look, head=head), document.document(played, case="", made_up=made))
    return Exit.DONE


def _case(session: Session, word: str, supposed: Supposed) -> Exit:
    """Simulate what is to come of a real case."""
    from followup.runtime.simulation import forecast

    if supposed.facts or supposed.people:
        raise UsageError(
            "not-for-cases",
            "--fact and --person are for playbooks; a case knows its own. Nothing was simulated.",
            hint=f'playbook simulate {word} --tell "today FACT=VALUE"',
        )
    when, minutes = approvals(supposed.approve)
    with session.opened(make=False) as home:
        case = naming.case(home, word, exact=session.exact)
        supposing = _of_case(home, case)
        acts = supposing.acts(supposed.tells, supposed.dones)
        until = supposing.when(supposed.until) if supposed.until else None
        played = forecast(
            home, case, acts=acts, approvals=when, approve_after=minutes, days=DAYS, until=until
        )
    look = _look(session, played)
    if_so = "if nothing else happens" if acts else "if nobody answers"
    made = f" Made up: {', '.join(supposing.made_up)}." if supposing.made_up else ""
    head = f"{case} {if_so}; {screen.approving(played.scenario)}.{made} Nothing is written, nothing is sent."
    found = document.document(played, case=case, made_up=supposing.made_up)
    session.answer(screen.lines(played, look, head=head), found)
    return Exit.DONE


def _of_case(home: Home, case: str) -> Supposing:
    from followup.runtime import looking
    from followup.runtime.pinning import playbook_of

    view = looking.case_view(home, case)
    with home.store.read() as reading:
        playbook = playbook_of(reading, view.case.playbook)
    known = {name: words[-1].value for name, words in view.case.facts.items() if words}
    people = [one for one in view.contacts.values() if one.addresses]
    return Supposing(home, playbook, view.now, view.zone, known=known, people=people, case=case)


def _script(session: Session, word: str | None, script: str) -> Exit:
    """Play a scenario of a tests file, and let it go on until it rests."""
    from followup.app import find_playbook
    from followup.runtime.almanac import PublicAlmanac
    from followup.runtime.simulation import play

    almanac = PublicAlmanac()
    compiled, scenario = _scenario(word, script, almanac)
    played = play(
        compiled,
        scenario,
        almanac=almanac,
        library=lambda name: find_playbook(name, flow=False),
        days=DAYS,
    )
    look = _look(session, played)
    why = f": {scenario.why}" if scenario.why else ""
    head = f"{scenario.name}{why} ({screen.difference_count(played.found)})"
    session.answer(screen.lines(played, look, head=head), document.document(played, case="", made_up={}))
    return Exit.REFUSED if played.found else Exit.DONE


def _scenario(word: str | None, script: str, almanac: Almanac) -> tuple[Compiled, Scenario]:
    """Return a scenario of a tests file, fitted to its playbook.

    Raises:
        UsageError: `no-file`, `no-scenario`, `which-scenario`.
        BadPlaybook: It does not read as one, or does not fit its playbook.
    """
    from followup.app import find_playbook
    from followup.authoring.library import read_file
    from followup.authoring.scenarios import fitted, read

    path, name = _named(script)
    try:
        data = read_file(path).data
    except InvalidInput as error:
        raise UsageError(error.code, f"{error.text}; nothing was simulated") from None
    suite, found = read(data, str(path), almanac_place=almanac.place)
    if suite is None:
        raise BadPlaybook(str(path), found)
    names = [one.name for one in suite.scenarios]
    chosen = [one for one in suite.scenarios if not name or one.name == typed(name)]
    if not chosen:
        raise UsageError(
            "no-scenario", f'{path} has no "{name}"; nothing was simulated', hint=", ".join(names)
        )
    if len(chosen) > 1:
        hint = "\n".join(f"--script {path}:{one}" for one in names)
        raise UsageError(
            "which-scenario", f"{path} has several; say which. Nothing was simulated.", hint=hint
        )
    compiled = find_playbook(word or suite.playbook, flow=False)
    others = {
        other.playbook: find_playbook(other.playbook, flow=False).playbook
        for other in chosen[0].others
        if other.playbook
    }
    fit, misfits = fitted(
        suite, compiled.playbook, almanac_place=almanac.place, others=others, scenarios=chosen
    )
    if any(one.severity == "error" for one in misfits):
        raise BadPlaybook(str(path), misfits)
    return compiled, fit[0]


def _named(script: str) -> tuple[Path, str]:
    """Return the file and the name of a scenario in `FILE[:NAME]`."""
    file, colon, name = script.rpartition(":")
    if colon and not Path(script).exists():
        return Path(file).expanduser(), name
    return Path(script).expanduser(), ""


def _candidate(zone: str) -> Me:
    return Me(name="Candidate", email="candidate@example.org", phone="+44 20 7946 0999", zone=zone)


def _look(session: Session, played: Played) -> Look:
    from followup.cli import output

    zone = played.scenario.place.partition(" ")[2]
    return Look(now=played.scenario.begins, zone=zone, width=session.width or output.columns())
