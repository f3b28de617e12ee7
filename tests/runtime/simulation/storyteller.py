"""Random stories: whatever people and channels may do in a few months, at random times, sense or none.

A story is told three times: first blindly, then twice more with acts that are aimed at what the telling
before came to (see `aiming`), such as a promise revised while a draft waits.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from random import Random

from tests.runtime.simulation.aiming import aimed
from tests.runtime.simulation.facts import INTERVIEWER, OTHER, RECRUITER, start_facts
from tests.runtime.simulation.guessing import guess
from tests.runtime.simulation.staging import ALMANAC, ME
from whenever import Instant

from followup.authoring.compile import Compiled
from followup.core.values.people import Contact
from followup.core.values.scenario import Act, Approvals, Deed, Other, Receipt, Scenario
from followup.library import find_playbook
from followup.runtime.simulation import play

BASE = "interview-follow-up"
BOOKS = (
    *(BASE,) * 6,
    "academia-us",
    "agency",
    "agency+japan",
    "banking",
    "civil-service-uk",
    "consulting",
    "executive-search",
    "executive-search+germany",
    "germany",
    "graduate-scheme",
    "japan",
    "later-rounds",
    "nursing-nhs",
    "residency-match",
    "retail-hospitality",
    "software",
    "union-trades",
)
PAIRS = 0.35
"""How many of the stories are of two cases."""

_CALM = 0.4
"""How many of the pairs are mostly left to themselves, so that both want to reach the same person."""

SECOND = "beta"
_APPROVALS = (*(Approvals.AT_ONCE,) * 2, *(Approvals.LATER,) * 4, Approvals.NEVER)
_PATIENCE = (1, 7, 45, 90, 240, 600, 1440, 2 * 1440, 5 * 1440)
"""Minutes until a draft is read."""

_AIMS = 2
_EARLY = ("thank_you", "thank_you_2", "check_in", "check_in_2", "answer_invitation", "another_offer")
_MOODS = ((Receipt.SENT,), (Receipt.IN_DOUBT,), (Receipt.IN_DOUBT, Receipt.SENT), tuple(Receipt))
"""What channels answer in a story, unless an act says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """A story with the playbooks that it is told on.

    Attributes:
        seed: It tells the same story again.
        word: The playbook of its first case, as on a command line.
        scenario: The story.
        books: The playbooks by the words of the scenario's cases; that of the first is "".
    """

    seed: int
    word: str
    scenario: Scenario
    books: Mapping[str, Compiled]

    @property
    def pair(self) -> str:
        """`one candidate` or `two candidates` for a story of two cases, else nothing."""
        others = self.scenario.others
        if not others:
            return ""
        return "two candidates" if others[0].owner else "one candidate"


@cache
def book(word: str) -> Compiled:
    """Return a playbook of the library."""
    return find_playbook(word, flow=False)


def story(seed: int, *, acts: int = 7) -> Tale:
    """Return the story of a seed."""
    random = Random(seed)
    word = random.choice(BOOKS)
    tale = _blank(random, seed, word)
    calm = tale.pair and random.random() < _CALM
    if calm:
        tale = replace(tale, scenario=replace(tale.scenario, approvals=Approvals.AT_ONCE, approve_after=0))
    tale = _told(tale, _blind(random, tale, 2 if calm else acts))
    for _ in range(1 if calm else _AIMS):
        played = play(tale.books[""], tale.scenario, almanac=ALMANAC, library=book)
        more = aimed(random, played, tale.books)
        tale = _told(tale, [*tale.scenario.story, *more])
    last = max(act.at for act in tale.scenario.story)
    end = Act(at=last.add(hours=24 * random.choice((20, 60, 130))))
    return _told(tale, [*tale.scenario.story, end])


def _told(tale: Tale, acts: list[Act]) -> Tale:
    ordered = tuple(sorted(acts, key=lambda act: act.at))
    return replace(tale, scenario=replace(tale.scenario, story=ordered))


def _blank(random: Random, seed: int, word: str) -> Tale:
    """Return the beginnings of a story, before anything is told."""
    pair = random.random() < PAIRS
    people = (
        (RECRUITER, INTERVIEWER, OTHER) if pair else random.choice(((INTERVIEWER,), (INTERVIEWER, OTHER)))
    )
    mine = people[:2] if pair else people
    given, begins, place = start_facts(random, book(word).playbook, mine, company="Acme", days=0)
    approvals = random.choice(_APPROVALS)
    scenario = Scenario(
        name=f"story_{seed}",
        place=place,
        begins=begins,
        me=ME,
        given=given,
        people=people,
        approvals=approvals,
        approve_after=random.choice(_PATIENCE) if approvals is Approvals.LATER else 0,
        others=(_second(random, word, people),) if pair else (),
    )
    books = {"": book(word)}
    books |= {other.playbook: book(other.playbook or word) for other in scenario.others}
    return Tale(seed=seed, word=word, scenario=scenario, books=books)


def _second(random: Random, word: str, people: tuple[Contact, ...]) -> Other:
    """Return a second case with the same recruiter, of the same candidate or of another one."""
    its = random.choice(("", "", BASE, random.choice(BOOKS)))
    days = random.choice((0, 0, 0, 1, 4))
    met = random.choice(((RECRUITER,), (RECRUITER, people[2])))
    company = random.choice(("Beta", "Beta", "Beta", "Acme"))
    given, begins, _ = start_facts(random, book(its or word).playbook, met, company=company, days=days)
    owner = random.choice(("", "second"))
    return Other(name=SECOND, begins=begins, playbook=its, owner=owner, facts=given)


def _blind(random: Random, tale: Tale, acts: int) -> list[Act]:
    """Return acts that know nothing of how the story goes."""
    scenario = tale.scenario
    begun = max([scenario.begins, *(other.begins for other in scenario.others)])
    now = begun.add(minutes=30)
    names = ["", *(other.name for other in scenario.others)]
    answers = random.choice(_MOODS)
    found = [
        Act(at=now, deed=Deed.RECEIPT, name=name, outcome=random.choice(answers).value, case=case)
        for name in _EARLY
        for case in names
    ]
    for _ in range(acts * len(names) * 3 // 4 if len(names) > 1 else acts):
        now = _later(random, now)
        case = random.choice(names)
        compiled = tale.books[next((one.playbook for one in scenario.others if one.name == case), "")]
        people = [one.id for one in scenario.people]
        zone = scenario.place.partition(" ")[2]
        found.append(replace(guess(random, compiled.playbook, people, now, zone), case=case))
    if random.random() < 0.3:
        found.append(_invitation(random, tale, begun, random.choice(names)))
    if len(names) > 1 and random.random() < 0.6:
        found += _offer(random, tale, found)
    return found


def _offer(random: Random, tale: Tale, found: list[Act]) -> list[Act]:
    """Return an offer in one of two cases and what came of it; the other case is told of both."""
    here, there = random.sample(["", SECOND], k=2)
    at = random.choice(found).at.add(hours=random.randrange(24, 24 * 6))
    until = at.add(hours=random.randrange(20, 200)).to_tz(tale.scenario.place.partition(" ")[2])
    facts = {"offer_until": until.round("minute").format_iso()}
    later = at.add(hours=random.randrange(1, 60))
    answered = Act(at=later, deed=Deed.TELL, name=random.choice(("accepted", "turned_down")), case=here)
    last = later.add(hours=random.randrange(1, 90))
    deed = random.choice((Deed.TELL, Deed.NEVER))
    proposed = Act(at=last, deed=deed, name="withdrawn", case=there)
    return [
        Act(at=at, deed=Deed.TELL, name="offered", facts=facts, case=here),
        *random.choice(((), (answered,), (answered, proposed))),
    ]


def _invitation(random: Random, tale: Tale, begins: Instant, case: str) -> Act:
    """Return an invitation, whose answer waits for an approval while the interview may be moved."""
    at = begins.add(hours=random.randrange(6, 24 * 6))
    when = at.add(hours=random.randrange(48, 24 * 14)).to_tz(tale.scenario.place.partition(" ")[2])
    facts = {"interview_at": when.round("minute").format_iso()}
    who = tale.scenario.people[0].id
    return Act(at=at, deed=Deed.TELL, name="invited", facts=facts, contact=who, channel="email", case=case)


def _later(random: Random, now: Instant) -> Instant:
    return now.add(
        minutes=random.choice((0, 17, 600, random.randrange(1440 * 3), random.randrange(1440 * 8)))
    )
