"""Plays a scenario: begins its cases, lets time pass, does what it says, compares what came."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from whenever import Instant

from followup.core.names import shown, typed
from followup.core.values.case import Case
from followup.core.values.events import FactValue
from followup.core.values.people import Me
from followup.core.values.scenario import Act, Deed, Other, Receipt, Scenario
from followup.core.values.steps import Noted, Unsealed, Withdrawn
from followup.errors import FollowupError, UsageError
from followup.ports import Almanac
from followup.runtime import acting
from followup.runtime.pinning import playbook_of
from followup.runtime.simulation.deeds import do
from followup.runtime.simulation.expecting import compare
from followup.runtime.simulation.passing import Habit, Passage
from followup.runtime.simulation.played import Played
from followup.runtime.simulation.resting import go_on, rest_of
from followup.runtime.simulation.stage import Stage, stage
from followup.runtime.simulation.values import Difference, Rest
from followup.runtime.views import Report

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

OWNER = "me"
Library = Callable[[str], "Compiled"]
"""Returns the playbook that a word names, for the other cases of a scenario."""


def play(
    compiled: Compiled,
    scenario: Scenario,
    *,
    almanac: Almanac,
    library: Library | None = None,
    days: int = 0,
    until: Instant | None = None,
) -> Played:
    """Play a scenario on a playbook: the real runtime, a store in memory, a virtual clock, scripted channels.

    Nothing outside this process is touched, and nothing is sent.

    Args:
        compiled: The playbook.
        scenario: The story.
        almanac: Knows holidays.
        library: Finds the playbooks of the scenario's other cases.
        days: After the last act the case is let go on by itself for at most so many days, until it comes
            to rest; 0: it is left after the last act.
        until: It is left then at the latest, or at once after the last act if that is later.

    Raises:
        FollowupError: The scenario cannot begin: a fact or a place is wrong.
    """
    begins = min([scenario.begins, *(other.begins for other in scenario.others)])
    with stage(begins, scenario.ways, almanac) as here:
        player = Player(compiled, scenario, here, library)
        player.play()
        rest = player.go_on(days, until)
        return player.played(rest)


@dataclass(slots=True)
class Told:
    """What the person was told so far, in all cases, and what was found to be otherwise."""

    said: list[str] = field(default_factory=list)
    found: list[Difference] = field(default_factory=list)


class Player:
    """One scenario on its way."""

    def __init__(self, compiled: Compiled, scenario: Scenario, here: Stage, library: Library | None) -> None:
        self._compiled = compiled
        self._scenario = scenario
        self._stage = here
        self._library = library
        self._told = Told()
        self._cases: dict[str, str] = {}
        self._passage = Passage(
            home=here.home,
            clock=here.clock,
            habit=Habit(scenario.approvals, scenario.approve_after),
            keep=self._keep,
        )

    def play(self) -> None:
        """Play all acts; whatever one of them comes to, the next is played."""
        for at, number, what in self._agenda():
            self._pass(at, what if isinstance(what, Act) else None, number)
            self._passage.somebody_acts()
            if isinstance(what, Act):
                self._act(what, number)
            else:
                self._begin(what)

    def go_on(self, days: int, until: Instant | None) -> Rest | None:
        """Let the scenario's own case go on by itself; None if that was not asked for."""
        if not days and until is None:
            return None
        now = self._stage.clock.now()
        end = until if until is not None else now.add(hours=24 * days)
        return go_on(self._passage, self._cases[""], max(end, now))

    def played(self, rest: Rest | None) -> Played:
        """Return what it came to."""
        with self._stage.home.store.read() as reading:
            cases = {name: self._case(reading.case(case)) for name, case in self._cases.items()}
            logs = {name: tuple(reading.log(case.id)) for name, case in cases.items()}
            playbook = playbook_of(reading, cases[""].playbook)
            ids = {item.contact for case in cases.values() for item in case.items.values() if item.contact}
            ids |= {one.id for one in self._scenario.people}
            contacts = reading.contacts(ids)
        own, log = cases.pop(""), logs.pop("")
        return Played(
            scenario=self._scenario,
            case=own,
            log=log,
            contacts=contacts,
            playbook=playbook,
            found=tuple(self._told.found),
            now=self._stage.clock.now(),
            held=tuple(one for one in self._passage.held.values() if one.case == own.id),
            rest=rest,
            others=cases,
            logs=logs,
        )

    def _agenda(self) -> Iterator[tuple[Instant, int, Act | Other | None]]:
        """Yield what happens, in the order of time: cases begin before anything else of that instant."""
        begun: list[tuple[Instant, int, Act | Other | None]] = [(self._scenario.begins, -2, None)]
        begun += [(other.begins, -1, other) for other in self._scenario.others]
        acts = [(act.at, number, act) for number, act in enumerate(self._scenario.story)]
        yield from sorted([*begun, *acts], key=lambda one: one[:2])

    def _pass(self, at: Instant, act: Act | None, number: int) -> None:
        if not self._cases:
            self._stage.clock.set(max(at, self._stage.clock.now()))
            return
        self._passage.until(at)
        if self._passage.restless:
            came = f"{self._passage.restless} is due again and again"
            self._note(act, number, "rest", "that it comes to rest", f"it never comes to rest: {came}")

    def _begin(self, other: Other | None) -> None:
        """Begin the scenario's own case (None) or another one."""
        compiled = self._compiled
        if other is not None and other.playbook:
            if self._library is None:
                raise UsageError("no-playbook", f'"{other.playbook}" cannot be looked up here')
            compiled = self._library(other.playbook)
        owner = (other.owner if other is not None else "") or OWNER
        given = other.facts if other is not None else self._scenario.given
        report = acting.start(
            self._stage.home,
            compiled,
            owner=owner,
            me=_me(self._scenario.me, owner),
            facts=_placed(compiled, self._scenario.place, given),
            words={},
            people=self._scenario.people,
            name=other.name if other is not None else "",
        )
        assert report.case is not None  # noqa: S101 - one case was begun
        self._cases[other.name if other is not None else ""] = report.case.id
        self._passage.cases.append(report.case.id)
        self._keep(report)
        self._passage.approve()

    def _act(self, act: Act, number: int) -> None:
        """Do what an act says, and compare what came."""
        case = self._cases.get(act.case)
        if case is None:
            self._note(act, number, "case", f"a case {act.case}", "there is none yet")
            return
        if act.deed is Deed.RESTART:
            self._stage.restart()
            self._passage.home = self._stage.home
        if act.deed is Deed.RECEIPT:
            self._stage.receipts.by_item[case, typed(act.name)] = Receipt(act.outcome)
        self._do(case, act, number)
        self._passage.approve()
        self._faults(act, number)
        if act.expect is None:
            return
        rest = None
        if act.expect.ends is not None:
            rest = rest_of(self._passage, case, days=act.expect.settles)
        found = compare(self._stage.home, case, act.expect, said=self._told.said, rest=rest)
        for about, expected, came in found:
            self._note(act, number, about, expected, came)

    def _do(self, case: str, act: Act, number: int) -> None:
        try:
            report = do(self._stage.home, case, act)
        except FollowupError as refused:
            self._told.said.append(refused.text)
            if refused.code != act.refused:
                expected = f"a refusal ({act.refused})" if act.refused else f'"{_deed(act)}"'
                self._note(act, number, "act", expected, f"refused: {refused.text} ({refused.code})")
            return
        if act.refused:
            self._note(act, number, "refused", f'"{_deed(act)}" to be refused ({act.refused})', "it was done")
        if report is not None:
            self._keep(report)

    def _faults(self, act: Act, number: int) -> None:
        """Note a case that its playbook has failed on, once."""
        with self._stage.home.store.read() as reading:
            found = [reading.case(case) for case in self._cases.values()]
        for case in found:
            if case is not None and case.hold is not None and case.hold.fault:
                text = f"{case.id} was stopped: {case.hold.why}"
                if not any(one.came == text for one in self._told.found):
                    self._note(act, number, "fault", "that the playbook does not fail", text)

    def _note(self, act: Act | None, number: int, about: str, expected: str, came: str) -> None:
        at = self._stage.clock.now()
        line = act.line if act is not None else self._scenario.line
        self._told.found.append(
            Difference(at=at, about=about, expected=expected, came=came, line=line, act=max(number, -1))
        )

    def _keep(self, report: Report) -> None:
        for _, effect in report.effects:
            if isinstance(effect, Noted):
                self._told.said.append(effect.text)
            elif isinstance(effect, Unsealed | Withdrawn):
                self._told.said.append(f"{shown(effect.item)}: {effect.reason}")
        self._told.said += [made.text for made in report.delivered if made.text]

    @staticmethod
    def _case(case: Case | None) -> Case:
        assert case is not None  # noqa: S101 - cases are never deleted
        return case


def _placed(compiled: Compiled, place: str, given: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return the facts of a start with the place of the scenario, where they name none."""
    name = compiled.playbook.courtesy.place
    return {name: place, **given} if name in compiled.playbook.facts else dict(given)


def _me(me: Me, owner: str) -> Me:
    if owner == OWNER:
        return me
    return replace(me, name=f"Candidate {owner}", email=f"{owner}@example.org", signature="")


def _deed(act: Act) -> str:
    return f"{act.deed.value} {shown(act.name)}".rstrip()
