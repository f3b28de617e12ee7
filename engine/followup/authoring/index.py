"""Where everything in a file stands, by its dotted path; states stand side by side in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from followup.authoring.findings import Findings
from followup.authoring.tree import Map, Node, Scalar, Sequence, Stretch
from followup.errors import Place


class Index:
    """Places by path, such as `messages.check_in.due` or `states.waiting.timers.silence`.

    However deep a state is in the file, it stands directly under `states` here, as it does in the
    neutral playbook.
    """

    def __init__(self, root: Map) -> None:
        self._keys: dict[str, Stretch] = {}
        self._values: dict[str, Stretch] = {}
        self._enter(root, "")

    def lines(self) -> Mapping[str, int]:
        """Return the line of everything in the file that was asked for, counted from 1."""
        return {path: at.start.line + 1 for path, at in self._keys.items() if at.file == 0}

    def places(self, found: Findings) -> Iterator[tuple[str, Place]]:
        """Yield where everything stands, in whichever file."""
        return ((path, found.place(at)) for path, at in self._keys.items())

    def key(self, path: str) -> Stretch:
        """Return where the key at the end of a path stands, else that of what lies around it."""
        while path not in self._keys and "." in path:
            path = path.rpartition(".")[0]
        return self._keys[path]

    def value(self, path: str) -> Stretch:
        """Return where a single value at the end of a path stands, else its key."""
        return self._values.get(path) or self.key(path)

    def _enter(self, node: Node, path: str) -> None:
        match node:
            case Map():
                for name, entry in node.entries.items():
                    self._add(_inside(path, name), entry.key.at, entry.value)
            case Sequence():
                for number, item in enumerate(node.items):
                    self._add(f"{path}.{number}", item.at, item)
            case Scalar():
                self._values[path] = node.at

    def _add(self, path: str, key: Stretch, value: Node) -> None:
        self._keys[path] = key
        self._enter(value, path)


def _inside(path: str, name: str) -> str:
    section, _, rest = path.partition(".")
    if section == "states" and rest.endswith(".states") and rest.count(".") == 1:
        return f"states.{name}"
    return f"{path}.{name}" if path else name
