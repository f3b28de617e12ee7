"""What a campaign comes to: what was lost, sent twice, sent after an outcome, or is in doubt."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash.ledger import Left, left
from tests.crash.scene import LEDGER, case_of, opened, parcels_of
from tests.crash.worker import promises

from followup.core.values.events import EventKind
from followup.core.values.records import Entry
from followup.runtime import stepping
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home


@dataclass
class Verdict:
    """Counts, in the words that queue tests use; every list but the doubts has to be empty.

    Attributes:
        kills: Processes killed.
        cases: Cases at the end.
        letters: Letters that really left.
        lost: Promised and not there, approved and never sent, or sent only on paper.
        duplicated: Keys that left twice.
        unexpected: Left without a durable start, or although an outcome had forbidden it.
        forgotten: Left, and the home says that they did not.
        in_doubt: Items that only a person can settle.
        in_doubt_sent: How many of them had really left.
    """

    kills: int = 0
    cases: int = 0
    letters: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    in_doubt: int = 0
    in_doubt_sent: int = 0

    @property
    def kept(self) -> bool:
        """Whether every promise was kept."""
        wrong = (self.lost, self.duplicated, self.unexpected, self.forgotten)
        return not any(wrong) and self.in_doubt <= self.kills


def judge(folder: Path, kills: int) -> Verdict:
    """Let the home finish in peace, then hold it against the ledger and the promises."""
    home = opened(folder)
    try:
        stepping.step(home)
        assert isinstance(home.clock, VirtualClock)
        home.clock.advance(days=1)  # what would be tried again is tried now
        stepping.step(home)
        stepping.step(home)
        found = Verdict(kills=kills)
        letters = left(folder / LEDGER)
        found.letters = len(letters)
        counted = Counter(letter.key for letter in letters)
        found.duplicated = [key for key, count in counted.items() if count > 1]
        _promised(home, folder, found)
        for name in _cases(home):
            found.cases += 1
            _case(home, name, [one for one in letters if one.case == name], found)
        return found
    finally:
        home.close()


def _cases(home: Home) -> list[str]:
    with home.store.read() as reading:
        return [line.case for line in reading.summaries(limit=1_000_000)]


def _promised(home: Home, folder: Path, found: Verdict) -> None:
    """Hold what commands have answered for against the logs."""
    told: Counter[tuple[str, str]] = Counter()
    with home.store.read() as reading:
        for act, name, *_ in promises(folder):
            log = reading.log(name)
            if not log:
                found.lost.append(f"{name}: {act}")
            elif act in ("wants", "rejected"):
                told[name, act] += 1
                happened = [entry for entry in log if entry.event.name == act]
                if not happened:
                    found.lost.append(f"{name}: {act}")


def _case(home: Home, name: str, letters: list[Left], found: Verdict) -> None:
    case = case_of(home, name)
    rows = {row.key: row for row in parcels_of(home, name)}
    with home.store.read() as reading:
        log = list(reading.log(name))
    sent_keys = {letter.key for letter in letters}
    for item in case.items.values():
        mine = [row for row in rows.values() if row.item == item.id]
        really = any(row.key in sent_keys for row in mine)
        if item.status in ("approved", "sending"):
            found.lost.append(f"{name}/{item.id}: still {item.status.value}")
        if item.status == "sent" and not really:
            found.lost.append(f"{name}/{item.id}: sent only on paper")
        if item.status == "in_doubt":
            found.in_doubt += 1
            found.in_doubt_sent += really
        elif really and item.status != "sent":
            found.forgotten.append(f"{name}/{item.id}: {item.status.value}")
    for letter in letters:
        row = rows.get(letter.key)
        if row is None or row.data is None or row.data.decode() != letter.data:
            found.unexpected.append(f"{name}/{letter.item}: other bytes than those that were fixed")
    found.unexpected += _after_outcome(name, log)


def _after_outcome(name: str, log: list[Entry]) -> list[str]:
    """Return attempts that started after a rejection although only the goodbye may go then."""
    rejected = next((e.event.seq for e in log if e.event.name == "rejected" and e.handled), None)
    return [
        f"{name}/{entry.event.item}: attempt after the outcome"
        for entry in log
        if rejected is not None
        and entry.event.kind is EventKind.ATTEMPT
        and entry.event.seq > rejected
        and not entry.event.item.startswith("goodbye")
    ]
