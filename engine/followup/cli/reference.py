"""`python -m followup.cli.reference` writes docs/reference/cli.md from the commands themselves."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from followup.cli.lexicon import SYNONYMS, VERBS
from followup.cli.main import playbook

TARGET = Path(__file__).resolve().parents[3] / "docs" / "reference" / "cli.md"

_HEAD = """# The command line

<!-- Written by `python -m followup.cli.reference`; edit the commands, not this page. -->

`playbook` alone is `playbook today`, or the first screen while there are no cases.

## Shapes that hold everywhere

- A case is typed by its name (`acme-analyst`), a message or to-do as `CASE/ITEM`
  (`acme-analyst/thank-you`). `-` and `_` are the
  same. At a terminal a unique beginning will do; a script gives full names, so that a new case
never changes what it means.
- Looking (`today show why list graph doctor channels`) changes nothing.
- Questions are asked only where a person sits at a terminal. Elsewhere the answer is exit code 2
  and the option to use.
- Dates are typed as `fri`, `9 oct`, `2026-10-09`, `in 2 weeks`, `16:30`; the meaning is echoed.
- Screens are cut to the width of a terminal; a pipe gets the same text whole and without colour.
  `NO_COLOR` takes colours away.
- Text from elsewhere (names, facts, playbooks) is shown with control characters spelled out.

## Exit codes

| code | means |
|---|---|
| 0 | done |
| 1 | findings, or refused: understood, and not allowed now |
| 2 | a word on the command line is unknown, missing or ambiguous |
| 3 | a file or a value could not be understood |
| 4 | the home could not be read or written, or Followup itself failed |
| 5 | this run met what only a person can settle: a message in doubt, a missing package |
| 130 | interrupted |

## JSON

With `--json` the answer is one JSON object on standard output, in ASCII; its first member
`schema` names its shape, which
`schemas/NAME.schema.json` describes. `run --json` writes one object a line. An error is an object
too, `error/1`, on standard
output; the same in words goes to standard error. Codes are stable, sentences are not. An instant
is `at` (UTC) and `wall`
(the same on a clock, with its zone); a planned one also has its `rule`.

## Completion

bash: `eval "$(_PLAYBOOK_COMPLETE=bash_source playbook)"`; the same with `zsh_source` and
`fish_source`. Cases and items complete too.

## Options of every verb, before it or after it

"""


def page() -> str:
    """Return the whole page."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield _HEAD.rstrip("\n")
    yield ""
    yield from _options(playbook, shared=True)
    for group in dict.fromkeys(verb.group for verb in VERBS.values()):
        yield f"\n## {group}"
        for name, verb in VERBS.items():
            if verb.group == group:
                yield from _verb(name)
    yield "\n## Words that teach\n"
    yield "These are no verbs; each names the one to use, with exit code 2.\n"
    yield "| word | answer |\n|---|---|"
    yield from (f"| `{word}` | {_cell(answer)} |" for word, answer in SYNONYMS.items())


def _verb(name: str) -> Iterator[str]:
    context = click.Context(playbook, info_name="playbook")
    command = playbook.get_command(context, name)
    assert command is not None  # noqa: S101 - the name comes from the table of verbs
    usage = " ".join(command.collect_usage_pieces(click.Context(command, info_name=name, parent=context)))
    yield f"\n### playbook {name}\n"
    yield f"`playbook {name} {usage}`\n"
    yield inspect.cleandoc(command.help or "")
    own = list(_options(command, shared=False))
    if own:
        yield ""
        yield from own


def _options(command: click.Command, *, shared: bool) -> Iterator[str]:
    """Yield a table row for each option: those of every verb, or those of one."""
    common = {param.name for param in playbook.params}
    rows = []
    for param in command.params:
        if isinstance(param, click.Option) and (shared or param.name not in common):
            metavar = "" if param.is_flag else f" {param.make_metavar(click.Context(command))}"
            names = ", ".join(f"`{name}{metavar}`" for name in [*param.opts, *param.secondary_opts])
            rows.append(f"| {_cell(names)} | {_cell(param.help or '')} |")
    if rows:
        yield "| option | does |\n|---|---|"
        yield from rows


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page, or with `--check` say whether it is current."""
    if "--check" in sys.argv[1:]:
        sys.exit(0 if TARGET.read_text(encoding="utf-8") == page() else f"{TARGET} is out of date")
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
