"""Files that may go with a message: named, plain, small, and from the one allowed folder."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from followup.channels.plain import shown
from followup.errors import InvalidInput

MOST_BYTES = 5 * 1024 * 1024
"""Of all attachments of one message together."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
_TYPES = {
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "odt": "application/vnd.oasis.opendocument.text",
    "pdf": "application/pdf",
    "png": "image/png",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "txt": "text/plain",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file's content with its name and media type (`application/pdf`)."""

    name: str
    type: str
    data: bytes = field(repr=False)


def read_attachments(names: Iterable[str], folder: Path) -> tuple[Attachment, ...]:
    """Read files of these names from `folder` (never from below or beside it).

    Names, not paths: ASCII letters, digits, blanks, `.`, `_`, `-`. Links are not followed.

    Raises:
        InvalidInput: `attachment-name`, `attachment-missing` or `attachment-too-large`.
    """
    found: list[Attachment] = []
    total = 0
    for name in names:
        if not _NAME.fullmatch(name):
            raise InvalidInput(
                "attachment-name",
                f'"{shown(name, most=80)}" is no plain file name, so it is not attached; nothing was sent',
                hint=f"put the file into {folder} under a name of letters, digits, blanks, . _ and -",
            )
        data = _read(folder.resolve() / name, folder, MOST_BYTES - total)
        total += len(data)
        kind = _TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        found.append(Attachment(name=name, type=kind, data=data))
    return tuple(found)


def _read(path: Path, folder: Path, most: int) -> bytes:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _missing(path, folder, error.strerror) from None
    with _closing(descriptor):
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise _missing(path, folder, "not an ordinary file")
        with open(descriptor, "rb", closefd=False) as file:
            data = file.read(most + 1)
    if len(data) > most:
        raise InvalidInput(
            "attachment-too-large",
            f"{path.name} makes the attachments larger than {MOST_BYTES // 1024 // 1024} MiB; "
            "nothing was sent",
            hint="send a link to it instead",
        )
    return data


@contextmanager
def _closing(descriptor: int) -> Iterator[None]:
    """Close a file descriptor when the block ends."""
    try:
        yield
    finally:
        os.close(descriptor)


def _missing(path: Path, folder: Path, why: str | None) -> InvalidInput:
    return InvalidInput(
        "attachment-missing",
        f"{path.name} cannot be attached ({why}); nothing was sent",
        hint=f"put the file itself into {folder}",
    )
