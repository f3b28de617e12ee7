"""Which tests files somebody means: a file, the playbook beside it, a folder, a word, a stack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from followup.authoring.scenarios.reading import ENDING
from followup.bundled import bundled
from followup.core.names import nearest, shown
from followup.errors import UsageError

SUFFIX = ".yaml"


def tests_of(playbook: Path) -> Path | None:
    """Return the tests file beside a playbook's file, or None if there is none."""
    file = playbook.with_name(playbook.name.removesuffix(SUFFIX) + ENDING)
    return file if file.is_file() else None


def tests_named(word: str) -> tuple[Path, ...]:
    """Return the tests files that a word on the command line means.

    Args:
        word: A tests file, a playbook's file, a folder with such files at any depth, the name of a
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
        beside = tests_of(path)
        what = f'"{word}" has no scenarios: there is no {path.name.removesuffix(SUFFIX)}{ENDING} beside it'
        return _some((beside,) if beside is not None else (), what)
    return _by_name(word)


def _by_name(word: str) -> tuple[Path, ...]:
    parts = [Path(part).expanduser() for part in word.split("+")]
    folders = [part.parent for part in parts if part.is_file()]
    wanted = {shown(part.name.strip().lower()).removesuffix(SUFFIX) for part in parts}
    known: list[str] = []
    for folder in (*folders, Path(str(bundled("playbooks")))):
        for file in sorted(folder.glob(f"*{ENDING}")):
            name = file.name.removesuffix(ENDING)
            if set(name.split("+")) == wanted:
                return (file,)
            known.append(name)
    near = nearest(word, known)
    hint = f"did you mean {' or '.join(near)}?" if near else f"scenarios stand in NAME{ENDING}"
    raise UsageError("no-tests", f'there are no scenarios of "{word}"; nothing was run', hint=hint)


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
