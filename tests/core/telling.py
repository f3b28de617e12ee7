"""Drives the pure core alone: a case, its log, and surroundings that a test may change."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from whenever import Instant, PlainDateTime

from followup.authoring.compile import read
from followup.core import courtesy, history, outlook, step, story
from followup.core.values.case import Case, Item
from followup.core.values.events import Event, EventKind
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import Playbook
from followup.core.values.records import Entry
from followup.core.values.steps import Step, Verdict
from followup.core.values.surroundings import Surroundings, Touch, Way

LONDON = "Europe/London"
WAYS = {
    "email": Way(name="email", channel="folder"),
    "phone": Way(name="phone", channel="todo", person=True),
}


@cache
def mini(*replacements: tuple[str, str]) -> Playbook:
    text = (Path(__file__).parent / "mini.yaml").read_text()
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new)
    found, findings = read(text.encode(), "mini.yaml")
    assert found is not None, findings
    return found.playbook


def at(words: str) -> Instant:
    """Return the instant of a wall time in London, such as `2026-10-01 16:30`."""
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(LONDON).to_instant()


def fact(words: str) -> str:
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(LONDON).format_iso()


def person(name: str, **changes: Any) -> Contact:
    values: dict[str, Any] = {
        "id": name,
        "name": name.replace("-", " ").title(),
        "name_verified": True,
        "addresses": {"email": f"{name[-1]}@example.org"},
    }
    return Contact(**{**values, **changes})


class Told:
    """A case being told in a test."""

    def __init__(
        self,
        *people: Contact,
        playbook: Playbook | None = None,
        begins: str = "2026-10-01 16:40",
        name: str = "acme",
        **facts: Any,
    ) -> None:
        people = people or (person("interviewer-a"),)
        self.playbook = playbook or mini()
        self.now = at(begins)
        self.world = Surroundings(
            me=Me(name="Candidate", zone=LONDON),
            contacts={one.id: one for one in people},
            ways=WAYS,
            holidays={"PLAIN": {}},
        )
        given = {
            "company": "Acme",
            "job": "Analyst",
            "workplace": f"PLAIN {LONDON}",
            "ended_at": fact("2026-10-01 16:30"),
            "interviewers": tuple(one.id for one in people),
            **facts,
        }
        event = Event(
            kind=EventKind.STARTED,
            occurred_at=self.now,
            recorded_at=self.now,
            seq=1,
            facts={name: value for name, value in given.items() if value is not None},
        )
        self.log = [event]
        self.entries: list[Entry] = []
        self.last = step.begin(
            self.playbook,
            id=name,
            owner="me",
            digest="digest",
            event=event,
            surroundings=self.world,
            now=self.now,
        )
        self.case: Case = self.last.case
        self._keep(event, None)

    def _keep(self, event: Event, before: Case | None) -> None:
        changes = history.difference(before, self.case)
        self.entries.append(Entry(event=event, changes=changes))
        assert history.fold(self.entries) == self.case, "the log does not fold back to the case"

    def take(self, kind: EventKind, *, happened: str | Instant | None = None, **more: Any) -> Step:
        event = Event(
            kind=kind,
            occurred_at=at(happened) if isinstance(happened, str) else happened or self.now,
            recorded_at=self.now,
            seq=self.case.version + 1,
            **more,
        )
        self.last = story.take(self.playbook, self.case, event, self.world, self.now, log=lambda: self.log)
        if not self.last.repeat:
            before, self.case = self.case, self.last.case
            self.log.append(event)
            self._keep(event, before)
        return self.last

    def happen(self, name: str, **more: Any) -> Step:
        return self.take(EventKind.HAPPENED, name=name, **more)

    def until(self, words: str, *, send: bool = True) -> None:
        """Let time pass, taking what is due in order; approved messages are sent if `send`."""
        end = at(words)
        for _ in range(300):
            row = outlook.row(self.playbook, self.case, self.world, self.now)
            if row.due is None or row.due > end:
                break
            self.now = max(row.due, self.now)
            before = self.case
            self.settle(send=send)
            if self.case == before:
                self.now = self.now.add(seconds=1)
        self.now = max(end, self.now)
        self.settle(send=send)

    def settle(self, *, send: bool = True) -> None:
        for _ in range(60):
            due = outlook.due(self.playbook, self.case, self.world, self.now)
            for event in due[:1]:
                self.take(event.kind, name=event.name, by=event.by)
            if due:
                continue
            ready = [item for item in self.case.items.values() if item.status == "approved"]
            ready = [item for item in ready if send and self.may(item.id).go]
            if not ready:
                return
            self.send(ready[0].id)

    def send(self, item: str, outcome: str | None = None) -> None:
        number = self.case.items[item].attempt + 1
        self.take(EventKind.ATTEMPT, item=item, digest=self.case.items[item].approved, attempt=number)
        way = self.world.ways[self.draft(item).way]
        outcome = outcome or ("handed_over" if way.person else "sent")
        self.end(item, outcome, attempt=number)

    def end(self, item: str, outcome: str, **more: Any) -> Step:
        told = self.take(EventKind.ITEM, item=item, outcome=outcome, **more)
        done = self.case.items[item]
        if done.counted and done.contact is not None:
            touch = Touch(
                contact=done.contact,
                at=self.now,
                case="acme",
                item=item,
                round=done.round,
                owner="me",
                way=done.draft.way if done.draft is not None else "",
            )
            self.world = replace(self.world, touches=(*self.world.touches, touch))
        return told

    def approve(self, item: str) -> Step:
        return self.take(EventKind.APPROVED, item=item, digest=self.draft(item).digest)

    def draft(self, item: str) -> Any:
        draft = self.case.items[item].draft
        assert draft is not None, f"{item} has no draft"
        return draft

    def meet(self, *people: Contact) -> None:
        """Change or add rows of contacts, as a person who tells an address does."""
        self.world = replace(self.world, contacts={**self.world.contacts, **{one.id: one for one in people}})
        self.take(EventKind.WOKE)

    def may(self, item: str) -> Verdict:
        return courtesy.may(self.playbook, self.case, item, self.world, self.now)

    def item(self, name: str) -> Item:
        return self.case.items[name]

    def status(self) -> dict[str, str]:
        return {name: str(item.status) for name, item in self.case.items.items()}

    def rules(self, item: str) -> list[str]:
        return [block.rule for block in self.may(item).blocks]
