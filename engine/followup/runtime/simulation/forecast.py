"""What is to be expected of a real case: its next weeks, rehearsed on the home and undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whenever import Instant

from followup.core.values.case import Case
from followup.core.values.people import Me
from followup.core.values.playbook import Playbook
from followup.core.values.scenario import Act, Approvals, Scenario
from followup.errors import FollowupError
from followup.runtime.clock import VirtualClock
from followup.runtime.home import Home
from followup.runtime.pinning import playbook_of
from followup.runtime.recording import existing
from followup.runtime.rehearsal import rehearsal
from followup.runtime.simulation.deeds import do
from followup.runtime.simulation.passing import Habit, Passage
from followup.runtime.simulation.played import Played
from followup.runtime.simulation.resting import go_on
from followup.runtime.simulation.values import Difference


def forecast(
    home: Home,
    case: str,
    *,
    acts: Sequence[Act] = (),
    approvals: Approvals = Approvals.AT_ONCE,
    approve_after: int = 0,
    days: int = 1100,
    until: Instant | None = None,
) -> Played:
    """Return what comes of a real case if only `acts` happen to it; nothing is written, nothing is sent.

    It is the real step on the real rows, in one transaction that is undone. What happens in other cases
    meanwhile is not foreseen.

    Args:
        home: The home.
        case: Case id.
        acts: What happens, in the order of time.
        approvals: When drafts are approved; `approve_after` minutes for `later`.
        approve_after: See there.
        days: It is let go on for at most so many days after the last act, until it rests.
        until: It is left then at the latest.

    Raises:
        UsageError: `no-case`.
    """
    now = home.clock.now()
    with home.store.read() as reading:
        before = existing(reading, case)
        me = reading.owner(before.owner) or Me(name=before.owner)
    with rehearsal(home) as copy:
        clock = VirtualClock(now)
        alone = replace(copy, clock=clock, quiet=True)
        habit = Habit(approvals, approve_after)
        passage = Passage(home=alone, clock=clock, habit=habit, cases=[case], only=case)
        passage.once(now)
        found = _happen(passage, case, acts)
        end = until if until is not None else clock.now().add(hours=24 * days)
        rest = go_on(passage, case, max(end, clock.now()))
        with alone.store.read() as reading:
            after = existing(reading, case)
            log = tuple(reading.log(case))
            playbook = playbook_of(reading, after.playbook)
            contacts = reading.contacts(_people(after))
    scenario = Scenario(
        name=case.replace("-", "_"),
        place=_place(playbook, after),
        begins=now,
        me=me,
        approvals=approvals,
        approve_after=approve_after,
        story=tuple(acts),
    )
    return Played(
        scenario=scenario,
        case=after,
        log=log,
        contacts=contacts,
        playbook=playbook,
        found=found,
        now=clock.now(),
        held=tuple(passage.held.values()),
        rest=rest,
        after=before.version,
    )


def _happen(passage: Passage, case: str, acts: Sequence[Act]) -> tuple[Difference, ...]:
    """Let acts happen in the order of time, and return those that are refused."""
    found: list[Difference] = []
    for number, act in enumerate(acts):
        passage.until(act.at)
        passage.somebody_acts()
        try:
            do(passage.home, case, act)
        except FollowupError as refused:
            expected = f'"{act.deed.value} {act.name}"'.replace("_", "-")
            came = f"refused: {refused.text} ({refused.code})"
            found.append(Difference(at=act.at, about="act", expected=expected, came=came, act=number))
        passage.approve()
    return tuple(found)


def _place(playbook: Playbook, case: Case) -> str:
    said = case.facts.get(playbook.courtesy.place)
    return str(said[-1].value) if said and said[-1].value else "PLAIN UTC"


def _people(case: Case) -> set[str]:
    named = {item.contact for item in case.items.values()}
    return {one for one in (*named, *(past.contact for past in case.happened.values())) if one is not None}
