"""How the schema's refusals are told: what was expected here, what stands there, what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from followup.core.names import nearest, typed
from followup.core.values.problems import Problem

if TYPE_CHECKING:
    from jsonschema import ValidationError

Path = tuple[str | int, ...]

_TYPES = {
    "string": "a text",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
}
_ASTRAY = {
    "because": "because belongs to a file that changes another one; here it is called why",
    "drop": "drop belongs to a file that changes another one; here, delete the thing",
    "on": "events of a state stand under events",
    "id": "the name is the key in front",
    "name": "the name is the key in front",
    "text": "the words of a message stand under body",
    "question": "the question of a fact stands under ask",
    "required": "every fact is required unless it says optional: true",
    "if": "here the condition is called when",
    "when": "here the condition is called if",
    "after": "a time is a sentence: due: 2 days after FACT",
    "at": "a time is a sentence: due: same day as FACT at 18:00",
}
"""Keys that people write where they are called something else, or belong elsewhere."""


def shown(value: object) -> str:
    """Return a value as it is quoted in a sentence."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "keys with values"
    text = " ".join(str(value).split())
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def meant(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return the hints `did you mean "X"?` for a word, at most three."""
    return tuple(f'did you mean "{name}"?' for name in nearest(word, names))


def lacking(path: Path, keys: Iterable[str]) -> str:
    """Say which keys a mapping needs and does not have."""
    named = " and ".join(f'"{key}"' for key in keys)
    return f'"{path[-1]}" needs {named}' if path and isinstance(path[-1], str) else f"this needs {named}"


def unknown_key(name: str, schema: Mapping[str, Any], known: tuple[str, ...], path: Path) -> Problem:
    """Say that a key is not known where it stands."""
    kind = schema.get("title", "mapping")
    text = f"{shown(name)} is no word of a {kind}"
    hints = meant(name, known)
    if name in _ASTRAY and not hints:
        hints = (_ASTRAY[name],)
    if not hints:
        hints = (f"a {kind} knows {', '.join(known)}",)
    return Problem(start=0, end=0, code="unknown-key", text=text, hints=hints)


def bad_key(error: ValidationError, path: Path) -> Problem:
    """Say why a name that the author has chosen is none."""
    name = str(error.instance)
    if error.validator == "enum":
        kept = ", ".join(error.validator_value)
        text = f'a final state is the end, so it cannot have "{name}"'
        return _problem("final-state", text, f"it may have {kept}", "or delete final: true")
    return _unfit(name, error.schema)


def bad_value(error: ValidationError, path: Path) -> Problem:
    """Say why a value does not fit its place."""
    match error.validator:
        case "type":
            return _mistyped(error, path)
        case "enum" | "const":
            return _no_choice(error, path)
        case "pattern":
            return _unfit(str(error.instance), error.schema)
        case "uniqueItems" | None:
            return _problem(
                "twice", f"{shown(error.instance)} stands twice in this list", "delete one of them"
            )
        case _:
            return _sized(error, path)


def _mistyped(error: ValidationError, path: Path) -> Problem:
    wanted = _wanted(error)
    value = error.instance
    key = _key(path)
    if value is None:
        hint = "write {}" if error.validator_value == "object" else f"write {wanted}, or delete the key"
        return _problem("empty", f"{key} is empty, and has to be {wanted}", hint)
    text = f"{key} has to be {wanted}, and {shown(value)} is {_kind(value)}"
    if isinstance(value, (list, dict)):
        text = f"{key} has to be {wanted}, and this is {_kind(value)}"
    return _problem("wrong-type", text, *_retyped(error, value))


def _retyped(error: ValidationError, value: object) -> tuple[str, ...]:
    wanted, title = error.validator_value, error.schema.get("title", "")
    if isinstance(value, list) and title == "time sentence":
        return ("say how to choose: {latest: [...]}, {earliest: [...]} or {first_known: [...]}",)
    if wanted == "array" and isinstance(value, str):
        return (f"write it as a list: [{value}]",) if len(value) < 60 else ("write it as a list: [...]",)
    if wanted == "boolean" and isinstance(value, str):
        low = value.lower()
        if low in ("yes", "on", "y", "true"):
            return ("write true",)
        return ("write false",) if low in ("no", "off", "n", "false") else ()
    if wanted == "string" and isinstance(value, (int, bool)):
        return (f'if it is a text, put it in quotes: "{str(value).lower()}"',)
    if wanted == "integer" and isinstance(value, str) and value.isdigit():
        return ("write the number without quotes and without zeros in front",)
    return ()


def _no_choice(error: ValidationError, path: Path) -> Problem:
    choices = [str(choice) for choice in error.validator_value]
    value = error.instance
    hints = meant(value, choices) if isinstance(value, str) else ()
    text = f"{_key(path)} cannot be {shown(value)}"
    return _problem("unknown-choice", text, *(hints or (f"it can be {', '.join(choices)}",)))


def _unfit(value: str, schema: Mapping[str, Any]) -> Problem:
    title = schema.get("title", "name")
    text = f"{shown(value)} is no {title}"
    if title == "name":
        plain = "".join(
            sign if sign.isascii() and (sign.isalnum() or sign == "_") else "_" for sign in typed(value)
        )
        plain = plain.strip("_").lstrip("0123456789_")[:63]
        hints = (plain,) if plain and plain != value else ()
        return _problem("bad-name", text, *hints, "small letters, digits and _, beginning with a letter")
    return _problem("bad-form", text, schema.get("description", ""))


def _sized(error: ValidationError, path: Path) -> Problem:
    key, limit, value = _key(path), error.validator_value, error.instance
    match error.validator:
        case "maxLength":
            return _problem("too-long", f"{key} has {len(value):,} characters; at most {limit:,} are allowed")
        case "minLength":
            return _problem("empty", f"{key} is too short", f"at least {limit} characters")
        case "maxItems" | "maxProperties":
            return _problem("too-many", f"{key} holds {len(value):,}; at most {limit:,} are allowed")
        case "minItems" | "minProperties":
            return _problem("empty", f"{key} is empty", "write at least one, or delete the key")
        case "minimum":
            return _problem("out-of-range", f"{key} cannot be {value}: it is at least {limit:,}")
        case "maximum":
            return _problem("out-of-range", f"{key} cannot be {value}: it is at most {limit:,}")
        case _:
            return _problem("wrong-shape", f"{key} has not the right shape")


def _wanted(error: ValidationError) -> str:
    title = error.schema.get("title")
    kinds = error.validator_value
    if isinstance(kinds, list):
        return "a text, a whole number, or true or false"
    if title and kinds == "string":
        return f"a {title}"
    return _TYPES.get(kinds, str(kinds))


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int):
        return "a number"
    if isinstance(value, str):
        return "a text"
    return "a list" if isinstance(value, list) else "keys with values"


def _key(path: Path) -> str:
    if not path:
        return "the playbook"
    if isinstance(path[-1], str):
        return f'"{path[-1]}"'
    names = [step for step in path if isinstance(step, str)]
    return f'each of "{names[-1]}"' if names else "each line"


def _problem(code: str, text: str, *hints: str) -> Problem:
    return Problem(start=0, end=0, code=code, text=text, hints=tuple(hint for hint in hints if hint))
