"""Pipes, devices and full disks: a home says what it knows, and never waits for ever."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from collections import namedtuple
from contextlib import closing
from pathlib import Path

import apsw
import pytest

from followup.errors import StorageError
from followup.store import open_store
from followup.store.faults import spoken

ROOT = Path(__file__).parents[2]
Usage = namedtuple("Usage", "total used free")  # noqa: PYI024 - the shape of the library's own answer

SCRIPT = """
import sys
from contextlib import closing
from pathlib import Path
from followup.errors import StorageError
from followup.store import open_store
from tests.store.story import tell, version_of
home = Path(sys.argv[1])
with closing(open_store(home / "followup.db")) as store:
    with store.write() as writing:
        tell(writing, 1)
room = home / "filler"
try:
    with open(room, "wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass
except OSError:
    pass
for _ in range(3):
    try:
        with closing(open_store(home / "followup.db")) as store:
            with store.write() as writing:
                for version in range(version_of(store) + 1, version_of(store) + 300):
                    tell(writing, version)
        print("no fault")
    except StorageError as error:
        print(error.code, error.text, error.hint, sep="|")
room.unlink()
with closing(open_store(home / "followup.db")) as store:
    print(version_of(store), store.health()["integrity"])
"""


def test_a_really_full_disk_is_called_full(tmp_path: Path) -> None:
    """Guards opening and writing on a full memory disk: `disk-full` with a way out, and nothing lost."""
    place = tmp_path / "tiny"
    place.mkdir()
    mount = f'mount -t tmpfs -o size=700k tmpfs "{place}" && "{sys.executable}" -c "$0" "{place}"'
    path = os.pathsep.join([str(ROOT), str(ROOT / "engine")])
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no private mounts here")
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", mount, SCRIPT],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("no private mounts here")
    assert done.returncode == 0, done.stderr
    *faults, last = done.stdout.splitlines()
    assert [fault.partition("|")[0] for fault in faults] == ["disk-full"] * 3, done.stdout
    assert all("Make room" in fault for fault in faults)
    assert last == "1 ok"


@pytest.mark.parametrize("error", [apsw.IOError("disk I/O error"), apsw.CantOpenError("unable to open")])
def test_a_fault_of_a_disk_without_room_is_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: apsw.Error
) -> None:
    """Guards the name of the fault: SQLite says that the disk fails when only its file beside has no room."""
    home = tmp_path / "followup.db"
    home.touch()
    assert spoken(error, str(home)).code in {"disk-error", "home-unreachable"}
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000, 1000, 0))
    assert spoken(error, str(home)).code == "disk-full"


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "No space left on device"),
        OSError(errno.EIO, "Input/output error"),
        apsw.BusyError("busy"),
        apsw.FullError("full"),
        apsw.CorruptError("malformed"),
        apsw.ReadOnlyError("readonly"),
        apsw.ConstraintError("unique"),
        apsw.SQLError("no such table"),
    ],
)
def test_no_fault_says_what_a_store_cannot_know(error: BaseException) -> None:
    """Guards against a promise about messages: an earlier step of the same command may have sent one."""
    text = spoken(error, "home/followup.db").text
    assert "sent" not in text
    assert "nothing was changed" not in text
    assert "this step was not written" in text


def test_a_pipe_is_no_home(tmp_path: Path) -> None:
    """Guards against waiting for ever: a pipe in the place of the database is refused before it is opened."""
    os.mkfifo(tmp_path / "followup.db")
    code = (
        "import sys\nfrom pathlib import Path\nfrom followup.errors import StorageError\n"
        "from followup.store import open_store\n"
        "try:\n    open_store(Path(sys.argv[1]))\n"
        "except StorageError as error:\n    print(error.code, error.text)\n"
    )
    path = os.pathsep.join([str(ROOT), str(ROOT / "engine")])
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "followup.db")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )
    assert done.stdout.startswith("not-a-home")
    assert "a pipe or a device" in done.stdout


def test_a_device_is_no_home() -> None:
    """Guards `/dev/zero` in the place of a home: refused in words."""
    with pytest.raises(StorageError, match="a pipe or a device") as caught:
        closing(open_store(Path("/dev/zero")))
    assert caught.value.code == "not-a-home"
