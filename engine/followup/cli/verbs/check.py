"""`playbook check FILE...`: everything that is wrong, in all files at once."""

from __future__ import annotations

import errno
from pathlib import Path

import click

from followup.cli import output
from followup.cli.documents import findings as document
from followup.cli.options import common
from followup.cli.phrases import plural
from followup.cli.session import Session, pass_session
from followup.errors import Exit, Finding, Place


@click.command("check")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
@click.option("--format", "shape", type=click.Choice(["text", "json"]), default="text", show_default=True)
@common
@pass_session
def command(session: Session, *, files: tuple[Path, ...], shape: str) -> Exit:
    """Find everything that is wrong in playbook files, each with its place and a way out."""
    from followup.authoring.compile import read
    from followup.library import library

    findings: list[Finding] = []
    sound: list[str] = []
    for file in files:
        try:
            data = _bytes(file)
        except OSError as error:
            findings.append(_unreadable(file, error))
            continue
        compiled, found = read(data, str(file), library=library(file.parent))
        findings += found
        if compiled is not None and not any(one.severity == "error" for one in found):
            book = compiled.playbook
            counts = (
                f"{len(book.states)} states, {len(book.events)} events, {len(book.items)} messages and tasks"
            )
            sound.append(f"{file} is sound: {counts}.          Next: playbook start {file}")
    errors = sum(1 for one in findings if one.severity == "error")
    if session.json or shape == "json":
        output.document(document.document(findings, files=len(files)))
    else:
        _print(findings, sound, errors)
    return Exit.REFUSED if errors else Exit.DONE


def _bytes(file: Path) -> bytes:
    """Return the bytes of a file, of an endless one no more than any playbook has."""
    from followup.authoring.characters import LARGEST

    if not file.is_file() and file.exists():  # opening a pipe would wait for ever
        raise OSError(errno.EINVAL, "it is no ordinary file")
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def _print(findings: list[Finding], sound: list[str], errors: int) -> None:
    from followup.authoring.report import render

    lines = render(findings).splitlines() if findings else []
    if errors:
        warnings = len(findings) - errors
        also = f", {plural(warnings, 'warning')}" if warnings else ""
        lines.append(f"{plural(errors, 'error')}{also}. Nothing that runs has changed.")
    output.lines([*lines, *sound])


def _unreadable(file: Path, error: OSError) -> Finding:
    return Finding(
        place=Place(file=str(file), line=1, column=1, end_column=1),
        severity="error",
        code="no-file",
        text=f"it cannot be read: {error.strerror}",
    )
