"""The overlay's part of the schema: written from the base's, so that the two never differ."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.authoring.test_overlays import ACCEPTED, FOLDER

from followup.authoring import characters, overlay_schema, shape, text
from followup.authoring.tree import plain
from followup.bundled import bundled

KINDS = {**overlay_schema.SECTIONS, "bans": "ban", "waits": "wait", "limits": "limit"}


def test_the_overlay_part_is_current():
    """Guards against a part that lags behind: `python -m followup.authoring.overlay_schema FILE` mends it."""
    assert overlay_schema.renewed(shape.schema()) == shape.schema()


def test_it_is_written_as_it_is_kept(tmp_path: Path):
    """Guards that the command renews a file in place and changes nothing else in it."""
    file = tmp_path / "playbook.schema.json"
    shutil.copy(str(bundled("schemas").joinpath("playbook.schema.json")), file)
    before = file.read_text(encoding="utf-8")
    known = json.loads(before)
    known["$defs"]["overlay_fact"] = {}
    file.write_text(json.dumps(known), encoding="utf-8")
    overlay_schema.main(file)
    assert file.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("kind", sorted(set(KINDS.values())))
def test_an_overlay_knows_every_key_of_a_base_and_the_words_about_a_change(kind: str):
    """Guards that no word of the language is missing in overlays, and none is added to it there."""
    known = shape.schema()["$defs"]
    base = known["setting_mapping" if kind == "setting" else kind]
    own = {"in"} if kind == "state" else set()
    about = {"because", "source", "widens", "drop"}
    assert set(known[f"overlay_{kind}"]["properties"]) - about == set(base["properties"]) | own
    assert {"because", "source", "widens"} <= set(known[f"overlay_{kind}"]["properties"])


@pytest.mark.parametrize("file", ACCEPTED, ids=lambda file: file.stem)
def test_an_editor_agrees_with_us(file: Path):
    """Guards that the plain validator, as an editor runs it, accepts what we accept."""
    assert complaints(file) == []


@pytest.mark.parametrize(
    "name",
    [
        *("no_reason", "a_plain_setting", "a_setting_dropped", "a_misspelt_reason", "a_ban_dropped"),
        *("hours_without_a_reason", "a_limit_dropped", "dropped_and_changed", "another_start", "no_major"),
    ],
)
def test_an_editor_shows_what_the_schema_can_say(name: str):
    """Guards that an editor underlines a missing reason, an unknown key, a drop of what cannot be dropped."""
    assert complaints(FOLDER / "refused" / f"{name}.yaml") != []


def complaints(file: Path) -> list[str]:
    """Return what a plain validator says about a file."""
    source, findings = characters.decode(file.read_bytes(), file.name)
    root = text.parse(source, findings)
    assert root is not None
    return [error.message for error in Draft202012Validator(shape.schema()).iter_errors(plain(root))]
