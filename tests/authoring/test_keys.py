"""The reader and the schema speak of the same keys."""

from __future__ import annotations

from typing import Any

import pytest
from tests.authoring.samples import ACCEPTED

from followup.authoring import characters, neutral, shape, text
from followup.authoring.desk import Desk
from followup.authoring.vocabulary import gather


def asked() -> dict[str, set[str]]:
    """Return the keys that the reader asks for, by kind of mapping, over all accepted examples."""
    found: dict[str, set[str]] = {}
    for file in ACCEPTED:
        source, findings = characters.decode(file.read_bytes(), file.name)
        root = text.parse(source, findings)
        assert root is not None
        desk = Desk(findings, gather(root, findings))
        neutral.playbook(shape.check(root, findings), desk)
        for kind, keys in desk.asked.items():
            found.setdefault(kind, set()).update(keys)
    return found


def kinds() -> dict[str, set[str]]:
    """Return the keys of every mapping with fixed keys in the schema, by its name there."""
    found: dict[str, set[str]] = {}
    for name, part in shape.schema()["$defs"].items():
        if not name.startswith("overlay") and "properties" in part:
            found[name] = set(part["properties"])
    return found


@pytest.fixture(scope="module")
def both() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    return asked(), kinds()


def test_every_kind_of_mapping_is_read(both: Any):
    """Guards that no mapping of the schema is ignored, and none is read that it does not know."""
    assert set(both[0]) == set(both[1])


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_the_keys_that_are_read_are_those_of_the_schema(both: Any, kind: str):
    """Guards that a key of the schema is never silently without effect, nor the other way round."""
    assert both[0][kind] == both[1][kind]
