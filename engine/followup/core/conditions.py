"""A condition of a playbook as a tree: names, values, and how they are compared and joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from followup.core.values.problems import Problem


@dataclass(frozen=True, slots=True)
class Name:
    """A name, such as `senior` or `known.promised_by`, with its offsets."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Literal:
    """A whole number, a text, or `true` and `false`, with its offsets."""

    value: int | str | bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """True when `inner` is false."""

    inner: Condition


@dataclass(frozen=True, slots=True)
class Both:
    """`left && right`."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Either:
    """`left || right`."""

    left: Condition
    right: Condition


@dataclass(frozen=True, slots=True)
class Compared:
    """`left SIGN right`, where at least one side should be a name; `at` is where the sign stands."""

    left: Name | Literal
    sign: str
    right: Name | Literal
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Among:
    """`name in [literals]`."""

    name: Name
    literals: tuple[Literal, ...]


Condition = Name | Literal | Not | Both | Either | Compared | Among


class NotACondition(Exception):
    """The text is no guard; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def walk(condition: Condition) -> Iterator[Name | Literal | Compared | Among]:
    """Yield the leaves of a tree from left to right."""
    match condition:
        case Not(inner):
            yield from walk(inner)
        case Both(left, right) | Either(left, right):
            yield from walk(left)
            yield from walk(right)
        case _:
            yield condition


def names(condition: Condition) -> tuple[Name, ...]:
    """Return every name in a tree from left to right."""
    found: list[Name] = []
    for leaf in walk(condition):
        parts: tuple[Name | Literal, ...]
        match leaf:
            case Compared(left, _, right):
                parts = (left, right)
            case Among(name, _):
                parts = (name,)
            case _:
                parts = (leaf,)
        found.extend(part for part in parts if isinstance(part, Name))
    return tuple(found)
