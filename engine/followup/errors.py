"""The error tree: every error has a code, says what did not happen, and names a way out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal


class Exit(IntEnum):
    """Exit codes of every command."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    INVALID_INPUT = 3
    STORAGE = 4
    NEEDS_PERSON = 5
    INTERRUPTED = 130


class FollowupError(Exception):
    """The root of everything Followup raises on purpose.

    Attributes:
        code: A stable word in kebab-case, such as `not-a-home`; scripts may rely on it.
        text: One plain sentence: what happened and where.
        hint: What to do next, or an empty string.
        exit: The exit code of a command that ends with this error.
    """

    exit: Exit = Exit.REFUSED

    def __init__(self, code: str, text: str, *, hint: str = "") -> None:
        super().__init__(f"{code}: {text}")
        self.code = code
        self.text = text
        self.hint = hint


class Refused(FollowupError):
    """The request was understood and is not allowed now; nothing was changed."""


class UsageError(FollowupError):
    """A word on the command line is unknown, missing or ambiguous; nothing was changed."""

    exit = Exit.USAGE


class InvalidInput(FollowupError):
    """A file or a value could not be understood; nothing was changed."""

    exit = Exit.INVALID_INPUT


class StorageError(FollowupError):
    """The home cannot be read or written; what was committed before is whole."""

    exit = Exit.STORAGE


class NeedsPerson(FollowupError):
    """Only a person can settle this: something is in doubt, or a package is missing."""

    exit = Exit.NEEDS_PERSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of text in a file.

    Attributes:
        file: The name as the user gave it.
        line: 1-based line.
        column: 1-based column, counted in characters.
        end_column: 1-based column just behind the stretch, on the same line.
    """

    file: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong (or doubtful) in a file, with its place and a way out.

    Attributes:
        place: Where it is.
        severity: `error` stops the file from being used; `warning` does not.
        code: A stable word in kebab-case.
        text: One sentence.
        hints: Ways out, the most likely first; each can be pasted or done.
        source: The line of the file, for the caret; empty when there is none.
        related: Other places that matter, each with a short reason.
        verdict: What a proof or a test says of it: `refuted`, `gave up`, `failed`; empty: it was read.
        story: How it comes about, one line for each thing that happens; a heading first.
    """

    place: Place
    severity: Literal["error", "warning"]
    code: str
    text: str
    hints: tuple[str, ...] = ()
    source: str = ""
    related: tuple[tuple[Place, str], ...] = ()
    verdict: str = ""
    story: tuple[str, ...] = ()


class BadPlaybook(InvalidInput):
    """A playbook file has errors; `findings` holds all of them."""

    def __init__(self, name: str, findings: tuple[Finding, ...]) -> None:
        wrong = sum(1 for finding in findings if finding.severity == "error")
        noun = "error" if wrong == 1 else "errors"
        super().__init__("bad-playbook", f"{name} has {wrong} {noun}; nothing was changed")
        self.findings = findings
