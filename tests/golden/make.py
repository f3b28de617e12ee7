"""Makes what later versions must still read: `PYTHONPATH=. python -m tests.golden.make NUMBER`.

Run once for every released schema or language, with a number of its own. What is there is never
made again: it stands for homes that people have.
"""

from __future__ import annotations

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.golden.contents import contents
from whenever import Instant, PlainDateTime

from followup.app import find_playbook, open_home
from followup.core import neutral
from followup.core.values.people import Contact, Me
from followup.core.values.records import Worker
from followup.core.values.scenario import Approvals
from followup.runtime import acting
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.simulation.passing import Habit, Passage
from followup.store import SqliteStore

HERE = Path(__file__).parent
PLACE = "GB-ENG Europe/London"
BEGINS = "2026-10-01 16:45"
FOLDER = Path("/tmp/golden-home")  # always the same: what was sent says where it was written


def pin(number: str) -> None:
    """Write the stock playbook as a home pins it."""
    found = find_playbook("interview-follow-up")
    pinned = {"digest": found.digest, "neutral": neutral.dump(found.playbook)}
    _write(HERE / "pins" / f"{number}.json", pinned)


def home(number: str) -> None:
    """Write a home with three cases: one sent, one approved, one that is over; and what it holds."""
    FOLDER.mkdir()
    try:
        _tell(number)
    finally:
        shutil.rmtree(FOLDER)
    _write(HERE / "homes" / f"{number}.json", contents(HERE / "homes" / f"{number}.db"))


def _tell(number: str) -> None:
    begun = _wall(BEGINS)
    here = Worker(name="another command", pid=1, host="host", since=begun)
    opened = replace(open_home(FOLDER, now=begun), worker=here)
    assert isinstance(opened.clock, VirtualClock)
    passage = Passage(home=opened, clock=opened.clock, habit=Habit(Approvals.NEVER))
    try:
        told, _, over = (_begin(opened, opened.clock, company) for company in ("Acme", "Globex", "Initech"))
        passage.until(_wall("2026-10-06 12:00"))
        facts = {"promised_by": "2026-10-12"}
        acting.tell(opened, told, event="told_a_date", facts=facts, by="Interviewer A")
        acting.tell(opened, over, event="rejected", facts={})
        passage.until(_wall("2026-10-09 18:00"))
        assert isinstance(opened.store, SqliteStore)
        opened.store.backup(HERE / "homes" / f"{number}.db")
    finally:
        opened.store.close()


def _begin(home: Home, clock: VirtualClock, company: str) -> str:
    number = company.lower()
    person = Contact(
        id=f"interviewer-{number}",
        name=f"Interviewer {company}",
        name_verified=True,
        addresses={"email": f"{number}@example.org"},
    )
    ended = PlainDateTime.parse_iso("2026-10-01T16:30").assume_tz(PLACE.split()[1])
    report = acting.start(
        home,
        find_playbook("interview-follow-up"),
        owner="me",
        me=Me(name="Candidate", email="candidate@example.org", zone="Europe/London"),
        facts={
            "company": company,
            "job": "Data analyst",
            "workplace": PLACE,
            "ended_at": ended.format_iso(),
            "interviewers": (person.id,),
        },
        words={},
        people=[person],
    )
    assert report.case is not None
    Passage(home=home, clock=clock, habit=Habit(Approvals.AT_ONCE), cases=[report.case.id]).approve()
    return report.case.id


def _wall(words: str) -> Instant:
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(PLACE.split()[1]).to_instant()


def _write(path: Path, data: Any) -> None:
    assert not path.exists(), f"{path} stands for what people have; give another number"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n")


if __name__ == "__main__":
    for made in (pin, home):
        made(sys.argv[1])
