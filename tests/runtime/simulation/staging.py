"""Scenarios for the tests of the simulation: one interview in London, on the stock playbook."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from whenever import Instant, PlainDateTime

from followup.authoring.compile import Compiled, read
from followup.core.values.people import Contact, Me
from followup.core.values.scenario import Act, Deed, Expectation, Scenario, Sent
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.simulation import Played, play

ZONE = "Europe/London"
ALMANAC = PublicAlmanac()
PLAYBOOKS = Path(__file__).parents[3] / "playbooks"
PERSON = Contact(
    id="interviewer-a",
    name="Interviewer A",
    name_verified=True,
    addresses={"email": "a@example.org", "phone": "+44 20 7946 0000"},
)
MAILED = Contact(
    id="interviewer-a", name="Interviewer A", name_verified=True, addresses={"email": "a@example.org"}
)
ME = Me(name="Candidate", email="candidate@example.org", zone=ZONE)


def at(words: str) -> Instant:
    """Return the instant of a wall time in London: `2026-10-01 16:30`."""
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(ZONE).to_instant()


@cache
def stock() -> Compiled:
    return small((PLAYBOOKS / "interview-follow-up.yaml").read_text(), flow=True)


@cache
def small(text: str, *, flow: bool = False) -> Compiled:
    """Return the playbook of a text."""
    compiled, findings = read(text.encode(), "test.yaml", flow=flow)
    assert compiled is not None, findings
    return compiled


def scenario(*story: Act, **changes: Any) -> Scenario:
    """Return a scenario that begins a quarter of an hour after an interview on Thu 1 Oct 2026."""
    ended = PlainDateTime(2026, 10, 1, 16, 30).assume_tz(ZONE).format_iso()
    values: dict[str, Any] = {
        "name": "one_interview",
        "place": f"GB-ENG {ZONE}",
        "begins": at("2026-10-01 16:45"),
        "me": ME,
        "given": {
            "company": "Acme",
            "job": "Data analyst",
            "ended_at": ended,
            "interviewers": ("interviewer-a",),
        },
        "people": (PERSON,),
        "story": story,
    }
    return Scenario(**{**values, **changes})


def act(when: str, deed: Deed = Deed.LOOK, name: str = "", **more: Any) -> Act:
    return Act(at=at(when), deed=deed, name=name, **more)


def look(when: str, **expected: Any) -> Act:
    """Return an act that only compares."""
    return Act(at=at(when), expect=Expectation(**expected), line=7)


def sent(when: str, item: str, contact: str = "interviewer-a") -> Sent:
    return Sent(at=at(when), item=item, contact=contact)


def played(story: Sequence[Act] = (), *, compiled: Compiled | None = None, **changes: Any) -> Played:
    """Play a story; `days` or `until` let it go on."""
    days, until = changes.pop("days", 0), changes.pop("until", None)
    library = changes.pop("library", None)
    told = scenario(*story, **changes)
    return play(compiled or stock(), told, almanac=ALMANAC, days=days, until=until, library=library)


ROUND = """
playbook: for-ever
version: "1.0"
title: Nothing has a date
start: waiting
facts:
  workplace: {type: place, ask: "Where?"}
courtesy: {place: workplace}
events:
  again: {say: Once more.}
states:
  waiting:
    why: Somebody may write.
    events:
      again: {go: waiting}
"""
"""A case of it waits for an event, has no date, and may not rest: its flow is not sound."""

NOTE = """
playbook: a-note
version: "1.0"
title: A note that may go at any time
start: writing
facts:
  workplace: {type: place, ask: "Where?"}
  reader: {type: contact, ask: "To whom?"}
courtesy: {place: workplace}
messages:
  note:
    why: They asked for it.
    to: reader
    via: [email]
    subject: "A note"
    body: |
      Dear {{ contact.salutation }},

      Here it is.
states:
  writing:
    why: A note is to be written.
    do: [note]
    then: closed
  closed:
    why: It has gone.
    final: true
"""
"""A case of it waits for an approval, for ever."""
