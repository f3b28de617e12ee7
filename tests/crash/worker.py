"""A busy process for the campaign: it begins, approves, tells and steps until it is killed.

What a command has answered for is written down after it has returned, so that nothing it promised can
be forgotten unnoticed.
"""

from __future__ import annotations

import json
import os
import random
from multiprocessing.connection import Connection
from pathlib import Path

from tests.crash.scene import approve_all, begin, opened

from followup.errors import FollowupError
from followup.runtime import acting, stepping
from followup.runtime.home import Home

ACKS = "acks.jsonl"
_ENOUGH = 10_000


def work(folder: Path, run: int, seed: int, pace: float, ready: Connection) -> None:
    """Work on the home without end; `ready` hears when it is open."""
    rng = random.Random(seed)
    home = opened(folder, pace=pace)
    ready.send(True)
    stepping.step(home)
    mine: list[str] = []
    for number in range(_ENOUGH):
        name = f"r{run}-{number}"
        begin(home, name, rng.choice((1, 1, 2)))
        _promise(folder, "began", name)
        mine.append(name)
        _go_on(home, folder, rng, rng.choice(mine))
        if rng.random() < 0.3:
            stepping.step(home)


def _go_on(home: Home, folder: Path, rng: random.Random, name: str) -> None:
    for act in rng.sample(("approve", "wants", "approve", "rejected", "approve"), k=3):
        try:
            if act == "approve":
                approve_all(home, name)
            else:
                acting.tell(home, name, event=act, facts={}, contact=f"{name}-p0", channel="email")
        except FollowupError as error:
            _promise(folder, "refused", name, error.code)
            continue
        _promise(folder, act, name)


def _promise(folder: Path, *words: str) -> None:
    descriptor = os.open(folder / ACKS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, (json.dumps(words) + "\n").encode())
    finally:
        os.close(descriptor)


def promises(folder: Path) -> list[list[str]]:
    """Return all that was promised."""
    path = folder / ACKS
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []
