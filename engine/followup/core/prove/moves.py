"""What can happen in a scene: news, facts, a person's deeds, channels' answers, time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from whenever import Instant

from followup.core import machine
from followup.core.prove.drive import Drive
from followup.core.prove.news import News
from followup.core.prove.representatives import OUTCOMES, REACHED, usual, value
from followup.core.prove.scene import Scene
from followup.core.prove.situation import looked_at, read_now
from followup.core.prove.slices import Slice
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, Fact, FactType, ItemKind, ItemType, Pick, Playbook, Scope


class Moves:
    """The moves of one slice."""

    def __init__(self, part: Slice, whole: Playbook) -> None:
        self._part = part
        self._whole = whole
        self._drive = Drive(part.playbook)
        self._news_of = News(part, whole)

    @property
    def drive(self) -> Drive:
        """What moves scenes of this slice."""
        return self._drive

    def starts(self, now: Instant) -> Iterator[dict[str, FactValue]]:
        """Yield the facts that a case can begin with: those that are asked for at once."""
        facts = self._whole.facts
        names = [name for name, fact in facts.items() if _at_once(fact)]
        for values in product(*(self._values(facts[name], now) for name in names)):
            yield dict(zip(names, values, strict=True))

    def all(self, scene: Scene, *, late: bool = False) -> Iterator[Scene]:
        """Yield every scene that one move of somebody leads to; time is not among them.

        Just before the next thing comes (`late`) only news make a difference, not when a person acts.
        """
        yield from self._news(scene)
        yield from self._facts(scene)
        if late:
            return
        seen = {item.id for item in looked_at(self._part, scene)}
        for item in scene.case.items.values():
            if item.status.live and (item.id in seen or item.name in self._part.rough):
                yield from self._deeds(scene, item)
        for state in scene.case.entered:
            for name in self._part.playbook.states[state].may:
                if name in self._part.focus:
                    yield self._drive.take(scene, name)

    # News ------------------------------------------------------------------------------------

    def _news(self, scene: Scene) -> Iterator[Scene]:
        chooser = machine.machine_of(self._part.playbook)
        answering = {
            self._part.playbook.items[item.name].target.name
            for item in scene.case.items.values()
            if item.occasion and item.status.live and item.state in scene.case.entered
        }
        for event in self._part.playbook.events.values():
            if event.name in answering or self._news_of.idle(event, scene.case.state):
                continue  # a second answer while the first is under way stands for no new situation
            if chooser.hears(scene.case.state, machine.event(event.name)):
                fresh = self._news_of.ends_all(event, scene)
                for facts in self._brought(event, scene):
                    if fresh is not None and not self._news_of.first(event, scene, facts, fresh):
                        continue
                    yield self._drive.tell(scene, event.name, facts, contact=self._from(event))

    def _from(self, event: EventType) -> str | None:
        """Return whom an event comes from, where somebody answers it."""
        kinds = self._whole.items.values()
        answered = any(one.target.pick is Pick.REPLY and one.target.name == event.name for one in kinds)
        return REACHED if answered else None

    def _brought(self, event: EventType, scene: Scene) -> Iterator[dict[str, FactValue]]:
        """Yield the facts an event can bring: needed ones always, the others where they cannot follow."""
        facts = self._whole.facts
        needed = [self._values(facts[name], scene.now) for name in event.facts]
        choices: list[list[FactValue]] = list(needed)
        names = list(event.facts)
        for name in event.also:
            varied = name in self._part.facts
            people = facts[name].type in (FactType.CONTACT, FactType.CONTACTS)
            if people or (varied and event.new_round):
                names.append(name)
                said = self._values(facts[name], scene.now)
                choices.append([*said, None] if varied else said)
        for values in product(*choices):
            yield {name: said for name, said in zip(names, values, strict=True) if said is not None}

    def _values(self, fact: Fact, now: Instant) -> list[FactValue]:
        kinds = self._part.facts.get(fact.name)
        if not kinds:
            return [usual(fact, (), now)]
        return [value(fact, kind, now) for kind in kinds]

    # Facts -----------------------------------------------------------------------------------

    def _facts(self, scene: Scene) -> Iterator[Scene]:
        told = self._news_of.told_alone(scene.case.state)
        for name in read_now(self._part, scene):
            if name in told:
                continue
            fact = self._part.playbook.facts[name]
            now = self._now(fact, scene)
            for said in self._values(fact, scene.now) if fact.per is not Scope.MESSAGE else ():
                if said != now:
                    yield self._drive.tell(scene, "", {name: said})

    def _now(self, fact: Fact, scene: Scene) -> FactValue:
        words = scene.case.facts.get(fact.name, ())
        if fact.per is Scope.ROUND:
            words = tuple(word for word in words if word.round == scene.case.round)
        return words[-1].value if words else fact.default

    # Deeds -----------------------------------------------------------------------------------

    def _deeds(self, scene: Scene, item: Item) -> Iterator[Scene]:
        kind = self._part.playbook.items[item.name]
        close = item.name in self._part.focus
        match item.status:
            case ItemStatus.DRAFTED:
                yield from self._approvals(scene, item)
            case ItemStatus.HANDED_OVER:
                for outcome in self._outcomes(kind, item, close=close):
                    yield self._drive.done(scene, item.id, outcome)
            case ItemStatus.IN_DOUBT if item.state in scene.case.entered:
                yield self._drive.resolve(scene, item.id, sent=True)
                yield self._drive.resolve(scene, item.id, sent=False)
            case ItemStatus.PLANNED if close and item.missing:
                yield from self._words(scene, item)
            case _:
                pass
        if item.status in (ItemStatus.DRAFTED, ItemStatus.HANDED_OVER):
            yield self._drive.refuse(scene, item.id)

    def _approvals(self, scene: Scene, item: Item) -> Iterator[Scene]:
        if item.draft is None or item.draft.errors:
            return
        after = self._drive.approve(scene, item.id)
        yield after
        for other in self.otherwise(scene, after):
            yield self._drive.approve(other, item.id)

    def otherwise(self, before: Scene, after: Scene) -> Iterator[Scene]:
        """Yield the scene before once more for each other answer to what has left by itself since."""
        for gone, _ in after.fresh:
            way = before.world.ways.get(gone.way)
            if way is not None and way.person:
                continue
            close = gone.name in self._part.focus
            if close or f"{gone.name}.failed" in self._part.triggers:
                yield self._drive.answer(before, gone.item, "failed")
            if close:
                yield self._drive.answer(before, gone.item, "in doubt")

    def _outcomes(self, kind: ItemType, item: Item, *, close: bool) -> tuple[str, ...]:
        if kind.kind is ItemKind.TASK:
            return ("done",)
        offered = tuple(kind.outcomes)
        if not offered:
            way = item.draft.way if item.draft is not None else ""
            return OUTCOMES[:1] if way == "phone" else ("sent",)
        if close:
            counting = [one for one in offered if kind.outcomes[one].again is None]
            again = [one for one in offered if kind.outcomes[one].again is not None]
            heard = [one for one in offered if f"{kind.name}.{one}" in self._part.triggers]
            return tuple(dict.fromkeys([*counting[:1], *again[:1], *heard]))
        counting = [one for one in offered if kind.outcomes[one].again is None]
        return tuple(counting[:1] or offered[:1])

    def _words(self, scene: Scene, item: Item) -> Iterator[Scene]:
        """Tell the words of one message that waits for them."""
        facts = self._part.playbook.facts
        mine = [name for name in item.missing if name in facts and facts[name].per is Scope.MESSAGE]
        if mine:
            yield self._drive.words(
                scene, item.id, {name: usual(facts[name], (), scene.now) for name in mine}
            )


def _at_once(fact: Fact) -> bool:
    """Whether a fact is asked for when a case begins."""
    return not fact.optional and fact.default is None and fact.per in (Scope.CASE, Scope.ROUND)
