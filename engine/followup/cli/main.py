"""The command `playbook`: finds the verb, runs it, and turns whatever ends it into an exit code."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

import click

from followup.cli import output
from followup.cli.lexicon import SYNONYMS, VERBS
from followup.cli.options import common
from followup.cli.session import Session
from followup.errors import Exit, UsageError


class Verbs(click.Group):
    """A group that imports a verb only when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the shape is click's
        """Return the verbs in the order of the first help."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as click
        """Return the verb called `cmd_name`, or None."""
        if cmd_name not in VERBS:
            return None
        command = importlib.import_module(VERBS[cmd_name].where(cmd_name)).command
        assert isinstance(command, click.Command)  # noqa: S101 - a fact about our own modules
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb; another word for one teaches it, and is never guessed into an act."""
        word = args[0]
        if word not in VERBS and not word.startswith("-"):
            raise unknown_verb(word)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as click
        """Write the verbs under their headings."""
        for group in dict.fromkeys(verb.group for verb in VERBS.values()):
            with formatter.section(group):
                formatter.write_dl([(name, verb.help) for name, verb in VERBS.items() if verb.group == group])

    def main(self, args: Sequence[str] | None = None, **extra: Any) -> NoReturn:  # type: ignore[override]  # never returns
        """Run the command line and leave with its exit code; nothing ever escapes but that."""
        given = list(sys.argv[1:] if args is None else args)
        session = extra.pop("obj", None) or Session(json="--json" in given)
        output.open_streams()
        for stream in (sys.stdout, sys.stderr):
            output.readable(stream)
        extra.pop("standalone_mode", None)
        extra.setdefault("prog_name", "playbook")
        try:
            code = super().main(args=given, standalone_mode=False, obj=session, **extra)
        except (Exception, KeyboardInterrupt) as problem:  # noqa: BLE001 - the last stop: words, no traceback
            from followup.cli.failures import tell

            code = tell(problem, session)
        sys.exit(int(code or Exit.DONE))


def unknown_verb(word: str) -> UsageError:
    """Return the error for a word that is no verb: it names the right one, or the nearest."""
    if word in SYNONYMS:
        return UsageError("no-verb", f'there is no "{word}"; {SYNONYMS[word]}')
    from difflib import get_close_matches

    near = get_close_matches(word, VERBS, n=1)
    guess = f' Did you mean "{near[0]}"?' if near else ""
    return UsageError(
        "no-verb", f'there is no "{word}".{guess} Nothing was done.', hint="all commands: playbook --help"
    )


@click.group(cls=Verbs, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@common
@click.version_option(package_name="followup", prog_name="playbook", message="%(prog)s %(version)s")
@click.pass_context
def playbook(context: click.Context) -> Exit | None:
    """Follow up interviews: drafts, reminds, waits, and sends only what you approve.

    Alone it shows what needs you today.
    """
    if context.invoked_subcommand is not None:
        return None
    today = playbook.get_command(context, "today")
    assert today is not None  # noqa: S101 - a fact about our own verbs
    answer: Exit = context.invoke(today)
    return answer


def main() -> NoReturn:
    """Run `playbook` (the entry point of the installed command)."""
    playbook.main()
