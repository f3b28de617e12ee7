"""What conditions ask: their names, the values that make a difference, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from followup.core import conditions
from followup.core.condition_reader import read
from followup.core.conditions import Among, Both, Compared, Condition, Either, Literal, Name, Not
from followup.core.values.playbook import Playbook, SettingKind

Scalar = str | int | bool


@cache
def tree(guard: str) -> Condition:
    """Return the tree of a guard that was checked before."""
    return read(guard)


def names_in(guard: str | None) -> frozenset[str]:
    """Return the dotted names that a guard asks."""
    if guard is None:
        return frozenset()
    return frozenset(name.name for name in conditions.names(tree(guard)))


def truth(condition: Condition, known: Mapping[str, Scalar]) -> bool | None:
    """Return what a condition comes to: true, false, or None where something missing decides it.

    Written apart from the engine's own answer, so that the two can be held against each other.
    """
    match condition:
        case Name(name):
            value = known.get(name)
            return value if isinstance(value, bool) else None
        case Literal(value):
            return bool(value)
        case Not(inner):
            found = truth(inner, known)
            return None if found is None else not found
        case Both(left, right):
            both = truth(left, known), truth(right, known)
            return False if False in both else None if None in both else True
        case Either(left, right):
            either = truth(left, known), truth(right, known)
            return True if True in either else None if None in either else False
        case Among(name, literals):
            value = known.get(name.name)
            return None if value is None else value in [literal.value for literal in literals]
        case Compared(left, sign, right):
            return _compared(_value(left, known), sign, _value(right, known))


def _value(side: Name | Literal, known: Mapping[str, Scalar]) -> Scalar | None:
    return side.value if isinstance(side, Literal) else known.get(side.name)


def _compared(left: Scalar | None, sign: str, right: Scalar | None) -> bool | None:
    if left is None or right is None:
        return None
    if sign in ("==", "!="):
        return (left == right) is (sign == "==")
    if not (isinstance(left, int) and isinstance(right, int)):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]


def thresholds(playbook: Playbook, guards: Iterable[str]) -> dict[str, tuple[Scalar, ...]]:
    """Return by name the values that guards compare it with; a setting stands for all of its values."""
    found: dict[str, dict[Scalar, None]] = {}
    for guard in guards:
        for name, value in _compared_with(playbook, tree(guard)):
            found.setdefault(name, {})[value] = None
    return {name: tuple(values) for name, values in found.items()}


def _compared_with(playbook: Playbook, condition: Condition) -> Iterator[tuple[str, Scalar]]:
    for leaf in conditions.walk(condition):
        if isinstance(leaf, Among):
            for literal in leaf.literals:
                yield leaf.name.name, literal.value
        elif isinstance(leaf, Compared):
            for this, other in ((leaf.left, leaf.right), (leaf.right, leaf.left)):
                if isinstance(this, Name):
                    for value in _values(playbook, other):
                        yield this.name, value


def _values(playbook: Playbook, side: Name | Literal) -> Iterator[Scalar]:
    if isinstance(side, Literal):
        yield side.value
        return
    setting = playbook.settings.get(side.name)
    if setting is not None and setting.kind is not SettingKind.SPAN:
        yield from (line.use for line in setting.lines if isinstance(line.use, (str, int)))


def all_guards(playbook: Playbook) -> Iterator[str]:
    """Yield every condition of a playbook."""
    for setting in playbook.settings.values():
        yield from (line.when for line in setting.lines if line.when is not None)
    for ban in playbook.courtesy.bans.values():
        if ban.when is not None:
            yield ban.when
    for wait in playbook.courtesy.waits.values():
        if wait.when is not None:
            yield wait.when
    for kind in playbook.items.values():
        if kind.when is not None:
            yield kind.when
    yield from control_guards(playbook)


def control_guards(playbook: Playbook) -> Iterator[str]:
    """Yield the conditions that decide where a case goes."""
    for state in playbook.states.values():
        branches = [branch for lines in state.handlers.values() for branch in lines]
        branches += [timer.branch for timer in state.timers.values()]
        yield from (branch.when for branch in branches if branch.when is not None)
