"""What a home shows of itself, as data that can be compared with what it showed once."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from followup.core import neutral
from followup.core.values.records import Parcel
from followup.store import open_store


def contents(path: Path) -> dict[str, Any]:
    """Return lists, cases, events, letters and touches of a home."""
    with closing(open_store(path)) as store, store.read() as reading:
        names = reading.names()
        return {
            "counts": neutral.dump(reading.counts()),
            "list": [neutral.dump(line) for line in reading.summaries()],
            "wanting": [line.case for line in reading.summaries(wanting=True)],
            "next due": neutral.dump(reading.next_due()),
            "owners": neutral.dump(reading.owners()),
            "cases": {name: neutral.dump(reading.case(name)) for name in names},
            "events": {name: [entry.event.kind.value for entry in reading.log(name)] for name in names},
            "parcels": {name: [_digest(parcel) for parcel in reading.parcels(name)] for name in names},
            "touches": {name: neutral.dump(reading.touches((), name)) for name in names},
        }


def _digest(parcel: Parcel) -> str:
    data = (parcel.data or b"").hex()
    return neutral.digest([parcel.item, parcel.status, parcel.draft, parcel.letter, data, parcel.answer])
