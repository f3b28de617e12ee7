"""Plain values written as YAML that the strict reader reads back, and that people like to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from followup.authoring.scalars import broken, resolve

WIDEST = 110
"""Columns up to which lists and mappings are written on one line."""

_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_./@+'-]|:(?=[A-Za-z0-9/])| (?=[A-Za-z0-9_./@+'-]))*", re.ASCII)
_LINES = re.compile(r"[^\s\r][^\r\t]*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Plain:
    """A text that is written as it is, without quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Body:
    """A text that is never written plain: in quotes, or as a block where it has several lines."""

    text: str


Value = str | int | bool | None | Plain | Body | Sequence["Value"] | Mapping[str, "Value"]


def lines(mapping: Mapping[str, Value], *, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a mapping, a key each or more; short lists and mappings stand on one line."""
    pad = " " * indent
    for key, value in mapping.items():
        name = f"{pad}{scalar(key)}:"
        flow = _flow(value)
        if flow is not None and (not _nests(value) or len(name) + len(flow) < WIDEST):
            yield f"{name} {flow}"
        elif isinstance(value, Body):
            yield from _block(name, value.text, indent + 2)
        elif isinstance(value, Mapping):
            yield name
            yield from lines(value, indent=indent + 2)
        else:
            yield name
            yield from _list(value, indent + 2)


def scalar(value: str) -> str:
    """Return a text as it is written, in quotes where it has to be."""
    plain = _SAFE.fullmatch(value) and resolve(value) == value and not broken(value)
    return value if plain else json.dumps(value, ensure_ascii=False)


def _list(value: Value, indent: int) -> Iterator[str]:
    pad = " " * indent
    for item in value if isinstance(value, Sequence) and not isinstance(value, str) else ():
        flow = _flow(item)
        if isinstance(item, Mapping) and (flow is None or len(pad) + len(flow) + 2 > WIDEST):
            first, *others = lines(item, indent=indent + 2)
            yield f"{pad}- {first.lstrip()}"
            yield from others
        else:
            yield f"{pad}- {flow}"


def _nests(value: Value) -> bool:
    """Whether a value consists of others, and is easier to read over several lines if it is long."""
    if isinstance(value, Mapping):
        return bool(value)
    return isinstance(value, Sequence) and not isinstance(value, str) and bool(value)


def _flow(value: Value) -> str | None:
    """Return a value on one line; None where a text of several lines is in it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            return scalar(value)
        case Plain():
            return value.text
        case Body():
            return None if _can_be_block(value.text) else json.dumps(value.text, ensure_ascii=False)
        case Mapping():
            inner = {key: _flow(one) for key, one in value.items()}
            found = [f"{scalar(key)}: {one}" for key, one in inner.items() if one is not None]
            return "{" + ", ".join(found) + "}" if len(found) == len(inner) else None
        case _:
            several = [_flow(one) for one in value]
            known = [one for one in several if one is not None]
            return "[" + ", ".join(known) + "]" if len(known) == len(several) else None


def _can_be_block(text: str) -> bool:
    body = text.removesuffix("\n")
    kept = all(line.rstrip() == line for line in body.split("\n"))
    return "\n" in body and bool(_LINES.fullmatch(body)) and kept and not body.endswith("\n")


def _block(name: str, text: str, indent: int) -> Iterator[str]:
    yield f"{name} {'|' if text.endswith(chr(10)) else '|-'}"
    pad = " " * indent
    for line in text.removesuffix("\n").split("\n"):
        yield f"{pad}{line}" if line else ""
