"""How every named thing of a playbook is written, key by key, as short text that can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.overlays.trees import child, named
from followup.authoring.tree import Entry, Map, Node, Scalar, Sequence

Written = Mapping[str, Mapping[str, str]]
"""Texts by dotted path and key; what has no keys stands under the empty one."""

_SECTIONS = ("facts", "settings", "courtesy", "wording", "events", "messages", "tasks", "states", "promises")
_BY_NAME = ("bans", "waits")
_KEYED = ("hours", "through", "takes")
_NESTED = ("events", "timers")


def written(root: Map) -> dict[str, dict[str, str]]:
    """Return how the named things of a playbook are written.

    States stand directly under `states`, with the one around them under the key `in`; what they hold
    stands under paths of its own, such as `states.met.do` and `states.met.events.connected`.

    Args:
        root: A whole playbook, or what came out of an overlay.
    """
    found: dict[str, dict[str, str]] = {}
    start = root.entries.get("start")
    if start is not None:
        found["start"] = {"": said(start.value)}
    for section in _SECTIONS:
        if section == "courtesy":
            found.update(_courtesy(child(root, section)))
        elif section == "wording":
            found.update({section: dict(_wording(child(root, section)))} if section in root.entries else {})
        elif section == "states":
            found.update(_states(root, ""))
        else:
            for name, entry in named(root, section).items():
                found[f"{section}.{name}"] = _setting(entry) if section == "settings" else _keys(entry.value)
    return found


def said(node: Node) -> str:
    """Return a value as it would be written in one line; texts are as long as they are."""
    match node:
        case Scalar():
            return _scalar(node)
        case Sequence():
            return f"[{', '.join(said(item) for item in node.items)}]"
        case Map():
            inner = ", ".join(f"{name}: {said(entry.value)}" for name, entry in node.entries.items())
            return f"{{{inner}}}"


def _scalar(node: Scalar) -> str:
    if isinstance(node.value, bool):
        return str(node.value).lower()
    if isinstance(node.value, str) and node.style in ("|", ">"):
        return "\n".join(line.strip() for line in node.value.strip().splitlines())
    return "" if node.value is None else " ".join(str(node.value).split())


def _keys(node: Node) -> dict[str, str]:
    if not isinstance(node, Map):
        return {"": said(node)}
    return {key: said(entry.value) for key, entry in node.entries.items()}


def _setting(entry: Entry) -> dict[str, str]:
    """Return how a setting is written: one value, or several with their conditions."""
    node = entry.value
    inner = node.entries.get("use") if isinstance(node, Map) else None
    value = inner.value if inner is not None else node
    if not isinstance(value, Sequence):
        return {"use": said(value)}
    return {"use": ", ".join(_line(item) for item in value.items)}


def _line(item: Node) -> str:
    if not isinstance(item, Map) or "use" not in item.entries:
        return said(item)
    use, condition = said(item.entries["use"].value), item.entries.get("if")
    return f"{use} if {said(condition.value)}" if condition is not None else f"else {use}"


def _courtesy(node: Map | None) -> Iterator[tuple[str, dict[str, str]]]:
    for key, entry in node.entries.items() if node is not None else ():
        if not isinstance(entry.value, Map) or key in _KEYED:
            yield f"courtesy.{key}", _keys(entry.value)
        elif key in _BY_NAME:
            for name, inner in entry.value.entries.items():
                yield f"courtesy.{key}.{name}", _keys(inner.value)
        else:
            yield from _limits(f"courtesy.{key}", entry.value)


def _limits(path: str, node: Map) -> Iterator[tuple[str, dict[str, str]]]:
    for name, entry in node.entries.items():
        if name == "ways" and isinstance(entry.value, Map):
            yield from _limits(f"{path}.{name}", entry.value)
        else:
            yield f"{path}.{name}", _keys(entry.value)


def _wording(node: Map | None) -> Iterator[tuple[str, str]]:
    for key, entry in node.entries.items() if node is not None else ():
        if key == "words" and isinstance(entry.value, Map):
            yield from ((f"words.{one}", said(inner.value)) for one, inner in entry.value.entries.items())
        else:
            yield key, said(entry.value)


def _states(parent: Map, name: str) -> Iterator[tuple[str, dict[str, str]]]:
    for state, entry in named(parent, "states").items():
        yield f"states.{state}", {"in": name}
        if isinstance(entry.value, Map):
            yield from _inside(f"states.{state}", entry.value)
            yield from _states(entry.value, state)


def _inside(path: str, node: Map) -> Iterator[tuple[str, dict[str, str]]]:
    for key, entry in node.entries.items():
        if key in _NESTED and isinstance(entry.value, Map):
            for name, inner in entry.value.entries.items():
                yield f"{path}.{key}.{name}", {"": said(inner.value)}
        elif key != "states":
            yield f"{path}.{key}", {"": said(entry.value)}
