"""Watches what code does to the outside world, by Python's own audit events."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Deeds:
    """What was done while watched.

    Attributes:
        network: Sockets made, names looked up, connections tried.
        files: Files opened to be written, renamed or removed.
        programs: Other programs started.
    """

    network: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)


_watchers: list[Deeds] = []
_installed: list[bool] = []
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork")
_FILES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink")


@contextmanager
def watching() -> Iterator[Deeds]:
    """Record what this process does in the block. Other threads are recorded too.

    Compiled modules that Python caches (`__pycache__`) are no deed of the code.
    """
    if not _installed:
        sys.addaudithook(_hear)  # cannot be taken away again, hence once
        _installed.append(True)
    deeds = Deeds()
    _watchers.append(deeds)
    try:
        yield deeds
    finally:
        _watchers.remove(deeds)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if not _watchers:
        return
    if event.startswith("socket."):
        _note("network", event)
    elif event in _PROGRAMS:
        _note("programs", event)
    elif event in _FILES and "__pycache__" not in str(arguments[0]):
        _note("files", f"{event} {arguments[0]}")
    elif event == "open" and arguments[2] & _WRITING and "__pycache__" not in str(arguments[0]):
        _note("files", f"open {arguments[0]}")


def _note(kind: str, text: str) -> None:
    for deeds in _watchers:
        getattr(deeds, kind).append(text)
