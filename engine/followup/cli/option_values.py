"""The values of a channel's options as they are typed, each checked at once against its schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from followup.errors import InvalidInput

_LONGEST = 60
_YES_NO = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}


def typed(name: str, about: Mapping[str, Any], text: str) -> Any:
    """Return a value in the type that the schema wants.

    Args:
        name: The option.
        about: What the schema says of it.
        text: As it was typed.

    Raises:
        InvalidInput: `option` or `address-wrong`: it is no such value. A secret is not repeated.
    """
    value = _parsed(name, about, text)
    if about.get("format") == "email":
        from followup.runtime.addresses import email

        return email(str(value))
    from jsonschema import Draft202012Validator  # slow to import

    if not Draft202012Validator({**about}).is_valid(value):
        raise InvalidInput("option", f"{name}: {_refusal(about, text)}", hint=_example(about))
    return value


def host_and_port(text: str) -> tuple[str, str]:
    """Return a server's name and its port, as text; the port is empty where none was typed.

    `smtp.example.org:587`, `smtp://smtp.example.org`, `[::1]:25` and `::1` are understood.
    """
    bare = re.sub(r"^(?:smtps?|https?)://", "", text.strip(), flags=re.IGNORECASE).rstrip("/")
    bracketed = re.fullmatch(r"\[(?P<host>[^\]]*)\](?::(?P<port>.*))?", bare)
    if bracketed:
        return bracketed["host"], bracketed["port"] or ""
    host, colon, port = bare.partition(":")
    return (host, port) if colon and ":" not in port else (bare, "")


def _parsed(name: str, about: Mapping[str, Any], text: str) -> Any:
    """Return the text in the type of its option."""
    kind = about.get("type")
    if kind == "boolean":
        if text.lower() not in _YES_NO:
            raise InvalidInput("option", f"{name}: yes or no")
        return _YES_NO[text.lower()]
    if kind == "integer":
        try:
            return int(text)
        except ValueError:
            raise InvalidInput("option", f"{name}: a whole number") from None
    if kind == "array":
        return [part.strip() for part in text.split(",") if part.strip()]
    if "enum" in about:
        return next((one for one in about["enum"] if str(one).lower() == text.lower()), text)
    return text


def _refusal(about: Mapping[str, Any], text: str) -> str:
    """Return why a value does not fit its schema."""
    if about.get("writeOnly"):
        return "a reference to it is wanted: env:NAME, file:PATH or keyring:SERVICE/USER"
    if "enum" in about:
        return f"one of {', '.join(map(str, about['enum']))}"
    if "minimum" in about or "maximum" in about:
        return f"a number from {about.get('minimum', '...')} to {about.get('maximum', '...')}"
    shown = text if text.isprintable() and len(text) <= _LONGEST else "that"
    return f'"{shown}" is no {"server" if about.get("format") == "hostname" else "value for it"}'


def _example(about: Mapping[str, Any]) -> str:
    return "write it like smtp.example.org:587" if about.get("format") == "hostname" else ""
