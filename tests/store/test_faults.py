"""Crashes, power cuts, full disks and rivals: what was acknowledged is there, and nothing is half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import apsw
import pytest
from tests.store.campaign import weaken
from tests.store.contracts.asking import refuses
from tests.store.failing import failing
from tests.store.making import worker
from tests.store.powercuts import cut_power
from tests.store.story import tell, version_of, wrong

from followup.errors import StorageError
from followup.store import SqliteStore, open_store

ROOT = Path(__file__).parents[2]


def python(*arguments: str) -> subprocess.Popen[str]:
    """Start another Python that finds the same packages."""
    path = os.pathsep.join([str(ROOT), str(ROOT / "engine")])
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def attempt(store: SqliteStore, *versions: int) -> str:
    """Tell commits of the story in one transaction; return the code of the error, if there was one."""
    try:
        with store.write() as writing:
            for version in versions:
                tell(writing, version)
    except StorageError as error:
        return error.code
    return ""


@pytest.mark.campaign
def test_killed_writers_lose_nothing() -> None:
    """Guards every acknowledged commit against SIGKILL at any moment (200 of them)."""
    with python("-m", "tests.store.campaign", "--kills", "200") as campaign:
        said, _ = campaign.communicate()
    found: dict[str, Any] = json.loads(said)["kills"]
    assert (found["lost"], found["half"], found["damaged"]) == (0, 0, 0)
    assert found["commits"] > found["kills"] == 200


@pytest.mark.campaign
def test_power_cuts_lose_nothing() -> None:
    """Guards every acknowledged commit against a power cut at any moment (300 of them)."""
    found = cut_power(300, seed=7)
    assert (found.lost, found.half, found.damaged) == (0, 0, 0)
    assert found.acknowledged > found.cuts


@pytest.mark.campaign
def test_power_cuts_are_felt_where_nobody_waits_for_the_disk() -> None:
    """Guards the test before this one: with a weaker setting it must see losses, or it is blind."""
    assert cut_power(60, seed=7, weaken=weaken).lost > 0


def test_a_full_disk_keeps_nothing_half(tmp_path: Path) -> None:
    """Guards each size at which a disk may be full: an error in words, and the home as it was."""
    refused = kept = 0
    with closing(open_store(tmp_path / "followup.db")) as store:
        with store.write() as writing:
            for number in range(1, 4):
                tell(writing, number)
        first = int(store._writer.pragma("page_count"))
        for room in range(60):
            store._writer.pragma("max_page_count", first + room)
            version = version_of(store)
            code = attempt(store, *range(version + 1, version + 20))
            assert code in {"", "disk-full"}
            refused, kept = refused + bool(code), kept + (not code)
            with store.read() as reading:
                now = version + (0 if code else 19)
                assert wrong(reading, now) == []
        assert refused > 10
        assert kept > 0
        assert store.health()["integrity"] == "ok"
        store._writer.pragma("max_page_count", 1_000_000)
        with store.write() as writing:
            tell(writing, version_of(store) + 1)


@pytest.mark.parametrize("fault", [apsw.FullError, apsw.IOError])
def test_a_failing_disk_keeps_nothing_half(tmp_path: Path, fault: type[apsw.Error]) -> None:
    """Guards each write and each sync of a commit and of a checkpoint at which a disk may fail."""
    codes: set[str] = set()
    with failing() as disk, closing(open_store(tmp_path / "followup.db")) as store:
        store._writer.wal_autocheckpoint(0)  # it is called below, so that it can be told from a commit
        for patience in range(260):
            version = version_of(store)
            disk.fail_after(patience % 130, fault)
            code = attempt(store, version + 1)
            codes.add(code)
            if patience % 10 == 9:
                disk.fail_after(patience // 20, fault)
                with suppress(fault):
                    store._writer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_RESTART)
            disk.fail_after(None, fault)
            with store.read() as reading:
                assert wrong(reading, version + (0 if code else 1)) == []
    with closing(open_store(tmp_path / "followup.db")) as store:
        assert store.health()["integrity"] == "ok"
    assert codes == {"", "disk-full" if fault is apsw.FullError else "disk-error"}


@contextmanager
def rival(home: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    """Run a program on the same home that says a word when it is there and goes when its input ends."""
    beginning = (
        "import os, sys, time\nfrom pathlib import Path\nfrom followup.store import open_store\n"
        "from tests.store import making\nfrom tests.store.story import tell, version_of\n"
        f"store = open_store(Path({str(home)!r}))\n"
    )
    with python("-c", beginning + code) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "there\n"
            yield process
        finally:
            process.kill()


WORK = """
with store.work(making.worker("rival", pid=os.getpid())):
    print("there", flush=True)
    sys.stdin.read()
"""


def test_a_second_worker_is_refused_until_the_first_is_dead(tmp_path: Path) -> None:
    """Guards the one worker: refused by name, taken over after a kill, commands beside it."""
    home = tmp_path / "followup.db"
    with closing(open_store(home)) as store:
        with rival(home, WORK) as process:
            there = store.worker()
            assert there is not None
            assert (there.name, there.pid) == ("rival", process.pid)
            with pytest.raises(StorageError, match=f"rival .process {process.pid} on here"):
                store.work(worker()).__enter__()
            with store.write() as writing:
                tell(writing, 1)
        assert store.worker() is None
        with store.work(worker("next")):
            assert store.worker() == worker("next")


def test_a_forked_child_is_no_worker(tmp_path: Path) -> None:
    """Guards that a child which outlives a killed worker does not keep the home locked."""
    code = """
with store.work(making.worker("parent", pid=os.getpid())):
    if os.fork() == 0:
        print("there", flush=True)
        sys.stdin.read()
        os._exit(0)
    time.sleep(60)
"""
    home = tmp_path / "followup.db"
    with closing(open_store(home)) as store, rival(home, code) as process:
        assert store.worker() is not None
        process.kill()
        process.wait()
        with store.work(worker("next")):
            pass


def test_two_programs_write_one_home(tmp_path: Path) -> None:
    """Guards that writers in two processes interleave and lose nothing."""
    code = """
print("there", flush=True)
for _ in range(150):
    with store.write() as writing:
        case = writing.case("x")
        tell(writing, (case.version if case is not None else 0) + 1)
sys.stdin.read()
"""
    home = tmp_path / "followup.db"
    with closing(open_store(home)) as store:
        with rival(home, code) as process:
            for _ in range(150):
                with store.write() as writing:
                    case = writing.case("x")
                    tell(writing, (case.version if case is not None else 0) + 1)
            process.communicate()
        assert version_of(store) == 300
        with store.read() as reading:
            assert wrong(reading, 300) == []


def test_a_change_from_outside_is_noticed(tmp_path: Path) -> None:
    """Guards that of two programs with the same view of a case one is told to start again."""
    home = tmp_path / "followup.db"
    with closing(open_store(home)) as store, closing(open_store(home)) as other:
        with store.write() as writing:
            tell(writing, 1)
        with other.write() as writing:
            tell(writing, 2)
        with refuses("case-changed"), store.write() as writing:
            tell(writing, 2)


def test_opening_again_lets_go_of_no_lock(tmp_path: Path) -> None:
    """Guards a home in use: a file that is read and closed by hand drops SQLite's locks on it."""
    try_lock = """
import fcntl
file = os.open(store.path, os.O_RDWR)
try:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
    print("not locked", flush=True)
except OSError:
    print("there", flush=True)
"""
    home = tmp_path / "followup.db"
    with closing(open_store(home)) as store:
        open_store(home).close()
        with store.read() as reading:
            assert reading.counts().cases == 0
        with rival(home, try_lock.replace("file = ", "store.close()\nfile = ")):
            pass
