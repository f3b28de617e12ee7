"""A channel's options against its JSON schema, with errors for people that repeat no value."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from followup.errors import InvalidInput

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

_NOUNS = {
    "string": "text in quotes",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a table",
}


def with_defaults(schema: Mapping[str, Any], options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options with the schema's defaults for those that are not given."""
    given = {
        name: deepcopy(property_["default"])
        for name, property_ in schema.get("properties", {}).items()
        if isinstance(property_, Mapping) and "default" in property_
    }
    return given | deepcopy(dict(options))


def check_options(name: str, schema: Mapping[str, Any], options: Mapping[str, Any]) -> None:
    """Refuse options that the schema refuses; all mistakes in one error.

    No value is ever repeated: somebody may have put the password itself where a reference belongs.

    Raises:
        InvalidInput: `bad-channel-options`.
    """
    if not options and set(schema) <= {"type", "properties", "additionalProperties"}:
        return
    from jsonschema import Draft202012Validator  # slow to import
    from referencing import Registry

    validator = Draft202012Validator(schema, registry=Registry())
    errors = sorted(
        validator.iter_errors(dict(options)), key=lambda error: list(map(str, error.absolute_path))
    )
    if errors:
        raise InvalidInput(
            "bad-channel-options",
            f"config.toml, [channels.{name}]: "
            + "; ".join(dict.fromkeys(_sentence(error) for error in errors)),
            hint=f"playbook channels {name} --use asks for them one by one",
        )


def check_schema(schema: Mapping[str, Any]) -> None:
    """Refuse a schema that is not JSON Schema 2020-12, or whose defaults it would refuse itself.

    Raises:
        InvalidInput: `bad-schema`.
    """
    from jsonschema import Draft202012Validator  # slow to import
    from jsonschema.exceptions import SchemaError
    from referencing import Registry

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        raise InvalidInput(
            "bad-schema", f"the configuration schema is invalid: {error.message[:200]}"
        ) from None
    for name, property_ in schema.get("properties", {}).items():
        checker = Draft202012Validator(property_, registry=Registry())
        if (
            isinstance(property_, Mapping)
            and "default" in property_
            and not checker.is_valid(property_["default"])
        ):
            raise InvalidInput("bad-schema", f"the default of {name} is refused by its own schema")


def _sentence(error: ValidationError) -> str:
    where = ".".join(map(str, error.absolute_path))
    rule = str(error.validator)
    if rule == "required":
        given = error.instance if isinstance(error.instance, Mapping) else {}
        wanted = error.validator_value if isinstance(error.validator_value, list) else []
        missing = [name for name in wanted if name not in given]
        return f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing"
    if rule in {"additionalProperties", "unevaluatedProperties"}:
        return "; ".join(_unknown(error))
    if isinstance(error.schema, Mapping) and error.schema.get("writeOnly"):
        return f"{where} must be a reference: env:NAME, file:PATH or keyring:SERVICE/USER (it is not shown)"
    return f"{where} {_wish(rule, error.validator_value)}"


def _unknown(error: ValidationError) -> list[str]:
    schema, given = error.schema, error.instance
    known = list(schema.get("properties", {})) if isinstance(schema, Mapping) else []
    sentences = []
    for name in sorted(set(given if isinstance(given, Mapping) else ()) - set(known)):
        near = get_close_matches(name, known, n=1)
        hint = f' (did you mean "{near[0]}"?)' if near else ""
        sentences.append(f'there is no option "{name[:40]}"{hint}')
    return sentences


def _wish(rule: str, value: Any) -> str:
    if rule == "type":
        return f"must be {_NOUNS.get(str(value), str(value))}"
    if rule in {"enum", "const"}:
        return "must be " + " or ".join(map(str, value if isinstance(value, list) else [value]))
    words = {
        "minimum": f"must be at least {value}",
        "maximum": f"must be at most {value}",
        "minLength": "must not be empty",
        "maxLength": f"must have at most {value} characters",
        "pattern": "is not written as it has to be",
    }
    return words.get(rule, "is not as it has to be")
