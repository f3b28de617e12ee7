"""The text of an overlay: what differs, and in comments what else may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import yaml

from followup.authoring.compile import Compiled
from followup.authoring.yaml_text import Value, lines
from followup.core.values.playbook import ItemKind

Changes = dict[str, dict[str, Value]]
"""By section (`settings`, `messages`, ...), then by name: the keys that differ, with `because`."""

_SHOWN = 6
"""Messages and tasks that are named in comments; more would be a copy of the base."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """An overlay that somebody begins; `place` is where its cases usually are, in its canonical form."""

    name: str
    base: Compiled
    title: str = ""
    about: str = ""
    changes: Changes = field(default_factory=dict)
    place: str = ""

    def text(self, first: str = "") -> str:
        """Return the file; `first` is its first line."""
        return "\n".join([*([first] if first else []), *_lines(self)]) + "\n"


def major(base: Compiled) -> str:
    """Return how an overlay names its base: `interview-follow-up@1`."""
    return f"{base.playbook.name}@{base.playbook.version.partition('.')[0]}"


def _lines(begun: Begun) -> Iterator[str]:
    head: dict[str, Value] = {
        "playbook": begun.name,
        "version": '"1.0"',
        "extends": major(begun.base),
        "title": begun.title or begun.name.replace("-", " ").capitalize(),
    }
    for key, value in head.items():
        yield f"version: {value}" if key == "version" else next(lines({key: value}))
    if begun.about:
        yield next(lines({"about": begun.about}))
    yield ""
    yield f"# Only what differs stands here, each thing with its reason. The base: {_seen(begun.base)}"
    yield "# A reason may rest on a source: `source: NAME` beside it. Without one it is your own judgement."
    yield "# What begins with # may differ as well: take the # away, before the section too, and edit."
    yield "#sources:"
    yield '#  handbook: {says: "What it says, in your words.", where: "Where it says so"}'
    for section, comments in _comments(begun.base).items():
        changed = begun.changes.get(section, {})
        yield ""
        yield f"{section}:" if changed else f"#{section}:"
        yield from lines(changed, indent=2)
        yield from (f"#{line}" for name, line in comments if name not in changed)


def _seen(base: Compiled) -> str:
    return f"playbook graph {base.playbook.name}"


def _comments(base: Compiled) -> Mapping[str, list[tuple[str, str]]]:
    """Return by section what may differ, each thing by name with a line that could be written."""
    raw, source = yaml.safe_load(base.source), base.source.splitlines()
    found: dict[str, list[tuple[str, str]]] = {"settings": [], "messages": [], "tasks": [], "courtesy": []}
    for name, said in (raw.get("settings") or {}).items():
        use = said.get("use") if isinstance(said, dict) else said[-1].get("use")
        line = base.marks.get(f"settings.{name}", 0)
        _, sign, about = source[line - 1].partition("  # ") if line else ("", "", "")
        written = _written(name, {"use": use, "because": "..."})
        found["settings"].append((name, f"{written}{sign}{about}"))
    for item in base.playbook.items.values():
        section = "messages" if item.kind is ItemKind.MESSAGE else "tasks"
        if not item.keep and len(found[section]) < _SHOWN:
            found[section].append((item.name, _written(item.name, _may(raw[section][item.name]))))
    hours = (raw.get("courtesy") or {}).get("hours")
    if isinstance(hours, dict):
        found["courtesy"].append(("hours", _written("hours", {**hours, "because": "..."})))
    return {section: lines_ for section, lines_ in found.items() if lines_}


def _may(item: Mapping[str, Value]) -> dict[str, Value]:
    """Return a way to change a message or a task: its ways where it has some, else that it is left out."""
    if item.get("via"):
        return {"via": item["via"], "because": "..."}
    return {"drop": "Why it is not done here."}


def _written(name: str, keys: Mapping[str, Value]) -> str:
    return "  ".join(["", *lines({name: keys})])
