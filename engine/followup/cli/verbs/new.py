"""`playbook new FILE`: a small playbook, or with `--extends` an overlay; sound from the first line."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.scaffolding.modeline import modeline
from followup.cli.session import Session, pass_session
from followup.core.names import slug
from followup.errors import BadPlaybook, Exit, Refused, StorageError, UsageError

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

NAMES = re.compile(r"[a-z][a-z0-9-]*\.ya?ml")


@click.command("new")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--extends",
    metavar="BASE",
    help="Write an overlay of this playbook: at a terminal what differs is asked for.",
)
@common
@pass_session
def command(session: Session, *, file: Path, extends: str | None) -> Exit:
    """Write a playbook to begin with, and a first scenario beside it; both are sound at once."""
    if not NAMES.fullmatch(file.name):
        name = f"{slug((file.stem or 'playbook',), ())}.yaml"
        raise UsageError(
            "file-name",
            f'"{file.name}": a playbook file is named in lower case, ending in .yaml. Nothing was written.',
            hint=f"playbook new {file.with_name(name) if file.name else name}",
        )
    tests = file.with_name(f"{file.stem}.tests.yaml")
    for one in (file, tests):
        if one.exists() or one.is_symlink():
            raise _exists(one)
    text, place = (_playbook(file), "") if extends is None else _overlay(session, file, extends)
    scenario = f"{modeline(tests, 'scenarios')}\n{_scenario(file, text, place)}"
    _write(file, text)
    _write(tests, scenario)
    kind = "every part once, with comments" if extends is None else f"what differs from {extends}"
    lines = [
        f"Wrote {file} ({plural(len(text.splitlines()), 'line')}: {kind}) and {tests}.",
        f"Next: edit it (line 1 tells your editor the words), then: playbook check {file}",
    ]
    lines += _beside(file, place)
    document = {"schema": "new/1", "file": str(file), "tests": str(tests), "extends": extends}
    session.answer(lines, document)
    return Exit.DONE


def _playbook(file: Path) -> str:
    """Return a whole playbook in which every part of the language stands once."""
    text = files("followup.cli").joinpath("scaffold.yaml").read_text(encoding="utf-8")
    return f"{modeline(file, 'playbook')}\n{text.replace('NAME', file.stem, 1)}"


def _overlay(session: Session, file: Path, extends: str) -> tuple[str, str]:
    """Return an overlay with what somebody answers, else with comments, and where its cases are."""
    from followup.cli.scaffolding.overlay import Begun
    from followup.cli.scaffolding.questions import ask

    begun = Begun(name=file.stem, base=_base(extends))
    if session.interactive:
        begun = ask(begun, file)
    return begun.text(modeline(file, "playbook")), begun.place


def _beside(file: Path, place: str) -> list[str]:
    """Return what is said of the country: it has an overlay of its own, to be laid over this one."""
    from followup.cli.scaffolding.questions import country

    name = country(place) if place else ""
    return [f"What the country changes lies beside it: playbook start {file}+{name}"] if name else []


def _base(word: str) -> Compiled:
    """Return the playbook to extend.

    Raises:
        UsageError: There is none, or it is an overlay itself.
    """
    from followup.app import find_playbook

    name, _, major = word.partition("@")
    base = find_playbook(name)
    there = base.playbook.version.partition(".")[0]
    if major and major != there:
        raise UsageError(
            "no-base",
            f"there is {name} {base.playbook.version} here, and no {word}. Nothing was written.",
            hint=f"--extends {name}@{there}",
        )
    if base.extends:
        raise UsageError(
            "no-base",
            f"{base.playbook.name} is an overlay itself; only a whole playbook can be extended. "
            "Nothing was written.",
            hint=f"--extends {base.extends.partition('@')[0]}; to have both in a case: "
            f"playbook start NAME+{base.playbook.name}",
        )
    return base


def _scenario(file: Path, text: str, place: str) -> str:
    from followup.authoring.compile import read
    from followup.cli.scaffolding.scenario import first_scenario
    from followup.library import library

    compiled, findings = read(text.encode(), str(file), library=library(file.parent))
    if compiled is None:
        raise BadPlaybook(str(file), findings)
    return first_scenario(compiled, place)


def _exists(file: Path) -> Refused:
    return Refused("exists", f"{file} is there already. It was not touched.", hint="choose another name")


def _write(file: Path, text: str) -> None:
    """Write a file that was not there; one that is there is never touched."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise _exists(file) from None
    except OSError as error:
        raise StorageError(
            "unwritable", f"{file} cannot be written: {error.strerror}. Nothing was written."
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
