"""The home that crashes: a real database file, a clock that stands, and the ledger as its only channel."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

from tests.crash.ledger import Ledger, LedgerWays
from whenever import Instant, PlainDateTime

from followup.app import open_home
from followup.authoring.compile import Compiled, compile_file
from followup.core import history
from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.records import Parcel
from followup.runtime import acting
from followup.runtime.home import Home

ZONE = "Europe/London"
LEDGER = "ledger.jsonl"
ME = Me(name="Candidate", email="candidate@example.org", zone=ZONE)


def at(words: str) -> Instant:
    """Return the instant of a wall time in London."""
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(ZONE).to_instant()


@cache
def notes() -> Compiled:
    """Return the playbook of the crash tests."""
    return compile_file(Path(__file__).parent / "notes.yaml")


def opened(folder: Path, words: str = "", *, now: Instant | None = None, pace: float = 0.0) -> Home:
    """Open the home, in whatever state a crash has left it."""
    when = at(words) if words else now
    return replace(
        open_home(folder, now=when, plugins=False),
        channels=LedgerWays(Ledger(folder / LEDGER, pace=pace)),
    )


def begin(home: Home, name: str, people: int, *, ended: str = "2026-10-01 16:30") -> None:
    """Begin a case in which so many people are to be thanked."""
    contacts = [
        Contact(id=f"{name}-p{n}", name=f"Person {n}", addresses={"email": f"{name}-{n}@example.org"})
        for n in range(people)
    ]
    acting.start(
        home,
        notes(),
        owner="me",
        me=ME,
        facts={
            "company": name,
            "job": "Analyst",
            "workplace": f"PLAIN {ZONE}",
            "ended_at": PlainDateTime.parse_iso(ended.replace(" ", "T")).assume_tz(ZONE).format_iso(),
            "interviewers": tuple(one.id for one in contacts),
        },
        words={},
        people=contacts,
        name=name,
    )


def approve_all(home: Home, name: str) -> None:
    """Approve every draft of a case."""
    for item in list(case_of(home, name).items.values()):
        if item.status == "drafted" and item.draft is not None:
            acting.approve(home, name, item.id, digest=item.draft.digest)


def case_of(home: Home, name: str) -> Case:
    """Return a case, after checking that its log is whole."""
    with home.store.read() as reading:
        found, log = reading.case(name), reading.log(name)
    assert found is not None
    assert history.fold(log) == found, "the log does not fold back to the case"
    assert [entry.event.seq for entry in log] == list(range(1, found.version + 1))
    return found


def parcels_of(home: Home, name: str) -> list[Parcel]:
    """Return the outbox rows of a case."""
    with home.store.read() as reading:
        return list(reading.parcels(name))
