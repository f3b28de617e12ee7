"""The door of this room: bytes of a file to a compiled playbook, or to everything that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from followup.authoring import characters, text
from followup.authoring.changes import overlaid
from followup.authoring.compiled import Compiled
from followup.authoring.findings import Enough, Findings
from followup.authoring.flow.check import check as flow_check
from followup.authoring.index import Index
from followup.authoring.library import Library, Text, nothing, read_file
from followup.authoring.overlays.bases import Base
from followup.authoring.overlays.overlay import overlay, told_of_the_base
from followup.authoring.overlays.stack import stackable, stacked
from followup.authoring.overlays.trees import name_of
from followup.authoring.overlays.verdicts import without_effect
from followup.authoring.tree import Map, of_file
from followup.authoring.understanding import Understood, understand
from followup.authoring.written import written
from followup.core.neutral import digest
from followup.errors import BadPlaybook, Finding

__all__ = ["Compiled", "compile_file", "compile_text", "read", "read_stack"]


def read(
    data: bytes, file: str, *, library: Library = nothing, flow: bool = True
) -> tuple[Compiled | None, tuple[Finding, ...]]:
    """Return the compiled playbook of a file, or None, and all findings in the order of the file.

    Never raises, whatever the bytes.

    Args:
        data: The bytes of the file.
        file: Its name, for the findings.
        library: Where the base of an overlay is found.
        flow: Whether to check how the states flow together too. Without that, what is well-formed
            compiles even if a case could wait in it for ever.
    """
    source, found = characters.decode(data, file)
    compiled: Compiled | None = None
    with suppress(Enough):
        root = None if found.failed else text.parse(source, found)
        compiled = _compiled(root, found, library, flow=flow) if root is not None else None
    if found.failed or compiled is None:
        return None, found.all()
    return replace(compiled, warnings=found.all()), found.all()


def compile_file(path: Path, *, library: Library = nothing, flow: bool = True) -> Compiled:
    """Return the compiled playbook of a file; the arguments behind it are those of `read`.

    Raises:
        BadPlaybook: It has errors; all of them are in `findings`.
        InvalidInput: `no-file`: it cannot be read.
    """
    return compile_text(read_file(path), library=library, flow=flow)


def compile_text(book: Text, *, library: Library = nothing, flow: bool = True) -> Compiled:
    """Return the compiled playbook of a file that was read.

    Raises:
        BadPlaybook: It has errors; all of them are in `findings`.
    """
    compiled, findings = read(book.data, book.file, library=library, flow=flow)
    if compiled is None:
        raise BadPlaybook(book.file, findings)
    return compiled


def read_stack(
    books: Sequence[Text], *, library: Library = nothing, flow: bool = True
) -> tuple[Compiled | None, tuple[Finding, ...]]:
    """Return the compiled playbook of several overlays of one base, or None, and all findings.

    Their order does not matter. The playbook is called after all of them: `germany+software`.

    Args:
        books: The files of the overlays.
        library: Where their base is found.
        flow: As for `read`.
    """
    sheets = [_sheet(book) for book in books]
    read_ = sorted((one for one in sheets if one.root is not None), key=lambda one: one.name)
    if len(read_) < len(sheets):
        return None, tuple(finding for sheet in sheets for finding in sheet.found.all())
    found = Findings(read_[0].found.source)
    roots = []
    for sheet in read_:
        number = found.with_file(sheet.found.source) if sheet is not read_[0] else 0
        tagged = of_file(sheet.root, number) if sheet.root is not None else None
        roots += [tagged] if isinstance(tagged, Map) else []
    compiled: Compiled | None = None
    with suppress(Enough):
        compiled = _overlaid(roots, found, library, flow=flow) if stackable(roots, found) else None
    findings = (*(one for sheet in read_ for one in sheet.found.all()), *found.all())
    if compiled is None or found.failed:
        return None, findings
    source = "\n".join(f"# {one.found.source.file}\n{one.found.source.text}" for one in read_)
    return replace(compiled, source=source, marks={}, warnings=findings), findings


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file of a stack: its tree, or None, with what was found on the way to it."""

    root: Map | None
    found: Findings

    @property
    def name(self) -> str:
        return name_of(self.root) if self.root is not None else ""


def _sheet(book: Text) -> _Sheet:
    source, found = characters.decode(book.data, book.file)
    root: Map | None = None
    with suppress(Enough):
        root = None if found.failed else text.parse(source, found)
    return _Sheet(None if found.failed else root, found)


def _compiled(root: Map, found: Findings, library: Library, *, flow: bool) -> Compiled | None:
    if "extends" in root.entries:
        return _overlaid((root,), found, library, flow=flow)
    return _whole(understand(root, found), root, found, flow=flow)


def _overlaid(roots: Sequence[Map], found: Findings, library: Library, *, flow: bool) -> Compiled | None:
    """Return the playbook that comes out when one or more files are laid over their base."""
    result = overlay(roots, found, library)
    if result is None:
        return None
    understood = replace(result.understood, playbook=stacked(result.understood.playbook, roots))
    compiled = _whole(understood, result.root, found, flow=flow)
    told_of_the_base(result, found, partial(_alone, result.base, flow=flow))
    if compiled is None:
        return None
    files = {number: source.file for number, source in enumerate(found.sources)}
    before = written(result.base.understood.tree)
    changes = overlaid(before, compiled.written, result.laid.touches, files)
    without_effect(found, result.laid.touches, changes)
    return replace(compiled, extends=result.base.name, changes=changes)


def _alone(base: Base, *, flow: bool) -> Findings:
    """Return what is found in a base by itself."""
    if flow:
        by_itself = base.understood
        flow_check(by_itself.playbook, base.findings, Index(by_itself.tree), conditions=by_itself.conditions)
    return base.findings


def _whole(understood: Understood, root: Map, found: Findings, *, flow: bool) -> Compiled | None:
    if found.failed:
        return None
    playbook, index = understood.playbook, Index(root)
    if flow:
        flow_check(playbook, found, index, conditions=understood.conditions)
    return Compiled(
        playbook=playbook,
        digest=digest(playbook),
        source=found.source.text,
        file=found.source.file,
        marks=index.lines(),
        places={path: (place.file, place.line) for path, place in index.places(found)},
        sources=understood.desk.sources,
        written=written(root),
    )
