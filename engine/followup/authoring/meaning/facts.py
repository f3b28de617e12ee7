"""Facts: their types, defaults and choices."""

from __future__ import annotations

from collections.abc import Mapping

from whenever import Date

from followup.authoring.section import Section
from followup.authoring.suggesting import meant
from followup.authoring.tree import Scalar, Sequence
from followup.authoring.vocabulary import FIELDS, said
from followup.core.values.playbook import Fact, FactType, Scope

_DEFAULTS: dict[FactType, type] = {
    FactType.TEXT: str,
    FactType.CHOICE: str,
    FactType.DATE: str,
    FactType.LINK: str,
    FactType.BOOLEAN: bool,
    FactType.INTEGER: int,
}
_WORDS: dict[type, str] = {str: "a text", bool: "true or false", int: "a whole number"}


def facts(root: Section) -> dict[str, Fact]:
    """Return all facts of a playbook; those without a usable type are left out."""
    found: dict[str, Fact] = {}
    for name, section in root.children("facts", "fact"):
        fact = _fact(name, section)
        if fact is not None:
            found[name] = fact
    _same_fields(found, root)
    return found


def _fact(name: str, section: Section) -> Fact | None:
    scalar = section.scalar("type")
    kind = FactType(str(scalar.value)) if scalar is not None else None
    choices, of = _of(section, kind)
    each = _each(section, kind) if section.kind == "fact" else {}
    optional = section.flag("optional")
    default = _default(section, kind, choices)
    ask = section.text("ask")
    per = Scope(section.text("per") or Scope.CASE)
    if kind is None:
        return None
    if not ask and not optional and not section.has("default"):
        text = f'"{name}" has to be asked for, and has no question'
        hint = "say optional: true if it may stay unknown"
        section.desk.error(section.at, "no-question", text, 'ask: "..."', hint)
    return Fact(
        name=name,
        type=kind,
        ask=ask,
        per=per,
        optional=optional,
        default=default,
        choices=choices,
        of=of,
        each=each,
    )


def _of(section: Section, kind: FactType | None) -> tuple[tuple[str, ...], FactType | None]:
    node = section.get("of")
    if node is None or kind is None:
        return (), None
    at = section.at_key("of")
    if kind is FactType.CHOICE:
        if not isinstance(node, Sequence):
            section.desk.error(at, "fact-of", "a choice needs its words as a list", "of: [first, last]")
        return section.texts("of"), None
    if kind is FactType.LIST:
        if isinstance(node, Scalar):
            return (), FactType(str(node.value))
        section.desk.error(at, "fact-of", "a list holds one type", "of: text")
        return (), None
    section.desk.error(
        at, "fact-of", f"{said(kind)} has no of; only a choice and a list have one", "delete it"
    )
    return (), None


def _each(section: Section, kind: FactType | None) -> dict[str, Fact]:
    found: dict[str, Fact] = {}
    for name, inner in section.children("each", "each_fact"):
        if name in FIELDS:
            text = f'"{name}" is known about every contact anyway'
            inner.desk.error(inner.at, "reserved-name", text, "delete it, or choose another name")
        fact = _fact(name, inner)
        if fact is not None:
            found[name] = fact
    if found and kind is not None and kind is not FactType.CONTACTS:
        text = f"only a group of contacts can be asked about each; this is {said(kind)}"
        section.desk.error(section.at_key("each"), "fact-each", text, "type: contacts")
    return found


def _default(section: Section, kind: FactType | None, choices: tuple[str, ...]) -> str | int | bool | None:
    scalar = section.scalar("default")
    if scalar is None or kind is None:
        return None
    if kind not in _DEFAULTS:
        section.desk.error(scalar.at, "fact-default", f"{said(kind)} cannot have a default", "delete it")
        return None
    value, wanted = scalar.value, _DEFAULTS[kind]
    if type(value) is not wanted:
        text = f"the default of {said(kind)} has to be {_WORDS[wanted]}"
        section.desk.error(scalar.at, "fact-default", text)
    elif kind is FactType.CHOICE and choices and value not in choices:
        hints = meant(str(value), choices)
        text = f'"{value}" is no choice of this fact'
        section.desk.error(scalar.at, "unknown-choice", text, *(hints or (", ".join(choices),)))
    elif kind is FactType.DATE and not _is_date(str(value)):
        section.desk.error(scalar.at, "fact-default", f'"{value}" is no date', '"2026-10-06"')
    else:
        return value
    return None


def _is_date(text: str) -> bool:
    try:
        Date.parse_iso(text)
    except ValueError:
        return False
    return True


def _same_fields(found: Mapping[str, Fact], root: Section) -> None:
    """Refuse two groups that mean different things by one field of a contact."""
    seen: dict[str, tuple[str, Fact]] = {}
    for group in found.values():
        for name, fact in group.each.items():
            other = seen.setdefault(name, (group.name, fact))
            if other[1].type is not fact.type:
                text = f'"{name}" is {said(fact.type)} here and {said(other[1].type)} in {other[0]}'
                section = next(inner for one, inner in root.children("facts", "fact") if one == group.name)
                at = next(inner.at for one, inner in section.children("each", "each_fact") if one == name)
                root.desk.error(
                    at, "name-taken", text, "contact.FIELD has to mean one thing: rename one of them"
                )
