"""What earlier versions wrote is read for ever: pinned playbooks, and whole homes."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from pathlib import Path

import pytest
from tests.golden.contents import contents

from followup.core import neutral
from followup.core.history import fold
from followup.core.values.playbook import Playbook
from followup.store import open_store

GOLDEN = Path(__file__).parents[1] / "golden"
PINS = sorted(GOLDEN.glob("pins/*.json"))
HOMES = sorted(GOLDEN.glob("homes/*.db"))


def test_there_is_something_golden() -> None:
    """Guards against an empty folder that would pass every test below."""
    assert PINS
    assert HOMES


@pytest.mark.parametrize("path", PINS, ids=lambda path: path.stem)
def test_a_pinned_playbook_is_the_same_for_ever(path: Path) -> None:
    """Guards running cases against a change of the language: same value, same digest."""
    pinned = json.loads(path.read_text())
    playbook = neutral.load(Playbook, pinned["neutral"])
    assert neutral.digest(playbook) == pinned["digest"]
    assert neutral.dump(playbook) == pinned["neutral"]


@pytest.mark.parametrize("path", HOMES, ids=lambda path: path.stem)
def test_an_old_home_opens_and_shows_what_it_showed(path: Path, tmp_path: Path) -> None:
    """Guards every home ever made: lists, cases, logs, letters and touches are as they were."""
    home = tmp_path / "followup.db"
    shutil.copy(path, home)
    assert contents(home) == json.loads(path.with_suffix(".json").read_text())


@pytest.mark.parametrize("path", HOMES, ids=lambda path: path.stem)
def test_the_logs_of_an_old_home_fold(path: Path, tmp_path: Path) -> None:
    """Guards that the log alone still comes to the case, and that the case can go on."""
    home = tmp_path / "followup.db"
    shutil.copy(path, home)
    with closing(open_store(home)) as store, store.read() as reading:
        assert store.health()["integrity"] == "ok"
        names = reading.names()
        assert len(names) >= 3
        for name in names:
            case = reading.case(name)
            assert case is not None
            assert fold(reading.log(name)) == case
            pinned = reading.pinned(case.playbook)
            assert pinned is not None
            playbook = neutral.load(Playbook, json.loads(pinned.neutral))
            assert neutral.digest(playbook) == pinned.digest == case.playbook
