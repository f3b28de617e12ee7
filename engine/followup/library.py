"""Playbooks by name: files, those that came with Followup, those beside a file, and stacks of them."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from followup.authoring.library import Library, Text, read_file
from followup.bundled import bundled
from followup.core.names import nearest, shown
from followup.errors import BadPlaybook, UsageError

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

_SUFFIX = ".yaml"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_LARGEST = 256 * 1024 + 1
"""Bytes that are read of a file; one more than any playbook may have, so that a longer one is noticed."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Implements `authoring.library.Library`: a folder, then what came with Followup, then packages.

    Attributes:
        beside: A folder that is looked at first: that of the file that names them.
        folders: Folders that are looked at last: those of playbook packages. They are only asked for
            when a name is nowhere else, so that finding them may cost something.
    """

    beside: Path | None = None
    folders: Iterable[Path] = ()

    def __call__(self, name: str, /) -> Text | None:
        """Return the file of the playbook of a name, or None."""
        return next(self._found(name), None) if _NAME.fullmatch(name) else None

    def names(self) -> tuple[str, ...]:
        """Return the names of what is there, as far as the file names tell them."""
        folders = [one for one in (self.beside, *self.folders) if one is not None and one.is_dir()]
        files = [file.name for folder in folders for file in folder.glob(f"*{_SUFFIX}")]
        own = [name.removesuffix(_SUFFIX) for name in files if is_playbook(name)]
        return tuple(dict.fromkeys([*own, *stock()]))

    def _found(self, name: str) -> Iterator[Text]:
        if self.beside is not None:
            yield from _file(self.beside / f"{name}{_SUFFIX}", name)
        if name in stock():
            file = bundled("playbooks").joinpath(f"{name}{_SUFFIX}")
            yield Text(file.name, file.read_bytes())
        for folder in self.folders:
            yield from _file(folder / f"{name}{_SUFFIX}", name)


def library(beside: Path | None = None, folders: Iterable[Path] = ()) -> Shelf:
    """Return where playbooks are found by name; the arguments are those of `Shelf`."""
    return Shelf(beside, folders)


def stock() -> tuple[str, ...]:
    """Return the names of the playbooks that came with Followup."""
    names = (one.name for one in bundled("playbooks").iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if is_playbook(name)))


def is_playbook(name: str) -> bool:
    """Whether a file of this name holds a playbook; scenarios of one are called NAME.tests.yaml."""
    return name.endswith(_SUFFIX) and not name.endswith((".tests.yaml", ".test.yaml"))


def _file(path: Path, name: str) -> Iterator[Text]:
    """Yield a file if it holds a playbook of that name."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return
        with path.open("rb") as opened:
            data = opened.read(_LARGEST)
    except OSError:
        return
    if re.search(rb"^playbook:[ \t]*['\"]?%b['\"]?[ \t]*(#.*)?\r?$" % name.encode(), data, re.MULTILINE):
        yield Text(str(path), data)


def find_playbook(word: str, *, flow: bool = True, folders: Iterable[Path] = ()) -> Compiled:
    """Return the playbook that a word names: a file, one of the stock playbooks, or a stack of them.

    Args:
        word: Such as `germany`, `./vet.yaml` or `software+germany`.
        flow: Whether to check how its states flow together.
        folders: Of playbook packages.

    Raises:
        UsageError: `no-playbook`, with the nearest names.
        BadPlaybook: It has errors.
    """
    from followup.authoring.compile import compile_text  # it needs YAML and the schema

    path = Path(word).expanduser()
    if "+" in word and not path.is_file():
        return _stack(word.split("+"), folders, flow=flow)
    book, books = _book(word, folders)
    compiled = compile_text(book, library=books, flow=flow)
    return replace(compiled, file=str(path.resolve())) if path.is_file() else compiled


def _stack(words: Sequence[str], folders: Iterable[Path], *, flow: bool) -> Compiled:
    from followup.authoring.compile import read_stack

    found = [_book(word, folders) for word in words]
    compiled, findings = read_stack(
        [book for book, _ in found], library=_Several(tuple(books for _, books in found)), flow=flow
    )
    if compiled is None:
        raise BadPlaybook("+".join(words), findings)
    return replace(compiled, file=compiled.playbook.name)


@dataclass(frozen=True, slots=True)
class _Several:
    """Libraries that are asked one after the other."""

    libraries: tuple[Library, ...]

    def __call__(self, name: str, /) -> Text | None:
        return next((book for one in self.libraries if (book := one(name)) is not None), None)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for one in self.libraries for name in one.names()))


def _book(word: str, folders: Iterable[Path]) -> tuple[Text, Library]:
    """Return the file that a word names, and where its base is looked for.

    Raises:
        UsageError: `no-playbook`, with the nearest names.
        InvalidInput: `no-file`: it cannot be read.
    """
    path = Path(word).expanduser()
    if path.is_file():
        return read_file(path), library(path.parent, folders)
    name = shown(word.strip().lower()).removesuffix(_SUFFIX)
    books = library(None, folders)
    book = books(name)
    if book is not None:
        return book, books
    near = nearest(name, books.names())
    raise UsageError(
        "no-playbook",
        f'there is no playbook "{word}", neither a file nor one that came with Followup; nothing was done',
        hint=f"did you mean {' or '.join(near)}?" if near else f"what came with it: {', '.join(stock())}",
    )
