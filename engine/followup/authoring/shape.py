"""The schema's part of checking: shapes, unknown keys, types; told in the words of the language."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from followup.authoring.findings import Findings
from followup.authoring.refusals import Path, Refusal
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence, Stretch, plain
from followup.authoring.words import cut_off, lacking, refused, unknown_key
from followup.bundled import bundled

if TYPE_CHECKING:
    from jsonschema import ValidationError


@cache
def schema(kind: str = "playbook") -> dict[str, Any]:
    """Return the JSON Schema of the language, or of the `scenarios` that are written for it."""
    text = bundled("schemas").joinpath(f"{kind}.schema.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def check(root: Map, found: Findings, kind: str = "playbook") -> Map:
    """Note what the schema of this kind of file refuses, and return the tree without the parts it refused.

    What is left may lack keys, but everything in it has the shape that its place asks for.
    """
    missing: dict[Path, list[Refusal]] = defaultdict(list)
    bad: set[Path] = set()
    for refusal in map(_refusal, _validator(kind).iter_errors(plain(root))):
        path = refusal.path
        if refusal.rule == "required":
            missing[path].append(refusal)
        elif refusal.rule == "additionalProperties":
            bad.update((*path, name) for name in _unknown_keys(root, refusal, found))
        elif refusal.of_key:
            bad.add((*path, refusal.value))
            _bad_key(root, refusal, found)
        else:
            bad.add(path)
            found.problem(place(root, path, key=refusal.rule != "type"), refused(refusal))
    for path, refusals in missing.items():
        _missing(root, path, refusals, found)
    pruned = _without(root, (), bad)
    return pruned if isinstance(pruned, Map) else Map(root.at, {})


def _refusal(error: ValidationError) -> Refusal:
    schema_ = error.schema if isinstance(error.schema, dict) else {}
    return Refusal(
        rule=str(error.validator),
        wanted=error.validator_value,
        schema=schema_,
        value=error.instance,
        path=tuple(error.absolute_path),
        of_key="propertyNames" in error.absolute_schema_path,
    )


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
    empty = isinstance(node, Scalar)
    if name is not None and (key or empty or node.at.start.line != node.at.end.line):
        return name.at
    return node.at.beginning if isinstance(node, Map) and not path else node.at


def _missing(root: Map, path: Path, refusals: list[Refusal], found: Findings) -> None:
    properties: dict[str, Any] = {}
    wanted: dict[str, None] = {}
    whole = "playbook"
    for refusal in refusals:
        properties |= refusal.schema.get("properties", {})
        whole = str(refusal.schema.get("title", whole)) if not path else whole
        wanted |= dict.fromkeys(key for key in refusal.wanted if key not in refusal.value)
    found.problem(place(root, path), lacking(path, properties, wanted, whole=whole))


def _unknown_keys(root: Map, refusal: Refusal, found: Findings) -> Iterator[str]:
    node = _node(root, refusal.path)
    known = refusal.schema.get("properties", {})
    for name, entry in node.entries.items() if isinstance(node, Map) else ():
        if name not in known:
            yield name
            cut = isinstance(node, Map) and node.flow and isinstance(entry.value, Scalar)
            if cut and isinstance(entry.value, Scalar) and entry.value.value is None:
                found.problem(entry.key.at, cut_off(name))
            else:
                found.problem(entry.key.at, unknown_key(name, refusal.schema))


def _bad_key(root: Map, refusal: Refusal, found: Findings) -> None:
    node = _node(root, refusal.path)
    if isinstance(node, Map):
        found.problem(node.entries[str(refusal.value)].key.at, refused(refusal))


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
            return Map(node.at, kept, node.flow, frozenset(node.entries) - frozenset(kept))
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
def _validator(kind: str) -> Any:
    """Return the validator of a schema; it fetches nothing, and is quick with what is too long."""
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    extend_: Any = extend  # it ships no types
    rules = Draft202012Validator.VALIDATORS
    made = extend_(
        Draft202012Validator,
        {
            "uniqueItems": _unique,
            "items": _bounded(rules["items"], "maxItems"),
            "propertyNames": _bounded(rules["propertyNames"], "maxProperties"),
            "additionalProperties": _bounded(rules["additionalProperties"], "maxProperties"),
        },
    )
    return made(schema(kind), registry=Registry())


def _bounded(rule: Any, limit: str) -> Any:
    """Return a rule that does not look into lists and mappings that are too long anyway."""

    def check(validator: Any, wanted: Any, instance: Any, schema_: Any) -> Iterator[ValidationError]:
        if limit in schema_ and isinstance(instance, (list, dict)) and len(instance) > schema_[limit]:
            return iter(())
        return rule(validator, wanted, instance, schema_) or iter(())

    return check


def _unique(_: Any, wanted: Any, instance: Any, schema_: Any) -> Iterator[ValidationError]:
    """Find what stands twice in a list, each at its own place."""
    from jsonschema import ValidationError

    if not wanted or not isinstance(instance, list) or len(instance) > schema_.get("maxItems", 0):
        return
    seen: set[str] = set()
    for index, item in enumerate(instance):
        if isinstance(item, str):
            if item in seen:
                error = ValidationError(f"{item} stands twice", validator="uniqueItems", instance=item)
                error.path.append(index)
                yield error
            seen.add(item)
