"""Files that are no files: a playbook is read from an ordinary file, and nothing waits for ever."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from followup.authoring.compile import compile_file
from followup.errors import InvalidInput


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_ordinary_file_is_no_playbook(tmp_path: Path, kind: str) -> None:
    """Guards against a pipe nobody writes to and a device without end."""
    path = {"pipe": tmp_path / "pipe.yaml", "device": Path("/dev/zero"), "folder": tmp_path}[kind]
    if kind == "pipe":
        os.mkfifo(path)
    with pytest.raises(InvalidInput, match="no ordinary file") as caught:
        compile_file(path)
    assert caught.value.code == "no-file"


def test_check_refuses_a_pipe_at_once(tmp_path: Path) -> None:
    """Guards `playbook check PIPE`: a finding with the reason, and the end of the command."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    engine = Path(__file__).parents[2] / "engine"
    done = subprocess.run(
        [sys.executable, "-c", "from followup.cli.main import main; main()", "check", str(pipe)],
        env={**os.environ, "PYTHONPATH": str(engine)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 3
    assert "it is no ordinary file" in done.stdout + done.stderr
