"""A home for the tests of the runtime: the real store, the real channels, a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from whenever import Instant, PlainDateTime

from followup.app import find_playbook, this_process
from followup.authoring.compile import Compiled, compile_file
from followup.channels.config import ChannelConfig
from followup.channels.registry import load
from followup.core import history
from followup.core.values.case import Case, Item
from followup.core.values.delivery import Answer, AnswerKind, Letter
from followup.core.values.people import Contact, Me
from followup.core.values.records import Parcel
from followup.ports import Channel, Channels, Manifest, Rendered
from followup.runtime import acting, stepping
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.views import Report
from followup.store import open_store

LONDON = "Europe/London"
ME = Me(name="Candidate", email="candidate@example.org", zone=LONDON)
SENDS = {"folder": ChannelConfig(name="folder", options={"sends": True})}
_ALMANAC = PublicAlmanac()


@cache
def small() -> Compiled:
    return compile_file(Path(__file__).parent / "small.yaml")


@cache
def stock() -> Compiled:
    return find_playbook("interview-follow-up")


def at(words: str) -> Instant:
    """Return the instant of a wall time in London, such as `2026-10-01 16:30`."""
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(LONDON).to_instant()


def fact(words: str) -> str:
    return PlainDateTime.parse_iso(words.replace(" ", "T")).assume_tz(LONDON).format_iso()


def person(id: str = "interviewer-a", **changes: Any) -> Contact:  # noqa: A002 - it is the id
    values: dict[str, Any] = {
        "id": id,
        "name": id.replace("-", " ").title(),
        "name_verified": True,
        "addresses": {"email": f"{id[-1]}@example.org", "phone": "+44 20 7946 0000"},
    }
    return Contact(**{**values, **changes})


class Scripted:
    """A channel that answers what the test says, remembers what it was given, and may misbehave."""

    def __init__(
        self, name: str = "scripted", *, idempotency: str = "none", ways: tuple[str, ...] = ("email",)
    ):
        self.manifest = Manifest(
            name=name,
            title="for tests",
            ways=ways,
            idempotency=idempotency,
            outcomes={},
            config_schema={},
            dated={},
        )
        self.got: list[tuple[Letter, bytes]] = []
        self.answers: list[Answer | BaseException] = []
        self.unfit: Exception | None = None
        self.knows: Answer | None = None

    def check(self) -> Answer:
        return Answer(kind=AnswerKind.ACCEPTED)

    def render(self, letter: Letter) -> Rendered:
        if self.unfit is not None:
            raise self.unfit
        return Rendered(data=f"{letter.to.address}\n{letter.subject}\n{letter.body}{letter.date}".encode())

    def deliver(self, letter: Letter, data: bytes, *, deadline: float) -> Answer:
        self.got.append((letter, data))
        answer = self.answers.pop(0) if self.answers else Answer(kind=AnswerKind.ACCEPTED, text="accepted")
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def reconcile(self, letter: Letter) -> Answer | None:
        return self.knows


class Ways:
    """The built-in channels, with some ways carried by a test's own. Implements `ports.Channels`."""

    def __init__(self, channels: Channels, own: Mapping[str, Channel | None]) -> None:
        self.channels = channels
        self.own = dict(own)

    def carrier(self, way: str) -> Channel | None:
        return self.own[way] if way in self.own else self.channels.carrier(way)

    def get(self, name: str) -> Channel | None:
        own = next((one for one in self.own.values() if one is not None and one.manifest.name == name), None)
        return own or self.channels.get(name)

    def ways(self) -> Mapping[str, Manifest]:
        own = {way: channel.manifest for way, channel in self.own.items() if channel is not None}
        return {**self.channels.ways(), **own}


class World:
    """A home with what a test does to it."""

    def __init__(self, folder: Path, *, now: str = "2026-10-01 16:40", file: bool = False) -> None:
        self.clock = VirtualClock(at(now))
        channels = Ways(load(SENDS, home=folder, plugins=False), {})
        self.ways = channels
        self.home = Home(
            store=open_store(folder / "followup.db" if file else None),
            clock=self.clock,
            channels=channels,
            almanac=_ALMANAC,
            worker=this_process(),
            path=folder,
        )

    def scripted(self, way: str = "email", **options: Any) -> Scripted:
        channel = Scripted(ways=(way,), **options)
        self.ways.own[way] = channel
        return channel

    def go(self, words: str) -> None:
        self.clock.set(at(words))

    def begin(self, *people: Contact, **facts: Any) -> Report:
        people = people or (person(),)
        options = {
            name: facts.pop(name)
            for name in ("owner", "me", "name", "words", "at", "playbook")
            if name in facts
        }
        given = {
            "company": "Acme",
            "job": "Data analyst",
            "workplace": f"GB-ENG {LONDON}",
            "ended_at": fact("2026-10-01 16:30"),
            "interviewers": tuple(one.id for one in people),
            **facts,
        }
        return acting.start(
            self.home,
            options.pop("playbook", small()),
            **{
                "owner": "me",
                "me": ME,
                "words": {},
                "facts": {name: value for name, value in given.items() if value is not None},
                "people": people,
                **options,
            },
        )

    def case(self, case: str = "acme-analyst") -> Case:
        """Return a case, after checking that its log folds back to it."""
        with self.home.store.read() as reading:
            found, log = reading.case(case), reading.log(case)
        assert found is not None
        assert history.fold(log) == found, "the log does not fold back to the case"
        assert [entry.event.seq for entry in log] == list(range(1, found.version + 1))
        return found

    def item(self, item: str, case: str = "acme-analyst") -> Item:
        return self.case(case).items[item]

    def parcel(self, item: str, case: str = "acme-analyst") -> Parcel:
        with self.home.store.read() as reading:
            found = reading.parcel(case, item)
        assert found is not None
        return found

    def contact(self, contact: str = "interviewer-a") -> Contact:
        with self.home.store.read() as reading:
            found = reading.contact(contact)
        assert found is not None
        return found

    def approve(self, item: str = "thank_you", case: str = "acme-analyst") -> Report:
        draft = self.item(item, case).draft
        assert draft is not None, f"{item} has no words"
        return acting.approve(self.home, case, item, digest=draft.digest)

    def step(self, words: str = "", **options: Any) -> Report:
        if words:
            self.go(words)
        return stepping.step(self.home, **options)

    def touches(self, *contacts: str) -> list[tuple[str, str, bool]]:
        with self.home.store.read() as reading:
            found = reading.touches(contacts or ("interviewer-a",), "acme-analyst")
        return [(touch.contact, touch.item, touch.counted) for touch in found]

    def close(self) -> None:
        self.home.close()


def with_worker(home: Home, **changes: Any) -> Home:
    return replace(home, worker=replace(home.worker, **changes))
