"""A store as one would explain it: plain lists and dictionaries, copied for every transaction."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.delivery import Answer
from followup.core.values.people import Contact, Me
from followup.core.values.records import Counts, Entry, Parcel, ParcelStatus, Pinned, Row, Signal, Summary
from followup.core.values.surroundings import Touch
from followup.errors import StorageError

S = ParcelStatus
NEVER = Instant.MAX


class Model:
    """The port's reading and writing on plain data; `write` is its transaction."""

    def __init__(self) -> None:
        self.settings: dict[str, str] = {}
        self.pins: dict[str, Pinned] = {}
        self.people: dict[str, Me] = {}
        self.known: dict[str, Contact] = {}
        self.cases: dict[str, tuple[Case, Row, frozenset[str]]] = {}
        self.logs: dict[str, list[Entry]] = {}
        self.outbox: dict[tuple[str, str, int], Parcel] = {}
        self.touched: dict[tuple[str, str], Touch] = {}
        self.inbox: list[Signal] = []
        self.posted = 0
        self.noted: list[tuple[str, str, Instant, str]] = []

    @contextmanager
    def write(self) -> Iterator[Model]:
        """Give a copy that replaces this one at the end of the block."""
        draft = copy.deepcopy(self)
        yield draft
        if any(case not in draft.cases for case, _, _ in draft.outbox):
            raise StorageError("home-forbids", "a parcel without a case")
        self.__dict__ = draft.__dict__

    # reading

    def setting(self, key: str) -> str | None:
        return self.settings.get(key)

    def pinned(self, digest: str) -> Pinned | None:
        return self.pins.get(digest)

    def owner(self, owner: str) -> Me | None:
        return self.people.get(owner)

    def owners(self) -> Mapping[str, Me]:
        return self.people

    def contact(self, contact: str) -> Contact | None:
        return self.known.get(contact)

    def contacts(self, ids: Iterable[str]) -> Mapping[str, Contact]:
        return {one: self.known[one] for one in set(ids) if one in self.known}

    def contact_at(self, way: str, address: str) -> Contact | None:
        wanted = address.strip().lower()
        return next(
            (one for one in self.known.values() if one.addresses.get(way, "").lower() == wanted), None
        )

    def case(self, case: str) -> Case | None:
        return self.cases[case][0] if case in self.cases else None

    def names(self, beginning: str = "", *, owner: str | None = None) -> Sequence[str]:
        found = [name for name in sorted(self._ids(owner)) if name.startswith(beginning)]
        return tuple(found[:50])

    def summaries(
        self,
        *,
        owner: str | None = None,
        state: str | None = None,
        ended: bool | None = None,
        wanting: bool = False,
        limit: int = 100,
    ) -> Sequence[Summary]:
        found = [
            Summary(
                case=case.id,
                owner=case.owner,
                state=case.state,
                outcome=case.outcome,
                round=case.round,
                playbook=case.playbook,
                started_at=case.started_at,
                row=row,
            )
            for case, row, _ in self.cases.values()
            if owner in (None, case.owner)
            and state in (None, case.state)
            and ended in (None, row.final)
            and (row.wants is not None or not wanting)
        ]
        found.sort(key=lambda line: (line.row.deadline if wanting else line.row.due) or NEVER)
        return tuple(found[:limit])

    def counts(self, owner: str | None = None) -> Counts:
        rows = [self.cases[name][1] for name in self._ids(owner)]
        return Counts(
            cases=len(rows),
            resting=sum(row.wants is None and not row.final for row in rows),
            ended=sum(row.final for row in rows),
            held=sum(row.held for row in rows),
            in_doubt=sum(row.in_doubt for row in rows),
            wanting=sum(row.wants is not None for row in rows),
        )

    def due(self, now: Instant, limit: int = 100) -> Sequence[str]:
        rows = [(row.due, case.id) for case, row, _ in self.cases.values() if row.due and row.due <= now]
        return tuple(name for _, name in sorted(rows, key=lambda pair: pair[0])[:limit])

    def next_due(self, *, owner: str | None = None) -> tuple[str, Instant] | None:
        rows = [
            (case.id, row.due)
            for case, row, _ in self.cases.values()
            if row.due is not None and owner in (None, case.owner)
        ]
        return min(rows, key=lambda pair: pair[1], default=None)

    def log(self, case: str, after: int = 0) -> Sequence[Entry]:
        return tuple(self.logs.get(case, [])[after:])

    def parcels(self, case: str) -> Sequence[Parcel]:
        return tuple(parcel for key, parcel in self.outbox.items() if key[0] == case)

    def parcel(self, case: str, item: str) -> Parcel | None:
        return max(
            (parcel for key, parcel in self.outbox.items() if key[:2] == (case, item)),
            key=lambda parcel: parcel.draft.revision,
            default=None,
        )

    def lapsed(self, now: Instant, limit: int = 100) -> Sequence[Parcel]:
        return tuple(one for one in self.sending() if one.lease_until and one.lease_until <= now)[:limit]

    def sending(self) -> Sequence[Parcel]:
        found = [one for one in self.outbox.values() if one.status is S.SENDING]
        return tuple(sorted(found, key=lambda one: one.lease_until or NEVER))

    def touches(self, contacts: Iterable[str], case: str) -> Sequence[Touch]:
        ids = set(contacts)
        found = [one for one in self.touched.values() if one.contact in ids or one.case == case]
        return tuple(sorted(found, key=lambda one: (one.at, one.case, one.item)))

    def running_beside(self, case: str, owner: str, employer: str) -> int:
        return len(set(self.cases_of(owner, employer=employer)) - {case}) if employer else 0

    def cases_of(self, owner: str, *, employer: str | None = None) -> Sequence[str]:
        rows = {name: self.cases[name][1] for name in sorted(self._ids(owner))}
        return tuple(name for name, row in rows.items() if not row.final and employer in (None, row.employer))

    def involving(self, contact: str) -> Sequence[str]:
        return tuple(
            name
            for name in sorted(self.cases)
            if contact in self.cases[name][2] and not self.cases[name][1].final
        )

    def signals(self, limit: int = 100) -> Sequence[Signal]:
        return tuple(self.inbox[:limit])

    def lessons(self, owner: str) -> Sequence[tuple[str, Instant, str]]:
        mine = [(case, at, words) for by, case, at, words in reversed(self.noted) if by == owner]
        return tuple(sorted(mine, key=lambda lesson: lesson[1], reverse=True))

    # writing

    def put_setting(self, key: str, value: str | None) -> None:
        self.settings.pop(key, None)
        if value is not None:
            self.settings[key] = value

    def pin(self, pinned: Pinned) -> None:
        self.pins.setdefault(pinned.digest, pinned)

    def put_owner(self, owner: str, me: Me) -> None:
        self.people[owner] = me

    def put_contact(self, contact: Contact) -> None:
        self.known[contact.id] = contact

    def save(self, case: Case, row: Row, entries: Sequence[Entry], *, contacts: Iterable[str]) -> None:
        if case.version < 1:
            raise StorageError("log-broken", case.id)
        kept = self.logs.get(case.id, [])
        first = entries[0].event.seq if entries else case.version + 1
        if first != len(kept) + 1 or (not kept and not entries):
            raise StorageError("case-changed", case.id)
        self.logs[case.id] = [*kept, *entries]
        self.cases[case.id] = (case, row, frozenset(contacts))

    def put_parcel(self, parcel: Parcel) -> None:
        key = (parcel.case, parcel.item, parcel.draft.revision)
        old = self.outbox.get(key)
        if old is not None:
            if old.status not in (S.DRAFTED, S.APPROVED, S.WITHDRAWN):
                raise StorageError("parcel-left", "it left")
            same = old.draft == parcel.draft
            parcel = replace(
                parcel,
                attempt=max(old.attempt, parcel.attempt),
                letter=parcel.letter or (old.letter if same else None),
                data=parcel.data or (old.data if same else None),
                answer=parcel.answer or old.answer,
            )
        self.outbox[key] = parcel

    def start(self, parcel: Parcel) -> None:
        key = (parcel.case, parcel.item, parcel.draft.revision)
        old = self.outbox.get(key)
        if (
            old is None
            or old.status is not S.APPROVED
            or old.draft != parcel.draft
            or old.attempt >= parcel.attempt
            or old.data not in (None, parcel.data)
        ):
            raise StorageError("parcel-not-approved", "it is not")
        self.outbox[key] = replace(
            old,
            status=S.SENDING,
            attempt=parcel.attempt,
            worker=parcel.worker,
            lease_until=parcel.lease_until,
            letter=parcel.letter,
            data=parcel.data,
        )

    def finish(
        self, parcel: Parcel, status: ParcelStatus, answer: Answer, *, retry_at: Instant | None = None
    ) -> bool:
        key = (parcel.case, parcel.item, parcel.draft.revision)
        old = self.outbox.get(key)
        if (
            old is None
            or old.attempt != parcel.attempt
            or old.status not in (S.SENDING, S.HANDED_OVER, S.IN_DOUBT)
            or old.status is status
        ):
            return False
        due = retry_at or old.due
        self.outbox[key] = replace(old, status=status, answer=answer, lease_until=None, due=due)
        return True

    def add_touch(self, touch: Touch) -> None:
        self.touched[touch.case, touch.item] = touch

    def remove_touch(self, case: str, item: str) -> None:
        self.touched.pop((case, item), None)

    def post(self, signal: Signal) -> None:
        self.posted += 1
        self.inbox.append(replace(signal, id=self.posted))

    def take(self, signal: Signal) -> None:
        if signal.id not in [one.id for one in self.inbox]:
            raise StorageError("signal-taken", "it was")
        self.inbox = [one for one in self.inbox if one.id != signal.id]

    def add_lesson(self, owner: str, case: str, at: Instant, words: str) -> None:
        self.noted.append((owner, case, at, words))

    def _ids(self, owner: str | None) -> list[str]:
        return [name for name, (case, _, _) in self.cases.items() if owner in (None, case.owner)]
