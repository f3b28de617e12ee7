"""Refutes: tells what a slice has found on the whole playbook, and makes it a scenario if it shows there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from whenever import Instant

from followup.core import machine, outlook
from followup.core.knowledge import Knowledge
from followup.core.prove import stories
from followup.core.prove.atoms import Scalar
from followup.core.prove.clarity import Unclear
from followup.core.prove.drive import Stopped
from followup.core.prove.explore import Suspect
from followup.core.prove.kept import Keeper
from followup.core.prove.replay import Stage, Unplayable, given
from followup.core.prove.representatives import OUTCOMES, usual
from followup.core.prove.scene import Departure, Scene
from followup.core.values.case import ItemStatus
from followup.core.values.events import FactValue
from followup.core.values.playbook import State, Timer
from followup.core.values.proof import Refutation
from followup.core.values.scenario import Act, Deed, Expectation
from followup.core.values.times import Moment

Show = Callable[[list[Scene]], bool]
_PLAIN = {"within-rules": "a rule is broken", "renders": "it cannot be written"}


@dataclass(frozen=True, slots=True)
class Court:
    """Confirms or drops what slices suspect."""

    stage: Stage
    owned: Mapping[str, frozenset[str]]

    def confirm(self, suspect: Suspect) -> Refutation | None:
        """Return a suspect as a refutation, if the whole playbook shows it too."""
        begun, acts = given(suspect.scene), suspect.scene.story()
        names = frozenset(act.name for act in acts) | {
            item.name for item in suspect.scene.case.items.values()
        }
        for clear in (None, names):
            try:
                scenes = self.stage.play(begun, acts, suspect.scene.now, clear)
            except Unplayable:
                continue
            except Stopped as fault:
                if suspect.fault:
                    return self._fault(suspect, fault, begun)
                continue
            if suspect.fault:
                continue
            shown = self._shown(suspect, scenes)
            if shown is not None:
                return self._refutation(suspect, scenes, begun, shown)
        return None

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
        self, suspect: Suspect, scenes: list[Scene], begun: Mapping[str, FactValue], shown: Suspect
    ) -> Refutation:
        acts = stories.acts_of(scenes)
        now = scenes[-1].now
        if shown.gone is not None:
            done = self._carried(scenes[-1], shown.gone)
            acts = [*acts, *done]
            expectation = self._not_again(scenes[-1], shown.gone)
        else:
            item = scenes[-1].case.items.get(shown.item)
            expectation = Expectation(items={shown.item: "drafted" if item is not None else "drafted"})
        acts.append(stories.expecting(now, expectation))
        return self._made(suspect.promise, suspect.text, suspect.path, begun, acts, scenes, hint=suspect.hint)

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
        return self._made(suspect.promise, fault.text, suspect.path, begun, acts, scenes)

    # Silence ---------------------------------------------------------------------------------

    def endless(self, scene: Scene, promise: str, names: frozenset[str]) -> Refutation | None:
        """Return the story of a case that never comes to rest by itself, if it does not."""
        begun, acts = given(scene), scene.story()
        for clear in (None, names):
            try:
                scenes = self.stage.play(begun, acts, scene.now, clear)
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
            return self._made(
                promise, text, where, begun, story, [*scenes, end], last="for ever: no wait, no end"
            )
        return None

    def _may_rest(self, scene: Scene) -> bool:
        states = self.stage.playbook.states
        path = self.stage.playbook.path(scene.case.state)
        return any(states[name].rest or states[name].final for name in path)

    # Timers and guards -----------------------------------------------------------------------

    def unfired(self, state: State, timer: Timer, scenes: Sequence[Scene]) -> Refutation:
        """Return that a timer never fires, with the story of a case that enters its state and waits."""
        name = f"{state.name}.{timer.name}"
        path = f"states.{state.name}.timers.{timer.name}"
        text = f'"{timer.name}" of "{state.name}" never moves a case'
        for scene in scenes:
            if state.name not in scene.case.entered:
                continue
            try:
                told = self.stage.play(given(scene), scene.story(), scene.now)
            except (Unplayable, Stopped):
                continue
            if state.name not in told[-1].case.entered:
                continue
            armed = told[-1].case.timers.get(name)
            due = armed.due.at if armed is not None and isinstance(armed.due, Moment) else None
            acts = stories.acts_of(told)
            if due is None:
                far = told[-1].now.add(hours=24 * 365)
                expectation = Expectation(due={name: far})
                acts.append(stories.expecting(told[-1].now, expectation))
            else:
                target = timer.branch.go or state.name
                leaf = self.stage.playbook.states[target].leaf
                self.stage.pass_to(told, due)
                acts.append(stories.expecting(due, Expectation(state=leaf)))
            return self._made(
                "timers-fire",
                text,
                path,
                given(scene),
                acts,
                told,
                hint="something else always comes first, or its time is never known",
            )
        return Refutation(promise="timers-fire", text=text, path=path)

    def unclear(self, found: Unclear, scenes: Sequence[Scene]) -> Refutation:
        """Return a handler that is not clear, with a story in which it matters if there is one."""
        bare = Refutation(
            promise="guards-clear", text=found.text, path=found.path, hint="add a last line without when"
        )
        if "." in found.trigger or found.expected is None or found.expected.go is None:
            return bare
        leaf = self.stage.playbook.states[found.expected.go].leaf
        for scene in scenes:
            story = self._with_values(found, scene)
            if story is not None and story[-1].case.state != leaf:
                acts = [*stories.acts_of(story), stories.expecting(story[-1].now, Expectation(state=leaf))]
                return self._made(
                    "guards-clear", found.text, found.path, given(scene), acts, story, hint=bare.hint
                )
        return bare

    def _with_values(self, found: Unclear, scene: Scene) -> list[Scene] | None:
        """Return a story that goes on from a scene to the event, with the values in question."""
        playbook = self.stage.playbook
        if found.state not in scene.case.entered:
            return None
        if not machine.machine_of(playbook).hears(scene.case.state, machine.event(found.trigger)):
            return None
        event = playbook.events[found.trigger]
        known = Knowledge(playbook, scene.case, scene.world)
        told: dict[str, FactValue] = {}
        for name, value in found.values.items():
            plain = name.removeprefix("known.")
            if plain not in playbook.facts:
                if known.holds(name) is not value if isinstance(value, bool) else True:
                    return None
                continue
            if name != plain:
                continue
            if value is None and known.value(plain) is not None:
                return None
            if value is not None and known.value(plain) != value:
                told[plain] = _value(value, usual(playbook.facts[plain], (), scene.now))
        try:
            story = self.stage.play(given(scene), scene.story(), scene.now)
            drive = self.stage.drive
            with_event = {name: told.pop(name) for name in list(told) if name in (*event.facts, *event.also)}
            if told:
                story.append(drive.tell(story[-1], "", told))
            facts = {name: usual(playbook.facts[name], (), scene.now) for name in event.facts}
            story.append(drive.tell(story[-1], event.name, {**facts, **with_event}))
        except (Unplayable, Stopped):
            return None
        return story

    # Too many --------------------------------------------------------------------------------

    def too_many(
        self, scene: Scene, refutation: Refutation, bound: int, names: tuple[str, ...]
    ) -> Refutation | None:
        """Return the story of a case in which too much leaves, if it does so on the whole playbook."""
        begun, told = given(scene), scene.story()
        mine = frozenset(item.name for item in scene.case.items.values())
        for clear in (None, mine):
            try:
                scenes = self.stage.play(begun, told, scene.now, clear)
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
            return self._made(refutation.promise, text, path, begun, acts, scenes, hint=refutation.hint)
        return None

    def _made(
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
    ) -> Refutation:
        name = f"{promise.replace('-', '_')}_{path.rpartition('.')[2].replace('-', '_') or 'fault'}"
        place = self.stage.playbook.courtesy.place  # a scenario says it once, for all its times
        facts = {fact: value for fact, value in begun.items() if fact != place}
        told = stories.scenario(
            name=name, promise=promise, why=f"{text}.", given=facts, world=self.stage.world, story=acts
        )
        lines = stories.lines(scenes, last or text)
        return Refutation(promise=promise, text=text, path=path, hint=hint, scenario=told, story=lines)


def _value(value: Scalar, otherwise: FactValue) -> FactValue:
    return otherwise if value == "some" else value


__all__ = ["Court", "Instant", "Show", "replace"]
