"""Settings: one value or lines with conditions, all of one type and one family of units."""

from __future__ import annotations

from collections.abc import Iterator

from followup.authoring import spans
from followup.authoring.desk import Desk
from followup.authoring.section import Section
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence, Stretch
from followup.authoring.vocabulary import Family
from followup.core.values.playbook import Setting, SettingKind, SettingLine
from followup.core.values.problems import Problem
from followup.core.values.times import Span

Value = Span | int | str | bool

_UNITS = ("minute", "hour", "day", "week", "month", "year")
_UNITS_OF = {Family.ELAPSED: "minutes or hours", Family.CALENDAR: "days, weeks or months"}
_SAID = {
    SettingKind.SPAN: "a span of time",
    SettingKind.COUNT: "a count",
    SettingKind.TEXT: "a text",
    SettingKind.BOOLEAN: "true or false",
}


def settings(root: Section) -> dict[str, Setting]:
    """Return all settings; each also tells the names whether it is a span, and of which family."""
    found: dict[str, Setting] = {}
    node = root.get("settings")
    if not isinstance(node, Map):
        return found
    for name, entry in node.entries.items():
        setting = _setting(root.desk, name, entry)
        if setting is not None:
            found[name] = setting
            first = setting.lines[0].use
            root.desk.names.settings[name] = _family(first) if isinstance(first, Span) else False
    return found


def type_of(setting: Setting) -> str:
    """Return what people call the type of a setting, with its family of units."""
    first = setting.lines[0].use
    if isinstance(first, Span):
        return f"{_SAID[setting.kind]} in {_UNITS_OF[_family(first)]}"
    return _SAID[setting.kind]


def _setting(desk: Desk, name: str, entry: Entry) -> Setting | None:
    node: Node | None = entry.value
    if isinstance(node, Map):
        node = Section(desk, "setting_mapping", node, entry.key).get("use")
    if isinstance(node, Scalar):
        value = _value(desk, node)
        return (
            None if value is None else Setting(name=name, kind=_kind(value), lines=(SettingLine(use=value),))
        )
    if not isinstance(node, Sequence) or not node.items:
        return None
    lines = list(_lines(desk, node))
    if len(lines) < len(node.items):
        return None
    if not _alike(desk, lines) or not _ordered(desk, lines, entry.key):
        return None
    return Setting(name=name, kind=_kind(lines[0][0].use), lines=tuple(line for line, _ in lines))


def _lines(desk: Desk, node: Sequence) -> Iterator[tuple[SettingLine, Stretch]]:
    for item in node.items:
        if not isinstance(item, Map):
            continue
        section = Section(desk, "setting_line", item)
        condition = section.condition("if", contact=False)
        scalar = section.scalar("use")
        value = _value(desk, scalar) if scalar is not None else None
        if scalar is not None and value is not None:
            yield SettingLine(use=value, when=condition), scalar.at


def _value(desk: Desk, scalar: Scalar) -> Value | None:
    value = scalar.value
    if not isinstance(value, str):
        return value
    words = [word.lower().removesuffix("s") for word in value.split()]
    if not value[0].isdigit() and not (len(words) < 7 and any(unit in words for unit in _UNITS)):
        return value
    span = spans.span(value)
    if isinstance(span, Problem):
        desk.refuse(scalar, span)
        return None
    return span


def _alike(desk: Desk, lines: list[tuple[SettingLine, Stretch]]) -> bool:
    first = lines[0][0].use
    for line, at in lines[1:]:
        if _kind(line.use) is not _kind(first):
            text = f"this is {_SAID[_kind(line.use)]}, and the first line is {_SAID[_kind(first)]}"
            desk.error(at, "setting-types", text, "all lines of a setting have one type")
            return False
        if isinstance(line.use, Span) and isinstance(first, Span) and _family(line.use) is not _family(first):
            text = "minutes and hours cannot stand beside days, weeks or months in one setting"
            desk.error(at, "mixed-units", text, "24 hours and 1 day are not the same: choose one of the two")
            return False
    return True


def _ordered(desk: Desk, lines: list[tuple[SettingLine, Stretch]], key: Scalar) -> bool:
    for line, at in lines[:-1]:
        if line.when is None:
            text = "this line has no condition, so those below it never count"
            desk.error(at, "never-reached", text, "put it last, or give it an if")
            return False
    if lines[-1][0].when is not None:
        text = f'the last line of "{key.value}" has a condition, so it may have no value'
        desk.error(lines[-1][1], "no-last-line", text, "add a line without if: - {use: ...}")
        return False
    return True


def _kind(value: Value) -> SettingKind:
    if isinstance(value, Span):
        return SettingKind.SPAN
    if isinstance(value, bool):
        return SettingKind.BOOLEAN
    return SettingKind.COUNT if isinstance(value, int) else SettingKind.TEXT


def _family(span: Span) -> Family:
    return spans.family(span.parts[0])
