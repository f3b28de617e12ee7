"""`playbook done ITEM [OUTCOME]`: a to-do was done, and how it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import gather, naming, prompts, times
from followup.cli.asking import ask_named
from followup.cli.documents import report as document
from followup.cli.options import an_item, common
from followup.cli.screens import report as screen
from followup.cli.screens.names import item_name, outcome_name
from followup.cli.session import Session, pass_session
from followup.core.names import nearest, shown, typed
from followup.errors import Exit, UsageError
from followup.runtime.views import Need, Report, Verb

if TYPE_CHECKING:
    from followup.runtime.home import Home


@click.command("done")
@an_item("word", metavar="CASE/ITEM")
@click.argument("words", nargs=-1, metavar="[OUTCOME] [FACT=VALUE]...")
@click.option("--at", "when", metavar="WHEN", help="It was done earlier: 14:30, yesterday, 2 oct.")
@click.option("--note", default="", metavar="TEXT", help="Something to remember.")
@click.option("--never", is_flag=True, help="You will not do it.")
@common
@pass_session
def command(
    session: Session, *, word: str, words: tuple[str, ...], when: str | None, note: str, never: bool
) -> Exit:
    """Say that a to-do was done, with its outcome if it has some; --never: you will not do it."""
    from followup.runtime import acting

    with session.opened() as home:
        case, item = _item(session, home, word)
        need = _need(home, case, item)
        if never:
            report = session.act(acting.never, home, case, item)
            return _answer(session, home, report, f"{item_name(case, item)} is off your list.")
        look = session.look(home)
        at = times.past(home, when, zone=look.zone)
        outcome, facts = gather.split(words)
        outcome = _outcome(session, case, item, outcome, need)
        heard = _tell(session, home, case, facts, need)
        if heard is not None and need is not None and _over(heard, item):
            return _answer(session, home, heard, f"{item_name(case, item)} is settled by what you told.")
        report = session.act(acting.done, home, case, item, outcome=outcome, at=at, note=note)
        told = f": {outcome_name(outcome)}" if outcome else ""
        clock = look.moment(at) if at else look.clock(look.now)
        return _answer(session, home, report, f"{item_name(case, item)} done {clock}{told}.")


def _answer(session: Session, home: Home, report: Report, head: str) -> Exit:
    look = session.look(home, report.case.owner if report.case else None)
    session.answer(screen.lines(report, look, head=[head]), document.document(report, look.zone))
    return screen.settled(report)


def _item(session: Session, home: Home, word: str) -> tuple[str, str]:
    """Return the item named; a case with one open to-do is enough."""
    if "/" in word:
        return naming.item(home, word, exact=session.exact)
    case = naming.case(home, word, exact=session.exact)
    open_ = [need for need in _needs(home, case) if need.verb is Verb.DO]
    if len(open_) == 1:
        return case, open_[0].item
    if not open_:
        raise UsageError(
            "no-to-do", f"{case} has no open to-do. Nothing was done.", hint=f"playbook show {case}"
        )
    names = ", ".join(item_name(case, need.item) for need in open_)
    raise UsageError("which-to-do", f"{case} has several: {names}. Nothing was done.")


def _needs(home: Home, case: str) -> tuple[Need, ...]:
    from followup.runtime import looking

    return looking.case_view(home, case).needs


def _need(home: Home, case: str, item: str) -> Need | None:
    return next((need for need in _needs(home, case) if need.item == item), None)


def _outcome(session: Session, case: str, item: str, outcome: str, need: Need | None) -> str:
    """Return the outcome as the engine writes it; offered as a menu where it is needed and not given."""
    offered = need.outcomes if need else ()
    if outcome:
        if offered and typed(outcome) not in offered:
            near = nearest(outcome, offered)
            guess = f' Did you mean "{shown(near[0])}"?' if near else ""
            choices = " | ".join(map(outcome_name, offered))
            raise UsageError(
                "no-outcome", f'"{outcome}" is no outcome of it.{guess} Nothing was done.', hint=choices
            )
        return typed(outcome)
    if not offered:
        return ""
    if not session.interactive:
        choices = " | ".join(map(outcome_name, offered))
        raise UsageError(
            "outcome-missing",
            f"{item_name(case, item)} wants an outcome. Nothing was done.",
            hint=f"playbook done {item_name(case, item)} {choices}",
        )
    return offered[prompts.choose("How did it go?", [outcome_name(one) for one in offered])]


def _tell(
    session: Session, home: Home, case: str, facts: tuple[str, ...], need: Need | None
) -> Report | None:
    """Keep the facts that came with it, and those that the to-do asks for if a person sits there.

    Returns:
        What they came to, by which the to-do itself may be done; None: nothing was told.
    """
    from followup.runtime import acting

    gathering = gather.of_case(home, case, zone=session.look(home).zone)
    for text in facts:
        gathering.take_text(text)
    if session.interactive and need is not None:
        open_ = {name: ask for name, ask in need.asks.items() if name not in gathering.facts}
        ask_named(gathering, open_)
    if not gathering.facts:
        return None
    return session.act(
        acting.tell,
        home,
        case,
        event=None,
        facts=gathering.facts,
        words=gathering.words,
        people=gathering.people,
    )


def _over(report: Report, item: str) -> bool:
    """Whether an item is settled by now, as the case of a report has it."""
    found = report.case.items.get(item) if report.case is not None else None
    return found is not None and not found.status.live
