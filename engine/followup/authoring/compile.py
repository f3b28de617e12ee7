"""The door of this room: bytes of a file to a compiled playbook, or to everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from followup.authoring import neutral, shape, text
from followup.authoring.desk import Desk
from followup.authoring.findings import Findings
from followup.authoring.tree import Map, Sequence
from followup.authoring.vocabulary import gather
from followup.core.neutral import digest
from followup.core.values.playbook import Playbook
from followup.errors import BadPlaybook, Finding, InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Compiled:
    """A playbook that has no errors.

    Attributes:
        playbook: The neutral value.
        digest: Of that value; it does not depend on comments, quotes or the order of keys.
        source: The text of the file.
        file: Its name, as it was given.
        marks: Lines (from 1) by dotted path, such as `messages.check_in.due`. States stand
            directly under `states`, however deep they are in the file.
        warnings: What is doubtful.
    """

    playbook: Playbook
    digest: str
    source: str
    file: str
    marks: Mapping[str, int]
    warnings: tuple[Finding, ...] = ()


def read(data: bytes, file: str) -> tuple[Compiled | None, tuple[Finding, ...]]:
    """Return the compiled playbook of a file, or None, and all findings in the order of the file.

    Never raises, whatever the bytes.

    Args:
        data: The bytes of the file.
        file: Its name, for the findings.
    """
    root, found = text.parse(data, file)
    if root is None:
        return None, found.all()
    return _compiled(root, found)


def compile_file(path: Path) -> Compiled:
    """Return the compiled playbook of a file.

    Raises:
        BadPlaybook: It has errors; all of them are in `findings`.
        InvalidInput: `no-file`: it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as wrong:
        raise InvalidInput("no-file", f"{path} cannot be read: {wrong.strerror}") from wrong
    compiled, findings = read(data, str(path))
    if compiled is None:
        raise BadPlaybook(str(path), findings)
    return compiled


def _compiled(root: Map, found: Findings) -> tuple[Compiled | None, tuple[Finding, ...]]:
    if "extends" in root.entries:
        at = root.entries["extends"].key.at
        what = "this file changes another playbook, and such files are not understood yet"
        found.error(
            at, "overlay-not-yet", what, "write a whole playbook: delete extends, and add what is missing"
        )
        return None, found.all()
    pruned = shape.check(root, found)
    names = gather(root, found)
    desk = Desk(found, names)
    playbook = neutral.playbook(pruned, desk)
    if found.failed:
        return None, found.all()
    findings = found.all()
    compiled = Compiled(
        playbook=playbook,
        digest=digest(playbook),
        source=found.source.text,
        file=found.source.file,
        marks=marks(root),
        warnings=findings,
    )
    return compiled, findings


def marks(root: Map) -> dict[str, int]:
    """Return the line of everything in a file by its dotted path, with states side by side."""
    found: dict[str, int] = {}
    _mark(root, "", found)
    return found


def _mark(node: object, path: str, found: dict[str, int]) -> None:
    match node:
        case Map():
            for name, entry in node.entries.items():
                flat = path.startswith("states.") and path.count(".") == 2 and path.endswith(".states")
                inner = f"states.{name}" if flat else f"{path}.{name}".removeprefix(".")
                found[inner] = entry.key.at.start.line + 1
                _mark(entry.value, inner, found)
        case Sequence():
            for index, item in enumerate(node.items):
                found[f"{path}.{index}"] = item.at.start.line + 1
                _mark(item, f"{path}.{index}", found)
        case _:
            pass
