"""Signs of life during long work, on standard error: which playbooks are at hand, and for how long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from followup.cli.phrases import listed

if TYPE_CHECKING:
    from followup.cli.session import Session

EVERY_SECONDS = 10.0
"""After so long without news there is a line, and then again."""


class Progress:
    """Knows what is still to be done, and says so."""

    def __init__(self, session: Session, doing: str, names: Sequence[str], *, at_once: int) -> None:
        self._session, self._doing, self._at_once = session, doing, at_once
        self._all, self._left = len(names), list(names)
        self._began = time.perf_counter()

    def done(self, name: str, *, told: bool) -> None:
        """Note that one is done; `told`: it is worth a line of its own."""
        if name in self._left:
            self._left.remove(name)
        if told and self._all > 1:
            self._session.progress(f"{self._all - len(self._left)} of {self._all}: {name}")

    def alive(self) -> str:
        """Return the line that says what is at hand and since when."""
        seconds = time.perf_counter() - self._began
        at_hand = listed(self._left[: self._at_once]) or "the last of it"
        so_far = f"; {self._all - len(self._left)} of {self._all} done" if self._all > 1 else ""
        return f"still {self._doing} {at_hand}: {seconds:.0f} s so far{so_far}"


@contextmanager
def progress(session: Session, doing: str, names: Sequence[str], *, at_once: int) -> Iterator[Progress]:
    """Say every few seconds what is at hand, as long as the block runs.

    Args:
        session: Where to say it.
        doing: What is done, such as `proving`.
        names: What it is done with, in order.
        at_once: With how many of them at the same time.
    """
    found = Progress(session, doing, names, at_once=at_once)
    over = threading.Event()

    def beat() -> None:
        while not over.wait(EVERY_SECONDS):
            session.progress(found.alive())

    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        yield found
    finally:
        over.set()
        beating.join()
