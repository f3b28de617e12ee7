"""What is built is whole: the wheel carries schemas and playbooks, and finds them."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = ["-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(folder), str(ROOT)]
    subprocess.run([sys.executable, *command], check=True, capture_output=True)
    (wheel,) = folder.glob("followup-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_a_wheel_carries_its_data(unpacked: Path) -> None:
    """Schemas, playbooks, SQL and the typing mark are inside the package."""
    inside = unpacked / "followup"
    for name in ("py.typed", "schemas/playbook.schema.json", "playbooks/interview-follow-up.yaml"):
        assert (inside / name).is_file(), name
    assert list((inside / "store" / "migrations").glob("*.sql"))


def test_a_wheel_works_from_where_it_lies(unpacked: Path, tmp_path: Path) -> None:
    """Installed without a checkout, the base playbook is found, read and drawn."""
    code = "import followup; print(followup.__file__); from followup.cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--home", str(tmp_path / "home"), "graph", "interview-follow-up"],
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.startswith(str(unpacked)), done.stdout
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_checkout_reads_what_is_edited() -> None:
    """An editable install reads schemas and playbooks where they are edited, not copies of them."""
    from followup.bundled import bundled

    assert str(bundled("schemas")) == str(ROOT / "schemas")
    assert str(bundled("playbooks")) == str(ROOT / "playbooks")
