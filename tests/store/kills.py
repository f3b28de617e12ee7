"""Kills a writer at any moment, over and over, and looks whether what it said was kept."""

from __future__ import annotations

import os
import random
import select
import shutil
import signal
import tempfile
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.store.making import worker
from tests.store.story import tell, version_of, wrong

from followup.store import open_store

_KILLS_PER_HOME = 50
_COMMITS_PER_OPENING = 9


@dataclass
class KillReport:
    """What a campaign found; `lost`, `half` and `damaged` must be 0."""

    kills: int = 0
    commits: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0


def kill_writers(kills: int, seed: int) -> KillReport:
    """Fork a writer, kill it with SIGKILL, look at the home; `kills` times.

    To be called in a process without threads and without an open store.
    """
    chance = random.Random(seed)
    report = KillReport()
    while report.kills < kills:
        folder = Path(tempfile.mkdtemp(prefix="kills-"))
        try:
            for _ in range(min(_KILLS_PER_HOME, kills - report.kills)):
                _kill_one(folder / "followup.db", chance, report)
        finally:
            shutil.rmtree(folder)
    return report


def _kill_one(path: Path, chance: random.Random, report: KillReport) -> None:
    said, saying = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(said)
        _write_for_ever(path, saying)
    os.close(saying)
    if chance.random() < 0.8:  # the others die while they open the home
        select.select([said], [], [], 10)
    time.sleep(chance.random() * 0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(said, "rb") as pipe:
        words = pipe.read()
    acknowledged = int.from_bytes(words[-8:]) if words else 0
    report.kills += 1
    report.commits += len(words) // 8
    with closing(open_store(path)) as store:
        kept = version_of(store)
        report.lost += kept < acknowledged
        last = report.kills % _KILLS_PER_HOME == 0
        with store.read() as reading:
            report.half += bool(wrong(reading, kept, whole=last))
        if last:
            report.damaged += store.health()["integrity"] != "ok"


def _write_for_ever(path: Path, saying: int) -> None:
    try:
        while True:
            with closing(open_store(path)) as store, store.work(worker()):
                version = version_of(store)
                for number in range(version + 1, version + 1 + _COMMITS_PER_OPENING):
                    with store.write() as writing:
                        tell(writing, number)
                    os.write(saying, number.to_bytes(8))
    finally:
        os._exit(1)
