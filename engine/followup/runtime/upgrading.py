"""Moving the resting cases of a home to an edited playbook: what would change for whom, and back again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from whenever import Instant

from followup.core import upgrading
from followup.core.prove.known import explore
from followup.core.values.case import Case
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.playbook import Playbook
from followup.core.values.steps import Effect
from followup.errors import FollowupError, Refused, UsageError
from followup.ports import Reading, Writing
from followup.runtime.acts import tidy
from followup.runtime.home import Home
from followup.runtime.pinning import pin, playbook_of
from followup.runtime.recording import Chapter, existing
from followup.runtime.rehearsal import rehearsal

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

_MANY = 10_000_000
_KEPT = "upgrade:"
_LAST = "upgrades"


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """What the move comes to for one case.

    Attributes:
        case: Case id.
        before, after: The state it is in, by its name in the old and in the new version.
        version: The version it runs on until now.
        why_not: In sentences, why it stays where it is; empty: it moves.
        effects: Dates that move, messages that come, change or go, what the person is told.
    """

    case: str
    before: str
    after: str
    version: str
    why_not: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Upgrade:
    """What a move of many cases comes to, or came to.

    Attributes:
        id: To go back with; empty for a rehearsal.
        name: Of the playbook.
        version: The version they move to.
        moves: One for each case that runs on another version, in the order of their names.
        done: Whether it was done.
    """

    id: str
    name: str
    version: str
    moves: tuple[Move, ...] = field(default=())
    done: bool = False

    @property
    def moving(self) -> tuple[Move, ...]:
        """The cases that move."""
        return tuple(move for move in self.moves if not move.why_not)


def upgrade(
    home: Home,
    compiled: Compiled,
    *,
    cases: Sequence[str] = (),
    facts: Mapping[str, FactValue] | None = None,
    dry_run: bool = False,
) -> Upgrade:
    """Move cases to a version of their playbook, all that may in one transaction.

    Cases that are over stay as they are. Nothing is sent by the move itself; what it makes due goes
    with the next step, so that until then one can go back.

    Args:
        home: The home.
        compiled: The version to go on with; its name says which cases are meant.
        cases: These cases only; none: all.
        facts: What the new version has to know of every case that moves.
        dry_run: Only say what would happen.

    Raises:
        UsageError: `no-case`; `other-playbook`, for a case named that runs on another playbook.
        Refused: `upgrade-fails`, where the new version fails on a case; nothing was changed.
    """
    if dry_run:
        with rehearsal(home) as copy, copy.store.write() as writing:
            moves = _all(copy, writing, compiled, cases, facts or {})
        return Upgrade(id="", name=compiled.playbook.name, version=compiled.playbook.version, moves=moves)
    with home.store.write() as writing:
        moves = _all(home, writing, compiled, cases, facts or {})
        done = Upgrade(
            id=_number(writing),
            name=compiled.playbook.name,
            version=compiled.playbook.version,
            moves=moves,
            done=True,
        )
        if done.moving:
            _remember(writing, done)
    return done


def back(home: Home, id: str, *, cases: Sequence[str] = ()) -> Upgrade:  # noqa: A002 - as in `Upgrade`
    """Make the cases of a move what they were before it, all of them or none.

    Raises:
        UsageError: `no-upgrade`.
        Refused: `cannot-go-back`, where something has happened to a case since; nothing was changed.
    """
    with home.store.write() as writing:
        kept = writing.setting(f"{_KEPT}{id}")
        if kept is None:
            numbers = range(1, int(writing.setting(_LAST) or 0) + 1)
            there = [f"u{number}" for number in numbers if writing.setting(f"{_KEPT}u{number}")]
            raise UsageError(
                "no-upgrade",
                f'there is no move of cases "{id}" to go back from; nothing was done',
                hint=f"there is: {', '.join(there)}" if there else "none can be gone back from",
            )
        told = json.loads(kept)
        meant = {case: seq for case, seq in told["cases"].items() if not cases or case in cases}
        _unmoved(writing, meant)
        now = home.clock.now()
        moves = tuple(_return(home, writing, case, seq, now) for case, seq in meant.items())
        rest = {case: seq for case, seq in told["cases"].items() if case not in meant}
        again = json.dumps({**told, "cases": rest}) if rest else None
        writing.put_setting(f"{_KEPT}{id}", again)
    return Upgrade(id=id, name=told["name"], version=told["version"], moves=moves, done=True)


def _all(
    home: Home,
    writing: Writing,
    compiled: Compiled,
    names: Sequence[str],
    facts: Mapping[str, FactValue],
) -> tuple[Move, ...]:
    now = home.clock.now()
    pin(writing, compiled, now)
    new = playbook_of(writing, compiled.digest)
    granted = _granted(new)
    return tuple(
        _move(home, writing, case, compiled.digest, new, granted=granted, facts=facts, now=now)
        for case in _meant(writing, compiled, names)
    )


def _meant(reading: Reading, compiled: Compiled, names: Sequence[str]) -> Iterator[Case]:
    """Yield the cases that run on another version of this playbook and are not over."""
    wanted = compiled.playbook.name
    found = names or sorted(one.case for one in reading.summaries(ended=False, limit=_MANY))
    for name in found:
        case = existing(reading, name)
        playbook = playbook_of(reading, case.playbook)
        if playbook.name == wanted and case.playbook != compiled.digest:
            yield case
        elif names and playbook.name != wanted:
            raise UsageError(
                "other-playbook",
                f"{name} runs on {playbook.name}, not on {wanted}; nothing was done",
            )


def _granted(playbook: Playbook) -> Mapping[str, frozenset[str]]:
    """Return what every way to a leaf makes known there, by leaf."""
    flow = explore(playbook)
    return {leaf: flow.known[leaf, leaf] for leaf in flow.leaves}


def _move(  # noqa: PLR0913 - each is one thing that a move depends on
    home: Home,
    writing: Writing,
    case: Case,
    digest: str,
    new: Playbook,
    *,
    granted: Mapping[str, frozenset[str]],
    facts: Mapping[str, FactValue],
    now: Instant,
) -> Move:
    old = playbook_of(writing, case.playbook)
    state = upgrading.renamed(old, new).get(case.state)
    leaf = new.states[state].leaf if state is not None else ""
    known = granted.get(leaf, frozenset()) - facts.keys()
    why_not = upgrading.obstacles(old, new, case, known)
    move = Move(case=case.id, before=case.state, after=leaf, version=old.version, why_not=why_not)
    if why_not:
        return move
    event = Event(
        kind=EventKind.UPGRADED,
        occurred_at=max(now, case.last_at),
        recorded_at=now,
        name=f"{new.name} {new.version}",
        digest=digest,
        facts=dict(facts),
    )
    chapter = Chapter(home, writing, case, now)
    try:
        chapter.upgrade(event, new)
        done = chapter.close()
    except FollowupError as fault:
        raise Refused(
            "upgrade-fails",
            f"{new.version} fails on {case.id}: {fault.text}; nothing was changed",
            hint="look at the playbook: playbook check",
        ) from fault
    effects = tuple(effect for _, effect in tidy(done.effects))
    return Move(case=case.id, before=case.state, after=done.case.state, version=old.version, effects=effects)


def _number(writing: Writing) -> str:
    return f"u{int(writing.setting(_LAST) or 0) + 1}"


def _remember(writing: Writing, done: Upgrade) -> None:
    """Keep what is needed to go back: the number of the event that moved each case."""
    numbers = {move.case: existing(writing, move.case).version for move in done.moving}
    kept = {"name": done.name, "version": done.version, "cases": numbers}
    writing.put_setting(_LAST, done.id.removeprefix("u"))
    writing.put_setting(f"{_KEPT}{done.id}", json.dumps(kept))


def _unmoved(reading: Reading, numbers: Mapping[str, int]) -> None:
    gone_on = [case for case, seq in numbers.items() if existing(reading, case).version != seq]
    if gone_on:
        more = f" and {len(gone_on) - 1} more" if len(gone_on) > 1 else ""
        raise Refused(
            "cannot-go-back",
            f"something has happened in {gone_on[0]}{more} since it moved; nothing was changed",
            hint="name the cases that may go back with --case",
        )


def _return(home: Home, writing: Writing, name: str, seq: int, now: Instant) -> Move:
    chapter = Chapter(home, writing, existing(writing, name), now)
    moved = chapter.case
    before = playbook_of(writing, chapter.as_of(seq - 1).playbook)
    event = Event(
        kind=EventKind.UPGRADED,
        occurred_at=max(now, moved.last_at),
        recorded_at=now,
        name=f"{before.name} {before.version}",
        digest=chapter.as_of(seq - 1).playbook,
        undoes=seq,
    )
    version = chapter.playbook.version
    chapter.go_back(event)
    done = chapter.close()
    effects = tuple(effect for _, effect in tidy(done.effects))
    return Move(case=name, before=moved.state, after=done.case.state, version=version, effects=effects)
