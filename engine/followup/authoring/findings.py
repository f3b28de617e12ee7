"""Collects what is wrong in one file, each at its place; the first word on a spot wins."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from followup.authoring.tree import Mark, Stretch
from followup.core.values.problems import Problem
from followup.errors import Finding, Place

MOST = 100
"""More errors than this help nobody, so reading ends with them."""

Severity = Literal["error", "warning"]


class Enough(Exception):
    """So much is wrong with a file that reading further would only cost time."""


class Source:
    """The name and the lines of a file, for places and carets."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        self._shown: dict[int, str] = {}

    def place(self, at: Stretch) -> Place:
        """Return the first line of a stretch as a place; it is never empty."""
        line, column = at.start.line, at.start.column
        width = len(self._line(line))
        end = at.end.column if at.end.line == line else max(width, column)
        return Place(file=self.file, line=line + 1, column=column + 1, end_column=max(end, column + 1) + 1)

    def shown(self, line: int) -> str:
        """Return a line (counted from 0) so that a terminal can show it, character by character."""
        if line not in self._shown:
            self._shown[line] = "".join("\ufffd" if _hidden(sign) else sign for sign in self._line(line))
        return self._shown[line]

    def _line(self, line: int) -> str:
        return self.lines[line] if line < len(self.lines) else ""


class Findings:
    """The findings of one file and of those read with it, in the order of the files at the end.

    Attributes:
        source: The file that was asked for.
        sources: All files; a stretch says by its number in which of them it lies.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.sources = [source]
        self._found: dict[tuple[int, int, int, bool], Finding] = {}

    def with_file(self, source: Source) -> int:
        """Add a file that is read together with this one, and return its number."""
        self.sources.append(source)
        return len(self.sources) - 1

    def place(self, at: Stretch) -> Place:
        """Return a stretch as a place, in whichever file it lies."""
        return self.sources[at.file].place(at)

    def error(
        self,
        at: Stretch,
        code: str,
        text: str,
        *hints: str,
        related: Iterable[tuple[Stretch | Place, str]] = (),
    ) -> None:
        """Note something that stops the file from being used."""
        self._note("error", at, Problem(start=0, end=0, code=code, text=text, hints=hints), related)

    def warning(self, at: Stretch, code: str, text: str, *hints: str) -> None:
        """Note something doubtful."""
        self._note("warning", at, Problem(start=0, end=0, code=code, text=text, hints=hints), ())

    def problem(self, at: Stretch, problem: Problem) -> None:
        """Note a problem of a text whose wrong part stands at `at`."""
        self._note("error", at, problem, ())

    @property
    def failed(self) -> bool:
        """Whether there is any error so far."""
        return any(found.severity == "error" for found in self._found.values())

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, from top to bottom."""
        spots = sorted(self._found, key=lambda spot: (*spot[:3], not spot[3]))
        return tuple(self._found[spot] for spot in spots)

    def of_file(self, file: int) -> tuple[Finding, ...]:
        """Return what was found in one of the files, in no order."""
        return tuple(one for spot, one in self._found.items() if spot[0] == file)

    def forget(self, file: int) -> None:
        """Forget what was found in one of the files."""
        self._found = {spot: one for spot, one in self._found.items() if spot[0] != file}

    def take_out(self, which: Callable[[Finding], bool]) -> None:
        """Forget findings, since something better is said instead."""
        self._found = {spot: one for spot, one in self._found.items() if not which(one)}

    def explain(self, file: int, at: Stretch, why: str) -> None:
        """Add a further place to all that was found in one of the files."""
        for spot, one in self._found.items():
            if spot[0] == file:
                self._found[spot] = replace(one, related=(*one.related, (self.place(at), why)))

    def _note(
        self,
        severity: Severity,
        at: Stretch,
        problem: Problem,
        related: Iterable[tuple[Stretch | Place, str]],
    ) -> None:
        place = self.place(at)
        spot = (at.file, place.line, place.column, severity == "error")
        if spot in self._found or (severity == "warning" and len(self._found) >= MOST):
            return
        self._found[spot] = Finding(
            place=place,
            severity=severity,
            code=problem.code,
            text=problem.text,
            hints=problem.hints,
            source=self.sources[at.file].shown(at.start.line),
            related=tuple(
                (other if isinstance(other, Place) else self.place(other), why) for other, why in related
            ),
        )
        if severity == "error" and len(self._found) >= MOST:
            self._found[spot] = replace(self._found[spot], hints=("there may be more; reading ended here",))
            raise Enough


def beginning() -> Stretch:
    """Return the very beginning of a file, for what concerns it as a whole."""
    return Stretch(Mark(0, 0, 0), Mark(0, 0, 0))


def _hidden(sign: str) -> bool:
    """Whether a terminal would obey or hide a character instead of showing it."""
    return sign != "\t" and unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")
