"""Tells a story that a slice has found again on the whole playbook: only what shows there counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from whenever import Instant

from followup.core.prove.drive import Drive
from followup.core.prove.representatives import BEGINS, SENDS
from followup.core.prove.scene import Scene
from followup.core.values.case import Item, ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import Playbook, Scope
from followup.core.values.scenario import Act, Deed
from followup.core.values.surroundings import Surroundings

_MOST_WAITS = 400


class Unplayable(Exception):
    """The story does not fit the whole playbook: something it needs is not there."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The whole playbook, in the world in which stories are told.

    Attributes:
        playbook: The whole playbook.
        world: What lies outside the case.
        clear: Items that a story is about: all others are refused as soon as they want a person. None:
            they are left.
        at_once: Whether the person approves every draft as soon as it is there.
    """

    playbook: Playbook
    world: Surroundings
    clear: frozenset[str] | None = None
    at_once: bool = False

    @property
    def drive(self) -> Drive:
        """What moves scenes of the whole playbook."""
        return Drive(self.playbook)

    def begin(self, given: Mapping[str, FactValue]) -> Scene:
        """Return the first scene."""
        return self.drive.begin(self.world, given, BEGINS)

    def by_letter(self) -> Stage:
        """Return the same stage with nobody to be rung or visited."""
        contacts = {
            id_: replace(one, addresses={way: at for way, at in one.addresses.items() if way in SENDS})
            for id_, one in self.world.contacts.items()
        }
        return replace(self, world=replace(self.world, contacts=contacts))

    def play(self, given: Mapping[str, FactValue], acts: Iterable[Act], until: Instant) -> list[Scene]:
        """Tell a story, and return its scenes.

        Args:
            given: Facts at the start.
            acts: What is done, in the order of time.
            until: How long time goes on after the last act.

        Raises:
            Unplayable: It cannot be told like that.
            Stopped: The engine fails on the way.
        """
        scenes = [self.begin(given)]
        told: set[str] = set()
        for act in acts:
            once = repr((act.at, act.name, act.contact, sorted(act.facts.items()))) if act.name else ""
            if act.deed is Deed.TELL and once and once in told:
                raise Unplayable("the same news twice at one instant are one")
            told.add(once)
            self.pass_to(scenes, act.at)
            if act.deed is not Deed.LOOK:
                scenes.append(self._act(scenes[-1], act))
                self._attend(scenes)
        self.pass_to(scenes, until)
        return scenes

    def pass_to(self, scenes: list[Scene], until: Instant) -> None:
        """Let time pass to an instant, from one thing that comes by itself to the next."""
        self._attend(scenes)
        for _ in range(_MOST_WAITS):
            coming = self.drive.next(scenes[-1])
            if coming is None or coming > until:
                break
            scenes.append(self.drive.wait(scenes[-1], coming))
            self._attend(scenes)
        if scenes[-1].now < until:
            scenes.append(replace(scenes[-1], now=until, behind=scenes[-1], acts=(), fresh=(), fired=()))

    def rest(self, scene: Scene) -> tuple[Scene, bool]:
        """Let a case go on by itself; return where it gets to, and whether it stands there."""
        for _ in range(_MOST_WAITS):
            coming = self.drive.next(scene)
            if coming is None:
                return scene, True
            scene = self.drive.wait(scene, coming)
        return scene, False

    def _attend(self, scenes: list[Scene]) -> None:
        """Let the person refuse what the story is not about, and approve what it waits for."""
        for name in list(scenes[-1].case.items):
            item = scenes[-1].case.items[name]
            wants = item.status in (ItemStatus.DRAFTED, ItemStatus.HANDED_OVER)
            if wants and self.clear is not None and item.name not in self.clear:
                scenes.append(self.drive.refuse(scenes[-1], name))
            elif self.at_once and item.status is ItemStatus.DRAFTED and not _forbidden(item):
                scenes.append(self.drive.approve(scenes[-1], name))

    def _act(self, scene: Scene, act: Act) -> Scene:
        match act.deed:
            case Deed.TELL:
                return self._tell(scene, act)
            case Deed.RECEIPT:
                return self.drive.answer(scene, act.name, act.outcome)
            case Deed.TAKE:
                return self.drive.take(scene, act.name)
            case _:
                item = scene.case.items.get(act.name)
                if item is None or not item.status.live:
                    raise Unplayable(f"{act.name} is not there")
                return self._deed(scene, act, item)

    def _deed(self, scene: Scene, act: Act, item: Item) -> Scene:
        drive, status = self.drive, item.status
        match act.deed:
            case Deed.APPROVE if status is ItemStatus.DRAFTED and not _forbidden(item):
                return drive.approve(scene, act.name)
            case Deed.DONE if status is ItemStatus.HANDED_OVER:
                plain = "done" if self.playbook.items[item.name].kind == "task" else "sent"
                return replace(drive.done(scene, act.name, act.outcome or plain), acts=(act,))
            case Deed.NEVER | Deed.REFUSE:
                return drive.refuse(scene, act.name)
            case Deed.RESOLVE:
                return drive.resolve(scene, act.name, sent=act.outcome == "sent")
            case _:
                raise Unplayable(f"{act.name} is {status}")

    def _tell(self, scene: Scene, act: Act) -> Scene:
        facts = self.playbook.facts
        words = {name for name in act.facts if name in facts and facts[name].per is Scope.MESSAGE}
        if not words:
            return self.drive.tell(scene, act.name, act.facts, contact=act.contact)
        for item in scene.case.items.values():
            if item.status.live and words & set(item.missing):
                return self.drive.words(scene, item.id, act.facts)
        raise Unplayable("nothing waits for these words")


def given(scene: Scene) -> dict[str, FactValue]:
    """Return the facts that a story began with."""
    first = next(iter(scene.scenes()))
    return {name: words[0].value for name, words in first.case.facts.items() if words[0].seq == 1}


def _forbidden(item: Item) -> bool:
    """Whether the wording rules forbid what an item would say."""
    return item.draft is None or bool(item.draft.errors)
