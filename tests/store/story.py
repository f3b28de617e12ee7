"""A story told to a store commit by commit, each of many parts, so that half a commit would show."""

from __future__ import annotations

from dataclasses import replace

from tests.store import making
from tests.store.making import ACCEPTED, at

from followup.core.history import difference, fold
from followup.core.values.records import ParcelStatus
from followup.ports import Reading, Writing
from followup.store import SqliteStore

NAME = "x"


def version_of(store: SqliteStore) -> int:
    """Return how many commits of the story a store holds."""
    with store.read() as reading:
        case = reading.case(NAME)
    return case.version if case is not None else 0


def tell(writing: Writing, version: int) -> None:
    """Write commit `version`: case, log, touch, setting, and one parcel sent as another leaves."""
    before = writing.case(NAME)
    after = making.resting(NAME, version, last_at=at(version))
    entry = replace(making.entry(version), changes=difference(before, after))
    writing.save(after, making.row(due=at(version), in_doubt=version % 2), [entry], contacts=[f"c{version}"])
    writing.put_setting("version", str(version))
    writing.add_touch(making.touch(name=NAME, item=f"i{version}", at=at(version)))
    if version > 1:
        last = writing.parcel(NAME, f"i{version - 1}")
        assert last is not None
        assert writing.finish(last, ParcelStatus.SENT, ACCEPTED)
    approved = making.parcel(NAME, f"i{version}", status=ParcelStatus.APPROVED)
    writing.put_parcel(approved)
    writing.start(making.attempt(approved, lease_until=at(version)))


def wrong(reading: Reading, version: int, *, whole: bool = True) -> list[str]:
    """Return what of the story is not as `version` commits leave it."""
    case = reading.case(NAME)
    after = 0 if whole else max(version - 3, 0)
    log = reading.log(NAME, after)
    parcels = reading.parcels(NAME)
    found = {
        "version": (case.version if case is not None else 0) == version,
        "setting": reading.setting("version") == (str(version) if version else None),
        "log": [entry.event.seq for entry in log] == list(range(after + 1, version + 1)),
        "fold": not whole or not version or fold(log) == case,
        "parcels": [one.item for one in parcels] == [f"i{number}" for number in range(1, version + 1)],
        "sent": {one.status for one in parcels[:-1]} <= {ParcelStatus.SENT},
        "sending": [one.item for one in reading.sending()] == [f"i{version}"][: min(version, 1)],
        "touches": len(reading.touches((), NAME)) == version,
        "involved": reading.involving(f"c{version}") == ((NAME,) if version else ()),
        "counts": (reading.counts().cases, reading.counts().in_doubt) == (min(version, 1), version % 2),
        "due": reading.next_due() == ((NAME, at(version)) if version else None),
    }
    return [part for part, right in found.items() if not right]
