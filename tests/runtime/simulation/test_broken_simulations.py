"""The comparison notices: a simulation that is broken on purpose is no longer the real history."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.runtime.simulation.by_hand import live
from tests.runtime.simulation.same_history import differences
from tests.runtime.simulation.staging import ALMANAC
from tests.runtime.simulation.storyteller import book, story

from followup.core.values.delivery import Answer, AnswerKind
from followup.runtime.simulation import play, player
from followup.runtime.simulation.passing import Habit
from followup.runtime.simulation.script import Receipts
from followup.store.plain import PlainStore
from followup.store.plain.reading import PlainReading

Break = Callable[[pytest.MonkeyPatch], None]


def approvals_a_minute_late(patch: pytest.MonkeyPatch) -> None:
    """A draft is read a minute later than the scenario says."""
    patch.setattr(player, "Habit", lambda when, minutes: Habit(when, minutes + 1))


def receipts_ignored(patch: pytest.MonkeyPatch) -> None:
    """Every letter is accepted, whatever the scenario says."""
    fine = Answer(kind=AnswerKind.ACCEPTED, text="accepted")
    patch.setattr(Receipts, "answer", lambda *_: fine)


def last_write_lost_at_a_restart(patch: pytest.MonkeyPatch) -> None:
    """What was written last is gone when the program begins anew."""
    write = PlainStore.write

    @contextmanager
    def remembering(store: Any) -> Iterator[Any]:
        before = store._kept
        with write(store) as writing:
            yield writing
        _BEFORE[id(store)] = before

    patch.setattr(PlainStore, "write", remembering)
    patch.setattr(PlainStore, "reopened", lambda store: PlainStore(_BEFORE.get(id(store), store._kept)))


_BEFORE: dict[int, Any] = {}


def outbox_lost_at_a_restart(patch: pytest.MonkeyPatch) -> None:
    """The outbox is empty when the program begins anew."""

    def reopened(store: Any) -> PlainStore:
        kept = store._kept.through_text()
        kept.parcels.clear()
        return PlainStore(kept)

    patch.setattr(PlainStore, "reopened", reopened)


def other_cases_forgotten(patch: pytest.MonkeyPatch) -> None:
    """What another case has sent to the same person does not count."""
    touches = PlainReading.touches

    def own(reading: Any, contacts: Any, case: str) -> Any:
        return tuple(one for one in touches(reading, contacts, case) if one.case == case)

    patch.setattr(PlainReading, "touches", own)


def nothing_told_to_other_cases(patch: pytest.MonkeyPatch) -> None:
    """An offer in one case never reaches the other."""
    patch.setattr("followup.store.plain.writing.PlainWriting.post", lambda *_: None)


@pytest.mark.parametrize(
    ("broken", "seed"),
    [
        (approvals_a_minute_late, 2),
        (receipts_ignored, 8),
        (last_write_lost_at_a_restart, 0),
        (outbox_lost_at_a_restart, 6),
        (other_cases_forgotten, 10),
        (nothing_told_to_other_cases, 18),
    ],
)
def test_a_broken_simulation_is_no_real_history(
    broken: Break, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Guards that the comparison can fail: each fault parts the two histories of a story."""
    tale = story(seed)
    lived = live(tmp_path, tale.books, tale.scenario, seed=seed)
    broken(monkeypatch)
    played = play(tale.books[""], tale.scenario, almanac=ALMANAC, library=book)
    assert list(differences(played, lived))
