"""What is certainly known on entering each state: the meet over all ways that lead there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from followup.core.prove.paths import Step, at_start, entered, gained, steps
from followup.core.values.playbook import Playbook
from followup.core.values.times import Anchor, AnchorKind, Choice, Line, Now, Portion, When

Entry = tuple[str, str]
"""A state, and the leaf in which the case came to rest when that state was entered."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The reachable part of a playbook.

    Attributes:
        leaves: Reachable leaves.
        steps: What can be taken in each of them.
        known: What is certainly known when a state is entered, by the leaf it was entered with.
        inside: The leaves a case can be in as long as it has not left a state, by the same.
    """

    leaves: frozenset[str]
    steps: tuple[Step, ...]
    known: dict[Entry, frozenset[str]]
    inside: dict[Entry, frozenset[str]]

    @property
    def states(self) -> frozenset[str]:
        """Reachable states, leaves and those around them."""
        return frozenset(state for state, _ in self.known)

    def at(self, state: str, leaf: str) -> frozenset[str]:
        """Return what is certainly known of the entry of `state` by a case that is now in `leaf`."""
        entries = [entry for entry, leaves in self.inside.items() if entry[0] == state and leaf in leaves]
        return frozenset.intersection(*(self.known[entry] for entry in entries))


def explore(playbook: Playbook) -> Flow:
    """Return the reachable leaves, and what is known on the way; ends because knowledge only shrinks."""
    leaf = playbook.states[playbook.start].leaf
    known: dict[Entry, frozenset[str]] = {(state, leaf): at_start(playbook) for state in playbook.path(leaf)}
    every: dict[str, tuple[Step, ...]] = {}
    waiting = [leaf]
    while waiting:
        leaf = waiting.pop()
        every.setdefault(leaf, tuple(steps(playbook, leaf)))
        for step in every[leaf]:
            new = entered(playbook, step)
            behind = gained(playbook, step, known[leaf, leaf])
            for state in new:
                entry = (state, new[-1])
                now = known[entry] & behind if entry in known else behind
                if known.get(entry) != now:
                    known[entry] = now
                    if state == new[-1]:
                        waiting.append(state)
    all_steps = tuple(step for some in every.values() for step in some)
    inside = {entry: _inside(playbook, entry, every) for entry in known}
    return Flow(frozenset(every), all_steps, known, inside)


def _inside(playbook: Playbook, entry: Entry, every: Mapping[str, tuple[Step, ...]]) -> frozenset[str]:
    state, leaf = entry
    found, waiting = {leaf}, [leaf]
    while waiting:
        for step in every[waiting.pop()]:
            new = entered(playbook, step)
            if new and state not in new and state in playbook.path(new[-1]) and new[-1] not in found:
                found.add(new[-1])
                waiting.append(new[-1])
    return frozenset(found)


def needed(line: Line) -> frozenset[str]:
    """Return what has to be known for a line to be known."""
    match line:
        case Now():
            return frozenset()
        case Portion():
            return frozenset((*_name(line.start), *_name(line.end)))
        case _:
            return frozenset(_name(line.anchor))


def always(when: When, known: frozenset[str]) -> bool:
    """Whether a time is known wherever `known` is."""
    if when.choose is Choice.ONLY:
        return needed(when.lines[0]) <= known
    return any(needed(line) <= known for line in when.lines)


def implied(when: When | None) -> frozenset[str]:
    """Return what is known wherever a time is known."""
    if when is None:
        return frozenset()
    common = needed(when.lines[0])
    for line in when.lines[1:]:
        common &= needed(line)
    return common


def missing(when: When, known: frozenset[str]) -> tuple[str, ...]:
    """Return the anchors of a time that may stay unknown, in the order of the text."""
    return tuple(dict.fromkeys(name for line in when.lines for name in sorted(needed(line) - known)))


def _name(anchor: Anchor) -> Iterable[str]:
    match anchor.kind:
        case AnchorKind.ENTRY:
            return ()
        case AnchorKind.OUTCOME:
            return (f"{anchor.name}.{anchor.outcome}",)
        case AnchorKind.CONTACT:
            return (f"contact.{anchor.name}",)
        case _:
            return (anchor.name,)
