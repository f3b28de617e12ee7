"""A home that may not be written can be looked at, and only that."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

MAKE = """
import os, sys
from pathlib import Path
from followup.store import open_store
from tests.store.story import tell
store = open_store(Path(sys.argv[1]) / "followup.db")
with store.write() as writing:
    tell(writing, 1)
if sys.argv[2] == "killed":
    os._exit(0)
store.close()
"""

LOOK = """
import sys
from contextlib import closing
from pathlib import Path
from followup.errors import StorageError
from followup.store import open_store
from tests.store.making import worker
from tests.store.story import tell, version_of
with closing(open_store(Path(sys.argv[1]) / "followup.db")) as store:
    print(version_of(store), store.health()["integrity"])
    try:
        with store.write() as writing:
            tell(writing, 2)
    except StorageError as error:
        print(error.code)
    try:
        with store.work(worker("another")):
            print("works")
    except StorageError as error:
        print(error.code)
    print(version_of(store))
"""


@pytest.mark.parametrize("end", ["orderly", "killed"])
def test_a_read_only_home_is_looked_at(tmp_path: Path, end: str) -> None:
    """Guards looking at a home on a disk that is not for writing, with and without a log beside it."""
    unshare = shutil.which("unshare")
    if unshare is None:
        pytest.skip("no private mounts here")
    path = os.pathsep.join([str(ROOT), str(ROOT / "engine")])
    env = {**os.environ, "PYTHONPATH": path}
    subprocess.run([sys.executable, "-c", MAKE, str(tmp_path), end], env=env, timeout=30, check=True)
    assert (tmp_path / "followup.db-wal").exists() is (end == "killed")
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    mount = f'mount --bind "{tmp_path}" "{tmp_path}" && mount -o remount,ro,bind "{tmp_path}"'
    done = subprocess.run(
        [unshare, "-rm", "sh", "-c", f'{mount} && "{sys.executable}" -c "$0" "{tmp_path}"', LOOK],
        env=env,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    if "mount:" in done.stderr or "unshare:" in done.stderr:
        pytest.skip("no private mounts here")
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[:-1] == ["1 ok", "home-read-only", "home-read-only", "1"]
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
