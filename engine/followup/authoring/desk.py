"""The desk at which a file is understood: its names, its findings, and what is to be checked at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from followup.authoring import offsets, spans
from followup.authoring.findings import Findings
from followup.authoring.hours import parse_hours
from followup.authoring.suggesting import meant_or_all
from followup.authoring.times import parse_line
from followup.authoring.tree import Map, Node, Scalar, Sequence, Stretch
from followup.authoring.vocabulary import Names
from followup.core.values.changes import Source
from followup.core.values.playbook import FactType
from followup.core.values.problems import Problem
from followup.core.values.times import Choice, Hours, Line, Opening, Span, Unit, When


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition to be checked when the whole playbook is there."""

    at: Scalar
    contact: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A text to be checked when the whole playbook is there.

    Attributes:
        at: Where it stands.
        names: What it may say, and whether that is always known there.
        types: Their types.
    """

    at: Scalar
    names: Mapping[str, bool]
    types: Mapping[str, FactType]


class Desk:
    """Turns scalars into values and notes what is wrong with them at their places.

    Attributes:
        asked: The keys that were asked for, by kind of mapping; the tests hold them against the schema.
        sources: Where the reasons of the file come from, by name.
    """

    def __init__(self, found: Findings, names: Names) -> None:
        self.found = found
        self.names = names
        self.conditions: list[Condition] = []
        self.templates: list[Template] = []
        self.asked: dict[str, set[str]] = {}
        self.sources: Mapping[str, Source] = {}

    def refuse(self, scalar: Scalar, problem: Problem) -> None:
        """Note a problem of a text, at the part of the text that it is about."""
        at = offsets.part(self.found.sources, scalar, problem.start, problem.end)
        self.found.problem(at, problem)

    def name(self, scalar: Scalar, known: Mapping[str, object] | frozenset[str], kind: str) -> str | None:
        """Return a name that has to be one of `known`, or None."""
        word = str(scalar.value)
        if word in known:
            return word
        if kind in self.names.lost:
            return None
        other = self._is_elsewhere(word)
        hints = meant_or_all(word, known)
        text = f'"{word}" is no {kind} of this playbook'
        if other:
            text = f'"{word}" is {other}, and here a {kind} is expected'
        self.found.error(scalar.at, f"unknown-{kind.partition(' ')[0]}", text, *hints)
        return None

    def when(self, node: Node, *, contact: bool = False) -> When | None:
        """Return a time sentence, or None if something is wrong with it."""
        if isinstance(node, Scalar):
            line = self.line(node, contact=contact)
            return When(Choice.ONLY, (line,)) if line is not None else None
        if not isinstance(node, Map):
            return None
        for choose, entry in node.entries.items():
            if isinstance(entry.value, Sequence):
                items = [item for item in entry.value.items if isinstance(item, Scalar)]
                lines = [self.line(item, contact=contact) for item in items]
                good = tuple(line for line in lines if line is not None)
                return When(Choice(choose), good) if len(good) == len(lines) > 0 else None
        return None

    def line(self, scalar: Scalar, *, contact: bool) -> Line | None:
        """Return one line of a time sentence, or None."""
        parsed = parse_line(str(scalar.value), self.names, contact=contact)
        if isinstance(parsed, Problem):
            self.refuse(scalar, parsed)
            return None
        return parsed

    def span(self, scalar: Scalar, *, setting: bool) -> Span | str | None:
        """Return a span, or the name of a setting that is one (where `setting` allows it), or None."""
        text = str(scalar.value)
        if text.replace("_", "a").isalnum() and not text[0].isdigit():
            return self._span_setting(scalar, text, allowed=setting)
        parsed = spans.span(text)
        if isinstance(parsed, Problem):
            self.refuse(scalar, parsed)
            return None
        return parsed

    def _span_setting(self, scalar: Scalar, text: str, *, allowed: bool) -> str | None:
        if text.removesuffix("s") in set(Unit):
            told = f"how many {text.removesuffix('s')}s?"
            self.found.error(scalar.at, "span-amount", told, f"1 {text.removesuffix('s')}")
            return None
        if not allowed:
            told = "here a span is written out, and no setting can stand for it"
            self.found.error(scalar.at, "no-setting-here", told, "1 business day")
            return None
        if self.name(scalar, self.names.settings, "setting") is None:
            return None
        if isinstance(self.names.settings[text], bool):
            self.found.error(scalar.at, "setting-no-span", f'the setting "{text}" is no span of time')
            return None
        return text

    def hours(self, node: Node) -> Hours:
        """Return hours; lines that are wrong are left out."""
        lines = node.items if isinstance(node, Sequence) else (node,)
        openings: list[Opening] = []
        for line in lines:
            if isinstance(line, Scalar):
                parsed = parse_hours(str(line.value))
                if isinstance(parsed, Problem):
                    self.refuse(line, parsed)
                else:
                    openings.append(parsed)
        return tuple(openings)

    def _is_elsewhere(self, word: str) -> str:
        """Say what a name is that was used for something else; empty if it is nothing at all."""
        names = self.names
        if word in names.facts:
            return "a fact"
        if word in names.settings:
            return "a setting"
        if word in names.events:
            return "an event"
        if word in names.items:
            return "a message" if word in names.messages else "a task"
        return "a state" if word in names.states else ""

    def error(self, at: Stretch, code: str, text: str, *hints: str) -> None:
        """Note an error at a place."""
        self.found.error(at, code, text, *hints)
