"""What the schema refuses, and how a value of the wrong type would have to be written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Path = tuple[str | int, ...]

_BOOLEANS = {"yes": "true", "on": "true", "y": "true", "true": "true"} | {
    "no": "false",
    "off": "false",
    "n": "false",
    "false": "false",
}
_MAIN = {
    "changed setting": "use",
    "changed value": "use",
    "fact": "type",
    "fact about a contact": "type",
    "event": "say",
    "line of an event": "go",
    "timer": "due",
    "limit": "most",
    "ban": "why",
    "task": "say",
    "message": "body",
    "text": "body",
    "outcome": "again",
    "fallback": "send",
    "repetition": "every",
}
"""Under which key a value belongs that stands where a mapping should."""

_WHY = 'say why it is left out, as a text: drop: "Not customary here."'


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the schema refuses.

    Attributes:
        rule: The keyword of the schema, such as `type` or `maxLength`.
        wanted: What that keyword asks for.
        schema: The part of the schema it stands in.
        value: What stands in the file instead; for a refused key, the key.
        path: Where.
        of_key: Whether it is the key that is refused, and not the value.
    """

    rule: str
    wanted: Any
    schema: Mapping[str, Any]
    value: Any
    path: Path
    of_key: bool


def retyped(refusal: Refusal) -> tuple[str, ...]:
    """Return how a value would have to be written to be of the type that is wanted."""
    wanted, value = refusal.wanted, refusal.value
    title = refusal.schema.get("title", "")
    if isinstance(value, list) and wanted == "object":
        return ("delete the dashes: a name is a key, not a line of a list",)
    if isinstance(value, list) and title == "time sentence":
        return ("say how to choose: {latest: [...]}, {earliest: [...]} or {first_known: [...]}",)
    if wanted == "object" and title in _MAIN and isinstance(value, (str, int)) and len(str(value)) < 40:
        because = ', because: "..."' if title.startswith("changed") else ""
        return (f"{refusal.path[-1]}: {{{_MAIN[title]}: {_written(value)}{because}}}",)
    if wanted == "array" and isinstance(value, str):
        return (f"write it as a list: [{value}]" if len(value) < 60 else "write it as a list: [...]",)
    if wanted == "boolean" and isinstance(value, str) and value.lower() in _BOOLEANS:
        return (f"write {_BOOLEANS[value.lower()]}",)
    if wanted == "string" and isinstance(value, (int, bool)):
        quoted = f'if it is a text, put it in quotes: "{str(value).lower()}"'
        return (_WHY if refusal.path[-1:] == ("drop",) else quoted,)
    if wanted == "integer" and isinstance(value, str) and value.isdigit():
        return ("write the number without quotes and without zeros in front",)
    return ()


def _written(value: object) -> str:
    """Return a value as it can be written in a file."""
    if isinstance(value, str):
        return value if value.isidentifier() else f'"{value}"'
    return str(value).lower()
