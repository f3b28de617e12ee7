"""The schema itself: valid, closed, described, and safe to validate with."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.authoring.samples import ACCEPTED, STOCK

from followup.authoring import characters, shape, text
from followup.authoring.tree import plain


def parts(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    if isinstance(node, dict):
        yield path, node
        for key, inner in node.items():
            yield from parts(inner, f"{path}/{key}")
    elif isinstance(node, list):
        for index, inner in enumerate(node):
            yield from parts(inner, f"{path}/{index}")


PARTS = list(parts(shape.schema()))
SCHEMAS = [(path, part) for path, part in PARTS if not path.endswith(("/properties", "/$defs", "/if"))]


def test_it_is_a_valid_schema_with_a_versioned_name():
    """Guards the draft and the name that editors and pins refer to."""
    Draft202012Validator.check_schema(shape.schema())
    assert shape.schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert shape.schema()["$id"].endswith("/playbook-1.json")


def test_every_property_is_described():
    """Guards that an editor can explain every key."""
    silent = [
        f"{path}/properties/{name}"
        for path, part in SCHEMAS
        if isinstance(part.get("properties"), dict)
        for name, inner in part["properties"].items()
        if len(inner.get("description", "")) < 10
    ]
    assert silent == []


def test_it_uses_no_one_of():
    """Guards that errors stay exact: with `oneOf` they would speak of the wrong branch."""
    assert [path for path, part in SCHEMAS if "oneOf" in part or "anyOf" in part] == []


def test_every_mapping_is_closed():
    """Guards that an unknown key is always found."""
    open_ = [
        path for path, part in SCHEMAS if part.get("type") == "object" and "additionalProperties" not in part
    ]
    assert open_ == [""]  # the root, which refers to closed ones


def test_every_text_and_list_has_an_end():
    """Guards that nothing in a playbook can be of any length."""
    endless = [
        path
        for path, part in SCHEMAS
        if (part.get("type") == "string" and "maxLength" not in part)
        or (part.get("type") == "array" and "maxItems" not in part)
    ]
    assert endless == []


def test_no_pattern_lets_a_line_break_through():
    """Guards against the `$` that also matches before a line break at the end."""
    patterns = {part["pattern"] for _, part in SCHEMAS if isinstance(part.get("pattern"), str)}
    assert len(patterns) >= 6
    for pattern in patterns:
        assert pattern.startswith("^")
        assert not any(re.search(pattern, f"{word}\n") for word in ("a", "1.0", "10:00", "a@1", "each of a"))


def test_defaults_are_of_the_right_kind():
    """Guards that what an editor fills in would be accepted."""
    for path, part in SCHEMAS:
        if "default" in part and "properties" not in part:
            resolved = {**part, "$defs": shape.schema()["$defs"]}
            assert Draft202012Validator(resolved).is_valid(part["default"]), path


@pytest.mark.parametrize("file", [*ACCEPTED, *STOCK], ids=lambda file: file.stem)
def test_an_editor_agrees_with_us(file):
    """Guards that the plain validator, as an editor runs it, accepts what we accept."""
    source, findings = characters.decode(file.read_bytes(), file.name)
    root = text.parse(source, findings)
    assert root is not None
    assert list(Draft202012Validator(shape.schema()).iter_errors(plain(root))) == []
