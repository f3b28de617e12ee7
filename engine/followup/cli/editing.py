"""A person's own wording: to an editor and back, from a file, and what changed."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click

from followup.cli.screens.page import bad, good
from followup.core.values.case import Draft
from followup.core.values.events import Wording
from followup.errors import InvalidInput

SUBJECT = "Subject:"
MOST = 200_000
"""More characters than any message has; a larger file is a slip."""


def as_text(draft: Draft) -> str:
    """Return a draft as the text that a person edits: the subject (if it has one), a blank line, the body."""
    head = f"{SUBJECT} {draft.subject}\n\n" if draft.subject else ""
    return f"{head}{draft.body.rstrip()}\n"


def from_text(text: str, draft: Draft) -> Wording:
    """Return the wording that an edited text holds; without a subject line the old subject stays."""
    subject = draft.subject
    body = text.replace("\r\n", "\n")
    if draft.subject and body.startswith(SUBJECT):
        first, _, body = body.partition("\n")
        subject = first.removeprefix(SUBJECT).strip()
    return Wording(subject=subject, body=body.strip("\n") + "\n")


def in_editor(draft: Draft) -> Wording | None:
    """Let the person edit in `$EDITOR`; None if nothing was changed or saved."""
    before = as_text(draft)
    after = click.edit(before, extension=".txt", require_save=True)
    return None if after is None or after == before else from_text(after, draft)


def from_file(name: str, draft: Draft) -> Wording:
    """Return the wording in a file; `-` is standard input.

    Raises:
        InvalidInput: It cannot be read, or is no UTF-8 text.
    """
    try:
        data = sys.stdin.buffer.read(MOST + 1) if name == "-" else _read(Path(name))
        if len(data) > MOST:
            raise InvalidInput("not-a-message", f"{name} is larger than any message; nothing was changed")
        return from_text(data.decode("utf-8"), draft)
    except OSError as error:
        raise InvalidInput(
            "no-file", f"{name} cannot be read ({error.strerror}); nothing was changed"
        ) from None
    except UnicodeDecodeError:
        raise InvalidInput("not-a-message", f"{name} is no UTF-8 text; nothing was changed") from None


def _read(path: Path) -> bytes:
    if not path.is_file() and path.exists():  # opening a pipe would wait for ever
        raise OSError(errno.EINVAL, "it is no ordinary file")
    with path.open("rb") as file:
        return file.read(MOST + 1)


def difference(before: Draft, after: Draft) -> list[str]:
    """Return only the lines that changed, `-` for the old ones and `+` for the new ones."""
    from difflib import ndiff

    found = []
    for line in ndiff(as_text(before).splitlines(), as_text(after).splitlines()):
        if line.startswith("- "):
            found.append(f"  {bad(line)}")
        if line.startswith("+ "):
            found.append(f"  {good(line)}")
    return found or ["  nothing changed"]
