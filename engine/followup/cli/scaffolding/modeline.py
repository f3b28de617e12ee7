"""The first line of a file, which tells an editor where the words of the language are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from followup.bundled import bundled

_LEAD = "# yaml-language-server: $schema="


def modeline(file: Path, kind: Literal["playbook", "scenarios"]) -> str:
    """Return the line for a file.

    In a checkout that has the schemas, a relative path, which is right for everybody who has the
    checkout; elsewhere the schema of this installation, which is always as new as the command.
    """
    schema = Path(str(bundled("schemas").joinpath(f"{kind}.schema.json")))
    folder = file.expanduser().absolute().parent
    if schema.parent.parent == folder.parent:
        return f"{_LEAD}{Path(os.path.relpath(schema, folder)).as_posix()}"
    return f"{_LEAD}{schema.as_uri()}"
