"""`playbook upgrade FILE`: moves living cases to an edited playbook, all that may or none, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from followup.cli import naming
from followup.cli.documents import upgrade as document
from followup.cli.options import common
from followup.cli.screens import upgrade as screen
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from followup.core.values.events import FactValue
    from followup.core.values.playbook import Playbook
    from followup.runtime.home import Home


@click.command("upgrade")
@click.argument("playbook", default="", metavar="[PLAYBOOK]")
@click.option("--dry-run", is_flag=True, help="Only say what would change for whom.")
@click.option("--case", "words", multiple=True, metavar="CASE", help="This case only; as often as you like.")
@click.option(
    "--fact", "told", multiple=True, metavar="FACT=VALUE", help="What the new version has to know of each."
)
@click.option("--back", default="", metavar="ID", help="Make the cases of that move what they were before.")
@common
@pass_session
def command(
    session: Session,
    *,
    playbook: str,
    dry_run: bool,
    words: tuple[str, ...],
    told: tuple[str, ...],
    back: str,
) -> Exit:
    """Move running cases to an edited playbook: what changes for whom, all that may or none, and back."""
    from followup.runtime import upgrading

    if bool(playbook) == bool(back):
        raise UsageError(
            "which-playbook",
            "name the edited playbook, or the move to go back from: --back ID. Nothing was done.",
        )
    if back and (dry_run or told):
        word = "--dry-run" if dry_run else "--fact"
        told_so = f"{word} goes with an edited playbook, not with --back. Nothing was done."
        raise UsageError("only-forward", told_so)
    with session.opened() as home:
        look = session.look(home)
        cases = [naming.case(home, word, exact=session.exact) for word in words]
        if back:
            done = session.act(upgrading.back, home, back, cases=cases)
            lines = screen.returned(done, look)
        else:
            from followup.app import find_playbook

            compiled = find_playbook(playbook, home=session.home, plugins=session.plugins)
            facts = _facts(home, compiled.playbook, told, zone=look.zone)
            done = session.act(upgrading.upgrade, home, compiled, cases=cases, facts=facts, dry_run=dry_run)
            lines = screen.lines(done, look, word=playbook)
        session.answer(lines, document.document(done, look.zone))
    return Exit.DONE if done.moving or not done.moves else Exit.REFUSED


def _facts(home: Home, playbook: Playbook, told: tuple[str, ...], *, zone: str) -> dict[str, FactValue]:
    """Return the facts that were told, in the types of the new version."""
    from followup.cli.knowing import unknown
    from followup.core.names import typed
    from followup.runtime.understand import understand

    found: dict[str, FactValue] = {}
    for one in told:
        name, equals, words = one.partition("=")
        key = typed(name)
        if not equals:
            raise UsageError("fact-value", f'"{one}" is no FACT=VALUE. Nothing was done.')
        if key not in playbook.facts:
            raise unknown(name, playbook.facts)
        found[key] = understand(
            playbook.facts[key], words, now=home.clock.now(), place=None, almanac=home.almanac, zone=zone
        ).value
    return found
