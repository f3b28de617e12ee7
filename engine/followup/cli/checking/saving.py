"""Refutations saved as tests: the stories that break a promise, in the tests file of their playbook."""

from __future__ import annotations

import re
from pathlib import Path

from followup.cli.checking.proving import tests_file
from followup.cli.checking.values import Examined
from followup.cli.scaffolding.modeline import modeline
from followup.errors import Refused, StorageError


def save(examined: Examined) -> tuple[Path, int]:
    """Append the stories that are not there yet; return the file and how many were written.

    Raises:
        Refused: `tests-shape`: the file does not end in its scenarios, so nothing can be appended.
        StorageError: It cannot be written.
    """
    from followup.authoring.scenario_text import entry, text

    path = Path(tests_file(examined.subject)).expanduser()
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
    except (OSError, ValueError) as error:
        raise StorageError("unreadable", f"{path} cannot be read: {error}. Nothing was written.") from None
    names = set(re.findall(r"^ +([a-z][a-z0-9_]*):", before, re.MULTILINE))
    fresh = [one for one in examined.refuting if one.name not in names]
    if not fresh:
        return path, 0
    if not before.strip():
        beside = Path(examined.subject.word).stem == path.name.partition(".tests")[0]
        about = "" if beside else examined.name  # beside its file a tests file is about that file
        after = f"{modeline(path, 'scenarios')}\n" + text(fresh, playbook=about)
    else:
        after = before.rstrip("\n") + "\n" + "".join(f"\n{entry(one)}" for one in fresh)
        _held(after, path)
    _write(path, after)
    return path, len(fresh)


def _held(after: str, path: Path) -> None:
    """Refuse a text that no longer reads: the scenarios were not the last thing in the file."""
    from followup.authoring.scenarios import read
    from followup.runtime.almanac import PublicAlmanac

    suite, findings = read(after.encode(), str(path), almanac_place=PublicAlmanac().place)
    if suite is None:
        first = next(one for one in findings if one.severity == "error")
        raise Refused(
            "tests-shape",
            f"nothing can be appended to {path}: {first.text}. It was not touched.",
            hint="let `scenarios:` be the last key of the file, or move the file away and save again",
        )


def _write(path: Path, text: str) -> None:
    beside = path.with_name(f"{path.name}.part")
    try:
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise StorageError(
            "unwritable", f"{path} cannot be written: {error.strerror}. Nothing was written."
        ) from None
