"""`playbook diff [BASE] OVERLAY`: what changes from one playbook to another, in plain words, with reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from followup.cli import output
from followup.cli.options import common
from followup.cli.session import Session, pass_session
from followup.errors import Exit, UsageError

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled
    from followup.core.values.changes import Change, Source


@click.command("diff")
@click.argument("words", nargs=-1, metavar="[BASE] OVERLAY")
@common
@pass_session
def command(session: Session, *, words: tuple[str, ...]) -> Exit:
    """Say what changes from a playbook to another, in plain words, with the reason and source of each change.

    Two playbooks, two versions of one, files or stacks; an overlay alone is compared with its base.
    """
    from followup.cli.documents import diff as document
    from followup.cli.screens import diff as screen

    if not 1 <= len(words) <= 2:
        raise UsageError(
            "what", "compare what? One overlay, or two playbooks. Nothing was done.", hint="playbook diff uk"
        )
    base, other = _pair(words)
    changes, sources = _changes(base, other), {**base.sources, **other.sources}
    session.answer(
        screen.lines(base, other, changes, sources, session.width or output.columns()),
        document.document(base, other, changes, _used(sources, changes)),
    )
    return Exit.DONE


def _pair(words: tuple[str, ...]) -> tuple[Compiled, Compiled]:
    from followup.app import find_playbook

    other = find_playbook(words[-1], flow=False)
    if len(words) == 2:
        return find_playbook(words[0], flow=False), other
    if not other.extends:
        raise UsageError(
            "no-base",
            f"{other.playbook.name} is a whole playbook and changes none; nothing was compared",
            hint=f"name two: playbook diff {words[-1]} OTHER",
        )
    return _base(other, words[-1]), other


def _base(other: Compiled, word: str) -> Compiled:
    """Return the base of an overlay: one beside its file goes before one that came with Followup."""
    from pathlib import Path

    from followup.authoring.compile import compile_text
    from followup.library import library

    path = Path(word.partition("+")[0]).expanduser()
    books = library(path.parent if path.is_file() else None)
    book = books(other.extends.partition("@")[0])
    assert book is not None  # noqa: S101 - the overlay could not have been read without it
    return compile_text(book, library=books, flow=False)


def _changes(base: Compiled, other: Compiled) -> tuple[Change, ...]:
    """Return what an overlay says that it changes, with its reasons; of two others, what differs."""
    from followup.authoring.changes import differences

    if other.changes and other.extends.partition("@")[0] == base.playbook.name and not base.extends:
        return other.changes
    return differences(base, other)


def _used(sources: Mapping[str, Source], changes: tuple[Change, ...]) -> dict[str, Source]:
    named = dict.fromkeys(name for one in changes for name in one.sources)
    return {name: sources[name] for name in named if name in sources}
