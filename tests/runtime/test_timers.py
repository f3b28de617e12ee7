"""The lines that let each system step a home every hour."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from followup.runtime.timers import hourly

PROGRAM = "/opt/my tools/playbook step"


@pytest.mark.parametrize(
    ("platform", "systemd", "word"),
    [("linux", True, "systemctl"), ("linux", False, "crontab"), ("darwin", False, "launchctl"),
     ("win32", False, "schtasks")],
)  # fmt: skip
def test_each_system_has_its_own_way(platform: str, systemd: bool, word: str) -> None:
    """The lines are those of the system at hand, and name the program."""
    lines = hourly(PROGRAM, platform, systemd=systemd)
    assert any(word in line for line in lines)
    assert any("playbook" in line for line in lines)


@pytest.mark.skipif(shutil.which("sh") is None, reason="no shell here")
def test_the_lines_for_systemd_write_the_units(tmp_path: Path) -> None:
    """Pasted into a shell, the lines write a service and a timer as they are meant."""
    *lines, _ = hourly("/usr/bin/playbook step", "linux", systemd=True)
    for line in lines:
        subprocess.run(["sh", "-c", line.replace("~", str(tmp_path))], check=True)
    units = tmp_path / ".config/systemd/user"
    assert "ExecStart=/usr/bin/playbook step\n" in (units / "followup.service").read_text()
    assert "OnCalendar=hourly\nPersistent=true\n" in (units / "followup.timer").read_text()
