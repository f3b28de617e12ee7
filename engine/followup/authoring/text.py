"""Bytes to a tree with marks: strict YAML 1.2, within limits, every fault a finding.

Left out of YAML on purpose: anchors, aliases, tags, directives, several documents, merge keys,
keys that are no text, keys given twice. The scanner is the one written in Python: it is slower
than the one in C and cannot be brought down by deep nesting.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from followup.authoring import characters
from followup.authoring.complaints import QUOTE, translate
from followup.authoring.findings import Findings, Source, beginning
from followup.authoring.scalars import broken, resolve
from followup.authoring.tree import Entry, Map, Mark, Node, Scalar, Sequence, Stretch

if TYPE_CHECKING:
    from yaml.events import Event

_CUT = re.compile(r" +(#[^\s#]\S*).*")
_TEMPLATE = re.compile(r"(?:^|[:\[{,-] +)(\{\{)")

_BRACE = "a text that begins with a brace has to stand in quotes"

DEEPEST = 32
MOST_NODES = 20_000
LONGEST_SCALAR = 64 * 1024


def parse(
    source: Source, found: Findings, *, what: str = "playbook", begin: str = "playbook: NAME"
) -> Map | None:
    """Return the tree of a file, or None if it has none; what is wrong is noted.

    Args:
        source: The file.
        found: Where to note it.
        what: What the file should hold.
        begin: How such a file begins.
    """
    from yaml import YAMLError

    reader = _Reader(source, found, what)
    try:
        root = reader.document()
    except _Stopped:
        return None
    except YAMLError as wrong:
        _complain(found, wrong)
        return None
    if isinstance(root, Map):
        return root
    at = root.at if root is not None and source.text.strip() else beginning()
    found.error(
        at, f"no-{what.replace(' ', '-')}", f"a {what} consists of keys and values", f"begin with: {begin}"
    )
    return None


class _Stopped(Exception):
    """Reading further makes no sense; the finding has been noted."""


class _Reader:
    """Builds the tree from the events of the scanner."""

    def __init__(self, source: Source, found: Findings, what: str) -> None:
        self._source = source
        self._found = found
        self._what = what
        self._events = _events(source.text)
        self._nodes = 0

    def document(self) -> Node | None:
        """Return the only document, or None for an empty file."""
        from yaml import events

        next(self._events)  # the beginning of the stream
        event = next(self._events)
        if isinstance(event, events.StreamEndEvent):
            return None
        self._refuse_directives(event)
        root = self._node(next(self._events), 1)
        next(self._events)  # the end of the document
        event = next(self._events)
        if not isinstance(event, events.StreamEndEvent):
            self._stop(
                event, "second-document", f"a second document begins here; a file holds one {self._what}"
            )
        return root

    def _refuse_directives(self, event: Any) -> None:
        for number, line in enumerate(self._source.lines[: event.end_mark.line]):
            if line.startswith("%"):
                start, end = Mark(0, number, 0), Mark(0, number, len(line))
                text = f"directives such as %YAML are not used in {self._what}s"
                self._found.error(Stretch(start, end), "yaml-directive", text, "delete the line")

    def _node(self, event: Any, depth: int) -> Node:
        from yaml import events

        self._nodes += 1
        if self._nodes > MOST_NODES:
            self._stop(event, "too-many-values", f"more than {MOST_NODES:,} values are not read")
        if isinstance(event, events.AliasEvent):
            self._stop(event, "yaml-alias", f"aliases (*name) are not used in {self._what}s", "write it out")
        if event.anchor is not None:
            at = _stretch(event)
            name = f"&{event.anchor}"
            end = Mark(at.start.index, at.start.line, at.start.column + len(name))
            text = f"anchors (&name) are not used in {self._what}s"
            hint = "delete it, or put it in quotes if it belongs to a text"
            self._found.error(Stretch(at.start, end), "yaml-anchor", text, hint)
        elif event.tag is not None:
            text = f"tags (!name) are not used in {self._what}s"
            hint = "delete it, or put it in quotes if it belongs to a text"
            self._found.error(_stretch(event), "yaml-tag", text, hint)
        if isinstance(event, events.ScalarEvent):
            return self._scalar(event)
        if depth > DEEPEST:
            self._stop(event, "too-deep", f"more than {DEEPEST} levels inside one another are not read")
        if isinstance(event, events.SequenceStartEvent):
            return self._sequence(event, depth)
        return self._map(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        text = event.value
        at = _stretch(event)
        if len(text) > LONGEST_SCALAR:
            self._stop(event, "text-too-long", f"a text of {len(text):,} characters is too long")
        style = event.style or ""
        if style:
            hidden = characters.UNSAID.search(text) if style == '"' else None
            if hidden is not None:
                code = f"U+{ord(hidden.group()):04X}"
                told = f"this text holds the character {code}, which cannot be seen and is not allowed"
                self._found.error(at, "hidden-character", told, "delete its escape")
            return Scalar(at, text, style)
        self._comment(at)
        if broken(text):
            told = f"{text} is read as a number with a point, which no playbook needs"
            self._found.error(at, "needs-quotes", told, f'put it in quotes: "{text}"')
            return Scalar(at, text)
        return Scalar(at, resolve(text))

    def _comment(self, at: Stretch) -> None:
        """Warn where a `#` that was meant as part of a text has cut it off."""
        line = self._source.lines[at.end.line] if at.end.line < len(self._source.lines) else ""
        cut = _CUT.match(line, at.end.column)
        if cut is not None and at.end.index > at.start.index:
            start = Mark(at.end.index, at.end.line, cut.start(1))
            text = f"{cut.group(1)} and all behind it is a comment, and no part of the text"
            end = Mark(at.end.index, at.end.line, cut.end())
            self._found.warning(Stretch(start, end), "cut-off", text, QUOTE, "or write a space behind #")

    def _sequence(self, event: Any, depth: int) -> Sequence:
        from yaml import events

        items: list[Node] = []
        while not isinstance(following := next(self._events), events.SequenceEndEvent):
            items.append(self._node(following, depth + 1))
        return Sequence(Stretch(_mark(event.start_mark), _mark(following.end_mark)), tuple(items))

    def _map(self, event: Any, depth: int) -> Node:
        from yaml import events

        entries: dict[str, Entry] = {}
        doubled = False
        while not isinstance(following := next(self._events), events.MappingEndEvent):
            key = self._node(following, depth + 1)
            value = self._node(next(self._events), depth + 1)
            doubled |= isinstance(key, Map) and bool(event.flow_style)
            if not doubled:
                self._enter(entries, key, value)
        at = Stretch(_mark(event.start_mark), _mark(following.end_mark))
        if doubled:
            self._found.error(_two(at.start), "needs-quotes", _BRACE, QUOTE)
            return Scalar(at, "...")
        return Map(at, entries, flow=bool(event.flow_style))

    def _enter(self, entries: dict[str, Entry], key: Node, value: Node) -> None:
        if not isinstance(key, Scalar) or not isinstance(key.value, str):
            self._found.error(key.at, "key-not-text", "a key has to be a text", "put it in quotes")
        elif key.value == "<<" and not key.style:
            self._found.error(
                key.at, "yaml-merge", f"merge keys (<<) are not used in {self._what}s", "write it out"
            )
        elif key.value in entries:
            first = entries[key.value].key.at
            text = f'"{_short(key.value)}" is given twice here: in line {first.start.line + 1} and again'
            self._found.error(
                key.at, "key-twice", text, "delete one of them", related=[(first, "the first one")]
            )
        else:
            entries[key.value] = Entry(key, value)

    def _stop(self, event: Any, code: str, text: str, *hints: str) -> None:
        self._found.error(_stretch(event), code, text, *hints)
        raise _Stopped


def _events(text: str) -> Iterator[Event]:
    import yaml

    return iter(yaml.parse(text, Loader=yaml.SafeLoader))


def _mark(mark: Any) -> Mark:
    return Mark(mark.index, mark.line, mark.column)


def _stretch(event: Any) -> Stretch:
    return Stretch(_mark(event.start_mark), _mark(event.end_mark))


def _two(start: Mark) -> Stretch:
    """Return the stretch of two characters, such as `{{`."""
    return Stretch(start, Mark(start.index + 2, start.line, start.column + 2))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."


def _complain_open(found: Findings, marked: Any) -> None:
    """Note that braces over several lines lack a comma, or their end."""
    begun, start = _mark(marked.context_mark), _mark(marked.problem_mark)
    one = Mark(start.index + 1, start.line, start.column + 1)
    found.error(
        Stretch(start, one),
        "not-closed",
        f"a comma is missing in front of this, or what began in line {begun.line + 1} is never closed",
        "close it, or put a comma between two things",
        related=[(Stretch(begun, begun), "here it began")],
    )


def _complain(found: Findings, wrong: Exception) -> None:
    """Note a fault of the scanner in plain words."""
    marked: Any = wrong
    problem, opening = translate(marked.context or "", marked.problem or "")
    template = _TEMPLATE.search(found.source.lines[marked.problem_mark.line][: marked.problem_mark.column])
    if template is not None:
        start = Mark(0, marked.problem_mark.line, template.start(1))
        found.error(_two(start), "needs-quotes", _BRACE, QUOTE)
        return
    if problem.code == "needs-comma" and marked.context_mark.line != marked.problem_mark.line:
        _complain_open(found, marked)
        return
    chosen = marked.context_mark if opening and marked.context_mark is not None else marked.problem_mark
    start = _mark(chosen)
    found.problem(Stretch(start, Mark(start.index + 1, start.line, start.column + 1)), problem)
