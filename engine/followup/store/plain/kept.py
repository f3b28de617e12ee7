"""What a plain store remembers: values by their keys, copied for each transaction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from whenever import Instant

from followup.core.neutral import dump, load
from followup.core.values.case import Case
from followup.core.values.people import Contact, Me
from followup.core.values.records import Entry, Parcel, Pinned, Row, Signal
from followup.core.values.surroundings import Touch


@dataclass(slots=True)
class Kept:
    """The whole memory of a home. Nothing in it is changed in place but the dictionaries themselves.

    Attributes:
        settings, pins, owners, contacts, cases: By key, digest or id.
        rows: The index row of each case, with the contacts it refers to.
        logs: The log of each case.
        parcels: By case, item and revision.
        touches: By case and item.
        signals: By number.
        posted: How many signals were ever posted.
        lessons: (owner, case, when, words), oldest first.
    """

    settings: dict[str, str] = field(default_factory=dict)
    pins: dict[str, Pinned] = field(default_factory=dict)
    owners: dict[str, Me] = field(default_factory=dict)
    contacts: dict[str, Contact] = field(default_factory=dict)
    cases: dict[str, Case] = field(default_factory=dict)
    rows: dict[str, tuple[Row, frozenset[str]]] = field(default_factory=dict)
    logs: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    parcels: dict[tuple[str, str, int], Parcel] = field(default_factory=dict)
    touches: dict[tuple[str, str], Touch] = field(default_factory=dict)
    signals: dict[int, Signal] = field(default_factory=dict)
    posted: int = 0
    lessons: tuple[tuple[str, str, Instant, str], ...] = ()

    def copy(self) -> Kept:
        """Return a copy that can be changed without this one."""
        return Kept(**{one.name: _copied(getattr(self, one.name)) for one in fields(self)})

    def through_text(self) -> Kept:
        """Return the same as a file would give it back: every value written as text and read again."""
        again = self.copy()
        again.pins = {key: _read(Pinned, one) for key, one in self.pins.items()}
        again.owners = {key: _read(Me, one) for key, one in self.owners.items()}
        again.contacts = {key: _read(Contact, one) for key, one in self.contacts.items()}
        again.cases = {key: _read(Case, one) for key, one in self.cases.items()}
        again.rows = {key: (_read(Row, row), ids) for key, (row, ids) in self.rows.items()}
        again.logs = {key: tuple(_read(Entry, one) for one in log) for key, log in self.logs.items()}
        again.parcels = {key: _read(Parcel, one) for key, one in self.parcels.items()}
        again.touches = {key: _read(Touch, one) for key, one in self.touches.items()}
        again.signals = {key: _read(Signal, one) for key, one in self.signals.items()}
        return again


def _copied(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


def _read(kind: type[Any], value: Any) -> Any:
    import json

    if isinstance(value, Parcel) and value.data is not None:  # bytes are kept beside the text
        from dataclasses import replace

        bare = replace(value, data=None)
        return replace(load(Parcel, json.loads(json.dumps(dump(bare)))), data=value.data)
    return load(kind, json.loads(json.dumps(dump(value))))
