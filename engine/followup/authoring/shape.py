"""The schema's part of checking: shapes, unknown keys, types; told in the words of the language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from followup.authoring import words
from followup.authoring.findings import Findings
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence, Stretch, plain
from followup.bundled import bundled

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]


@cache
def schema() -> dict[str, Any]:
    """Return the JSON Schema of the language."""
    text = bundled("schemas").joinpath("playbook.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def check(root: Map, found: Findings) -> Map:
    """Note what the schema refuses, and return the tree without the parts it refused.

    What is left may lack keys, but everything in it has the shape that its place asks for.
    """
    missing: dict[Path, list[str]] = defaultdict(list)
    bad: set[Path] = set()
    for error in _validator().iter_errors(plain(root)):
        path: Path = tuple(error.absolute_path)
        match error.validator:
            case "required":
                missing[path].extend(key for key in error.validator_value if key not in error.instance)
            case "additionalProperties":
                bad |= {(*path, key) for key in _unknown_keys(root, path, error, found)}
            case _ if "propertyNames" in error.absolute_schema_path:
                bad.add((*path, error.instance))
                _bad_key(root, path, error, found)
            case _:
                bad.add(path)
                _bad_value(root, path, error, found)
    for path, keys in missing.items():
        found.error(place(root, path), "missing-key", words.lacking(path, dict.fromkeys(keys)))
    pruned = _without(root, (), bad)
    return pruned if isinstance(pruned, Map) else Map(root.at, {})


def place(root: Node, path: Path, *, key: bool = True) -> Stretch:
    """Return where to point for a path: a scalar or a flow value itself, else the key in front of it."""
    node, name = root, None
    for step in path:
        if isinstance(node, Map):
            entry = node.entries[str(step)]
            node, name = entry.value, entry.key
        elif isinstance(node, Sequence):
            node, name = node.items[int(step)], None
    if isinstance(node, Scalar) and node.value is not None:
        return node.at
    if name is not None and (key or node.at.start.line != node.at.end.line):
        return name.at
    return Stretch(node.at.start, node.at.start) if isinstance(node, Map) and not path else node.at


def _unknown_keys(root: Map, path: Path, error: ValidationError, found: Findings) -> Iterator[str]:
    node = _node(root, path)
    if not isinstance(node, Map):
        return
    known = tuple(error.schema.get("properties", {}))
    for name, entry in node.entries.items():
        if name not in known:
            yield name
            found.problem(entry.key.at, words.unknown_key(name, error.schema, known, path))


def _bad_key(root: Map, path: Path, error: ValidationError, found: Findings) -> None:
    node = _node(root, path)
    if isinstance(node, Map):
        at = node.entries[str(error.instance)].key.at
        found.problem(at, words.bad_key(error, path))


def _bad_value(root: Map, path: Path, error: ValidationError, found: Findings) -> None:
    found.problem(place(root, path), words.bad_value(error, path))


def _node(root: Node, path: Path) -> Node:
    node = root
    for step in path:
        if isinstance(node, Map):
            node = node.entries[str(step)].value
        elif isinstance(node, Sequence):
            node = node.items[int(step)]
    return node


def _without(node: Node, path: Path, bad: set[Path]) -> Node:
    """Return a tree without the values at the paths in `bad`."""
    match node:
        case Map():
            kept = {
                name: Entry(entry.key, _without(entry.value, (*path, name), bad))
                for name, entry in node.entries.items()
                if (*path, name) not in bad
            }
            return Map(node.at, kept, node.flow)
        case Sequence():
            return Sequence(
                node.at,
                tuple(
                    _without(item, (*path, index), bad)
                    for index, item in enumerate(node.items)
                    if (*path, index) not in bad
                ),
            )
        case Scalar():
            return node


@cache
def _validator() -> Any:
    """Return the validator of the language; it fetches nothing and stays linear on long lists."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    kind = extend(Draft202012Validator, {"uniqueItems": _unique})
    return kind(schema(), registry=Registry())


def _unique(_: Any, wanted: bool, instance: Any, __: Any) -> Iterator[ValidationError]:  # noqa: FBT001 - jsonschema calls it
    """Find what stands twice in a list, each at its own place."""
    from jsonschema import ValidationError

    if not wanted or not isinstance(instance, list):
        return
    seen: set[object] = set()
    for index, item in enumerate(instance):
        if isinstance(item, str):
            if item in seen:
                error = ValidationError(f"{item} stands twice", instance=item)
                error.path.append(index)
                yield error
            seen.add(item)
