"""The door of this room: bytes of a file to a compiled playbook, or to everything that is wrong."""

from __future__ import annotations

import stat
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from followup.authoring import characters, neutral, shape, text
from followup.authoring.desk import Desk
from followup.authoring.findings import Enough, Findings
from followup.authoring.flow import check as flow
from followup.authoring.index import Index
from followup.authoring.tree import Map
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
    source, found = characters.decode(data, file)
    compiled: Compiled | None = None
    try:
        root = None if found.failed else text.parse(source, found)
        compiled = _compiled(root, found) if root is not None else None
    except Enough:
        pass
    if found.failed or compiled is None:
        return None, found.all()
    return replace(compiled, warnings=found.all()), found.all()


def compile_file(path: Path) -> Compiled:
    """Return the compiled playbook of a file.

    Raises:
        BadPlaybook: It has errors; all of them are in `findings`.
        InvalidInput: `no-file`: it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise InvalidInput("no-file", f"{path} cannot be read: it is no ordinary file")
        data = path.read_bytes()
    except OSError as wrong:
        raise InvalidInput("no-file", f"{path} cannot be read: {wrong.strerror}") from wrong
    compiled, findings = read(data, str(path))
    if compiled is None:
        raise BadPlaybook(str(path), findings)
    return compiled


def _compiled(root: Map, found: Findings) -> Compiled | None:
    if "extends" in root.entries:
        at = root.entries["extends"].key.at
        what = "this file changes another playbook, and such files are not understood yet"
        found.error(
            at, "overlay-not-yet", what, "write a whole playbook: delete extends, and add what is missing"
        )
        return None
    pruned = shape.check(root, found)
    desk = Desk(found, gather(root, found, pruned.lost))
    playbook = neutral.playbook(pruned, desk)
    if found.failed:
        return None
    index = Index(root)
    conditions = " ".join(str(condition.at.value) for condition in desk.conditions)
    flow.check(playbook, found, index, conditions=conditions)
    return Compiled(
        playbook=playbook,
        digest=digest(playbook),
        source=found.source.text,
        file=found.source.file,
        marks=index.lines(),
    )
