"""A hundred cases in all states move to edited playbooks: which, why not, what changes, and back again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tests.runtime.world import World, at, fact, person, stock

from followup.authoring.compile import Compiled, read
from followup.core.neutral import text
from followup.core.values.case import Case
from followup.core.values.steps import Drafted, Moved, Unsealed, Withdrawn
from followup.errors import Refused, UsageError
from followup.runtime import acting, stepping, upgrading

MANY = 100
OFFER = {"offer_until": fact("2026-10-20 12:00")}

ROUTES: dict[str, list[tuple[str, dict[str, object]]]] = {
    "arranged": [],
    "thanking": [("ended", {"ended_at": fact("2026-10-01 16:30")})],
    "waiting": [("ended", {"ended_at": fact("2026-10-01 14:00")})],
    "deciding": [("offered", OFFER)],
    "accepting": [("offered", OFFER), ("accepted", {})],
    "turning_down": [("offered", OFFER), ("turned_down", {})],
    "bowing_out": [("withdrawn", {})],
    "declined": [("rejected", {"reason": "experience"})],
    "dormant": [("ended", {"ended_at": fact("2026-05-01 14:00")})],
}
"""What is told to get a case into each state; those waiting are thanked, those dormant left alone."""


def edited(*changes: tuple[str, str]) -> Compiled:
    """Return the next version of the stock playbook."""
    source = stock().source.replace('version: "1.0"', 'version: "1.1"', 1)
    for old, new in changes:
        assert old in source, f"the playbook does not say {old!r}"
        source = source.replace(old, new)
    compiled, findings = read(source.encode(), "interview-follow-up.yaml")
    assert compiled is not None, findings
    return compiled


EDITS: dict[str, Callable[[], Compiled]] = {
    "a longer wait": lambda: edited(
        ("grace:           {use: 2 business days}", "grace:           {use: 3 business days}"),
        ("    - {use: 5 business days}", "    - {use: 6 business days}"),
    ),
    "other words": lambda: edited(("Thank you for your time on", "Many thanks for your time on")),
    "a state has another name": lambda: edited(
        ("      deciding:\n        why:", "      choosing:\n        was: deciding\n        why:"),
        ("go: deciding", "go: choosing"),
    ),
    "a state is gone": lambda: edited(
        ("      deciding:\n        why:", "      choosing:\n        why:"), ("go: deciding", "go: choosing")
    ),
    "one message less, one task more": lambda: edited(
        ("do: [get_home, thank_you, connect, check_in]", "do: [get_home, thank_you, file_it, check_in]"),
        (
            "tasks:\n",
            "tasks:\n  file_it: {say: Put the card into the file., expires: 60 days after entry}\n",
        ),
    ),
    "a fact of another type": lambda: edited(
        (
            "type: choice\n    of: [experience, another candidate, position closed, conduct, not said]\n",
            "type: text\n",
        ),
        ("reason != 'conduct'", "known.reason"),
        ("{% if reason and reason == 'experience' %}", "{% if reason %}"),
    ),
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A home with a hundred cases, spread over all states that a case can rest in."""
    world = World(tmp_path_factory.mktemp("full"), now="2026-05-01 16:00")
    states = [list(ROUTES)[number % len(ROUTES)] for number in range(MANY)]
    for early in (True, False):
        world.go("2026-05-01 16:00" if early else "2026-10-01 16:40")
        for number, state in enumerate(states):
            if (state == "dormant") is early:
                _begin(world, number, state)
        if early:
            for day in ("2026-06-01 12:00", "2026-08-01 12:00"):
                world.go(day)
                stepping.step(world.home)
    world.go("2026-10-01 18:10")
    stepping.step(world.home)
    assert Counter(case.state for case in cases(world)) == Counter(states)
    yield world
    world.home.close()


def _begin(world: World, number: int, state: str) -> None:
    name = f"c{number:03}"
    world.begin(
        person(f"interviewer-{number}", addresses={"email": f"i{number}@example.org"}),
        owner=name,
        name=name,
        company=f"Company {number}",
        ended_at=None,
        playbook=stock(),
    )
    for event, facts in ROUTES[state]:
        acting.tell(world.home, name, event=event, facts=facts)
    if (state in ("waiting", "thanking") and number % 2) or state == "waiting":
        world.approve("thank_you", case=name)


def cases(world: World) -> list[Case]:
    """Return all cases, each after checking that its log folds back to it."""
    return [world.case(f"c{number:03}") for number in range(MANY)]


def outbox(world: World) -> dict[str, tuple[str, str]]:
    """Return the words and the standing of the newest revision of every message."""
    with world.home.store.read() as reading:
        return {
            f"{case.id}/{parcel.item}": (parcel.draft.digest, parcel.status.value)
            for case in cases(world)
            for parcel in reading.parcels(case.id)
        }


def bytes_of(case: Case) -> str:
    """Return a case as it is stored, without the number of its last log entry, which only grows."""
    return text(replace(case, version=0))


def moved(done: upgrading.Upgrade) -> set[str]:
    return {move.before for move in done.moving}


@pytest.mark.parametrize("edit", EDITS)
def test_there_and_back_again(full: World, edit: str) -> None:
    """A rehearsal changes nothing and says what happens; the move does it; going back leaves no trace."""
    compiled = EDITS[edit]()
    before, parcels = [bytes_of(case) for case in cases(full)], outbox(full)
    rehearsed = upgrading.upgrade(full.home, compiled, dry_run=True)
    assert [bytes_of(case) for case in cases(full)] == before
    done = upgrading.upgrade(full.home, compiled)
    assert done.moves == rehearsed.moves
    after = {case.id: case for case in cases(full)}
    assert {move.case for move in done.moving} == {
        name for name, case in after.items() if case.playbook == compiled.digest
    }
    assert len(done.moves) == MANY
    upgrading.back(full.home, done.id)
    assert [bytes_of(case) for case in cases(full)] == before
    assert outbox(full) == parcels
    with pytest.raises(UsageError, match="no-upgrade"):
        upgrading.back(full.home, done.id)


def rehearse(world: World, edit: str) -> upgrading.Upgrade:
    return upgrading.upgrade(world.home, EDITS[edit](), dry_run=True)


def test_a_longer_wait_moves_dates_and_nothing_else(full: World) -> None:
    """The cases that wait are told their new dates; no words change, so no approval is lost."""
    done = rehearse(full, "a longer wait")
    assert len(done.moving) == MANY
    for move in done.moving:
        assert not any(isinstance(effect, Drafted | Unsealed | Withdrawn) for effect in move.effects)
        later = [effect for effect in move.effects if isinstance(effect, Moved) and effect.what == "check_in"]
        assert bool(later) is (move.before in ("thanking", "waiting"))


def test_other_words_void_the_approvals_of_those_words_only(full: World) -> None:
    """A draft of the old words is drafted anew; where they were approved, they wait for it again."""
    done = rehearse(full, "other words")
    approved = {
        case.id
        for case in cases(full)
        for item in case.items.values()
        if item.status.value == "approved" and item.name == "thank_you"
    }
    assert approved
    assert {
        move.case for move in done.moving if any(isinstance(effect, Unsealed) for effect in move.effects)
    } == approved


def test_a_state_with_another_name_takes_its_cases_along(full: World) -> None:
    """Who was deciding is choosing now, with the to-do and the timer of before."""
    compiled = EDITS["a state has another name"]()
    done = upgrading.upgrade(full.home, compiled)
    assert len(done.moving) == MANY
    for case in cases(full):
        if case.state == "choosing":
            assert case.items["decide"].state == "choosing"
            assert "choosing.missed" in case.timers
            assert "deciding" not in case.entered
    upgrading.back(full.home, done.id)


def test_a_state_that_is_gone_keeps_its_cases_where_they_are(full: World) -> None:
    """Only who is in it stays on the old version, and is told how a playbook says what became of it."""
    done = rehearse(full, "a state is gone")
    staying = [move for move in done.moves if move.why_not]
    assert {move.before for move in staying} == {"deciding"}
    assert "was: deciding" in staying[0].why_not[0]


def test_what_is_planned_no_more_is_dropped_and_what_is_new_is_planned(full: World) -> None:
    """A message that the new version lacks is taken away where it was planned; a new task appears."""
    compiled = EDITS["one message less, one task more"]()
    done = upgrading.upgrade(full.home, compiled)
    for case in cases(full):
        if case.state in ("thanking", "waiting"):
            assert not any(item.name == "connect" and item.status.live for item in case.items.values())
            assert case.items["file_it"].status.live
        else:
            assert "file_it" not in case.items
    upgrading.back(full.home, done.id)


def test_a_known_fact_of_another_type_stops_the_move(full: World) -> None:
    """A case that knows the fact stays, and says why; who has never been told it may move."""
    done = rehearse(full, "a fact of another type")
    staying = {move.before for move in done.moves if move.why_not}
    assert staying == {"declined"}


def test_what_a_new_version_takes_for_granted_has_to_be_known(full: World) -> None:
    """A fact that every case is asked for at the start can be told for those that began without it."""
    compiled = edited(
        (
            "  job:           {type: text",
            '  team: {type: text, ask: "Which team?"}\n  job:           {type: text',
        )
    )
    assert not upgrading.upgrade(full.home, compiled, dry_run=True).moving
    done = upgrading.upgrade(full.home, compiled, facts={"team": "Analytics"}, dry_run=True)
    assert len(done.moving) == MANY


def test_a_case_that_went_on_cannot_go_back_and_tells_its_story_from_the_move(full: World) -> None:
    """After the move life goes on: late records, months of time; then only the others may go back."""
    done = upgrading.upgrade(full.home, EDITS["a longer wait"]())
    acting.tell(
        full.home, "c001", event="told_a_date", facts={"promised_by": "2026-10-09"}, at=at("2026-10-01 17:00")
    )
    case = full.case("c001")
    assert case.state == "thanking"
    assert case.items["check_in"].due.at.format_iso() == "2026-10-14T09:00:00Z"
    before = [bytes_of(case) for case in cases(full)]
    with pytest.raises(Refused, match="cannot-go-back"):
        upgrading.back(full.home, done.id)
    assert [bytes_of(case) for case in cases(full)] == before
    upgrading.back(full.home, done.id, cases=[move.case for move in done.moving if move.case != "c001"])
    full.go("2027-12-01 12:00")
    for _ in range(40):
        stepping.step(full.home)
    assert all(case.hold is None for case in cases(full))
