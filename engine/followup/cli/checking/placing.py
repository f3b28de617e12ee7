"""Where in a file something stands that only has a dotted path: a line, a column, the words there."""

from __future__ import annotations

import re
from pathlib import Path

from followup.authoring.compile import Compiled
from followup.bundled import bundled
from followup.errors import Place


def place_of(compiled: Compiled, path: str) -> tuple[Place, str]:
    """Return the place of a path and the line it is on; of what an overlay leaves, that of the base.

    A path that has no place of its own has that of what lies around it; the last resort is the top.
    """
    parts = path.split(".") if path else []
    while parts and ".".join(parts) not in compiled.places:
        parts.pop()
    if not parts:
        return Place(file=compiled.file, line=1, column=1, end_column=2), _line(compiled, compiled.file, 1)
    file, number = compiled.places[".".join(parts)]
    line = _line(compiled, file, number)
    start, end = _stretch(line, parts[-1])
    return Place(file=file, line=number, column=start + 1, end_column=end + 1), line


def _line(compiled: Compiled, file: str, number: int) -> str:
    lines = _text(compiled, file).splitlines()
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _text(compiled: Compiled, file: str) -> str:
    if file == compiled.file and compiled.source:
        return compiled.source
    try:
        return Path(file).read_text(encoding="utf-8")
    except (OSError, ValueError):
        pass
    try:
        return bundled("playbooks").joinpath(Path(file).name).read_text(encoding="utf-8")
    except OSError:
        return ""


def _stretch(line: str, key: str) -> tuple[int, int]:
    """Return where the value of a key on this line begins and ends, else the key, else the words there."""
    found = re.search(rf"(?<![\w.-])['\"]?{re.escape(key)}['\"]?\s*:", line)
    whole = len(line) - len(line.lstrip()), max(len(line.rstrip()), 1)
    if found is None:
        return whole
    end = _end(line, found.end())
    value = line[found.end() : end]
    if not value.strip():
        return found.start(), found.end() - 1
    start = found.end() + len(value) - len(value.lstrip())
    return start, found.end() + len(value.rstrip())


def _end(line: str, at: int) -> int:
    """Return where a value that begins at a column ends: at a comment, or at what closes its braces."""
    depth, quote = 0, ""
    for column in range(at, len(line)):
        sign = line[column]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign in "[{":
            depth += 1
        elif sign in "]}" and depth:
            depth -= 1
        elif _closes(line, at, column, depth):
            return column
    return len(line)


def _closes(line: str, at: int, column: int, depth: int) -> bool:
    """Whether the value that begins at `at` ends before this column."""
    if line[column] == "#":
        return line[column - 1] in " \t"
    return line[column] in ",]}" and not depth and _in_flow(line, at)


def _in_flow(line: str, at: int) -> bool:
    before = line[:at]
    return before.count("{") > before.count("}") or before.count("[") > before.count("]")
