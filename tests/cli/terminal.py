"""A person at a terminal: a process on a pseudo-terminal of its own, typed at and read."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Self

_CODES = re.compile(rb"\x1b\[[0-9;?]*[A-Za-z]")


class Terminal:
    """Runs Python code on a terminal of 100 columns; closes it, and ends the process, on leaving."""

    def __init__(self, code: str, words: Sequence[str] = (), *, env: Mapping[str, str] | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *words],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - no threads here
            env={**os.environ, "TERM": "xterm", **(env or {})},
        )
        os.close(slave)
        self.read = ""
        self._seen = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def expect(self, text: str, *, seconds: float = 20) -> str:
        """Read until `text` appears after what was expected last; return what came before it."""
        end = time.monotonic() + seconds
        while text not in self.read[self._seen :]:
            if not self._more(end):
                raise AssertionError(f"{text!r} did not come; there was:\n{self.read[self._seen :]}")
        found = self.read.index(text, self._seen)
        before = self.read[self._seen : found]
        self._seen = found + len(text)
        return before

    def type(self, line: str) -> None:
        """Type a line and Enter."""
        os.write(self._master, line.encode() + b"\r")

    def interrupt(self) -> None:
        """Press Ctrl-C."""
        os.write(self._master, b"\x03")

    def end(self, *, seconds: float = 20) -> int:
        """Read to the end and return the exit code."""
        end = time.monotonic() + seconds
        while self._more(end):
            pass
        return self._process.wait(timeout=max(end - time.monotonic(), 1))

    def _more(self, end: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(end - time.monotonic(), 0))
        if not ready:
            return False
        try:
            data = os.read(self._master, 65536)
        except OSError:  # the other side is gone
            return False
        self.read += _CODES.sub(b"", data).decode(errors="replace").replace("\r\n", "\n")
        return bool(data)
