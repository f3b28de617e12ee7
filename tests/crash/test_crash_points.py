"""Every crash point of the outbox, each with a kill, an exception nobody expects, and an exit.

After each of them: nothing is lost, nothing is sent twice, nothing that left is forgotten, and what
cannot be known is in doubt and stays so until a person settles it.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.crash.ledger import left
from tests.crash.scene import LEDGER, approve_all, begin, case_of, opened, parcels_of
from tests.crash.victim import NOW

from followup.runtime import acting, stepping
from followup.runtime.failpoints import NAMES, VARIABLE
from followup.runtime.home import Home

HOWS = ("kill", "exception", "exit")
CODES = {"kill": -9, "exception": 1, "exit": 70}
ROOT = Path(__file__).parents[2]

IN_DOUBT = {"started": 0, "calling": 0, "called": 1, "before-ack": 1}
"""Points that leave an attempt in doubt, and how many letters had left by then."""


def die(folder: Path, point: str, how: str, act: str = "step") -> None:
    """Let a process do something to the home and die at a crash point."""
    env = {**os.environ, VARIABLE: f"{point}:{how}", "PYTHONPATH": f"{ROOT / 'engine'}{os.pathsep}{ROOT}"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.victim", str(folder), act],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == CODES[how], f"it did not die at {point}: {done.stderr}"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with two thank-yous that are approved and not yet due."""
    made = opened(tmp_path, "2026-10-01 16:40")
    begin(made, "one", 2)
    approve_all(made, "one")
    made.close()
    return tmp_path


def settled(folder: Path) -> tuple[dict[str, str], list[str]]:
    """Step twice after the crash; return the items' ends and the names in doubt the first step met."""
    home = opened(folder, NOW)
    first = stepping.step(home)
    again = stepping.step(home)
    assert not again.delivered
    assert not again.in_doubt
    statuses = {name: str(item.status) for name, item in case_of(home, "one").items.items()}
    rows = {row.item: str(row.status) for row in parcels_of(home, "one")}
    assert rows == statuses
    home.close()
    return statuses, list(first.in_doubt)


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("point", [name for name in NAMES if name != "recovering"])
def test_a_step_that_dies(home: Path, point: str, how: str) -> None:
    """Wherever a step dies, the next one sends what did not go, once; what cannot be known is in doubt."""
    die(home, point, how)
    statuses, doubtful = settled(home)
    letters = left(home / LEDGER)
    keys = [letter.key for letter in letters]
    assert len(set(keys)) == len(keys), "sent twice"
    if point in IN_DOUBT:
        assert sorted(statuses.values()) == ["in_doubt", "sent"]
        assert len(doubtful) == 1
        assert len(letters) == 1 + IN_DOUBT[point]
    else:
        assert statuses == {"note": "sent", "note_2": "sent"}
        assert doubtful == []
        assert len(letters) == 2


@pytest.mark.parametrize("how", HOWS)
def test_a_recovery_that_dies_again_and_again(home: Path, how: str) -> None:
    """Three deaths in a row while an earlier one is being settled change nothing."""
    die(home, "started", "kill")
    for _ in range(3):
        die(home, "recovering", how)
    statuses, doubtful = settled(home)
    assert sorted(statuses.values()) == ["in_doubt", "sent"]
    assert len(doubtful) == 1
    assert len(left(home / LEDGER)) == 1


@pytest.mark.parametrize("how", HOWS)
@pytest.mark.parametrize("point", ["before-fire", "in-fire", "fired"])
def test_a_word_that_dies(home: Path, point: str, how: str) -> None:
    """A rejection that was being told is there whole or not at all; told again, it is there once."""
    die(home, point, how, act="rejected")
    again = opened(home, NOW)
    before = case_of(again, "one")
    told = point == "fired"
    assert (before.state == "declined") is told
    report = acting.tell(again, "one", event="rejected", facts={}, contact="one-p0", channel="email")
    assert report.repeat is told
    after = case_of(again, "one")
    assert after.state == "declined"
    assert {name: str(item.status) for name, item in after.items.items()} == {
        "note": "dropped",
        "note_2": "dropped",
        "goodbye": "drafted",
    }
    stepping.step(again)
    assert left(home / LEDGER) == []
    again.close()


def test_after_a_doubt_a_person_has_the_last_word(home: Path) -> None:
    """Settled as not sent and approved again, the same bytes go, once more and no more."""
    die(home, "started", "kill")
    made: Home = opened(home, NOW)
    report = stepping.step(made)
    case, item = report.in_doubt[0].split("/")
    acting.resolve(made, case, item, sent=False)
    approve_all(made, case)
    letters = left(home / LEDGER)
    assert sorted(letter.item for letter in letters) == ["note", "note_2"]
    rows = {row.item: row for row in parcels_of(made, case)}
    assert [rows[letter.item].data for letter in letters] == [letter.data.encode() for letter in letters]
    assert rows[item].attempt == 2
    made.close()
