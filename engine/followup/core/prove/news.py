"""Which news make no difference in a slice, so that they need not be tried again and again."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from followup.core.knowledge import in_hand
from followup.core.prove import times_in
from followup.core.prove.scene import Scene
from followup.core.prove.situation import kind_of, known_key, looked_at, used_up
from followup.core.prove.slices import Slice
from followup.core.values.events import FactValue
from followup.core.values.playbook import EventType, Playbook


class News:
    """The news of one slice."""

    def __init__(self, part: Slice, whole: Playbook) -> None:
        self._part = part
        self._whole = whole
        self._idles: dict[tuple[str, str], bool] = {}
        self._ended: set[Hashable] = set()
        self._news_alone: dict[str, frozenset[str]] = {}

    def ends_all(self, event: EventType, scene: Scene) -> tuple[Hashable, ...] | None:
        """Return what is left of a situation after an event that ends all it is about; None: it does not.

        Such an event leads to the same situation whatever was under way, so once is enough.
        """
        playbook, case = self._part.playbook, scene.case
        for state in reversed(playbook.path(case.state)):
            lines = playbook.states[state].handlers.get(event.name)
            if lines is None:
                continue
            if lines[0].when is not None or lines[0].go is None:
                return None
            kept = set(playbook.path(lines[0].go)[:-1])
            live = [item for item in case.items.values() if in_hand(item) and item.state in kept]
            if live or any(armed.state in kept for armed in case.timers.values()):
                return None
            used = frozenset(
                (item.name, item.contact) for item in looked_at(self._part, scene) if used_up(item)
            )
            return (case.state, min(case.round, self._part.rounds), used, *known_key(self._part, scene))
        return None

    def first(
        self, event: EventType, scene: Scene, facts: Mapping[str, FactValue], left: tuple[Hashable, ...]
    ) -> bool:
        """Whether an event that ends all has not been tried from here, with facts of such a kind."""
        kinds = tuple(
            (name, kind_of(self._whole.facts[name], said, scene.now)) for name, said in facts.items()
        )
        mark = (event.name, kinds, left)
        if mark in self._ended:
            return False
        self._ended.add(mark)
        return True

    def idle(self, event: EventType, leaf: str) -> bool:
        """Whether nothing in a slice can tell that an event has happened in a leaf."""
        mark = (event.name, leaf)
        held = self._idles.get(mark)
        if held is None:
            held = self._idles[mark] = self._changes_nothing(event, leaf)
        return held

    def _changes_nothing(self, event: EventType, leaf: str) -> bool:
        part, playbook = self._part, self._part.playbook
        if event.new_round or event.name in part.events or set(event.facts) & set(part.facts):
            return False
        for state in playbook.path(leaf):
            here = playbook.states[state]
            for line in here.handlers.get(event.name, ()):
                if line.go is not None or set(line.do) & set(playbook.items):
                    return False
            anchors = list(times_in.anchors(timer.due for timer in here.timers.values()))
            names = {anchor.name for anchor in anchors}
            if event.name in names or names & {*event.facts, *event.also}:
                return False
        return True

    def told_alone(self, leaf: str) -> frozenset[str]:
        """Return the facts that come with news that do nothing else: told alone they come to the same."""
        held = self._news_alone.get(leaf)
        if held is None:
            held = self._news_alone[leaf] = frozenset(
                name
                for event in self._part.playbook.events.values()
                if self._only_told(event, leaf)
                for name in event.facts
            )
        return held

    def _only_told(self, event: EventType, leaf: str) -> bool:
        playbook = self._part.playbook
        lines = [
            line
            for state in playbook.path(leaf)
            for line in playbook.states[state].handlers.get(event.name, ())
        ]
        items = set(playbook.items)
        plain = all(line.when is None and line.go is None and not set(line.do) & items for line in lines)
        return bool(lines) and plain and not event.new_round and len(event.facts) == 1
