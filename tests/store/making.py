"""Small values to fill a store with; every field can be said otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from whenever import Instant

from followup.core.values.case import Case, Draft, Item, ItemStatus, Known
from followup.core.values.delivery import Answer, AnswerKind, Letter, Person
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.records import Entry, Parcel, ParcelStatus, Pinned, Row, Signal, Worker
from followup.core.values.surroundings import Touch
from followup.core.values.times import Moment

START = Instant.from_utc(2026, 10, 1, 9)
ACCEPTED = Answer(kind=AnswerKind.ACCEPTED, text="taken", provider_id="p-1")
ME = Me(name="Candidate A", email="a@example.org", zone="Europe/London")


def at(minutes: float = 0) -> Instant:
    """Return the instant so many minutes after the start of the story."""
    return START.add(seconds=round(minutes * 60))


def case(name: str = "acme-analyst", version: int = 1, **changes: Any) -> Case:
    values: dict[str, Any] = {
        "id": name,
        "owner": "me",
        "playbook": "d1",
        "version": version,
        "state": "waiting",
        "round_at": START,
        "last_at": at(version),
        "started_at": START,
    }
    return Case(**{**values, **changes})


def row(due: Instant | None = None, **changes: Any) -> Row:
    values: dict[str, Any] = {"due": due, "wants": None, "deadline": None, "title": "Analyst at Acme"}
    return Row(**{**values, **changes})


def entry(seq: int = 1, **changes: Any) -> Entry:
    event = Event(kind=EventKind.KNOWN, occurred_at=at(seq), recorded_at=at(seq), seq=seq, **changes)
    return Entry(event=event, changes={"version": seq, "last_at": at(seq).format_iso()}, why=("a rule",))


def entries(first: int, last: int) -> list[Entry]:
    return [entry(seq) for seq in range(first, last + 1)]


def draft(revision: int = 1, **changes: Any) -> Draft:
    values: dict[str, Any] = {
        "revision": revision,
        "digest": f"digest-{revision}",
        "way": "email",
        "contact": "interviewer-a",
        "address": "a@example.org",
        "subject": "Thank you",
        "body": "Thank you for the talk.\n",
    }
    return Draft(**{**values, **changes})


def parcel(name: str = "acme-analyst", item: str = "thank_you", revision: int = 1, **changes: Any) -> Parcel:
    values: dict[str, Any] = {
        "case": name,
        "item": item,
        "draft": draft(revision),
        "key": f"{name}/{item}/{revision}",
        "status": ParcelStatus.DRAFTED,
    }
    return Parcel(**{**values, **changes})


def letter(of: Parcel) -> Letter:
    return Letter(
        key=of.key,
        case=of.case,
        item=of.item,
        way=of.draft.way,
        sender=Person(name="Candidate A", address="a@example.org"),
        to=Person(name="Interviewer A", address=of.draft.address),
        subject=of.draft.subject,
        body=of.draft.body,
        date=START,
    )


def attempt(of: Parcel, number: int = 1, **changes: Any) -> Parcel:
    """Return the parcel as it is when attempt `number` starts."""
    values: dict[str, Any] = {
        "status": ParcelStatus.SENDING,
        "attempt": number,
        "worker": "w",
        "lease_until": at(10),
        "letter": letter(of),
        "data": b"bytes of the letter",
    }
    return replace(of, **{**values, **changes})


def contact(name: str = "interviewer-a", **changes: Any) -> Contact:
    values: dict[str, Any] = {
        "id": name,
        "name": name.replace("-", " ").title(),
        "addresses": {"email": f"{name}@example.org"},
    }
    return Contact(**{**values, **changes})


def touch(
    to: str = "interviewer-a", name: str = "acme-analyst", item: str = "thank_you", **changes: Any
) -> Touch:
    values: dict[str, Any] = {
        "contact": to,
        "at": START,
        "case": name,
        "item": item,
        "round": 1,
        "owner": "me",
    }
    return Touch(**{**values, **changes})


def signal(to: str = "acme-analyst", **changes: Any) -> Signal:
    values: dict[str, Any] = {"id": 0, "to": to, "sender": "other", "event": entry().event}
    return Signal(**{**values, **changes})


def pinned(digest: str = "d1", **changes: Any) -> Pinned:
    values: dict[str, Any] = {
        "digest": digest,
        "neutral": '{"b":1,"a":2}',
        "source": "playbook: x\n",
        "file": "x.yaml",
        "added_at": START,
        "marks": {"messages.thank_you": 3},
    }
    return Pinned(**{**values, **changes})


def worker(name: str = "w", **changes: Any) -> Worker:
    values: dict[str, Any] = {"name": name, "pid": 12, "host": "here", "since": START}
    return Worker(**{**values, **changes})


def resting(name: str, version: int = 1, **changes: Any) -> Case:
    """Return a case as it rests in the middle of a story: people, facts, an item sent and one planned."""
    sent = Item(
        id="thank_you",
        name="thank_you",
        contact="interviewer-a",
        round=1,
        state="waiting",
        planned_at=START,
        status=ItemStatus.SENT,
        due=Moment(
            at=at(20),
            wall="2026-10-01T10:20:00+01:00[Europe/London]",
            rule="20 minutes after ended",
            counted="20 minutes after Thu 1 Oct 10:00",
        ),
        draft=draft(),
        approved="digest-1",
        attempt=1,
        outcome="sent",
        at=at(30),
        counted=True,
    )
    planned = replace(
        sent, id="check_in", name="check_in", status=ItemStatus.PLANNED, draft=None, approved=""
    )
    values: dict[str, FactValue] = {
        "employer": "Acme",
        "job": "Data analyst",
        "met": ("interviewer-a",),
        "ended": "2026-10-01T16:30:00+01:00[Europe/London]",
        "senior": False,
    }
    facts = {fact: (Known(value=value, round=1, at=START, seq=1),) for fact, value in values.items()}
    return case(
        name,
        version,
        facts=facts,
        items={"thank_you": sent, "check_in": planned},
        entered={"waiting": START},
        outcomes={"thank_you.sent": at(30)},
        **changes,
    )
