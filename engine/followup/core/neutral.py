"""Frozen values to plain JSON and back, driven by their type hints, and the digest of a value."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import operator
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from whenever import Date, Instant

T = TypeVar("T")


def dump(value: Any) -> Any:
    """Return `value` as JSON-ready data. Fields that hold their default are left out."""
    return _dumper(typing.cast("Hashable", type(value)))(value)


def load(kind: type[T], data: Any) -> T:
    """Return the value of type `kind` that `dump` made `data` from.

    Raises:
        ValueError, KeyError or TypeError: `data` was not made by `dump` of such a value.
    """
    return typing.cast("T", _loader(typing.cast("Hashable", kind))(data))


def text(value: Any) -> str:
    """Return `value` as one line of canonical JSON; equal values give equal text."""
    return _canonical(dump(value))


def digest(value: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `value`, in hexadecimal."""
    return digest_of(dump(value))


def digest_of(data: Any) -> str:
    """Return the digest of the value that `dump` made `data` from."""
    return hashlib.sha256(_canonical(data).encode()).hexdigest()


def _canonical(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@cache
def _dumper(kind: Any) -> Callable[[Any], Any]:
    """Return what writes values of one type; made once per type, since a case holds hundreds of them."""
    if kind in (str, int, bool, type(None)):
        return lambda value: value
    if issubclass(kind, Enum):
        return operator.attrgetter("value")
    if issubclass(kind, (Instant, Date)):
        return operator.methodcaller("format_iso")
    if issubclass(kind, Mapping):
        return lambda value: {str(dump(key)): dump(inner) for key, inner in value.items()}
    if issubclass(kind, (tuple, list)):
        return lambda value: [dump(inner) for inner in value]
    return _fields_dumper(kind)


def _fields_dumper(kind: Any) -> Callable[[Any], Any]:
    defaults = [(field.name, _default(field)) for field in _fields(kind)]
    tag = {"is": kind.__name__} if kind in _tagged() else {}

    def write(value: Any) -> dict[str, Any]:
        data: dict[str, Any] = dict(tag)
        for name, default in defaults:
            inner = getattr(value, name)
            if inner is not default and inner != default:
                data[name] = dump(inner)
        return data

    return write


@cache
def _fields(kind: Hashable) -> tuple[dataclasses.Field[Any], ...]:
    return dataclasses.fields(typing.cast("Any", kind))


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


@cache
def _tagged() -> frozenset[type]:
    """Return the values that stand in unions of several classes, and so carry their name."""
    from followup.core.values import steps, times

    members = [*typing.get_args(times.Line), *typing.get_args(steps.Effect)]
    return frozenset([*members, times.Part, times.SettingName, times.Moment, times.Unknown, times.Span])


@cache
def _loader(kind: Any) -> Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _union(typing.get_args(kind))
    if origin is tuple:
        inner = _loader(typing.get_args(kind)[0])
        arguments = typing.get_args(kind)
        if len(arguments) == 2 and arguments[1] is Ellipsis:
            return lambda data: tuple(inner(part) for part in data)
        loaders = [_loader(argument) for argument in arguments]
        return lambda data: tuple(one(part) for one, part in zip(loaders, data, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        key, value = (_loader(argument) for argument in typing.get_args(kind))
        return lambda data: {key(name): value(inner) for name, inner in data.items()}
    if kind in (Instant, Date):
        return typing.cast("Callable[[Any], Any]", kind.parse_iso)
    if dataclasses.is_dataclass(kind):
        return _dataclass(typing.cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return lambda data: data


def _dataclass(kind: type) -> Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    loaders: dict[str, Callable[[Any], Any]] = {}

    def build(data: Mapping[str, Any]) -> Any:
        if not loaders:  # filled late, since a value may hold values of its own type
            loaders.update({field.name: _loader(hints[field.name]) for field in _fields(kind)})
        return kind(**{name: loaders[name](inner) for name, inner in data.items() if name != "is"})

    return build


def _union(kinds: tuple[Any, ...]) -> Callable[[Any], Any]:
    values: list[Any] = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    classes = {kind.__name__: kind for kind in values}
    rest = [kind for kind in kinds if not dataclasses.is_dataclass(kind) and kind is not type(None)]
    sequence = next((kind for kind in rest if typing.get_origin(kind) is tuple), None)
    plain = [kind for kind in rest if kind not in (str, int, bool) and kind is not sequence]

    def build(data: Any) -> Any:
        if data is None:
            return None
        if isinstance(data, dict):
            name = data.get("is", next(iter(classes)) if len(classes) == 1 else "")
            return _loader(classes[name])(data)
        if isinstance(data, list) and sequence is not None:
            return _loader(sequence)(data)
        return _loader(plain[0])(data) if len(plain) == 1 else data

    return build
