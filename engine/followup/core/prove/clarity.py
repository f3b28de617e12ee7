"""Guards that are clear: of the lines of one handler one holds, and not two; unknown values included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from followup.core.prove.atoms import Scalar, names_in, thresholds, tree, truth
from followup.core.prove.known import Flow
from followup.core.prove.representatives import classes
from followup.core.values.playbook import Branch, FactType, Playbook, SettingKind

_MOST = 20_000
"""Combinations of values that are looked at; more than that is given up."""
_COMPARED = (FactType.TEXT, FactType.BOOLEAN, FactType.INTEGER, FactType.CHOICE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclear:
    """A handler of which two lines hold at once, none does, or one never can.

    Attributes:
        state: The state that has it.
        trigger: The event, or `ITEM.OUTCOME`.
        path: Where it stands.
        text: What is wrong, in a sentence.
        values: By name, what is known then; None: not known.
        expected: The line that should have been taken, or None.
    """

    state: str
    trigger: str
    path: str
    text: str
    values: Mapping[str, Scalar | None]
    expected: Branch | None = None


def unclear(playbook: Playbook, flow: Flow) -> Iterator[Unclear]:
    """Yield the handlers whose lines overlap or leave a gap."""
    for name in playbook.states:
        if name not in flow.states:
            continue
        for trigger, lines in playbook.states[name].handlers.items():
            if any(line.when is not None for line in lines):
                yield from _handler(playbook, flow, name, trigger, lines)


def _handler(
    playbook: Playbook, flow: Flow, state: str, trigger: str, lines: tuple[Branch, ...]
) -> Iterator[Unclear]:
    path = f"states.{state}.events.{trigger}"
    guarded = [line for line in lines if line.when is not None]
    complete = len(guarded) < len(lines) or _caught_outside(playbook, state, trigger)
    lone = "." in trigger and len(lines) == 1
    kinds = {"overlap": len(guarded) > 1, "gap": not (complete or lone)}
    for values in islice(_valuations(playbook, flow, state, trigger, guarded), _MOST):
        known = {name: value for name, value in values.items() if value is not None}
        held = [line for line in guarded if line.when and truth(tree(line.when), known) is True]
        other = next((line for line in held[1:] if (line.go, line.do) != (held[0].go, held[0].do)), None)
        if kinds["overlap"] and other is not None:
            kinds["overlap"] = False
            text = f'two lines of "{trigger}" hold at once: {held[0].when}, and {other.when}'
            yield Unclear(state=state, trigger=trigger, path=path, text=text, values=values, expected=other)
        if kinds["gap"] and not held:
            kinds["gap"] = False
            text = f'no line of "{trigger}" holds {_when(values)}, so it would change nothing'
            yield Unclear(
                state=state, trigger=trigger, path=path, text=text, values=values, expected=lines[0]
            )


def _caught_outside(playbook: Playbook, state: str, trigger: str) -> bool:
    """Whether a state around this one takes the trigger without a condition."""
    return any(
        line.when is None
        for outer in playbook.path(state)[:-1]
        for line in playbook.states[outer].handlers.get(trigger, ())
    )


def _valuations(
    playbook: Playbook, flow: Flow, state: str, trigger: str, lines: list[Branch]
) -> Iterator[dict[str, Scalar | None]]:
    guards = [line.when for line in lines if line.when is not None]
    names = sorted({name for guard in guards for name in names_in(guard)})
    compared = thresholds(playbook, guards)
    leaves = [leaf for leaf in flow.leaves if state in playbook.path(leaf)]
    sure = frozenset.intersection(*(flow.known[leaf, leaf] for leaf in leaves)) if leaves else frozenset()
    event = playbook.events.get(trigger)
    if event is not None:
        sure |= frozenset(event.facts)
    facts = list(dict.fromkeys(name.removeprefix("known.") for name in names if _fact(playbook, name)))
    others = [name for name in names if not _fact(playbook, name)]
    domains: list[list[Scalar | None]] = []
    for name in facts:
        fact = playbook.facts[name]
        kinds: list[Scalar | None] = [*_kinds(playbook, name, compared)]
        domains.append([*kinds, None] if fact.default is None and name not in sure else kinds)
    domains += [[*_others(playbook, name, compared)] for name in others]
    for values in product(*domains):
        found = dict(zip([*facts, *others], values, strict=True))
        known = {f"known.{name}": found[name] is not None for name in facts}
        yield {**found, **{name: value for name, value in known.items() if name in names}}


def _fact(playbook: Playbook, name: str) -> bool:
    return name.removeprefix("known.") in playbook.facts


def _kinds(playbook: Playbook, name: str, compared: Mapping[str, tuple[Scalar, ...]]) -> tuple[Scalar, ...]:
    fact = playbook.facts[name]
    if fact.type not in _COMPARED:
        return ("some",)
    if fact.type is FactType.CHOICE:
        return fact.choices
    return classes(fact, compared.get(name, ()))


def _others(playbook: Playbook, name: str, compared: Mapping[str, tuple[Scalar, ...]]) -> tuple[Scalar, ...]:
    setting = playbook.settings.get(name)
    if setting is not None and setting.kind is not SettingKind.SPAN:
        return tuple(dict.fromkeys(line.use for line in setting.lines if isinstance(line.use, (str, int))))
    if "." in name:
        return (False, True)
    numbers = {n + d for n in compared.get(name, ()) if isinstance(n, int) for d in (-1, 0, 1)}
    least = 1 if name == "round" else 0
    return tuple(sorted(n for n in numbers if n >= least)) or (least,)


def _when(values: Mapping[str, Scalar | None]) -> str:
    plain = {name: value for name, value in values.items() if not name.startswith("known.")}
    told = [f"{name} is {_said(value)}" for name, value in plain.items()]
    return f"where {' and '.join(told)}" if told else ""


def _said(value: Scalar | None) -> str:
    if value is None:
        return "not known"
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)
