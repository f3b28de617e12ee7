"""A home with many resting cases, of which one is due at a time: what does a step cost then?

python -m tests.cost.resting 100000      makes two homes, prints both medians and their ratio
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count, repeat
from pathlib import Path

from whenever import Instant, ZonedDateTime

from followup.app import find_playbook, open_home
from followup.core import history
from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.records import Entry, Row
from followup.runtime import acting
from followup.runtime.home import Home

PLAYBOOK = Path(sys.executable).with_name("playbook")
BEGINS = Instant.from_utc(2026, 10, 1, 16)
ENDED = ZonedDateTime(2026, 10, 1, 16, 0, tz="Europe/London")
FAR = Instant.from_utc(2026, 12, 1)
RUNS = 5
TRIES = 3
DUE = TRIES * (RUNS + 1) + 1
IN_LONDON = {**os.environ, "TZ": "Europe/London"}
_BATCH = 5000


def make(folder: Path, cases: int) -> Path:
    """Make a sandbox home: some cases with a message due, a minute after each other; the others rest."""
    home = open_home(folder / "home", now=BEGINS)
    try:
        case = [begin(home, number) for number in range(DUE)][-1]
        with home.store.read() as reading:
            event = reading.log(case.id)[0].event
        row = Row(due=FAR, wants=None, deadline=None, employer="acme", title="Analyst at Acme")
        for first in range(DUE, cases, _BATCH):
            with home.store.write() as writing:
                for number in range(first, min(first + _BATCH, cases)):
                    other = replace(case, id=f"rest-{number}", version=1)
                    entry = Entry(event=event, changes=history.difference(None, other))
                    writing.save(other, row, [entry], contacts=["interviewer-0"])
    finally:
        home.store.close()
    return folder / "home"


def begin(home: Home, number: int) -> Case:
    """Start a case whose thanks are approved, and due `number` minutes after six in the evening."""
    person = Contact(
        id=f"interviewer-{number}",
        name=f"Interviewer {number}",
        name_verified=True,
        addresses={"email": f"a{number}@example.org"},
    )
    report = acting.start(
        home,
        find_playbook("interview-follow-up"),
        owner="me",
        me=Me(name="Candidate", email="candidate@example.org", zone="Europe/London"),
        facts={
            "company": f"Acme {number}",
            "job": "Analyst",
            "workplace": "GB-ENG Europe/London",
            "ended_at": ENDED.add(minutes=number).format_iso(),
            "interviewers": (person.id,),
        },
        words={},
        people=[person],
    )
    assert report.case is not None
    draft = report.case.items["thank_you"].draft
    assert draft is not None
    acting.approve(home, report.case.id, "thank_you", digest=draft.digest)
    return report.case


def once(home: Path, at: str, *words: str) -> tuple[float, dict[str, object]]:
    """Run one command at a wall time; return its seconds and its answer."""
    command = [str(PLAYBOOK), "--home", str(home), "--json", "--now", f"2026-10-01 {at}", *words]
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=IN_LONDON)
    seconds = time.perf_counter() - start
    assert done.returncode == 0, done.stdout + done.stderr
    return seconds, json.loads(done.stdout)


def minutes(first: int) -> Iterator[str]:
    """Yield wall times from 18:`first` on, at each of which one more message is due."""
    return (f"18:{minute:02}" for minute in count(first))


def medians(small: Path, large: Path, *words: str, tried: int = 0) -> tuple[float, float]:
    """Return the median seconds of a command on both homes, measured in turn; each step sends one message."""
    pairs = []
    times = minutes(tried * (RUNS + 1)) if words == ("step",) else repeat("18:30")
    for at, _ in zip(times, range(RUNS + 1), strict=False):
        (few, one), (many, two) = once(small, at, *words), once(large, at, *words)
        if words == ("step",):
            for answer in (one, two):
                assert [sent["outcome"] for sent in answer["delivered"]] == ["sent"]  # type: ignore[attr-defined]
        pairs.append((few, many))
    warm = pairs[1:]
    return statistics.median(few for few, _ in warm), statistics.median(many for _, many in warm)


def main(cases: int) -> None:
    """Print what `step`, `today` and `list` cost with 100 and with many cases."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        small, large = make(Path(one), 100), make(Path(two), cases)
        for words in (("step",), ("today",), ("list",)):
            few, many = medians(small, large, *words)
            print(
                f"{words[0]:6} with 100 cases {few * 1000:.0f} ms, with {cases} {many * 1000:.0f} ms:"
                f" {many / few:.2f} times"
            )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
