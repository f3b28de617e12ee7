"""The reference page of the language, written from the schema: `python -m followup.authoring.reference`."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from followup.authoring import shape, times, vocabulary
from followup.core.values.playbook import LANGUAGE, ItemKind

_ORDER = (
    *("base", "fact", "each_fact", "setting_mapping", "setting_line", "courtesy", "limits", "limit"),
    *("ban", "wait", "through", "wording", "words", "event", "tell", "message", "or_else", "repeat"),
    *("outcome", "text", "task", "state", "branch", "timer", "promise", "source", "overlay"),
)
_SEEN_THROUGH = (
    *("setting", "setting_value", "setting_lines", "handler", "hours", "names", "scalar"),
    "item_needs",
)
_PLAIN = {
    "string": "text",
    "integer": "whole number",
    "boolean": "`true` or `false`",
    "array": "list",
    "object": "mapping",
}
_INTRODUCTION = f"""\
# The playbook language

Written from `schemas/playbook.schema.json` by `python -m followup.authoring.reference`; do not edit
it by hand. This is language {LANGUAGE}.

A playbook is one YAML 1.2 file. An editor that reads JSON Schema explains every word as you type, once
its first line says where the schema is:

```yaml
# yaml-language-server: $schema=../schemas/playbook.schema.json
```

Only `true` and `false` are booleans; `on`, `yes`, `12:30` and `0123` are text. Numbers with a point
stand in quotes (`version: "1.0"`). Anchors, aliases, tags, directives, merge keys and second
documents are refused; so is a key given twice. In braces, a text with a question mark, a comma or
a colon stands in quotes.
"""


def page() -> str:
    """Return the whole page as Markdown."""
    parts = [_INTRODUCTION, *_mappings(), _when(), _spans(), _names()]
    return "\n".join(parts)


def _mappings() -> Iterator[str]:
    known = shape.schema()["$defs"]
    for name in _ORDER:
        yield "\n".join(_mapping(known[name], known))
    yield "\n".join(_beside(known))


def _mapping(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    yield f"## {_title(schema)}\n"
    yield f"{schema['description']}\n"
    yield from _table(schema, known)


def _table(schema: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    yield "| Key | Value | What it is |"
    yield "|---|---|---|"
    required = schema.get("required", [])
    for key, inner in schema["properties"].items():
        mark = " (required)" if key in required else ""
        default = f" Default: `{_written(inner['default'])}`." if "default" in inner else ""
        about = inner["description"].replace("|", "\\|")
        yield f"| `{key}`{mark} | {_value(inner, known)} | {about}{default} |"
    yield ""


def _beside(known: Mapping[str, Any]) -> Iterator[str]:
    """Yield what an overlay says of a change beside the change itself."""
    state, value = known["overlay_state"], known["overlay_value"]
    base = known["state"]["properties"]
    beside = {key: inner for key, inner in state["properties"].items() if key not in base}
    yield "## changed thing\n"
    yield "In an overlay each named thing holds what differs, and beside it what is in this table. A rule of"
    yield "courtesy that is one value in a base (`time: ...`) is written `time: {use: ..., because: ...}`.\n"
    yield from _table({"properties": {**value["properties"], **beside}, "required": ["because"]}, known)


def _value(schema: Mapping[str, Any], known: Mapping[str, Any]) -> str:
    """Say in a few words what a key takes."""
    if "$ref" in schema:
        return _reference(schema["$ref"].rpartition("/")[2], known)
    if "enum" in schema:
        return ", ".join(f"`{word}`" for word in schema["enum"])
    if "if" in schema:
        return f"{_value(schema['then'], known)}; or {_value(schema['else'], known)}"
    if schema.get("type") == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"by name: {_value(schema['additionalProperties'], known)}"
    if schema.get("type") == "array":
        return f"list of: {_value(schema['items'], known)}"
    if isinstance(schema.get("type"), list):
        return ", ".join(_PLAIN[one] for one in schema["type"])
    return str(schema.get("title") or _limits(schema))


def _reference(name: str, known: Mapping[str, Any]) -> str:
    schema = known[name]
    if name.removeprefix("overlay_") in ("setting", *_ORDER) and name.startswith("overlay_"):
        return f"[changed](#changed-thing) {_title(schema).removeprefix('changed ')}"
    if name in _ORDER:
        return f"[{_title(schema)}](#{_title(schema).replace(' ', '-')})"
    if name == "when":
        return "[time](#times)"
    if name == "span":
        return "[span](#spans-and-hours)"
    if name in _SEEN_THROUGH:
        return _value({key: inner for key, inner in schema.items() if key != "title"}, known)
    return str(schema.get("title", name))


def _limits(schema: Mapping[str, Any]) -> str:
    plain = _PLAIN[schema["type"]]
    if "minimum" in schema and "maximum" in schema:
        return f"{plain}, {schema['minimum']:,} to {schema['maximum']:,}"
    return f"{plain}, at most {schema['maxLength']:,} characters" if "maxLength" in schema else plain


def _title(schema: Mapping[str, Any]) -> str:
    return str(schema["title"])


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _when() -> str:
    """Return the grammar of times, as it stands in front of the reader of times."""
    grammar = (inspect.getdoc(times) or "").split("\n", 2)[2]
    return f"""\
## Times

A time is one sentence, or several under `first_known`, `earliest` or `latest`.

```
{inspect.cleandoc(grammar)}
```

Minutes and hours are exact, need an anchor with a time of day, and take no `at`. Days, weeks and
months count dates at the place of the employer; business days leave out weekends, public holidays
and the days that are `closed`. A line that names a day and no time means `courtesy.time` for `due`
and timers, and the end of that day for `by` and `expires`. An anchor that is not known makes its
line unknown: `first_known` takes the first line that is known, `earliest` and `latest` leave
unknown lines out.
"""


def _spans() -> str:
    return """\
## Spans and hours

A span is `2 business days`, `1 month and 2 days`, `90 minutes`, or (where a setting may stand) the
name of a setting. Exact and calendar units are never added to each other.

Hours are `business days 10:00-12:00, 14:00-16:00`, `Mon-Fri 09:00-17:00`, `every day 08:00-21:00`
or `08:00-21:00`; a list of such lines is open when any of them is. `business Tue-Thu 09:00-17:00` is
open on those days of the week that are business days.
"""


def _names() -> str:
    messages = ", ".join(f"`{one}`" for one in vocabulary.OUTCOMES[ItemKind.MESSAGE])
    tasks = ", ".join(f"`{one}`" for one in vocabulary.OUTCOMES[ItemKind.TASK])
    fields = ", ".join(f"`{one}`" for one in vocabulary.FIELDS)
    engine = ", ".join(f"`{one}`" for one in vocabulary.ENGINE)
    return f"""\
## Names

Facts, settings, events, messages and tasks share one set of names; states have their own, unique
however deep they are. No name may be one of {engine}.

Every contact has {fields}, and what `each` adds; they are named `contact.FIELD` where somebody is
addressed.

What became of a message comes back as `MESSAGE.OUTCOME`: {messages}, and the outcomes it declares.
What became of a task comes back as `TASK.OUTCOME`: {tasks}.

A condition may name facts of type text, boolean, integer and choice, settings that are no spans,
`round`, `cases_here`, `known.FACT`, `happened.EVENT`, `open.ITEM`, `sent.ITEM` and `contact.FIELD`.
"""


if __name__ == "__main__":
    sys.stdout.write(page())
