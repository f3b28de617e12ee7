"""The one way by which events get into a case: read, step, write, all in one transaction."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whenever import Instant

from followup.core import history, outlook, story, upgrading
from followup.core import step as steps
from followup.core.values.case import Case, Hold, ItemStatus
from followup.core.values.events import Event, EventKind
from followup.core.values.playbook import Playbook
from followup.core.values.records import Entry, Row, Signal
from followup.core.values.steps import Effect, Noted, Step, Withdrawn
from followup.core.values.surroundings import Surroundings
from followup.errors import FollowupError, InvalidInput, Refused, StorageError, UsageError
from followup.ports import Reading, Writing
from followup.runtime.consequences import post_signals, write_lessons, write_parcels, write_touches
from followup.runtime.home import Home
from followup.runtime.pinning import playbook_of
from followup.runtime.surroundings import employer_of, surroundings_of, ways_of

LONGEST_RUN = 32
"""Time brings about at most so many events in a row; more is a fault of the playbook."""

ENGINE = "the engine"
"""Who says what nobody said: time, and the answers of channels."""

_MOST_SIGNALS = 1000
_SENDING = ItemStatus.SENDING


class CaseStopped(Refused):
    """The playbook fails on what a person said: it was not taken, and the case has to be held."""

    def __init__(self, case: str, why: str) -> None:
        super().__init__(
            "case-stopped",
            f"{case} cannot take that: {why}. It was not kept, and nothing leaves from {case}",
            hint=f"look: playbook why {case}; to try again: playbook hold {case} --lift, and say it again",
        )
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What a chapter came to: the case after it, and what was decided on the way."""

    case: Case
    playbook: Playbook
    effects: tuple[tuple[str, Effect], ...] = ()
    changed: bool = False


class Chapter:
    """What one transaction adds to the story of one case. Write it, then `close` it.

    A step that fails stops its own case, with the reason, and nobody else's: the case is on hold, and a
    person is wanted. What a person said is then refused; what a channel answered is kept in the log, and
    taken when the hold is lifted.

    Attributes:
        case: The case as it stands now.
        playbook: The one it is pinned to.
        now: The present, the same for the whole chapter.
    """

    def __init__(self, home: Home, writing: Writing, case: Case, now: Instant, *, muted: str = "") -> None:
        self._home = home
        self._writing = writing
        self.case = case
        self.playbook = playbook_of(writing, case.playbook)
        self.now = now
        self._muted = muted
        self._ways = ways_of(home.channels.ways())
        self._known = frozenset(case.items)
        self._entries: list[Entry] = []
        self._effects: list[Effect] = []

    @classmethod
    def of(cls, home: Home, writing: Writing, case: str, now: Instant, *, muted: str = "") -> Chapter:
        """Open a chapter of a case that is there.

        Raises:
            UsageError: `no-case`.
        """
        return cls(home, writing, existing(writing, case), now, muted=muted)

    @classmethod
    def first(cls, home: Home, writing: Writing, blank: Case, event: Event) -> Chapter:
        """Open the first chapter of a new case with its first event.

        Args:
            home: The home.
            writing: The transaction.
            blank: Says id, owner and playbook; the rest of it is not looked at.
            event: What is known at the start.

        Raises:
            GuardFault, TemplateFault, BornChain: The playbook fails at once; nothing was started.
        """
        chapter = cls(home, writing, blank, event.recorded_at)
        numbered = replace(event, seq=1)
        told = steps.begin(
            chapter.playbook,
            id=blank.id,
            owner=blank.owner,
            digest=blank.playbook,
            event=numbered,
            surroundings=chapter.world(numbered),
            now=chapter.now,
        )
        chapter._keep(numbered, None, told)
        return chapter

    def world(self, event: Event | None = None) -> Surroundings:
        """Return the surroundings of the case as this transaction sees them."""
        return surroundings_of(self._home, self._writing, self.playbook, self.case, self.now, event=event)

    def take(self, event: Event) -> Step:
        """Take an event; what follows from it for outbox, touches and other cases is written at once.

        Raises:
            InvalidInput: `event-unknown`, `fact-missing`. Nothing was written.
            Refused: `cannot-undo`. Nothing was written.
            CaseStopped: The playbook fails on what a person said. Nothing was written.
        """
        numbered = replace(event, seq=self.case.version + 1)
        try:
            told = story.take(
                self.playbook,
                self.case,
                numbered,
                self.world(numbered),
                self.now,
                log=self._events,
                as_of=self.as_of,
            )
        except (InvalidInput, Refused, StorageError):
            raise
        except Exception as fault:  # one case that fails must not stop the others
            if event.by != ENGINE:
                raise CaseStopped(self.case.id, _reason(fault)) from fault
            return self._stop(numbered, _reason(fault))
        if told.repeat:
            return told
        stopped = self.case.hold is not None and self.case.hold.fault
        self._keep(numbered, self.case, told)
        if stopped and self.case.hold is None:
            self._redeem()
        return told

    def upgrade(self, event: Event, new: Playbook) -> Step:
        """Go on with another version of the playbook, which the home keeps already.

        Raises:
            GuardFault, TemplateFault, BornChain: The new version fails on this case. Nothing was written.
        """
        numbered = replace(event, seq=self.case.version + 1)
        old, self.playbook = self.playbook, new
        told = upgrading.upgraded(old, new, self.case, numbered, self.world(numbered), self.now)
        self._keep(numbered, self.case, told)
        return told

    def go_back(self, event: Event) -> Step:
        """Make the case what it was before the event that `event` undoes, the last one of the case."""
        numbered = replace(event, seq=self.case.version + 1)
        before = self.as_of(event.undoes - 1)
        self.playbook = playbook_of(self._writing, before.playbook)
        told = upgrading.returned(before, self.case, numbered)
        self._keep(numbered, self.case, told)
        return told

    def as_of(self, seq: int) -> Case:
        """Return the case as it stood right after the event of a number, folded from its log."""
        entries = (*self._writing.log(self.case.id), *self._entries)
        return history.fold(entry for entry in entries if entry.event.seq <= seq)

    def stop(self, why: str) -> None:
        """Hold the case until a person lifts it; once is enough."""
        if self.case.hold is None or not self.case.hold.fault:
            self._stop(self._woke(), why)

    def _redeem(self) -> None:
        """Take the answers of channels that came while the case was stopped."""
        for entry in [*self._writing.log(self.case.id), *self._entries]:
            event = entry.event
            item = self.case.items.get(event.item)
            missed = event.kind is EventKind.ITEM and event.by == ENGINE and not entry.handled
            if missed and item is not None and (item.status, item.attempt) == (_SENDING, event.attempt):
                self.take(event)

    def catch_up(self) -> None:
        """Take what time has brought about, until nothing is due now."""
        for _ in range(LONGEST_RUN):
            if self.case.hold is not None and self.case.hold.fault:
                return
            try:
                events = outlook.due(self.playbook, self.case, self.world(), self.now)
            except StorageError:
                raise
            except Exception as fault:  # noqa: BLE001 - as in `take`
                self._stop(self._woke(), _reason(fault))
                return
            if not events:
                return
            self.take(events[0])
        text = f"time brings about more than {LONGEST_RUN} events at once in {self.playbook.name}"
        self._stop(self._woke(), text)

    def close(self) -> Recorded:
        """Keep the case with its log and its index row."""
        waiting = self._waiting()
        row = self._row()
        if waiting:
            since = min(signal.event.recorded_at for signal in waiting)
            row = replace(row, wants=min(row.wants or since, since))
        contacts = outlook.contacts(self.playbook, self.case)
        self._writing.save(self.case, row, self._entries, contacts=contacts)
        return Recorded(
            case=self.case,
            playbook=self.playbook,
            effects=tuple((self.case.id, effect) for effect in self._effects if not self._unknown(effect)),
            changed=bool(self._entries),
        )

    def _unknown(self, effect: Effect) -> bool:
        """Whether something was taken off the list that nobody has ever seen there."""
        return isinstance(effect, Withdrawn) and effect.item not in self._known

    def _keep(self, event: Event, before: Case | None, told: Step) -> None:
        changes = history.difference(before, told.case)
        self._entries.append(Entry(event=event, changes=changes, why=told.why, handled=told.handled))
        self.case = told.case
        write_parcels(self._writing, before, told.case, told.effects)
        write_touches(self._writing, before, told.case, self._ways)
        write_lessons(self._writing, self.playbook, told.case, event)
        post_signals(self._writing, told.case, event.seq, told.effects, self.now, muted=self._muted)
        self._effects += told.effects

    def _stop(self, event: Event, why: str) -> Step:
        """Hold the case with the reason; the event stays in the log."""
        stopped = replace(
            self.case,
            version=event.seq,
            last_at=max(self.case.last_at, event.occurred_at),
            hold=Hold(since=self.now, why=why, fault=True),
        )
        note = Noted(text=f"{self.case.id} is stopped, and nothing leaves from it: {why}")
        told = Step(case=stopped, effects=(note,), why=(why,), handled=False)
        self._keep(event, self.case, told)
        return told

    def _woke(self) -> Event:
        return Event(
            kind=EventKind.WOKE,
            occurred_at=self.now,
            recorded_at=self.now,
            seq=self.case.version + 1,
            by=ENGINE,
        )

    def _events(self) -> list[Event]:
        return [entry.event for entry in (*self._writing.log(self.case.id), *self._entries)]

    def _row(self) -> Row:
        return row_of(self.playbook, self.case, self.world(), self.now)

    def _waiting(self) -> list[Signal]:
        """Return the proposals this case still has to answer; what it has answered is removed."""
        told = {entry.event.name for entry in self._entries if entry.event.kind is EventKind.HAPPENED}
        over = self.playbook.states[self.case.state].final
        waiting = []
        for signal in proposals(self._writing, self.case.id):
            if over or signal.event.name in told:
                self._writing.take(signal)
            else:
                waiting.append(signal)
        return waiting


def _reason(fault: Exception) -> str:
    return fault.text if isinstance(fault, FollowupError) else f"Followup failed ({type(fault).__name__})"


def existing(reading: Reading, case: str) -> Case:
    """Return a case that is there.

    Raises:
        UsageError: `no-case`.
    """
    found = reading.case(case)
    if found is None:
        raise UsageError(
            "no-case", f"there is no case {case}; nothing was done", hint="the cases there are: playbook list"
        )
    return found


def row_of(playbook: Playbook, case: Case, world: Surroundings, now: Instant) -> Row:
    """Return the index row of a case; one that a fault has stopped wants a person and nothing else."""
    try:
        row = outlook.row(playbook, case, world, now)
    except Exception:  # noqa: BLE001 - the fault that stopped the case may lie in what the row asks
        doubtful = sum(1 for item in case.items.values() if item.status is ItemStatus.IN_DOUBT)
        row = Row(
            due=None,
            wants=None,
            deadline=None,
            employer=employer_of(case),
            title=playbook.title,
            held=case.hold is not None,
            in_doubt=doubtful,
        )
    if case.hold is None or not case.hold.fault:
        return row
    return replace(row, due=None, wants=case.hold.since, deadline=row.deadline)


def proposals(reading: Reading, case: str) -> list[Signal]:
    """Return what other cases propose to this one and nobody has answered yet, oldest first."""
    return [signal for signal in reading.signals(_MOST_SIGNALS) if signal.to == case and signal.proposed]
