"""Which tests files somebody means: a file, those about a playbook, a folder, a word, a stack."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from followup.authoring.library import read_file
from followup.authoring.scenarios.reading import ENDING, named_after
from followup.bundled import bundled
from followup.core.names import nearest, shown
from followup.errors import InvalidInput, UsageError

SUFFIX = ".yaml"
_HEAD = 4096
"""Bytes at the beginning of a file in which it says which playbook it is about."""
_ABOUT = re.compile(rb"^playbook:[ \t]*['\"]?([^'\"#\r\n]+?)['\"]?[ \t]*(?:#.*)?\r?$", re.MULTILINE)


def about(file: Path) -> str:
    """Return the playbook that a tests file is about: the one it names, else the one it is named after."""
    try:
        match = _ABOUT.search(read_file(file).data[:_HEAD])
    except InvalidInput:
        match = None
    return match[1].decode("utf-8", "replace") if match is not None else named_after(file.name)


def suites_named(word: str) -> tuple[Path, ...]:
    """Return the tests files that a word on the command line means.

    Args:
        word: A tests file, a playbook's file, a folder with tests files at any depth, the name of a
            playbook that came with Followup, or a stack such as `software+germany`.

    Raises:
        UsageError: `no-tests`: there is none.
    """
    path = Path(word).expanduser()
    if path.is_dir():
        return _some(tuple(_inside(path)), f'no tests file (NAME{ENDING}) is in "{word}"')
    if path.name.endswith(ENDING):
        return _some((path,) if path.exists() else (), f'there is no tests file "{word}"')
    if path.is_file():
        name = path.name.removesuffix(SUFFIX)
        what = f'"{word}" has no scenarios: there is no {name}{ENDING} beside it'
        return _some(tuple(_about(path.parent, {name})), what)
    return _by_name(word)


def _by_name(word: str) -> tuple[Path, ...]:
    parts = [Path(part).expanduser() for part in word.split("+")]
    wanted = {shown(part.name.strip().lower()).removesuffix(SUFFIX) for part in parts}
    folders = [part.parent for part in parts if part.is_file()]
    folders.append(Path(str(bundled("playbooks"))))
    for folder in folders:
        if found := tuple(_about(folder, wanted)):
            return found
    known = {about(file) for folder in folders for file in folder.glob(f"*{ENDING}")}
    near = nearest(word, sorted(known))
    hint = f"did you mean {' or '.join(near)}?" if near else f"scenarios stand in NAME{ENDING}"
    raise UsageError("no-tests", f'there are no scenarios of "{word}"; nothing was run', hint=hint)


def _about(folder: Path, parts: set[str]) -> Iterator[Path]:
    """Yield the tests files of a folder about a playbook, or about a stack of these."""
    for file in sorted(folder.glob(f"*{ENDING}")):
        if set(about(file).split("+")) == parts:
            yield file


def _inside(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob(f"*{ENDING}")):
        hidden = any(part.startswith(".") for part in file.relative_to(folder).parts)
        if not hidden and file.is_file():
            yield file


def _some(files: tuple[Path, ...], otherwise: str) -> tuple[Path, ...]:
    if not files:
        hint = f"scenarios stand in NAME{ENDING} beside NAME{SUFFIX}"
        raise UsageError("no-tests", f"{otherwise}; nothing was run", hint=hint)
    return files
