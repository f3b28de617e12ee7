"""A message as a tree: its words, its parts, and the stretches of text that they come from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from followup.core.values.problems import Problem

_TAG = re.compile(r"\{\{-?(?P<output>.*?)-?\}\}|\{%-?(?P<block>.*?)-?%\}|\{#(?P<comment>.*?)#\}", re.DOTALL)
_OPEN = re.compile(r"\{[{%#]")
_WORD = re.compile(
    r"""\s*(?:
      (?P<name>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    | (?P<literal>-?[0-9]+(?![\w.])|'[^'"\\]*'|"[^"\\]*"|'[^'\\]*')
    | (?P<sign>[=!<>]=|[|(),<>]|[^\s\w])
    )""",
    re.VERBOSE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word inside a tag; `kind` is `name`, `literal`, `sign` or, at its end, empty."""

    kind: str
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plain:
    """Text that is said as it stands."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Output:
    """`{{ name | filter }}`; `name` is a `literal` for a text in quotes."""

    name: Word
    filters: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Test:
    """A condition: a name alone asks whether it is known and not empty or `no`.

    `sign` is `name`, `literal`, `not`, `and`, `or` or a comparison; `parts` are what it joins.
    """

    sign: str
    parts: tuple[Test, ...] = ()
    word: Word | None = None


@dataclass(frozen=True, slots=True)
class Fork:
    """`{% if %}`: the first branch whose test holds; the test of `{% else %}` is None."""

    branches: tuple[tuple[Test | None, tuple[Node, ...]], ...]


Node = Plain | Output | Fork


class NotATemplate(Exception):
    """The text is no message of ours; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.text)
        self.problem = problem


def wrong(start: int, end: int, code: str, text: str, *hints: str) -> NotATemplate:
    """Return what to raise for the stretch from `start` to `end`."""
    return NotATemplate(Problem(start=start, end=max(end, start + 1), code=code, text=text, hints=hints))


def tags(source: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield `(kind, start, end, inner start, inner end)` of every stretch; kind `text` is outside tags.

    Raises:
        NotATemplate: A tag has no end.
    """
    position = 0
    while position < len(source):
        opening = _OPEN.search(source, position)
        start = opening.start() if opening else len(source)
        if start > position:
            yield "text", position, start, position, start
        if opening is None:
            return
        match = _TAG.match(source, start)
        if match is None:
            raise wrong(
                start, start + 2, "template-syntax", f'"{opening[0]}" has no end', "close it on the same line"
            )
        kind = match.lastgroup or ""
        yield kind, start, match.end(), match.start(kind), match.end(kind)
        position = match.end()


def words(source: str, start: int, end: int) -> tuple[Word, ...]:
    """Return the words inside a tag, with an empty one behind the last.

    Raises:
        NotATemplate: A character belongs to no word.
    """
    found = []
    position = start
    while source[position:end].strip():
        match = _WORD.match(source, position, end)
        if match is None:
            odd = position + len(source[position:end]) - len(source[position:end].lstrip())
            raise wrong(odd, odd + 1, "template-syntax", f'"{source[odd]}" means nothing here')
        kind = match.lastgroup or ""
        found.append(Word(kind, match[kind], match.start(kind), match.end(kind)))
        position = match.end()
    last = found[-1].end if found else start
    return (*found, Word("", "", last, last + 1))


def mentioned(nodes: Iterable[Node]) -> Iterator[Word]:
    """Yield every name that is asked for or said, in the order of the text."""
    for node in nodes:
        match node:
            case Output(name, _):
                yield from (name,) if name.kind == "name" else ()
            case Fork(branches):
                for test, inner in branches:
                    yield from tested(test) if test is not None else ()
                    yield from mentioned(inner)
            case Plain():
                pass


def tested(test: Test) -> Iterator[Word]:
    """Yield every name in a condition, from left to right."""
    if test.word is not None and test.word.kind == "name":
        yield test.word
    for part in test.parts:
        yield from tested(part)


def outputs(nodes: Iterable[Node]) -> Iterator[Output]:
    """Yield everything that may be said, in the order of the text."""
    for node in nodes:
        match node:
            case Output():
                yield node
            case Fork(branches):
                for _, inner in branches:
                    yield from outputs(inner)
            case Plain():
                pass
