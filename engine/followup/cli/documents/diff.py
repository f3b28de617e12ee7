"""The document `diff/1`: what one playbook does otherwise than another, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from followup.authoring.compile import Compiled
from followup.cli.documents.shapes import Json
from followup.core.values.changes import Change, Source


def document(
    base: Compiled, other: Compiled, changes: Sequence[Change], sources: Mapping[str, Source]
) -> Json:
    """Return all changes from one playbook to another."""
    return {
        "schema": "diff/1",
        "base": {"playbook": base.playbook.name, "version": base.playbook.version},
        "other": {"playbook": other.playbook.name, "version": other.playbook.version},
        "widened": sum(1 for one in changes if one.widens),
        "changes": [_change(one) for one in changes],
        "sources": {
            name: {"says": one.says, "where": one.where, "weak": one.weak} for name, one in sources.items()
        },
    }


def _change(one: Change) -> Json:
    return {
        "path": one.path,
        "kind": one.kind.value,
        "keys": list(one.keys),
        "before": {key or "": text for key, text in one.before},
        "after": {key or "": text for key, text in one.after},
        "because": one.because or None,
        "sources": list(one.sources),
        "widens": one.widens or None,
        "overlay": one.overlay or None,
        "file": one.file or None,
        "line": one.line or None,
    }
