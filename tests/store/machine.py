"""Random transactions on a store and on the plain model: both must say and show the same, always."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from tests.store import making
from tests.store.making import ME, at
from tests.store.model import Model

from followup.core.values.delivery import Answer, AnswerKind
from followup.core.values.records import ParcelStatus
from followup.errors import StorageError
from followup.ports import Reading, Store, Writing

Change = Callable[[Writing], Any]
"""A change, made alike on the store and on the model."""

OWNERS = {"a": "me", "ab": "me", "b": "you"}
CONTACTS = ("p", "q")
ITEMS = ("call", "mail")
WORDS = ("first words", "other words")
BYTES = (b"one", b"two")

names = st.sampled_from(sorted(OWNERS))
contacts = st.sampled_from(CONTACTS)
items = st.sampled_from(ITEMS)
moments = st.integers(0, 6).map(at)
perhaps = st.none() | moments


@st.composite
def rows(draw: st.DrawFn) -> Any:
    return making.row(
        due=draw(perhaps),
        wants=draw(perhaps),
        deadline=draw(perhaps),
        employer=draw(st.sampled_from(["", "acme", "globex"])),
        final=draw(st.booleans()),
        held=draw(st.booleans()),
        in_doubt=draw(st.integers(0, 2)),
    )


@st.composite
def saves(draw: st.DrawFn) -> Change:
    name, row, state = draw(names), draw(rows()), draw(st.sampled_from(["waiting", "talking"]))
    many, stale = draw(st.integers(0, 3)), draw(st.sampled_from([0, 0, 0, 0, 1, -1]))
    refers = draw(st.sets(contacts))

    def change(writing: Writing) -> None:
        kept = writing.case(name)
        base = max((kept.version if kept is not None else 0) + stale, 0)
        case = making.case(name, base + many, owner=OWNERS[name], state=state)
        writing.save(case, row, making.entries(base + 1, base + many), contacts=refers)

    return change


@st.composite
def parcels(draw: st.DrawFn) -> Any:
    draft = making.draft(draw(st.integers(1, 2)), body=draw(st.sampled_from(WORDS)))
    status = draw(st.sampled_from([ParcelStatus.DRAFTED, ParcelStatus.APPROVED, ParcelStatus.WITHDRAWN]))
    name, item = draw(names), draw(items)
    return making.parcel(
        name, item, draft=draft, key=f"{name}/{item}/{draft.revision}", status=status, due=draw(perhaps)
    )


def puts() -> st.SearchStrategy[Change]:
    return parcels().map(lambda parcel: lambda writing: writing.put_parcel(parcel))


@st.composite
def starts(draw: st.DrawFn) -> Change:
    parcel = making.attempt(
        draw(parcels()), draw(st.integers(1, 3)), data=draw(st.sampled_from(BYTES)), lease_until=draw(perhaps)
    )
    return lambda writing: writing.start(parcel)


@st.composite
def leaves(draw: st.DrawFn) -> Change:
    """Approve and start what stands there, as the runtime does."""
    name, item, lease = draw(names), draw(items), draw(moments)

    def change(writing: Writing) -> None:
        parcel = writing.parcel(name, item)
        if parcel is not None:
            approved = replace(parcel, status=ParcelStatus.APPROVED)
            writing.put_parcel(approved)
            data = parcel.data or BYTES[0]
            writing.start(making.attempt(approved, parcel.attempt + 1, data=data, lease_until=lease))

    return change


@st.composite
def finishes(draw: st.DrawFn) -> Change:
    parcel = replace(draw(parcels()), attempt=draw(st.integers(0, 3)))
    status = draw(st.sampled_from([s for s in ParcelStatus if s not in ("drafted", "sending")]))
    answer, retry_at = Answer(kind=draw(st.sampled_from(AnswerKind))), draw(perhaps)
    return lambda writing: writing.finish(parcel, status, answer, retry_at=retry_at)


@st.composite
def beside(draw: st.DrawFn) -> Change:
    name, item, contact, when = draw(names), draw(items), draw(contacts), draw(moments)
    word, number = draw(st.sampled_from(["x", "y"])), draw(st.integers(1, 4))
    address = draw(st.sampled_from(["A@example.org", "b@Example.org"]))
    ways = draw(st.sampled_from([(), ("email",), ("email", "other")]))
    touch = making.touch(contact, name, item, at=when, counted=draw(st.booleans()))
    contacted = making.contact(contact, title=word, addresses=dict.fromkeys(ways, address))
    changes: list[Change] = [
        lambda writing: writing.add_touch(touch),
        lambda writing: writing.remove_touch(name, item),
        lambda writing: writing.post(making.signal(name)),
        lambda writing: writing.take(making.signal(id=number)),
        lambda writing: writing.put_contact(contacted),
        lambda writing: writing.put_owner(OWNERS[name], replace(ME, phone=word)),
        lambda writing: writing.put_setting(word, str(number)),
        lambda writing: writing.put_setting(word, None),
        lambda writing: writing.add_lesson(OWNERS[name], name, when, word),
        lambda writing: writing.pin(making.pinned(word, source=str(number))),
    ]
    return draw(st.sampled_from(changes))


changes = st.one_of(saves(), saves(), puts(), starts(), leaves(), finishes(), beside())


class Undone(Exception):  # not an error
    """The block changes its mind."""


def outcome(block: Any, made: list[Change], *, undo: bool) -> tuple[list[Any], str]:
    """Return what the changes answered and how the block ended."""
    answers: list[Any] = []
    try:
        with block as writing:
            answers.extend(change(writing) for change in made)
            if undo:
                raise Undone
    except StorageError as error:
        return answers, error.code
    except Undone:
        return answers, "undone"
    return answers, ""


def picture(reading: Reading) -> dict[str, Any]:
    """Return everything that can be seen."""
    lists = {
        (owner, state, ended, wanting, limit): _lines(reading, owner, state, ended, wanting, limit)
        for owner in (None, "me", "you")
        for state in (None, "waiting")
        for ended in (None, True, False)
        for wanting in (True, False)
        for limit in (1, 100)
    }
    whose = {
        owner: (
            reading.counts(owner),
            _when(reading.next_due(owner=owner)),
            reading.names("a", owner=owner),
            reading.names(owner=owner),
        )
        for owner in (None, "me", "you", "nobody")
    }
    ours = {
        owner: (
            reading.owner(owner),
            reading.lessons(owner),
            reading.cases_of(owner),
            [
                (reading.cases_of(owner, employer=e), reading.running_beside("a", owner, e))
                for e in ("", "acme")
            ],
        )
        for owner in ("me", "you")
    }
    cases = {
        name: (
            reading.case(name),
            reading.log(name),
            reading.log(name, 2),
            reading.parcels(name),
            [reading.parcel(name, item) for item in ITEMS],
            reading.touches((), name),
        )
        for name in OWNERS
    }
    people = {
        one: (reading.contact(one), reading.touches([one], ""), reading.involving(one)) for one in CONTACTS
    }
    return {
        "lists": lists,
        "whose": whose,
        "ours": ours,
        "cases": cases,
        "people": people,
        "found": [reading.contact_at("email", address) for address in (" a@EXAMPLE.org", "b@example.org")],
        "contacts": (reading.contacts(CONTACTS), reading.owners(), reading.touches(CONTACTS, "a")),
        "due": [sorted(reading.due(at(minute))) for minute in range(7)],
        "sending": [_leased(reading.sending()), _leased(reading.lapsed(at(3)))],
        "signals": (reading.signals(), reading.signals(1)),
        "words": [(reading.setting(word), reading.pinned(word)) for word in ("x", "y")],
    }


def _lines(reading: Reading, owner: Any, state: Any, ended: Any, wanting: Any, limit: int) -> Any:
    found = reading.summaries(owner=owner, state=state, ended=ended, wanting=wanting, limit=limit)
    order = [line.row.deadline if wanting else line.row.due for line in found]
    return order, sorted(found, key=lambda line: line.case) if limit > len(OWNERS) else None


def _when(found: Any) -> Any:
    return found and found[1]  # of several due at the same moment any may be named


def _leased(parcels: Any) -> Any:
    found = [parcel.lease_until for parcel in parcels]
    return found, sorted(parcels, key=lambda one: (one.case, one.item, one.draft.revision))


class StoreMachine(RuleBasedStateMachine):
    """Give it a store by `opened` in a subclass."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.opened()
        self.model = Model()

    def opened(self) -> Store:
        raise NotImplementedError

    @rule(made=st.lists(changes, min_size=1, max_size=6), undo=st.sampled_from([False, False, False, True]))
    def block(self, made: list[Change], undo: bool) -> None:
        """One transaction of several changes, which may change its mind at the end."""
        said = outcome(self.store.write(), made, undo=undo)
        assert said == outcome(self.model.write(), made, undo=undo)

    @invariant()
    def same(self) -> None:
        """The store shows what the model shows."""
        with self.store.read() as reading:
            shown = picture(reading)
        for part, right in picture(self.model).items():
            assert shown[part] == right, part

    def teardown(self) -> None:
        self.store.close()
