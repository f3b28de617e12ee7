"""Which playbooks the words of a command mean, and which tests files are about each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import as_file
from pathlib import Path

from followup.bundled import bundled
from followup.cli.checking.values import Subject
from followup.errors import Finding, Place
from followup.library import stock

TESTS = (".tests.yaml", ".test.yaml")
_PLAYBOOK = re.compile(rb"^playbook:", re.MULTILINE)
_ABOUT = re.compile(rb"^playbook:[ \t]*['\"]?([^'\"#\r\n]+?)['\"]?[ \t]*(?:#.*)?\r?$", re.MULTILINE)
_HEAD = 4096
"""Bytes at the beginning of a file in which it must say what it is."""


def subjects(words: Sequence[str], *, library: bool = False) -> tuple[Subject, ...]:
    """Return the playbooks to check, each once: those of files, names, stacks, folders, of the library.

    A tests file stands for the playbook it is about. What cannot be found is a subject with a problem.
    """
    found: dict[str, Subject] = {}
    for word in words:
        for subject in _of_word(word):
            _keep(found, subject)
    if library:
        with as_file(bundled("playbooks")) as folder:
            for subject in _of_folder(folder, stock=True):
                _keep(found, subject)
    return tuple(found.values())


def _keep(found: dict[str, Subject], subject: Subject) -> None:
    """Add a subject; one that is there already keeps its place, and gets the tests that are new."""
    before = found.get(subject.word)
    if before is None:
        found[subject.word] = subject
        return
    tests = tuple(dict.fromkeys([*before.tests, *subject.tests]))
    found[subject.word] = Subject(
        word=before.word, shown=before.shown, tests=tests, problem=before.problem or subject.problem
    )


def _of_word(word: str) -> Iterator[Subject]:
    path = Path(word).expanduser()
    if path.is_dir():
        yield from _of_folder(path, stock=False)
    elif path.name.endswith(TESTS) and path.is_file():
        yield from _of_tests([path], path.parent, stock=False)
    elif path.suffix in (".yaml", ".yml") and not path.exists() and path.stem not in stock():
        yield _nothing(word, "it cannot be read: there is no such file")
    elif path.exists() and not path.is_file():
        yield _nothing(word, "it cannot be read: it is no ordinary file")
    elif path.is_file() or path.suffix in (".yaml", ".yml"):
        beside = [one for one in _tests_in(path.parent) if _about(one) == path.name.rpartition(".")[0]]
        yield Subject(word=str(path), shown=word, tests=tuple(beside))
    else:
        with as_file(bundled("playbooks")) as folder:
            same = [one for one in _tests_in(folder) if _parts(_about(one)) == _parts(word.lower())]
        yield Subject(word=word, shown=word, tests=tuple(same))


def _of_folder(folder: Path, *, stock: bool) -> Iterator[Subject]:
    """Yield the playbooks of a folder, and the stacks that its tests files are about."""
    try:
        books = [one for one in sorted(folder.glob("*.y*ml")) if _is_playbook(one)]
    except OSError as error:
        yield _nothing(str(folder), f"the folder cannot be read: {error.strerror}")
        return
    for book in books:
        yield Subject(word=_word(book, stock=stock), shown=_shown(book, stock=stock))
    yield from _of_tests(_tests_in(folder), folder, stock=stock)
    if not books:
        yield _nothing(str(folder), "there is no playbook in this folder")


def _of_tests(files: Iterable[Path], folder: Path, *, stock: bool) -> Iterator[Subject]:
    for file in files:
        parts = [folder / f"{name}.yaml" for name in _about(file).split("+")]
        words = [_word(one, stock=stock) if one.is_file() else one.stem for one in parts]
        shown = [_shown(one, stock=stock) if one.is_file() else one.stem for one in parts]
        yield Subject(word="+".join(words), shown="+".join(shown), tests=(file,))


def _word(book: Path, *, stock: bool) -> str:
    return book.stem if stock else str(book)


def _shown(book: Path, *, stock: bool) -> str:
    return book.stem if stock else str(book)


def _tests_in(folder: Path) -> list[Path]:
    try:
        return sorted(one for one in folder.glob("*.yaml") if one.name.endswith(TESTS) and one.is_file())
    except OSError:
        return []


def _about(file: Path) -> str:
    """Return the word of the playbook that a tests file is about: what it says, else by its name."""
    said = _ABOUT.search(_beginning(file))
    if said is not None:
        return said[1].decode("utf-8", "replace").strip()
    return next(file.name.removesuffix(end) for end in TESTS if file.name.endswith(end))


def _parts(word: str) -> list[str]:
    return sorted(word.replace("_", "-").split("+"))


def _is_playbook(file: Path) -> bool:
    """Whether a file of a folder is meant as a playbook: there may be other YAML beside."""
    ordinary = file.suffix in (".yaml", ".yml") and not file.name.endswith(TESTS) and file.is_file()
    return ordinary and _PLAYBOOK.search(_beginning(file)) is not None


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(_HEAD)
    except OSError:
        return b""


def _nothing(word: str, text: str) -> Subject:
    place = Place(file=word, line=1, column=1, end_column=1)
    return Subject(
        word=word,
        shown=word,
        problem=Finding(place=place, severity="error", code="no-file", text=text),
    )
