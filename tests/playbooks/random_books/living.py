"""Lives through a playbook at random: news, approvals, receipts, calls, time; the engine must bear it all."""

from __future__ import annotations

import random
from collections.abc import Callable

from whenever import Instant

from followup.core import history, neutral
from followup.core.prove.drive import Drive
from followup.core.prove.scene import Scene
from followup.core.values.case import Case, Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.people import Contact, Me
from followup.core.values.playbook import Fact, FactType, ItemKind, Playbook
from followup.core.values.surroundings import Surroundings, Way

BEGUN = Instant.from_utc(2026, 10, 1, 8)
PEOPLE = ("interviewer-a", "interviewer-b", "interviewer-c")
_RECEIPTS = ("sent", "sent", "sent", "failed", "retry", "in doubt")
_FOLDED = 10
_CALLS = ("answered", "voicemail", "no_answer")

WORLD = Surroundings(
    me=Me(name="Candidate", email="candidate@example.org", zone="Europe/London"),
    contacts={
        "interviewer-a": Contact(
            id="interviewer-a",
            name="Interviewer A",
            name_verified=True,
            addresses={"email": "a@example.org", "phone": "+442079460000"},
        ),
        "interviewer-b": Contact(
            id="interviewer-b", name="Interviewer B", role="chair", addresses={"phone": "+442079460001"}
        ),
        "interviewer-c": Contact(id="interviewer-c", name="Interviewer C", name_verified=True),
    },
    ways={
        "email": Way(name="email", channel="folder"),
        "phone": Way(name="phone", channel="todo", person=True, outcomes=_CALLS),
        "card": Way(name="card", channel="todo", person=True),
    },
    holidays={"GB-ENG": {}},
)


class Life:
    """One case, moved at random.

    Attributes:
        scene: Where it stands.
        moved: How many moves there were.
    """

    def __init__(self, playbook: Playbook, dice: random.Random) -> None:
        self._playbook = playbook
        self._drive = Drive(playbook)
        self._dice = dice
        self.moved = 0
        given: dict[str, FactValue] = {
            "company": "Acme",
            "job": "Data analyst",
            "workplace": "GB-ENG Europe/London",
        }
        if dice.random() < 0.7:
            given["people"] = tuple(dice.sample(PEOPLE, dice.randint(1, 3)))
        self.scene = self._drive.begin(WORLD, given, BEGUN)

    @property
    def over(self) -> bool:
        """Whether the case is in a final state."""
        return self._playbook.states[self.scene.case.state].final

    def move(self) -> None:
        """Make one move; what the engine cannot bear comes out as `Stopped`."""
        moves: list[Callable[[], None]] = [self._news, self._news, self._wait, self._wait, self._facts]
        moves += [move for item in self.scene.case.items.values() if (move := self._with(item))]
        may = [name for state in self._path() for name in self._playbook.states[state].may]
        if may:
            moves.append(lambda: self._keep(self._drive.take(self.scene, self._dice.choice(may))))
        self._dice.choice(moves)()
        self.moved += 1

    def _path(self) -> tuple[str, ...]:
        return self._playbook.path(self.scene.case.state)

    def _keep(self, scene: Scene) -> None:
        """Keep the next scene, without the way that led to it; now and then the difference is folded."""
        if self.moved % _FOLDED == 0:
            data = neutral.dump(self.scene.case)
            history.apply(data, history.difference(self.scene.case, scene.case))
            assert neutral.load(Case, data) == scene.case, "the difference does not fold"
        self.scene = Scene(case=scene.case, now=scene.now, world=scene.world, receipts=scene.receipts)

    def _news(self) -> None:
        kind = self._dice.choice(list(self._playbook.events.values()))
        facts = {name: self._value(self._playbook.facts[name]) for name in kind.facts}
        facts |= {
            name: self._value(self._playbook.facts[name]) for name in kind.also if self._dice.random() < 0.5
        }
        contact = self._dice.choice([None, *PEOPLE])
        self._keep(self._drive.tell(self.scene, kind.name, facts, contact=contact))

    def _facts(self) -> None:
        fact = self._dice.choice([one for one in self._playbook.facts.values() if one.optional])
        value = None if self._dice.random() < 0.3 else self._value(fact)
        self._keep(self._drive.tell(self.scene, "", {fact.name: value}))

    def _wait(self) -> None:
        coming = self._drive.next(self.scene)
        if coming is not None and self._dice.random() < 0.6:
            self._keep(self._drive.wait(self.scene, coming))
        else:
            hours = self._dice.choice((1, 5, 24, 24 * 7))
            self._keep(self._drive.wait(self.scene, self.scene.now.add(hours=hours)))

    def _with(self, item: Item) -> Callable[[], None] | None:
        """Return what can be done with an item now."""
        name, dice = item.id, self._dice
        if item.status is ItemStatus.DRAFTED and item.draft is not None and not item.draft.errors:
            receipt = dice.choice(_RECEIPTS)
            return lambda: self._keep(
                self._drive.approve(self._drive.answer(self.scene, name, receipt), name)
            )
        if item.status is ItemStatus.HANDED_OVER:
            kind = self._playbook.items[item.name]
            by_phone = item.draft is not None and item.draft.way == "phone"
            outcome = dice.choice(_CALLS) if by_phone else "sent"
            if kind.kind is ItemKind.TASK:
                outcome = "done"
            return lambda: self._keep(self._drive.done(self.scene, name, outcome))
        if item.status is ItemStatus.IN_DOUBT:
            sent = dice.random() < 0.5
            return lambda: self._keep(self._drive.resolve(self.scene, name, sent=sent))
        if item.status is ItemStatus.PLANNED and dice.random() < 0.1:
            return lambda: self._keep(self._drive.refuse(self.scene, name))
        return None

    def _value(self, fact: Fact) -> FactValue:
        dice, now = self._dice, self.scene.now.to_tz("Europe/London")
        match fact.type:
            case FactType.DATETIME:
                return now.add(hours=dice.randint(-72, 240), disambiguation="compatible").format_iso()
            case FactType.DATE:
                return now.add(days=dice.randint(-10, 40), disambiguation="compatible").date().format_iso()
            case FactType.INTEGER:
                return dice.choice((3, 4, 5, 9))
            case FactType.BOOLEAN:
                return dice.random() < 0.5
            case FactType.CHOICE:
                return dice.choice(fact.choices)
            case FactType.CONTACTS:
                return tuple(dice.sample(PEOPLE, dice.randint(0, 3)))
            case _:
                return "a word"
