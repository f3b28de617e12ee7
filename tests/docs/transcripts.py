"""Transcripts in the documentation are told again and compared, or written anew.

A block fenced as `console` holds commands (`$ playbook ...`) and what they print. A comment before it,
`<!-- at 2026-10-01 16:45 -->`, says when that is, in London; the first command of a page begins with an
empty sandbox home. `python -m tests.docs.transcripts PAGE...` writes what is printed now into pages.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
SHORT = "/tmp" if Path("/tmp").is_dir() else None
"""Where pages are told: paths of one length, so that lines wrap alike everywhere."""
PLAYBOOK = Path(sys.executable).with_name("playbook")
BLOCK = re.compile(r"(?:<!-- at (?P<at>[^>]+?) -->\n)?```console\n(?P<text>.*?)```\n", re.DOTALL)

MARK = re.compile(r"--yes ([0-9a-f]{8})")
"""The mark of what was seen: a command that approves takes the one printed last."""

SECONDS = re.compile(r"\b[0-9]+\.[0-9] s\b")
"""How long something took here; no two machines agree, so a page always says the same."""


@dataclass(frozen=True)
class Command:
    """One command of a transcript, and what the page says it prints."""

    line: str
    printed: str


def commands(text: str) -> list[Command]:
    """Return the commands of a block with what follows each of them."""
    found: list[list[str]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append([line[2:]])
        else:
            found[-1].append(line)
    return [Command(line, "\n".join(printed).rstrip()) for line, *printed in found]


def run(line: str, at: str, folder: Path) -> str:
    """Run one command of a page in its sandbox home, and return what it prints."""
    program, *words = shlex.split(line)
    assert program == "playbook", f"only playbook runs here, not {program}"
    clock = ["--now", at] if at else []
    done = subprocess.run(
        [str(PLAYBOOK), "--home", str(folder / "home"), *clock, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TZ": "Europe/London"},
        stdin=subprocess.DEVNULL,
    )
    return SECONDS.sub("0.4 s", (done.stdout + done.stderr).replace(str(folder), "~")).rstrip()


def told(page: Path) -> tuple[str, str]:
    """Return a page as it is, and as it would be with everything printed anew."""
    text = page.read_text()
    with tempfile.TemporaryDirectory(dir=SHORT) as name:
        folder = Path(name)
        for block in re.findall(r"```yaml\n(playbook: ([a-z-]+)\n.*?)```\n", text, re.DOTALL):
            (folder / f"{block[1]}.yaml").write_text(block[0])

        seen = [""]

        def again(block: re.Match[str]) -> str:
            at = block["at"] or ""
            parts = []
            for command in commands(block["text"]):
                line = MARK.sub(f"--yes {seen[-1]}", command.line)
                printed = run(line, at, folder)
                seen.extend(MARK.findall(printed))
                parts.append(f"$ {line}\n{printed}\n" if printed else f"$ {line}\n")
            head = f"<!-- at {at} -->\n" if at else ""
            return f"{head}```console\n{''.join(parts)}```\n"

        return text, BLOCK.sub(again, text)


def main(pages: list[str]) -> None:
    """Write what is printed now into the pages."""
    for page in pages:
        path = Path(page)
        path.write_text(told(path)[1])


if __name__ == "__main__":
    main(sys.argv[1:])
