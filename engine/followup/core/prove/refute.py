"""Refutes: tells what a slice has found on the whole playbook, and makes it a scenario if it shows there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from followup.core import outlook
from followup.core.prove import stories
from followup.core.prove.drive import Stopped
from followup.core.prove.explore import Suspect
from followup.core.prove.kept import Keeper
from followup.core.prove.replay import Stage, Unplayable, given
from followup.core.prove.representatives import OUTCOMES, SENDS
from followup.core.prove.scene import Departure, Scene
from followup.core.values.case import ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.proof import Refutation
from followup.core.values.scenario import Act, Deed, Expectation


@dataclass(frozen=True, slots=True)
class Court:
    """Confirms or drops what slices suspect."""

    stage: Stage
    owned: Mapping[str, frozenset[str]]

    def confirm(self, suspect: Suspect) -> Refutation | None:
        """Return a suspect as a refutation, if the whole playbook shows it too."""
        begun = given(suspect.scene)
        for stage in self._stages(suspect):
            acts = [act for act in suspect.scene.story() if not _spared(stage, act)]
            try:
                scenes = stage.play(begun, acts, suspect.scene.now)
            except Unplayable:
                continue
            except Stopped as fault:
                if suspect.fault:
                    return self._fault(suspect, fault, begun)
                continue
            shown = None if suspect.fault else self._shown(suspect, scenes)
            if shown is not None:
                return self._refutation(suspect, scenes, begun, shown, at_once=stage.at_once)
        return None

    def _stages(self, suspect: Suspect) -> Iterator[Stage]:
        """Yield stages to tell it on, the plainest first: what leaves leaves by itself, approved at once."""
        scene, letters = suspect.scene, self.stage.by_letter()
        names = {act.name for act in scene.story()} | {item.name for item in scene.case.items.values()}
        if suspect.gone is not None:
            if suspect.gone.way not in SENDS:
                yield replace(letters, at_once=True)
            yield replace(self.stage, at_once=True)
        elif suspect.item:
            yield letters
        yield self.stage
        yield replace(self.stage, clear=frozenset(names))

    def _shown(self, suspect: Suspect, scenes: list[Scene]) -> Suspect | None:
        """Return what the whole playbook shows of the same kind, the last of it."""
        keeper = Keeper(self.stage.playbook, frozenset(self.stage.playbook.items), dict(self.owned))
        found = [
            one
            for scene in scenes
            for one in keeper(scene)
            if (one.promise, one.path) == (suspect.promise, suspect.path)
        ]
        return found[-1] if found else None

    def _refutation(
        self,
        suspect: Suspect,
        scenes: list[Scene],
        begun: Mapping[str, FactValue],
        shown: Suspect,
        *,
        at_once: bool,
    ) -> Refutation:
        acts = [act for act in stories.acts_of(scenes) if not (at_once and act.deed is Deed.APPROVE)]
        now = scenes[-1].now
        if shown.gone is not None:
            done = self._carried(scenes[-1], shown.gone)
            acts = [*acts, *done]
            expectation = self._not_again(scenes[-1], shown.gone)
        else:
            expectation = Expectation(items={shown.item: "drafted"})
        acts.append(stories.expecting(now, expectation))
        text, path = suspect.text, suspect.path
        return self.made(suspect.promise, text, path, begun, acts, scenes, hint=suspect.hint, at_once=at_once)

    def _carried(self, scene: Scene, gone: Departure) -> list[Act]:
        """Return that a person does at once what was handed to them, so that it has left for all to see."""
        item = scene.case.items.get(gone.item)
        if item is None or item.status is not ItemStatus.HANDED_OVER:
            return []
        kind = self.stage.playbook.items[gone.name]
        counting = [name for name, rule in kind.outcomes.items() if rule.again is None]
        outcome = counting[0] if counting else OUTCOMES[0] if gone.way == "phone" else ""
        return [Act(at=scene.now, deed=Deed.DONE, name=gone.item, outcome=outcome)]

    def _not_again(self, scene: Scene, gone: Departure) -> Expectation:
        before = len({one.item for one in scene.left if one.name == gone.name}) - 1
        return Expectation(most={gone.name: before}) if before > 0 else Expectation(not_sent=(gone.name,))

    def _fault(self, suspect: Suspect, fault: Stopped, begun: Mapping[str, FactValue]) -> Refutation:
        scenes = list(fault.scene.scenes())
        at = fault.acts[-1].at if fault.acts else fault.scene.now
        acts = [*stories.acts_of(scenes), *(act for act in fault.acts if act.deed is not Deed.LOOK)]
        acts.append(stories.expecting(at, Expectation(ends=True)))
        return self.made(suspect.promise, fault.text, suspect.path, begun, acts, scenes)

    # Silence ---------------------------------------------------------------------------------

    def endless(self, scene: Scene, promise: str, names: frozenset[str]) -> Refutation | None:
        """Return the story of a case that never comes to rest by itself, if it does not."""
        begun, acts = given(scene), scene.story()
        for stage in (self.stage, replace(self.stage, clear=names)):
            try:
                scenes = stage.play(begun, acts, scene.now)
                end, stands = self.stage.rest(scenes[-1])
            except (Unplayable, Stopped):
                continue
            if stands and self._may_rest(end):
                continue
            story = stories.acts_of(scenes)
            where = f"states.{end.case.state}"
            wanted = outlook.wants(self.stage.playbook, end.case, end.world, end.now)
            if not stands:
                text = f'left alone, a case goes round for ever through "{end.case.state}"'
                story.append(stories.expecting(scenes[-1].now, Expectation(ends=True)))
            elif wanted:
                text = f'a case can wait in "{end.case.state}" for ever, for a person who does nothing'
                story.append(stories.expecting(end.now.add(hours=24 * 1100), Expectation(wants=())))
            else:
                text = f'a case can rest in "{end.case.state}" for ever: nothing there has a date'
                story.append(stories.expecting(scenes[-1].now, Expectation(ends=True)))
            return self.made(
                promise, text, where, begun, story, [*scenes, end], last="for ever: no wait, no end"
            )
        return None

    def _may_rest(self, scene: Scene) -> bool:
        states = self.stage.playbook.states
        path = self.stage.playbook.path(scene.case.state)
        return any(states[name].rest or states[name].final for name in path)

    # Too many --------------------------------------------------------------------------------

    def too_many(
        self, scene: Scene, refutation: Refutation, bound: int, names: tuple[str, ...]
    ) -> Refutation | None:
        """Return the story of a case in which too much leaves, if it does so on the whole playbook."""
        begun, told = given(scene), scene.story()
        mine = frozenset(item.name for item in scene.case.items.values())
        for stage in (self.stage, replace(self.stage, clear=mine)):
            try:
                scenes = stage.play(begun, told, scene.now)
            except (Unplayable, Stopped):
                continue
            if len(scenes[-1].left) < len(scene.left):
                continue
            acts = stories.acts_of(scenes)
            expectation = (
                Expectation(most={names[0]: bound})
                if len(names) == 1
                else self._not_again(scene, scene.left[-1])
            )
            acts.append(stories.expecting(scene.now, expectation))
            text, path = refutation.text, refutation.path
            return self.made(refutation.promise, text, path, begun, acts, scenes, hint=refutation.hint)
        return None

    def made(  # noqa: PLR0913 - each is one part of a refutation
        self,
        promise: str,
        text: str,
        path: str,
        begun: Mapping[str, FactValue],
        acts: Sequence[Act],
        scenes: list[Scene],
        *,
        hint: str = "",
        last: str = "",
        at_once: bool = False,
    ) -> Refutation:
        """Return a refutation with its scenario and its story.

        Args:
            promise: What is broken.
            text: What happens, in a sentence.
            path: Where in the playbook.
            begun: Facts at the start.
            acts: What is done; the last one says what was expected.
            scenes: What came of it.
            hint: A way out.
            last: The last line of the story, if it is not the text.
            at_once: Whether drafts are approved at once, and not by acts.
        """
        name = f"{promise.replace('-', '_')}_{path.rpartition('.')[2].replace('-', '_') or 'fault'}"
        place = self.stage.playbook.courtesy.place  # a scenario says it once, for all its times
        facts = {fact: value for fact, value in begun.items() if fact != place}
        told = stories.scenario(
            name=name,
            promise=promise,
            why=f"{text}.",
            given=facts,
            world=scenes[0].world,
            story=stories.leaving(acts),
            at_once=at_once,
        )
        lines = stories.lines(scenes, last or text)
        return Refutation(promise=promise, text=text, path=path, hint=hint, scenario=told, story=lines)


def _spared(stage: Stage, act: Act) -> bool:
    """Whether an act is no act of its own on a stage: what is approved at once, what nobody carries."""
    carries = any(way not in SENDS for one in stage.world.contacts.values() for way in one.addresses)
    return stage.at_once and (act.deed is Deed.APPROVE or (act.deed is Deed.DONE and not carries))
