"""Playbooks as a home keeps them: pinned by digest when a case begins, the same for as long as it lives."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING

from whenever import Instant

from followup.core import neutral
from followup.core.values.playbook import LANGUAGE, Playbook
from followup.core.values.records import Pinned
from followup.errors import StorageError
from followup.ports import Reading, Writing

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

_MOST = 64
_loaded: dict[str, Playbook] = {}
"""Playbooks by digest, shared by all cases of this process; what is shared includes their machines."""


def pin(writing: Writing, compiled: Compiled, now: Instant) -> None:
    """Keep a playbook in the home, so that editing or deleting its file changes no running case."""
    if writing.pinned(compiled.digest) is not None:
        return
    writing.pin(
        Pinned(
            digest=compiled.digest,
            neutral=json.dumps(neutral.dump(compiled.playbook), ensure_ascii=False, separators=(",", ":")),
            source=compiled.source,
            file=compiled.file,
            marks=_marks(compiled),
            added_at=now,
        )
    )


def _marks(compiled: Compiled) -> dict[str, int | str]:
    """Return where everything stands, with the file where that is not the playbook's own."""
    own = PurePath(compiled.file).name
    named = {path: (PurePath(file).name, line) for path, (file, line) in compiled.places.items()}
    return {path: line if file == own else f"{file}:{line}" for path, (file, line) in named.items()}


def playbook_of(reading: Reading, digest: str) -> Playbook:
    """Return a pinned playbook.

    Raises:
        StorageError: `playbook-lost`, `playbook-language` or `playbook-damaged`; nothing was changed.
    """
    known = _loaded.get(digest)
    if known is None:
        if len(_loaded) >= _MOST:
            _loaded.pop(next(iter(_loaded)))
        known = _loaded[digest] = _load(reading, digest)
    return known


def _load(reading: Reading, digest: str) -> Playbook:
    pinned = reading.pinned(digest)
    if pinned is None:
        raise StorageError(
            "playbook-lost",
            f"the home does not hold the playbook {digest[:8]} that a case began with; nothing was changed",
            hint="restore the home from a backup",
        )
    try:
        data = json.loads(pinned.neutral)
        playbook = neutral.load(Playbook, data)
    except (ValueError, KeyError, TypeError):
        raise StorageError(
            "playbook-damaged",
            f"the home's copy of {pinned.file} cannot be read; nothing was changed",
            hint="restore the home from a backup, or use the newest Followup",
        ) from None
    if neutral.digest_of(data) != digest:
        raise StorageError(
            "playbook-damaged",
            f"the home's copy of {pinned.file} is not what its cases began with; nothing was changed",
            hint="restore the home from a backup",
        )
    if playbook.language > LANGUAGE:
        raise StorageError(
            "playbook-language",
            f"{pinned.file} is written in language {playbook.language}; this Followup reads up to {LANGUAGE}",
            hint="use the newest Followup; nothing was changed",
        )
    return playbook
