"""`folder`: writes a file that a person, or another program, sends.

A file that lies in a folder has not been sent to anybody. So in an ordinary home the answer is
`NEEDS_PERSON`, with the path, and the person says `done`. With `sends = true` the answer is
`ACCEPTED`: in sandbox homes, where the file *is* the delivery, and where another program takes
the files from the folder and sends them.
"""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from followup.channels.attachments import read_attachments
from followup.channels.card import card_text
from followup.channels.offer import ChannelType, Setup
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.ports import Manifest, Rendered

MANIFEST = Manifest(
    name="folder",
    title="writes a file; you send it by hand",
    ways=("*",),
    sends=False,
    idempotency="native",
    threading=True,
    outcomes={"*": ("done",)},
    config_schema={
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "path": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "default": "outbox",
                "description": "Where the files go; below the home unless it is absolute.",
            },
            "attachments": {
                "type": "string",
                "minLength": 1,
                "maxLength": 1000,
                "default": "attachments",
                "description": "The one folder that files may be attached from.",
            },
            "sends": {
                "type": "boolean",
                "default": False,
                "description": "Whether a file counts as sent, because another program takes it from there.",
            },
        },
    },
    dated={},
)


@dataclass(slots=True)
class Folder:
    """Writes `.eml` for e-mail and `.txt` for anything else; the same key is the same file."""

    manifest: Manifest
    path: Path
    attachments: Path

    def check(self) -> Answer:
        """Say whether the folder can be written."""
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            return _unwritable(self.path, error)
        if not os.access(self.path, os.W_OK | os.X_OK):
            return _unwritable(self.path, PermissionError(13, "Permission denied"))
        return Answer(kind=AnswerKind.ACCEPTED, text=f"files go to {self.path}")

    def render(self, letter: Letter) -> Rendered:
        """Return a whole e-mail, or the card as UTF-8 text."""
        if letter.way == "email":
            from followup.channels.mail import mail_bytes  # the mail library is slow to import

            attachments = read_attachments(letter.attach, self.attachments)
            return Rendered(data=mail_bytes(letter, attachments, draft=True))
        return Rendered(data=card_text(letter).encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        """Write the file whole or not at all; writing it again changes nothing."""
        del deadline
        target = self.path / file_name(letter)
        draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
            _write(draft, target, data)
        except OSError as error:
            with suppress(OSError):
                draft.unlink()
            return _unwritable(self.path, error)
        return self._written(target)

    def reconcile(self, letter: Letter) -> Answer:
        """Look whether the file is there. It is renamed into place, so there are no halves."""
        target = self.path / file_name(letter)
        if target.exists():
            return self._written(target)
        return Answer(kind=AnswerKind.TRANSIENT, text=f"{target.name} was not written")

    def _written(self, target: Path) -> Answer:
        if self.manifest.sends:
            return Answer(kind=AnswerKind.ACCEPTED, text=f"written to {target}", provider_id=target.name)
        return Answer(
            kind=AnswerKind.NEEDS_PERSON,
            text=f"send {target} by hand, then say done",
            provider_id=str(target),
        )


def file_name(letter: Letter) -> str:
    """Return the file's name: case and item to read, a mark of the key to be unique."""
    mark = hashlib.sha256(letter.key.encode()).hexdigest()[:12]
    words = re.sub(r"[^a-z0-9-]+", "-", f"{letter.case}-{letter.item}".lower()).strip("-")[:80]
    return f"{words}-{mark}.{'eml' if letter.way == 'email' else 'txt'}"


def _write(draft: Path, target: Path, data: bytes) -> None:
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)
    draft.replace(target)
    directory = os.open(target.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _unwritable(path: Path, error: OSError) -> Answer:
    kind = AnswerKind.TRANSIENT if error.errno in {28, 122} else AnswerKind.MISCONFIGURED  # full; over quota
    return Answer(kind=kind, text=f"{path} cannot be written ({error.strerror}); no file was made")


def _open(setup: Setup) -> Folder:
    sends = bool(setup.options["sends"]) or setup.sandbox
    title = "writes a file, which counts as sent" if sends else MANIFEST.title
    return Folder(
        manifest=replace(MANIFEST, sends=sends, title=title),
        path=setup.home / Path(str(setup.options["path"])).expanduser(),
        attachments=setup.home / Path(str(setup.options["attachments"])).expanduser(),
    )


TYPE = ChannelType(manifest=MANIFEST, open=_open, local=lambda _options: True)
