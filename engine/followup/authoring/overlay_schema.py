"""The overlay's part of the schema, made from the base's: `python -m followup.authoring.overlay_schema FILE`.

What may stand in an overlay is what may stand in a base, with a reason beside it. So that the two
never differ, this part of `schemas/playbook.schema.json` is written by this module.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

Schema = dict[str, Any]

META = ("because", "source", "widens")
"""Keys that say why something differs; they are no part of the playbook that comes out."""

SECTIONS = {
    "facts": "fact",
    "settings": "setting",
    "events": "event",
    "messages": "message",
    "tasks": "task",
    "states": "state",
    "promises": "promise",
}
"""Sections of named things, and the definition of such a thing in a base."""

_RULES = {"bans": "ban", "waits": "wait"}
_DROPPED = ("fact", "event", "message", "task", "wait", "state", "promise")
"""What can be left out by an overlay."""

_KEPT = {
    "setting": "a setting cannot be dropped; give it another value",
    "ban": "a ban is never dropped; allow may lose names",
    "limit": "a limit cannot be dropped; raise it, and say what that widens",
    "wording": "what is never or always said stays so; an overlay adds to it",
}
_PREFIX = "overlay_"
_BECAUSE: Schema = {
    "description": "Why it differs here, in a sentence; a coach reads it.",
    "type": "string",
    "minLength": 1,
    "maxLength": 400,
}
_SOURCE: Schema = {
    "description": "What the reason rests on: names of `sources`. Without it, the author's own judgement.",
    "if": {"type": "array"},
    "then": {"$ref": "#/$defs/names"},
    "else": {"$ref": "#/$defs/name"},
}
_WIDENS: Schema = {
    "description": "Why this may allow more than the base does; without it, that is refused.",
    "type": "string",
    "minLength": 1,
    "maxLength": 400,
}
_DROP: Schema = {
    "description": "Why it is left out here, in a sentence. Nothing else is said of what is left out.",
    "type": "string",
    "minLength": 1,
    "maxLength": 400,
}
_IN: Schema = {
    "description": "For a new state: the state it lies in; without it, it stands at the top.",
    "$ref": "#/$defs/name",
}
_META: Schema = {"because": _BECAUSE, "source": _SOURCE, "widens": _WIDENS}


def renewed(schema: Mapping[str, Any]) -> Schema:
    """Return a schema whose overlay part fits its base part.

    Args:
        schema: The whole schema; what it says of overlays is replaced.
    """
    known = {name: part for name, part in schema["$defs"].items() if not name.startswith("overlay")}
    kinds = [*SECTIONS.values(), *_RULES.values(), "limit"]
    derived = {f"{_PREFIX}{kind}": _thing(kind, known) for kind in kinds if kind in known}
    derived[f"{_PREFIX}value"] = _value()
    derived[f"{_PREFIX}through"] = _whole("through", known)
    derived[f"{_PREFIX}wording"] = _whole("wording", known)
    derived[f"{_PREFIX}hours"] = _hours(known)
    derived[f"{_PREFIX}limits"] = _limits(known)
    derived[f"{_PREFIX}courtesy"] = _courtesy(known)
    return {**schema, "$defs": {**known, **derived, "overlay": _overlay(known)}}


def _thing(kind: str, known: Mapping[str, Any]) -> Schema:
    """Return a named thing: some of its keys, with a reason; or that it is left out."""
    base = known["setting_mapping" if kind == "setting" else kind]
    keys = {
        key: _same(base, kind if kind != "setting" else "setting_mapping", key) for key in base["properties"]
    }
    own = {"in": _IN} if kind == "state" else {}
    schema: Schema = {
        "title": f"changed {base['title']}",
        "description": f"What differs, or a new {base['title']}. A key that is given replaces the base's.",
        "type": "object",
        "properties": {**keys, **own, **_META},
        "additionalProperties": False,
    }
    reasoned = {} if kind == "promise" else _reasoned()  # a promise says itself what it is for
    if kind not in _DROPPED:
        return {**schema, **_lasting(kind), "if": {"required": ["drop"]}, "else": reasoned}
    schema["properties"]["drop"] = _DROP
    return {**schema, "if": {"required": ["drop"]}, "then": _left_out(), "else": reasoned}


def _lasting(kind: str) -> Schema:
    """Return what is said to somebody who drops what cannot be dropped."""
    return {"x-astray": {"drop": _KEPT.get(kind, "this cannot be dropped, only changed")}}


def _reasoned() -> Schema:
    return {"required": ["because"], "properties": {"because": {"description": _BECAUSE["description"]}}}


def _left_out() -> Schema:
    words = ["drop", "source", "widens"]
    return {"propertyNames": {"title": "word of a dropped thing", "enum": words}}


def _same(base: Mapping[str, Any], kind: str, key: str) -> Schema:
    """Return a key of a base's thing, described there and meaning the same here."""
    return {
        "description": base["properties"][key]["description"],
        "$ref": f"#/$defs/{kind}/properties/{key}",
    }


def _value() -> Schema:
    return {
        "title": "changed value",
        "description": "A value that stands alone in a base; here it has a reason.",
        "type": "object",
        "properties": {"use": {"title": "value", "description": "As a base would have it."}, **_META},
        "additionalProperties": False,
        "required": ["use", "because"],
    }


def _whole(kind: str, known: Mapping[str, Any]) -> Schema:
    base = known[kind]
    schema = {
        "title": f"changed {base['title']}",
        "description": f"{base['description']} With the reason for the change.",
        "type": "object",
        "properties": {**{key: _same(base, kind, key) for key in base["properties"]}, **_META},
        "additionalProperties": False,
    }
    required = {"required": [*base.get("required", [])]} if "required" in base else {}
    return {**schema, **required, **_lasting(kind), "if": {"required": ["drop"]}, "else": _reasoned()}


def _hours(known: Mapping[str, Any]) -> Schema:
    base = known["courtesy"]["properties"]["hours"]
    return {
        "title": "changed hours",
        "description": f"{base['description']} Ways that are not named keep the base's.",
        "type": "object",
        "maxProperties": 20,
        "properties": dict(_META),
        "propertyNames": base["propertyNames"],
        "additionalProperties": base["additionalProperties"],
        "required": ["because"],
    }


def _limits(known: Mapping[str, Any]) -> Schema:
    base = known["limits"]
    return {
        "title": "changed limits",
        "description": "Limits that differ. Lower ones need a reason, higher ones also say what they widen.",
        "type": "object",
        "properties": {
            name: {
                "description": part["description"],
                **(
                    _named(f"{_PREFIX}limit", most=20)
                    if name == "ways"
                    else {"$ref": f"#/$defs/{_PREFIX}limit"}
                ),
            }
            for name, part in base["properties"].items()
        },
        "additionalProperties": False,
        "minProperties": 1,
    }


def _courtesy(known: Mapping[str, Any]) -> Schema:
    properties: Schema = {}
    for key, part in known["courtesy"]["properties"].items():
        if key in _RULES:
            inner: Schema = _named(f"{_PREFIX}{_RULES[key]}", most=part.get("maxProperties", 20))
        elif key in ("hours", "limits", "through"):
            inner = {"$ref": f"#/$defs/{_PREFIX}{key}"}
        else:
            inner = _value() | {"title": "changed value"}
            inner["properties"] = {"use": _same(known["courtesy"], "courtesy", key), **_META}
        properties[key] = {**inner, "description": part["description"]}
    return {
        "title": "changed rule of courtesy",
        "description": "What differs in the rules the engine keeps. What allows more says what it widens.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "minProperties": 1,
    }


def _named(kind: str, *, most: int) -> Schema:
    return {
        "type": "object",
        "maxProperties": most,
        "propertyNames": {"$ref": "#/$defs/name"},
        "additionalProperties": {"$ref": f"#/$defs/{kind}"},
    }


def _overlay(known: Mapping[str, Any]) -> Schema:
    base = known["base"]["properties"]
    head = {key: {**base[key]} for key in ("playbook", "version")}
    head["extends"] = {
        "title": "base such as interview-follow-up@1",
        "description": "The playbook it changes, with its major version: interview-follow-up@1.",
        "type": "string",
        "maxLength": 80,
        "pattern": "^[a-z][a-z0-9-]{0,62}@[0-9]{1,9}$(?!\\n)",
    }
    head |= {key: {**base[key]} for key in ("title", "about", "sources") if key in base}
    for key in (
        "facts",
        "settings",
        "courtesy",
        "wording",
        "events",
        "messages",
        "tasks",
        "states",
        "promises",
    ):
        if key not in base:
            continue
        about = f"What differs: {base[key]['description'][:1].lower()}{base[key]['description'][1:]}"
        if key in SECTIONS:
            head[key] = {
                "description": about,
                **_named(f"{_PREFIX}{SECTIONS[key]}", most=base[key]["maxProperties"]),
            }
        else:
            head[key] = {"description": about, "$ref": f"#/$defs/{_PREFIX}{key}"}
    return {
        "title": "overlay",
        "description": "A file that changes another playbook: only what differs, each with its reason.",
        "type": "object",
        "required": ["playbook", "version", "extends", "title"],
        "properties": head,
        "additionalProperties": False,
    }


def main(path: Path) -> None:
    """Renew the overlay part of a schema file."""
    schema = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(renewed(schema), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
