"""What is promised, looked at scene by scene: whether it is kept by what has just happened."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field

from followup.core.drafts import compose
from followup.core.knowledge import Knowledge, in_hand
from followup.core.prove.explore import Suspect
from followup.core.prove.named import EVERYTHING
from followup.core.prove.oracle import objections
from followup.core.prove.scene import Departure, Scene
from followup.core.templates import TemplateFault
from followup.core.values.case import Item, ItemStatus
from followup.core.values.playbook import EventType, ItemKind, Playbook, Promise, Scope
from followup.core.values.times import Moment


@dataclass(slots=True)
class Keeper:
    """Looks at every scene of a slice.

    Attributes:
        playbook: The whole playbook.
        focus: The items whose departures are looked at.
        owned: By leaf that has an outcome or is final, what may leave there.
        fired: Timers that have fired in some scene.
        departures: How often something has left in some scene.
        written: What was rendered already, and with what known.
    """

    playbook: Playbook
    focus: frozenset[str]
    owned: dict[str, frozenset[str]]
    fired: set[str] = field(default_factory=set)
    departures: int = 0
    written: set[Hashable] = field(default_factory=set)

    def __call__(self, scene: Scene) -> Iterator[Suspect]:
        """Yield what is wrong with a scene that has just come about."""
        self.fired.update(scene.fired)
        for gone, before in scene.fresh:
            if gone.name in self.focus:
                self.departures += 1
                yield from self._departure(scene, gone, before)
        yield from self._lacking(scene)
        yield from self._unwritten(scene)

    def _departure(self, scene: Scene, gone: Departure, before: Scene) -> Iterator[Suspect]:
        for path, text in objections(self.playbook, before, gone):
            yield Suspect(promise="within-rules", path=path, text=text, scene=scene, gone=gone)
        own = self.owned.get(gone.leaf)
        if own is not None and gone.name not in own:
            path = f"states.{before.case.items[gone.item].state}"
            text = f"{gone.name} leaves in {gone.leaf}, which does not plan it itself"
            yield Suspect(promise="quiet-after-outcome", path=path, text=text, scene=scene, gone=gone)
        for promise in self.playbook.promises.values():
            if broken(self.playbook, promise, scene, gone, before):
                said = (promise.say or promise.name).rstrip(".")
                text = f"{gone.name} leaves all the same; promised was: {said}"
                path = f"messages.{gone.name}"
                yield Suspect(promise=promise.name, path=path, text=text, scene=scene, gone=gone)

    def _lacking(self, scene: Scene) -> Iterator[Suspect]:
        """Yield messages that are due and cannot be written, since this way has not brought what they say."""
        for item in scene.case.items.values():
            kind = self.playbook.items[item.name]
            if item.name not in self.focus or kind.kind is ItemKind.TASK or not item.missing:
                continue
            if item.status is not ItemStatus.PLANNED or item.stuck or not self._ripe(scene, item):
                continue
            for name in item.missing:
                if not self._obtainable(scene, item, name):
                    text = f"{item.name} is due in {scene.case.state}, and {name} is not known on this way"
                    path = f"messages.{item.name}.needs"
                    yield Suspect(promise="renders", path=path, text=text, scene=scene, item=item.id)

    def _unwritten(self, scene: Scene) -> Iterator[Suspect]:
        """Yield messages whose words cannot be rendered with what is known when they are drafted."""
        for item in scene.case.items.values():
            if item.name not in self.focus or item.draft is None or not in_hand(item):
                continue
            told = frozenset(name for name, words in scene.case.facts.items() if words[-1].value is not None)
            mark = (item.name, item.contact, item.draft.way, item.about, told)
            if mark in self.written:
                continue
            self.written.add(mark)
            try:
                compose(
                    Knowledge(self.playbook, scene.case, scene.world), self.playbook.items[item.name], item
                )
            except TemplateFault as fault:
                path = f"messages.{item.name}"
                text = f"{item.name} cannot be written: {fault.text}"
                yield Suspect(promise="renders", path=path, text=text, scene=scene, fault=True)

    def _ripe(self, scene: Scene, item: Item) -> bool:
        due = max(item.due.at, item.not_before or item.due.at) if isinstance(item.due, Moment) else None
        if due is None or due > scene.now or item.state not in scene.case.entered:
            return False
        known = Knowledge(self.playbook, scene.case, scene.world)
        return known.holds(self.playbook.items[item.name].when, item) is True

    def _obtainable(self, scene: Scene, item: Item, name: str) -> bool:
        """Whether somebody is asked for a fact anyway, or news that leave the item alive can bring it."""
        fact = self.playbook.facts.get(name)
        if fact is None or fact.per is Scope.MESSAGE:
            return True
        if any(item.name in self.playbook.states[state].may for state in scene.case.entered):
            return True
        if any(name in kind.asks for kind in self.playbook.items.values()):
            return True
        return any(
            line.go is None or item.state in self.playbook.path(line.go)[:-1]
            for state in self.playbook.path(scene.case.state)
            for trigger, lines in self.playbook.states[state].handlers.items()
            if trigger in self.playbook.events and _brings(self.playbook.events[trigger], name)
            for line in lines
        )


def _brings(event: EventType, name: str) -> bool:
    return name in event.facts  # what may come with news need not


def broken(playbook: Playbook, promise: Promise, scene: Scene, gone: Departure, before: Scene) -> bool:
    """Whether a promise of the author is broken by what has just left."""
    if promise.most is not None:
        if not _meant(promise.of, gone, counted=True):
            return False
        return _so_far(promise, scene, gone) > promise.most
    if not _meant(promise.never, gone):
        return False
    case = before.case
    if promise.states:
        return bool(set(promise.states) & set(playbook.path(case.state)))
    if promise.after is not None:
        return promise.after in case.happened
    if promise.before is not None:
        item = case.items[gone.item]
        at = Knowledge(playbook, case, before.world).moment(promise.before, item.state, gone.at, item=item)
        return isinstance(at, Moment) and at.at > gone.at
    return True


def _so_far(promise: Promise, scene: Scene, gone: Departure) -> int:
    surely = {t.item for t in scene.world.touches} | {
        item.id for item in scene.case.items.values() if item.status is ItemStatus.HANDED_OVER
    }
    left = [
        one
        for one in scene.left
        if one.item in surely
        and one.round == gone.round
        and _meant(promise.of, one, counted=True)
        and (promise.per == "case" or one.contact == gone.contact)
    ]
    return len({one.item for one in left})


def _meant(names: tuple[str, ...], gone: Departure, *, counted: bool = False) -> bool:
    if EVERYTHING in names:
        return gone.counted or not counted
    return gone.name in names or gone.way in names
