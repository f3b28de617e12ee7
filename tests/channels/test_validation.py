"""Options against a schema: all mistakes at once, in words, and never a value."""

from __future__ import annotations

import pytest

from followup.channels.validation import check_options, check_schema, with_defaults
from followup.errors import InvalidInput
from followup.plugin import SECRET

SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["server", "address"],
    "properties": {
        "server": {"type": "string", "pattern": "^[a-z.]+$(?!\\n)"},
        "address": {"type": "string", "minLength": 1},
        "port": {"type": "integer", "minimum": 1, "maximum": 65535, "default": 587},
        "tls": {"enum": ["starttls", "none"], "default": "starttls"},
        "password": {**SECRET, "description": "x"},
        "list": {"type": "array", "default": []},
    },
}
GOOD = {"server": "smtp.example.org", "address": "a"}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pasword": "hunter2"}, 'there is no option "pasword" (did you mean "password"?)'),
        ({"password": "hunter2"}, "password must be a reference"),
        ({"port": "hunter2"}, "port must be a whole number"),
        ({"port": 0}, "port must be at least 1"),
        ({"port": 70000}, "port must be at most 65535"),
        ({"tls": "hunter2"}, "tls must be starttls or none"),
        ({"server": "hunter2!"}, "server is not written as it has to be"),
        ({"server": "smtp.example.org\n"}, "server is not written as it has to be"),
        ({"address": ""}, "address must not be empty"),
        ({"password": 3}, "password must be a reference"),
    ],
)
def test_mistakes_in_words(changes, words):
    """Each mistake names the option and what it should be, and repeats no value."""
    with pytest.raises(InvalidInput) as refused:
        check_options("email", SCHEMA, {**GOOD, **changes})
    assert words in refused.value.text
    assert "hunter2" not in str(refused.value)
    assert refused.value.text.startswith("config.toml, [channels.email]: ")


def test_all_at_once():
    """Several mistakes are told in one go."""
    with pytest.raises(InvalidInput) as refused:
        check_options("email", SCHEMA, {"port": 0, "x": 1})
    assert "server, address are missing" in refused.value.text
    assert "port must be" in refused.value.text
    assert '"x"' in refused.value.text


def test_no_options_but_required_ones():
    """An empty table is refused where something is required."""
    with pytest.raises(InvalidInput, match="missing"):
        check_options("email", SCHEMA, {})


def test_defaults_are_copies():
    """Defaults are filled in, what is given stays, and no two channels share a list."""
    filled = with_defaults(SCHEMA, {"port": 25})
    assert (filled["port"], filled["tls"]) == (25, "starttls")
    assert filled["list"] is not with_defaults(SCHEMA, {})["list"]


def test_schema_never_fetches():
    """A schema that points elsewhere is not followed to the network."""
    schema = {"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1:9/x"}}}
    with pytest.raises(Exception, match=r"127\.0\.0\.1"):
        check_options("x", schema, {"a": 1})


@pytest.mark.parametrize(
    "schema",
    [{"type": "nothing"}, {"properties": {"a": {"type": "integer", "default": "x"}}}, {"properties": 3}],
)
def test_bad_schema(schema):
    """A schema that is invalid, or refuses its own default, is refused."""
    with pytest.raises(InvalidInput):
        check_schema(schema)
