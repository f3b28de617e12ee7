"""Cuts the power at any moment: what the disk was not told to keep may be gone, in any part.

A file system that records is put under SQLite. Later each cut rebuilds the files from what was
synced, with a random part of what was not (whole sectors, in any combination), and opens them.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw
from tests.store.story import tell, version_of, wrong

from followup.store import SqliteStore, open_store

_SECTOR = 512
_RECORDED = apsw.SQLITE_OPEN_MAIN_DB | apsw.SQLITE_OPEN_WAL | apsw.SQLITE_OPEN_MAIN_JOURNAL
_COMMITS = 60
_CUTS_PER_STORY = 300


@dataclass
class CutReport:
    """What a campaign found; with the store's own settings all but `cuts` and `acknowledged` are 0."""

    cuts: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0


@dataclass(frozen=True)
class Deed:
    """What was done to a file: `write`, `truncate`, `sync`, `delete`; or `said`: a commit came back."""

    kind: str
    file: str = ""
    offset: int = 0
    data: bytes = b""
    number: int = 0


class RecordingFile(apsw.VFSFile):
    """A file whose changes are written down."""

    def __init__(self, below: str, name: Any, flags: list[int], deeds: list[Deed]) -> None:
        self._deeds = deeds
        self._name = Path(name.filename() if isinstance(name, apsw.URIFilename) else str(name)).name
        super().__init__(below, name, flags)

    def xWrite(self, data: Any, offset: int) -> None:  # noqa: N802  # SQLite's name
        super().xWrite(data, offset)
        self._deeds.append(Deed("write", self._name, offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802  # SQLite's name
        super().xTruncate(newsize)
        self._deeds.append(Deed("truncate", self._name, newsize))

    def xSync(self, flags: int) -> None:  # noqa: N802  # SQLite's name
        super().xSync(flags)
        self._deeds.append(Deed("sync", self._name))


class RecordingDisk(apsw.VFS):
    """The file system of the machine, with everything written down that is done to a database."""

    def __init__(self) -> None:
        self.deeds: list[Deed] = []
        self._below = apsw.vfs_names()[0]
        super().__init__("recording", self._below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802  # SQLite's name
        if flags[0] & _RECORDED:
            return RecordingFile(self._below, name, flags, self.deeds)
        return super().xOpen(name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802  # SQLite's name
        super().xDelete(filename, syncdir)
        self.deeds.append(Deed("delete", Path(filename).name, number=int(syncdir)))


@dataclass
class _File:
    kept: bytearray = field(default_factory=bytearray)
    there: bool = False
    loose: list[Deed] = field(default_factory=list)


class Platter:
    """What surely is on the disk, and what only the operating system knows of."""

    def __init__(self, first: dict[str, bytes]) -> None:
        self._files = {name: _File(bytearray(data), there=True) for name, data in first.items()}

    def take(self, deed: Deed) -> None:
        """Let one deed happen."""
        file = self._files.setdefault(deed.file, _File())
        file.loose.append(deed)
        if deed.kind == "sync" or (deed.kind == "delete" and deed.number):
            for one in file.loose:
                file.there = _do(file.kept, one, file.there)
            file.loose.clear()

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """Return the files as they may be found after a power cut now."""
        found: dict[str, bytes] = {}
        for name, file in self._files.items():
            data, there = bytearray(file.kept), file.there
            luck = chance.choice((0.0, 0.5, 0.9, 1.0))
            for deed in file.loose:
                if chance.random() < luck:
                    there = _do(data, deed, there, chance if chance.random() < 0.3 else None)
            if there:
                found[name] = bytes(data)
        return found


def _do(data: bytearray, deed: Deed, there: bool, torn: random.Random | None = None) -> bool:
    if deed.kind == "delete":
        data.clear()
        return False
    if deed.kind == "truncate":
        del data[deed.offset :]
    elif deed.kind == "write":
        end = deed.offset + len(deed.data)
        data.extend(b"\0" * (end - len(data)))
        for start in range(0, len(deed.data), _SECTOR):
            if torn is None or torn.random() < 0.5:
                part = deed.data[start : start + _SECTOR]
                data[deed.offset + start : deed.offset + start + len(part)] = part
    return True


@contextmanager
def recording() -> Iterator[list[Deed]]:
    """Put the recording file system under every database that is opened in the block."""
    disk = RecordingDisk()
    try:
        yield disk.deeds
    finally:
        disk.unregister()


def cut_power(cuts: int, seed: int, *, weaken: Callable[[SqliteStore], object] = lambda _: None) -> CutReport:
    """Tell a story on a recorded disk and cut the power at random moments, `cuts` times.

    Args:
        cuts: How many.
        seed: Of everything random.
        weaken: What to do to each opened store, for the control that must lose something.
    """
    chance = random.Random(seed)
    report = CutReport()
    memory = Path("/dev/shm")
    while report.cuts < cuts:
        folder = Path(tempfile.mkdtemp(prefix="cuts-", dir=memory if memory.is_dir() else None))
        try:
            first, deeds = _record(folder / "followup.db", weaken)
            _cut(first, deeds, min(_CUTS_PER_STORY, cuts - report.cuts), folder / "cut", chance, report)
        finally:
            shutil.rmtree(folder)
    return report


def _record(path: Path, weaken: Callable[[SqliteStore], object]) -> tuple[bytes, list[Deed]]:
    open_store(path).close()
    first = path.read_bytes()
    with recording() as deeds:
        for start in range(1, _COMMITS + 1, 15):
            with closing(open_store(path)) as store:
                store._writer.wal_autocheckpoint(60)  # checkpoints are where the danger is
                weaken(store)
                for number in range(start, start + 15):
                    with store.write() as writing:
                        tell(writing, number)
                    deeds.append(Deed("said", number=number))
    return first, deeds


def _cut(
    first: bytes, deeds: list[Deed], cuts: int, folder: Path, chance: random.Random, report: CutReport
) -> None:
    platter, said, done = Platter({"followup.db": first}), 0, 0
    for moment in sorted(chance.randrange(len(deeds) + 1) for _ in range(cuts)):
        for deed in deeds[done:moment]:
            if deed.kind == "said":
                said = deed.number
            else:
                platter.take(deed)
        done = moment
        folder.mkdir()
        for name, data in platter.after_cut(chance).items():
            folder.joinpath(name).write_bytes(data)
        _look(folder / "followup.db", said, report)
        shutil.rmtree(folder)


def _look(path: Path, said: int, report: CutReport) -> None:
    report.cuts += 1
    report.acknowledged += said
    with closing(open_store(path)) as store:
        kept = version_of(store)
        report.lost += kept < said
        with store.read() as reading:
            report.half += bool(wrong(reading, kept))
        report.damaged += store.health()["integrity"] != "ok"
