"""`playbook graph FILE|CASE`: a playbook as a picture, or where a case stands in it."""

from __future__ import annotations

from pathlib import Path

import click

from followup.cli import naming, output
from followup.cli.options import an_item, common
from followup.cli.screens import graph as screen
from followup.cli.screens.page import Look
from followup.cli.session import Session, pass_session
from followup.core.values.playbook import Playbook
from followup.errors import Exit, FollowupError


@click.command("graph")
@an_item("word", metavar="PLAYBOOK|CASE")
@click.option(
    "--format", "shape", type=click.Choice(["mermaid", "text"]), help="At a terminal text, else mermaid."
)
@common
@pass_session
def command(session: Session, *, word: str, shape: str | None) -> Exit:
    """Draw a playbook, or where a case stands in it: Mermaid, which many sites draw, or text."""
    playbook, current = _found(session, word)
    shape = shape or ("text" if output.at_terminal() else "mermaid")
    if shape == "text":
        from whenever import Instant

        lines = screen.text(
            playbook, Look(now=Instant.from_timestamp(0), width=output.columns()), current=current
        )
    else:
        lines = screen.mermaid(playbook, current=current)
    states = [
        {
            "state": name,
            "parent": state.parent,
            "do": list(state.do),
            "outcome": state.outcome,
            "final": state.final,
            "arrows": [{"label": label, "to": target} for label, target in screen.arrows(state)],
        }
        for name, state in playbook.states.items()
    ]
    document = {
        "schema": "graph/1",
        "playbook": playbook.name,
        "version": playbook.version,
        "start": playbook.start,
        "current": current or None,
        "states": states,
        "mermaid": "\n".join(screen.mermaid(playbook, current=current)),
    }
    session.answer(lines, document)
    return Exit.DONE


def _found(session: Session, word: str) -> tuple[Playbook, str]:
    """Return the playbook that `word` names, a file first and a case second, and the case's state."""
    from followup.app import find_playbook

    path = Path(word)
    if path.is_file() or path.suffix in (".yaml", ".yml"):
        return find_playbook(word).playbook, ""
    try:
        return find_playbook(word).playbook, ""
    except FollowupError as problem:
        try:
            return _of_case(session, word)
        except FollowupError as other:
            raise (problem if other.code == "not-a-home" else other) from None


def _of_case(session: Session, word: str) -> tuple[Playbook, str]:
    from followup.runtime.pinning import playbook_of

    with session.opened() as home:
        case = naming.case(home, word, exact=session.exact)
        with home.store.read() as reading:
            found = reading.case(case)
            assert found is not None  # noqa: S101 - its name has just been looked up
            return playbook_of(reading, found.playbook), found.state
