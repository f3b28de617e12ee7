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
from tests.scenarios.teller import Teller, compiled

from followup.app import open_home
from followup.core import neutral
from followup.core.values.people import Contact, Me
from followup.core.values.records import Worker
from followup.runtime import acting
from followup.runtime.clock import VirtualClock
from followup.store import SqliteStore

HERE = Path(__file__).parent
PLACE = "GB-ENG Europe/London"
BEGINS = "2026-10-01 16:45"
FOLDER = Path("/tmp/golden-home")  # always the same: what was sent says where it was written


def pin(number: str) -> None:
    """Write the stock playbook as a home pins it."""
    found = compiled({})
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
    teller = Teller(None, None, "", PLACE.split()[1], approve=False)  # type: ignore[arg-type]  # set below
    begun = teller.instant(BEGINS)
    here = Worker(name="another command", pid=1, host="host", since=begun)
    opened = replace(open_home(FOLDER, now=begun), worker=here)
    assert isinstance(opened.clock, VirtualClock)
    teller.home, teller.clock = opened, opened.clock
    try:
        told, left, over = (_begin(teller, company) for company in ("Acme", "Globex", "Initech"))
        teller.until(teller.instant("2026-10-06 12:00"))
        facts = {"promised_by": "2026-10-12"}
        acting.tell(opened, told, event="told_a_date", facts=facts, by="Interviewer A")
        acting.tell(opened, over, event="rejected", facts={})
        teller.case = left
        teller.until(teller.instant("2026-10-09 18:00"))
        assert isinstance(opened.store, SqliteStore)
        opened.store.backup(HERE / "homes" / f"{number}.db")
    finally:
        opened.store.close()


def _begin(teller: Teller, company: str) -> str:
    number = company.lower()
    person = Contact(
        id=f"interviewer-{number}",
        name=f"Interviewer {company}",
        name_verified=True,
        addresses={"email": f"{number}@example.org"},
    )
    report = acting.start(
        teller.home,
        compiled({}),
        owner="me",
        me=Me(name="Candidate", email="candidate@example.org", zone="Europe/London"),
        facts={
            "company": company,
            "job": "Data analyst",
            "workplace": PLACE,
            "ended_at": teller.fact("2026-10-01 16:30"),
            "interviewers": (person.id,),
        },
        words={},
        people=[person],
    )
    assert report.case is not None
    teller.case = report.case.id
    teller.approve_all()
    return report.case.id


def _write(path: Path, data: Any) -> None:
    assert not path.exists(), f"{path} stands for what people have; give another number"
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1, sort_keys=False) + "\n")


if __name__ == "__main__":
    for made in (pin, home):
        made(sys.argv[1])
