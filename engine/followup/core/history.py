"""The log folds back to the case: what each event changed, written down and applied without evaluating."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from followup.core.neutral import dump, load
from followup.core.values.case import Case
from followup.core.values.records import Entry

_APPENDED = "seen"
"""The one field that only grows: its changes are what was added."""


@cache
def _mappings() -> frozenset[str]:
    return frozenset(field.name for field in fields(Case) if str(field.type).startswith("Mapping"))


def difference(before: Case | None, after: Case) -> dict[str, Any]:
    """Return what changed from one case to the next as JSON-ready data.

    Plain fields stand with their new value, mappings with their changed keys; None means gone.
    """
    changes: dict[str, Any] = {}
    for field in fields(Case):
        name = field.name
        new = getattr(after, name)
        old = getattr(before, name) if before is not None else None
        if new is old or new == old:
            continue
        if name in _mappings():
            inner = _keys(old or {}, new)
            if inner:
                changes[name] = inner
        elif name == _APPENDED and new[: len(old or ())] == (old or ()):
            changes[f"{name}+"] = dump(new[len(old or ()) :])
        else:
            changes[name] = dump(new)
    return changes


def _keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    gone: dict[str, Any] = {key: None for key in old if key not in new}
    fresh = {key: dump(value) for key, value in new.items() if key not in old or old[key] != value}
    return {**gone, **fresh}


def apply(data: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Write the changes of one event into the JSON data of a case."""
    for name, value in changes.items():
        if name.endswith("+"):
            data[name[:-1]] = [*data.get(name[:-1], ()), *value]  # the list may be that of an entry
        elif name in _mappings():
            kept = data.setdefault(name, {})
            for key, inner in value.items():
                if inner is None:
                    kept.pop(key, None)
                else:
                    kept[key] = inner
        elif value is None:
            data.pop(name, None)
        else:
            data[name] = value


def fold(entries: Iterable[Entry]) -> Case:
    """Return the case that a whole log comes to.

    Raises:
        KeyError, TypeError or ValueError: The log is not whole.
    """
    data: dict[str, Any] = {}
    for entry in entries:
        apply(data, entry.changes)
    return load(Case, data)
