"""How the schema's refusals are told: what was expected here, what stands there, what was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from followup.authoring.refusals import Path, Refusal, retyped
from followup.authoring.suggesting import meant
from followup.authoring.vocabulary import article, repaired
from followup.core.values.problems import Problem

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
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list):
        return "a list"
    if isinstance(value, Mapping):
        return "keys with values"
    text = " ".join(str(value).split())
    return f'"{text}"' if len(text) <= 60 else f'"{text[:57]}..."'


def lacking(
    path: Path, properties: Mapping[str, Any], keys: Iterable[str], *, whole: str = "playbook"
) -> Problem:
    """Say which keys a mapping needs and does not have, and what each of them is for."""
    wanted = list(keys)
    named = " and ".join(f'"{key}"' for key in wanted)
    whose = _key(path) if path and isinstance(path[-1], str) else "this" if path else f"the {whole}"
    hints = (f"{key}: {_about(properties.get(key, {}))}" for key in wanted)
    return _problem("missing-key", f"{whose} needs {named}", *hints)


def cut_off(name: str) -> Problem:
    """Say that a comma in braces has cut a text in two."""
    text = f"{shown(name)} is read as a key, because in braces a comma ends a text"
    return _problem("needs-quotes", text, 'put the whole text in quotes: "..., ..."')


def unknown_key(name: str, schema: Mapping[str, Any]) -> Problem:
    """Say that a key is not known where it stands."""
    kind = schema.get("title", "mapping")
    known = tuple(schema.get("properties", {}))
    text = f"{shown(name)} is no word of {article(kind)}"
    astray = schema.get("x-astray", {})
    hints = (astray[name],) if name in astray else meant(name, known)
    if name in _ASTRAY and not hints and "x-astray" not in schema:
        hints = (_ASTRAY[name],)
    if not hints:
        hints = (f"a {kind} knows {', '.join(known)}",)
    return Problem(start=0, end=0, code="unknown-key", text=text, hints=hints)


def refused(refusal: Refusal) -> Problem:
    """Say why a value does not fit its place, or why a name that the author has chosen is none."""
    match refusal.rule:
        case "enum" if refusal.of_key:
            return _final(refusal)
        case "type":
            return _mistyped(refusal)
        case "enum" | "const":
            return _no_choice(refusal)
        case "pattern":
            return _unfit(refusal)
        case "uniqueItems":
            text = f"{shown(refusal.value)} stands twice in this list"
            return _problem("twice", text, "delete one of them")
        case _:
            return _sized(refusal)


def _final(refusal: Refusal) -> Problem:
    if "drop" in refusal.wanted:
        text = f'what is dropped has nothing else, so it cannot have "{refusal.value}"'
        return _problem("dropped-and-changed", text, "delete it, or delete drop and say because")
    text = f'a final state is the end, so it cannot have "{refusal.value}"'
    return _problem("final-state", text, f"it may have {', '.join(refusal.wanted)}", "or delete final: true")


def _mistyped(refusal: Refusal) -> Problem:
    wanted, value, key = _wanted(refusal), refusal.value, _key(refusal.path)
    if value is None:
        hint = "fill it in, or delete it"
        if refusal.wanted == "object":
            hint = "indent what belongs to it, or write {} if there is nothing to say"
        return _problem("empty", f"{key} is empty, and has to be {wanted}", hint)
    told = "this" if isinstance(value, (list, dict)) else shown(value)
    text = f"{key} has to be {wanted}, and {told} is {_kind(value)}"
    return _problem("wrong-type", text, *retyped(refusal))


def _no_choice(refusal: Refusal) -> Problem:
    choices = [choice if isinstance(choice, str) else shown(choice) for choice in refusal.wanted]
    value = refusal.value
    hints = meant(value, choices) if isinstance(value, str) else ()
    text = f"{_key(refusal.path)} cannot be {shown(value)}"
    return _problem("unknown-choice", text, *(hints or (f"it can be {', '.join(choices)}",)))


def _unfit(refusal: Refusal) -> Problem:
    value, title = str(refusal.value), refusal.schema.get("title", "name")
    text = f"{shown(value)} is no {title}"
    if title == "name":
        return _problem(
            "bad-name", text, repaired(value), "small letters, digits and _, beginning with a letter"
        )
    return _problem("bad-form", text, _about(refusal.schema))


def _sized(refusal: Refusal) -> Problem:
    key, limit, value = _key(refusal.path), refusal.wanted, refusal.value
    if refusal.of_key:
        key = shown(value)
    match refusal.rule:
        case "maxLength":
            return _problem("too-long", f"{key} has {len(value):,} characters; at most {limit:,} are allowed")
        case "minLength":
            return _problem("empty", f"{key} is too short", f"at least {limit} characters")
        case "maxProperties" if limit == 1:
            words = ", ".join(refusal.schema.get("properties", {}))
            return _problem("too-many", f"{key} holds {len(value)} of these, and only one can count", words)
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


def _wanted(refusal: Refusal) -> str:
    title = refusal.schema.get("title", "")
    if isinstance(refusal.wanted, list):
        return "a text, a whole number, or true or false"
    if title and refusal.wanted == "string":
        return title if title.endswith("s") else f"a {title}"
    return _TYPES[str(refusal.wanted)]


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


def _about(schema: Mapping[str, Any]) -> str:
    """Return the description of a part of the schema as the end of a sentence."""
    text = str(schema.get("description", "...")).removesuffix(".")
    return text[:1].lower() + text[1:]


def _problem(code: str, text: str, *hints: str) -> Problem:
    return Problem(start=0, end=0, code=code, text=text, hints=tuple(hint for hint in hints if hint))
