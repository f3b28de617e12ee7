"""`playbook graph FILE|CASE`: a playbook as a picture, or the way of a case through it."""

from __future__ import annotations

import os
from pathlib import Path

import click

from followup.cli import naming, output
from followup.cli.clean import finish
from followup.cli.documents import graph as document
from followup.cli.graphs.mermaid import mermaid
from followup.cli.graphs.picture import Picture, picture
from followup.cli.options import an_item, common
from followup.cli.phrases import plural
from followup.cli.session import Session, pass_session
from followup.errors import Exit, FollowupError, StorageError, UsageError

FORMATS = ("mermaid", "text", "svg", "png")
_ENDINGS = {".mmd": "mermaid", ".mermaid": "mermaid", ".txt": "text", ".svg": "svg", ".png": "png"}


@click.command("graph")
@an_item("word", metavar="PLAYBOOK|CASE")
@click.option(
    "--format",
    "shape",
    type=click.Choice(FORMATS),
    help="At a terminal text, else mermaid; png needs the extra followup[png].",
)
@click.option(
    "--to",
    "target",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write it there; its ending (.mmd .txt .svg .png) says the format.",
)
@common
@pass_session
def command(session: Session, *, word: str, shape: str | None, target: Path | None) -> Exit:
    """Draw a playbook, or the way of a case through it; what an overlay changes is marked.

    Mermaid is drawn by many sites and editors; text and SVG need nothing else.
    """
    found = _found(session, word)
    shape = shape or _shape(target)
    if session.json and target is None:
        output.document(document.document(found))
        return Exit.DONE
    if shape == "png" and target is None and output.at_terminal():
        raise UsageError(
            "binary", "a PNG is nothing to read at a terminal; nothing was drawn", hint="--to FILE.png"
        )
    drawn = _drawn(found, shape)
    boxes = sum(1 for _ in found.all())
    counts = f"{plural(boxes, 'state')}, {plural(found.ways, 'arrow')}"
    marked = [
        *(["changed parts marked"] if found.changed else []),
        *(["its way marked"] if found.case else []),
    ]
    said = f"{', '.join([counts, *marked])}."
    if target is not None:
        _write(target, drawn if isinstance(drawn, bytes) else _plain(drawn))
        session.answer([f"Wrote {target}: {said}"], {**document.document(found), "file": str(target)})
        return Exit.DONE
    if isinstance(drawn, bytes):
        output.raw(drawn)
    else:
        output.lines(drawn)
    if not output.at_terminal():
        session.progress(said)
    return Exit.DONE


def _shape(target: Path | None) -> str:
    if target is None:
        return "text" if output.at_terminal() else "mermaid"
    if target.suffix.lower() not in _ENDINGS:
        raise UsageError(
            "file-name",
            f'"{target.name}" does not say which format it is to have; nothing was written',
            hint="end it in .mmd, .txt, .svg or .png, or say --format",
        )
    return _ENDINGS[target.suffix.lower()]


def _drawn(found: Picture, shape: str) -> list[str] | bytes:
    """Return the picture in one of the formats; as text, a tree where a terminal is too narrow."""
    from followup.cli.graphs import art, drawing, png, svg, tree

    if shape == "mermaid":
        return mermaid(found)
    if shape == "text":
        width = output.columns()
        return (output.draws() and art.art(found, width)) or tree.tree(found, width)
    drawn = drawing.draw(found)
    return png.png(drawn) if shape == "png" else svg.svg(drawn).splitlines()


def _found(session: Session, word: str) -> Picture:
    """Return the picture of the playbook that `word` names, or of a case, which comes second."""
    from followup.app import find_playbook

    path = Path(word)
    try:
        compiled = find_playbook(word)
    except FollowupError as problem:
        if path.is_file() or path.suffix in (".yaml", ".yml"):
            raise
        try:
            return _of_case(session, word)
        except FollowupError as other:
            raise (problem if other.code == "not-a-home" else other) from None
    return picture(compiled.playbook, changes=compiled.changes)


def _of_case(session: Session, word: str) -> Picture:
    from followup.cli.graphs.way import way
    from followup.runtime.pinning import playbook_of
    from followup.runtime.simulation.coverage import covered

    with session.opened() as home:
        case = naming.case(home, word, exact=session.exact)
        with home.store.read() as reading:
            found = reading.case(case)
            assert found is not None  # noqa: S101 - its name has just been looked up
            log, playbook = reading.log(case), playbook_of(reading, found.playbook)
    taken = covered(log, playbook).transitions
    return picture(playbook, case=case, path=way(log, found), taken=taken)


def _plain(lines: list[str]) -> bytes:
    """Return lines as they are written to a file, without colours."""
    return "".join(f"{finish(line, colour=False)}\n" for line in lines).encode()


def _write(target: Path, data: bytes) -> None:
    """Write a picture; an older one of that name is replaced whole."""
    beside = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        beside.write_bytes(data)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(
            "unwritable", f"{target} cannot be written: {error.strerror}. Nothing was written."
        ) from None
