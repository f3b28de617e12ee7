"""`playbook test [FILE...]`: the scenarios beside playbooks, each played and compared."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.options import common
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from followup.testing.results import SuiteResult

EVERY = 2.0
"""Seconds between two lines that say how far it is."""


@click.command("test")
@click.argument("words", nargs=-1, metavar="[FILE...]")
@click.option(
    "--match", default="", metavar="WORD", help="Only scenarios with this word in their name or why."
)
@click.option(
    "--coverage", is_flag=True, help="List the states, transitions and timers that were seen, and not."
)
@common
@pass_session
def command(session: Session, *, words: tuple[str, ...], match: str, coverage: bool) -> Exit:
    """Play the scenarios of playbooks, and show what comes out otherwise than expected.

    FILE is a tests file (NAME.tests.yaml), the playbook beside it, a folder, the name of a playbook that
    came with Followup, or a stack such as software+germany. Without it, this folder.
    """
    from followup.testing.suites import run

    begun = time.monotonic()
    files = _files(words)
    suites = run(files, match=match, on=_Progress(session))
    seconds = time.monotonic() - begun
    if match:
        suites = tuple(suite for suite in suites if suite.results or not suite.readable)
    if not suites:
        raise UsageError(
            "no-scenario", f'no scenario has "{match}" in its name; none was played', hint="leave --match out"
        )
    if session.json:
        from followup.cli.documents.test import document

        output.document(document(suites, seconds=seconds))
    else:
        _print(session, suites, seconds=seconds, coverage=coverage)
    if not all(suite.readable for suite in suites):
        return Exit.INVALID_INPUT
    return Exit.DONE if all(suite.passed for suite in suites) else Exit.REFUSED


def _files(words: Sequence[str]) -> tuple[Path, ...]:
    """Return the tests files that are meant, each once."""
    from followup.testing.finding import suites_named

    return tuple(dict.fromkeys(file for word in words or (".",) for file in suites_named(word)))


def _print(session: Session, suites: Sequence[SuiteResult], *, seconds: float, coverage: bool) -> None:
    from followup.authoring.report import render
    from followup.cli.screens.test import screen

    lines: list[str] = []
    for suite in suites:
        lines += render(suite.findings).splitlines()
        for result in suite.failed:
            lines += render(result.findings).splitlines()
    width = session.width or output.columns()
    output.lines([*lines, *screen(suites, seconds=seconds, coverage=coverage, width=width)])


class _Progress:
    """Says on standard error how far it is, from time to time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._said = time.monotonic()

    def __call__(self, done: int, total: int, what: str) -> None:
        """Say it if it is time again."""
        if time.monotonic() - self._said >= EVERY and done < total:
            self._said = time.monotonic()
            self._session.progress(f"{done} of {total} {what} played")
