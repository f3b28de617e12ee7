"""Stories of timers that never fire, and of handlers whose lines are not clear."""

from __future__ import annotations

from collections.abc import Sequence

from followup.core import machine
from followup.core.knowledge import Knowledge
from followup.core.prove import stories
from followup.core.prove.clarity import Unclear
from followup.core.prove.drive import Stopped
from followup.core.prove.refute import Court
from followup.core.prove.replay import Unplayable, given
from followup.core.prove.representatives import usual
from followup.core.prove.scene import Scene
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, Playbook, State, Timer
from followup.core.values.proof import Refutation
from followup.core.values.scenario import Expectation
from followup.core.values.times import Moment

_DAYS_AHEAD = 365


def unfired_story(court: Court, state: State, timer: Timer, scenes: Sequence[Scene]) -> Refutation:
    """Return that a timer never fires, with the story of a case that enters its state and waits."""
    path = f"states.{state.name}.timers.{timer.name}"
    text = f'"{timer.name}" of "{state.name}" never moves a case'
    hint = "something else always comes first, or its time is never known"
    for scene in scenes:
        told = _played(court, scene) if state.name in scene.case.entered else None
        if told is None or state.name not in told[-1].case.entered:
            continue
        armed = told[-1].case.timers.get(f"{state.name}.{timer.name}")
        if armed is not None and isinstance(armed.due, Moment):
            leaf = court.stage.playbook.states[timer.branch.go or state.name].leaf
            court.stage.pass_to(told, armed.due.at)
            expectation, at = Expectation(state=leaf), armed.due.at
        else:
            at = told[-1].now
            far = at.add(hours=24 * _DAYS_AHEAD)
            expectation = Expectation(due={f"{state.name}.{timer.name}": far})
        acts = [*stories.acts_of(told), stories.expecting(at, expectation)]
        return court.made("timers-fire", text, path, given(scene), acts, told, hint=hint)
    return Refutation(promise="timers-fire", text=text, path=path, hint=hint)


def unclear_story(court: Court, found: Unclear, scenes: Sequence[Scene]) -> Refutation:
    """Return a handler that is not clear, with a story in which it matters if there is one."""
    hint = "add a last line without when"
    bare = Refutation(promise="guards-clear", text=found.text, path=found.path, hint=hint)
    event = court.stage.playbook.events.get(found.trigger)
    if event is None or found.expected is None or found.expected.go is None:
        return bare
    target = found.expected.go
    for scene in scenes:
        story = _with_values(court, found, event, scene)
        if story is not None and target not in story[-1].case.entered:
            acts = [*stories.acts_of(story), stories.expecting(story[-1].now, Expectation(state=target))]
            begun = given(scene)
            return court.made("guards-clear", found.text, found.path, begun, acts, story, hint=hint)
    return bare


def _with_values(court: Court, found: Unclear, event: EventType, scene: Scene) -> list[Scene] | None:
    """Return a story that goes on from a scene to the event, with the values in question."""
    playbook = court.stage.playbook
    hears = machine.machine_of(playbook).hears(scene.case.state, machine.event(found.trigger))
    if found.state not in scene.case.entered or not hears or not _fits(playbook, found, scene):
        return None
    story = _played(court, scene)
    if story is None:
        return None
    told = _to_tell(playbook, found, scene)
    mine = {name: told.pop(name) for name in list(told) if name in (*event.facts, *event.also)}
    needed = {name: usual(playbook.facts[name], (), scene.now) for name in event.facts}
    drive = court.stage.drive
    try:
        if told:
            story.append(drive.tell(story[-1], "", told))
        story.append(drive.tell(story[-1], event.name, {**needed, **mine}))
    except Stopped:
        return None
    return story


def _fits(playbook: Playbook, found: Unclear, scene: Scene) -> bool:
    """Whether all that cannot be told is as it should be: what happened, what is open or unknown."""
    known = Knowledge(playbook, scene.case, scene.world)
    for name, value in found.values.items():
        plain = name.removeprefix("known.")
        if plain not in playbook.facts:
            if not isinstance(value, bool) or known.holds(name) is not value:
                return False
        elif name == plain and value is None and known.value(plain) is not None:
            return False
    return True


def _to_tell(playbook: Playbook, found: Unclear, scene: Scene) -> dict[str, FactValue]:
    known = Knowledge(playbook, scene.case, scene.world)
    return {
        name: usual(playbook.facts[name], (), scene.now) if value == "some" else value
        for name, value in found.values.items()
        if name in playbook.facts and value is not None and known.value(name) != value
    }


def _played(court: Court, scene: Scene) -> list[Scene] | None:
    try:
        return court.stage.play(given(scene), scene.story(), scene.now)
    except (Unplayable, Stopped):
        return None
