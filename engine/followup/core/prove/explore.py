"""Explores the situations of one slice, each once, and keeps a scene that shows how it comes about."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial

from whenever import Instant

from followup.core.knowledge import in_hand
from followup.core.prove.drive import Stopped
from followup.core.prove.moves import Moves
from followup.core.prove.representatives import BEGINS
from followup.core.prove.scene import Departure, Scene
from followup.core.prove.situation import key, looked_at
from followup.core.prove.slices import Slice
from followup.core.values.playbook import Playbook
from followup.core.values.surroundings import Surroundings
from followup.errors import FollowupError

_STUTTER = 40
"""So often time may bring about what makes no difference in a slice, before it counts as a circle."""
_MOMENT_S = 120
"""What comes by itself sooner than that leaves no time for anything in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """Something that a slice shows to go wrong.

    Attributes:
        promise: The promise that is broken.
        path: Where in the playbook.
        text: What happens, in a sentence.
        scene: Shows it.
        hint: A way out.
        gone: What has left and should not have, or None.
        item: The item it is about, where nothing has left.
        fault: Whether the engine fails on the last act.
    """

    promise: str
    path: str
    text: str
    scene: Scene
    hint: str = ""
    gone: Departure | None = None
    item: str = ""
    fault: bool = False


Watch = Callable[[Scene], Iterable[Suspect]]
"""Looks at a scene as it comes about, with what has just left, and says what is wrong with it."""


@dataclass(slots=True)
class Budget:
    """How many situations may still be looked at, and whether there is time for more."""

    situations: int
    going: Callable[[], bool] = lambda: True

    def spend(self) -> bool:
        """Take one situation; False: there is none left, or no time."""
        self.situations -= 1
        return self.situations >= 0 and self.going()


@dataclass(slots=True)
class Explored:
    """What was found in one slice.

    Attributes:
        part: The slice.
        scenes: One scene for each situation, in the order they were found.
        waits: By situation, the one that time alone leads to.
        moves: By situation, those that somebody's moves lead to.
        suspects: What is wrong, the first of each kind.
        complete: Whether every situation was looked at.
    """

    part: Slice
    scenes: list[Scene] = field(default_factory=list)
    waits: dict[int, int] = field(default_factory=dict)
    moves: dict[int, set[int]] = field(default_factory=dict)
    suspects: dict[tuple[str, str], Suspect] = field(default_factory=dict)
    complete: bool = True


class _Search:
    """A search, breadth first, so that the first story to show something is a short one."""

    def __init__(
        self, part: Slice, whole: Playbook, world: Surroundings, watch: Watch, budget: Budget
    ) -> None:
        self._moves = Moves(part, whole)
        self._part = part
        self._world = world
        self._watch = watch
        self._budget = budget
        self._seen: dict[Hashable, int] = {}
        self._queue: deque[tuple[int, bool]] = deque()
        self.found = Explored(part)

    def run(self) -> Explored:
        for facts in self._moves.starts(BEGINS):
            self._reach(partial(self._moves.drive.begin, self._world, facts, BEGINS))
        while self._queue:
            number, late = self._queue.popleft()
            if not self._expand(number, late=late):
                self.found.complete = False
                break
        return self.found

    def _expand(self, number: int, *, late: bool) -> bool:
        scene = self.found.scenes[number]
        if not self._budget.spend():
            return False
        moves = self._moves.all(scene, late=late)
        while True:
            try:
                after = next(moves, None)
            except FollowupError as fault:
                self._fault(fault)
                break
            if after is None:
                break
            self._edge(number, self._keep(after))
        self._time(number, scene, late=late)
        return True

    def _time(self, number: int, scene: Scene, *, late: bool) -> None:
        """Let time pass until something is another situation."""
        here = key(self._part, scene, late=late)
        first = None
        for _ in range(_STUTTER):
            coming = self._moves.drive.next(scene)
            if coming is None:
                break
            first = first or coming
            try:
                before, scene = scene, self._moves.drive.wait(scene, coming)
                self._answers(number, before, scene)
            except FollowupError as fault:
                self._fault(fault)
                break
            self._look(scene)
            if key(self._part, scene, late=False) != here:
                self.found.waits[number] = self._keep(scene)
                break
        else:
            self.found.waits[number] = number
        start = self.found.scenes[number]
        if (
            first is not None
            and not late
            and self._matters(start)
            and first > start.now.add(seconds=_MOMENT_S)
        ):
            self._just_before(number, start, first)

    def _answers(self, number: int, before: Scene, after: Scene) -> None:
        """Let a channel answer otherwise to what has just left by itself."""
        for other in self._moves.otherwise(before, after):
            self._edge(number, self._keep(self._moves.drive.wait(other, after.now)))

    def _matters(self, scene: Scene) -> bool:
        """Whether it makes a difference how long a situation has lasted: times run that a slice knows."""
        return not self._part.focus or any(in_hand(item) for item in looked_at(self._part, scene))

    def _just_before(self, number: int, scene: Scene, coming: Instant) -> None:
        """Let time pass to a minute before the next thing comes, so that news can come there."""
        after = self._moves.drive.wait(scene, coming.subtract(seconds=60))
        self._edge(number, self._keep(after, late=True))

    def _reach(self, move: Callable[[], Scene]) -> int | None:
        try:
            return self._keep(move())
        except FollowupError as fault:
            self._fault(fault)
            return None

    def _keep(self, scene: Scene, *, late: bool = False) -> int:
        self._look(scene)
        mark = key(self._part, scene, late=late)
        number = self._seen.get(mark)
        if number is None:
            number = self._seen[mark] = len(self.found.scenes)
            self.found.scenes.append(scene)
            self._queue.append((number, late))
        return number

    def _look(self, scene: Scene) -> None:
        for suspect in self._watch(scene):
            self.found.suspects.setdefault((suspect.promise, suspect.path), suspect)

    def _edge(self, number: int, after: int) -> None:
        self.found.moves.setdefault(number, set()).add(after)

    def _fault(self, fault: FollowupError) -> None:
        if not isinstance(fault, Stopped):
            raise fault
        promise = "renders" if fault.code in ("fact-missing", "template-fault") else "silence-ends"
        scene = replace(fault.scene, behind=fault.scene, acts=fault.acts, fresh=(), fired=())
        path = f"states.{scene.case.state}"
        suspect = Suspect(promise=promise, path=path, text=fault.text, scene=scene, fault=True)
        self.found.suspects.setdefault((promise, fault.code), suspect)


def explore(part: Slice, whole: Playbook, world: Surroundings, watch: Watch, budget: Budget) -> Explored:
    """Look at every situation of a slice.

    Args:
        part: The slice.
        whole: The playbook it is a part of.
        world: What lies outside the case.
        watch: Looks at every scene that comes about.
        budget: How much may be looked at.
    """
    return _Search(part, whole, world, watch, budget).run()


def silent_ways(found: Explored) -> Iterator[tuple[int, ...]]:
    """Yield situations from which time alone leads back to them: circles, as far as keys can tell."""
    done: set[int] = set()
    for first in found.waits:
        trail: list[int] = []
        here: int | None = first
        while here is not None and here not in done:
            if here in trail:
                yield tuple(trail[trail.index(here) :])
                break
            trail.append(here)
            here = found.waits.get(here)
        done.update(trail)
