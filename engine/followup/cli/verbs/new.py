"""`playbook new FILE`: a small, commented playbook that is sound from the first line."""

from __future__ import annotations

import os
import re
from importlib.resources import files
from pathlib import Path

import click

from followup.cli.options import common
from followup.cli.session import Session, pass_session
from followup.core.names import slug
from followup.errors import Exit, Refused, StorageError, UsageError

NAMES = re.compile(r"[a-z][a-z0-9-]*\.ya?ml")


@click.command("new")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@common
@pass_session
def command(session: Session, *, file: Path) -> Exit:
    """Write a small playbook to begin with: every part once, with comments, and already sound."""
    if not NAMES.fullmatch(file.name):
        name = f"{slug((file.stem or 'playbook',), ())}.yaml"
        raise UsageError(
            "file-name",
            f'"{file.name}": a playbook file is named in lower case, ending in .yaml. Nothing was written.',
            hint=f"playbook new {file.with_name(name) if file.name else name}",
        )
    text = files("followup.cli").joinpath("scaffold.yaml").read_text(encoding="utf-8")
    _write(file, text.replace("NAME", file.stem, 1))
    lines = [
        f"Wrote {file} ({len(text.splitlines())} lines, every part once, with comments).",
        f"Next: edit it, then: playbook check {file}",
    ]
    session.answer(lines, {"schema": "new/1", "file": str(file)})
    return Exit.DONE


def _write(file: Path, text: str) -> None:
    """Write a file that was not there; one that is there is never touched."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    except FileExistsError:
        raise Refused(
            "exists", f"{file} is there already. It was not touched.", hint="choose another name"
        ) from None
    except OSError as error:
        raise StorageError(
            "unwritable", f"{file} cannot be written: {error.strerror}. Nothing was written."
        ) from None
    with os.fdopen(handle, "w", encoding="utf-8") as out:
        out.write(text)
