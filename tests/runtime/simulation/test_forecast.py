"""The weeks ahead of a real case: what comes is what will come, and nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tests.runtime.simulation.staging import ALMANAC, at, scenario, stock

from followup.core.values.records import Entry, Worker
from followup.core.values.scenario import Act, Approvals, Deed
from followup.errors import UsageError
from followup.runtime import acting, stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.simulation import forecast
from followup.runtime.simulation.script import Receipts, Script
from followup.store import open_store


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """Return a home on disk with two cases that have begun."""
    begins = at("2026-10-01 16:45")
    store = open_store(tmp_path / "followup.db")
    home = Home(
        store=store,
        clock=VirtualClock(begins),
        channels=Script({}, Receipts()),
        almanac=ALMANAC,
        worker=Worker(name="a test", pid=1, host="here", since=begins),
    )
    told = scenario()
    place = {"workplace": told.place}
    for company in ("Acme", "Birch"):
        facts = {**told.given, **place, "company": company, "interviewers": ()}
        people = (
            replace(
                told.people[0],
                id=f"of-{company.lower()}",
                name=company,
                addresses={"email": f"{company}@example.org"},
            ),
        )
        acting.start(
            home,
            stock(),
            owner="me",
            me=told.me,
            facts={**facts, "interviewers": (people[0].id,)},
            words={},
            people=people,
        )
    yield home
    store.close()


def test_nothing_is_written(home: Home):
    """Guards that looking ahead for years leaves every case, and the clock, as they were."""
    with home.store.read() as reading:
        before = [reading.log(case) for case in reading.names()]
    found = forecast(home, "acme-analyst")
    assert found.rest is not None
    assert found.rest.ends
    assert found.case.state == "dormant"
    with home.store.read() as reading:
        assert [reading.log(case) for case in reading.names()] == before
    assert home.clock.now() == at("2026-10-01 16:45")


def test_what_is_foreseen_is_what_comes(home: Home):
    """Guards the forecast: lived through, the case has the log that was foreseen."""
    found = forecast(home, "acme-analyst", until=at("2026-10-20 12:00"))
    with home.store.read() as reading:
        case = reading.case("acme-analyst")
    assert case is not None
    draft = case.items["thank_you"].draft
    assert draft is not None
    stepping.step(home, "acme-analyst")
    acting.approve(home, "acme-analyst", "thank_you", digest=draft.digest)
    clock = home.clock
    assert isinstance(clock, VirtualClock)
    for _ in range(100):
        with home.store.read() as reading:
            due = reading.next_due()
        if due is None or due[1] > at("2026-10-20 12:00"):
            break
        clock.set(max(due[1], clock.now()))
        stepping.step(home)
        _approve_all(home)
    with home.store.read() as reading:
        real = reading.log("acme-analyst")
    assert [_quiet(entry) for entry in real] == [_quiet(entry) for entry in found.log]


def test_only_what_is_to_come_is_told(home: Home):
    """Guards that the timeline begins now, and that other cases do not go on meanwhile."""
    stepping.step(home)
    found = forecast(home, "acme-analyst")
    assert "begins" not in {one.kind for one in found.timeline}
    assert {one.case for one in found.timeline} == {"acme-analyst"}


def test_what_if(home: Home):
    """Guards acts: they happen at their time, and a refused one is told."""
    acts = (
        Act(at=at("2026-10-05 09:00"), deed=Deed.TELL, name="rejected"),
        Act(at=at("2026-10-05 10:00"), deed=Deed.DONE, name="nothing"),
    )
    found = forecast(home, "acme-analyst", acts=acts, approvals=Approvals.NEVER)
    assert found.case.outcome == "rejected"
    assert [one.about for one in found.found] == ["act"]
    assert not found.sent


def test_a_case_that_is_not_there(home: Home):
    """Guards the refusal."""
    with pytest.raises(UsageError) as raised:
        forecast(home, "nobody")
    assert raised.value.code == "no-case"


def _quiet(entry: Entry) -> Entry:
    """Return an entry without what a channel says, since a channel that is not asked says so."""
    return replace(entry, event=replace(entry.event, note=""))


def _approve_all(home: Home) -> None:
    with home.store.read() as reading:
        case = reading.case("acme-analyst")
    assert case is not None
    for item in case.items.values():
        if item.status == "drafted" and item.draft is not None:
            acting.approve(home, "acme-analyst", item.id, digest=item.draft.digest)
