"""What depends on what: which items and facts the life of an item, or a leaf, hangs on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from followup.core.prove import times_in
from followup.core.prove.atoms import control_guards, names_in
from followup.core.prove.known import Flow
from followup.core.prove.named import items_of
from followup.core.prove.planned import Plan
from followup.core.values.playbook import ItemType, Pick, Playbook
from followup.core.values.times import AnchorKind


class Dependencies:
    """The dependencies in one playbook.

    Attributes:
        playbook: The whole playbook.
        flow: The reachable part of it.
        control: The names that the guards of handlers and timers ask.
        promises: Its promises of `never`, with the messages that each is about.
    """

    def __init__(self, playbook: Playbook, flow: Flow, plans: list[Plan]) -> None:
        self.playbook = playbook
        self.flow = flow
        self.control = frozenset(name for guard in control_guards(playbook) for name in names_in(guard))
        self.promises = [
            (promise, items_of(playbook, promise.never))
            for promise in playbook.promises.values()
            if promise.never
        ]
        self._plans = plans

    # Items -----------------------------------------------------------------------------------

    def needed(self, name: str) -> frozenset[str]:
        """Return the items that one item depends on."""
        playbook, kind = self.playbook, self.playbook.items[name]
        leaves = {leaf for plan in self._plans if plan.item == name for leaf in plan.leaves}
        leaves |= {
            leaf
            for leaf in self.flow.leaves
            for state in playbook.path(leaf)
            if name in playbook.states[state].may
        }
        found = {item for leaf in leaves for item in self.moving(leaf, name)}
        found |= {
            one.name for one in times_in.anchors(times_in.of_item(kind)) if one.kind is AnchorKind.OUTCOME
        }
        found |= {
            step.trigger.partition(".")[0]
            for step in self.flow.steps
            if "." in step.trigger and name in step.branch.do
        }
        found |= {
            other.name
            for other in playbook.items.values()
            if other.or_else is not None and other.or_else.send == name
        }
        found |= self.asked_items(self.control | names_in(kind.when))
        return frozenset(found & set(playbook.items)) - {name}

    def moving(self, leaf: str, beside: str) -> Iterator[str]:
        """Yield the items whose outcomes move a case that is in `leaf`, out of a state that plans `beside`.

        What moves it only inside that state makes no difference there. Where it moves on when all is
        settled, one item besides `beside` stands for the others.
        """
        owners = {plan.state for plan in self._plans if plan.item == beside and leaf in plan.leaves}
        owners |= {state for state in self.playbook.path(leaf) if beside in self.playbook.states[state].may}
        for step in self.flow.steps:
            if step.leaf == leaf and "." in step.trigger and step.branch.go is not None:
                around = set(self.playbook.path(self.playbook.states[step.branch.go].leaf))
                if not owners or not owners <= around or self._told_apart(beside, owners):
                    yield step.trigger.partition(".")[0]
        for state in self.playbook.path(leaf):
            if self.playbook.states[state].then is not None:
                waited = (plan.item for plan in self._plans if plan.state == state and leaf in plan.leaves)
                yield from [item for item in waited if item != beside][:1]

    def _told_apart(self, item: str, owners: set[str]) -> bool:
        """Whether a promise tells apart states inside those that plan an item."""
        return any(
            owner != state and owner in self.playbook.path(state)
            for promise, items in self.promises
            if item in items
            for state in promise.states
            for owner in owners
        )

    def asked_items(self, names: Iterable[str]) -> frozenset[str]:
        """Return the items that names of guards ask for."""
        families = ("open", "sent")
        split = (name.partition(".") for name in names)
        return frozenset(item for family, _, item in split if family in families) & set(self.playbook.items)

    # Facts -----------------------------------------------------------------------------------

    def of_setting(self, kind: ItemType) -> set[str]:
        """Return what decides a count that an item, or its condition, is compared with."""
        named = set(names_in(kind.when))
        if kind.repeat is not None and isinstance(kind.repeat.most, str):
            named.add(kind.repeat.most)
        settings = self.playbook.settings
        return {
            asked
            for name in named & set(settings)
            for line in settings[name].lines
            for asked in names_in(line.when)
        }

    def groups(self, focus: frozenset[str]) -> dict[str, frozenset[str]]:
        """Return by leaf the facts that say for whom items are planned there, one for each."""
        found: dict[str, set[str]] = {}
        for plan in self._plans:
            if plan.item not in focus:
                continue
            target = self.playbook.items[plan.item].target
            if target.pick is Pick.EACH:
                for leaf in plan.leaves:
                    found.setdefault(leaf, set()).add(target.name)
        return {leaf: frozenset(names) for leaf, names in found.items()}

    def of_items(self, focus: frozenset[str]) -> frozenset[str]:
        """Return the facts that items read: their times, needs, conditions, and for whom they are."""
        kinds = [self.playbook.items[name] for name in focus]
        anchors = times_in.anchors(when for kind in kinds for when in times_in.of_item(kind))
        found = {one.name for one in anchors if one.kind is AnchorKind.FACT}
        for kind in kinds:
            found |= {need for need in kind.needs if "." not in need} | {kind.target.name}
            found |= {
                name.removeprefix("known.") for name in names_in(kind.when) | set(self.of_setting(kind))
            }
        return frozenset(found)

    def controls(self, *, timers: bool) -> dict[str, frozenset[str]]:
        """Return by leaf the facts that its guards (and its timers) read."""
        found: dict[str, frozenset[str]] = {}
        for leaf in self.flow.leaves:
            names: set[str] = set()
            for state in self.playbook.path(leaf):
                here = self.playbook.states[state]
                lines = [branch for some in here.handlers.values() for branch in some]
                lines += [timer.branch for timer in here.timers.values()]
                names |= {name.removeprefix("known.") for line in lines for name in names_in(line.when)}
                if timers:
                    dues = times_in.anchors(timer.due for timer in here.timers.values())
                    names |= {one.name for one in dues if one.kind is AnchorKind.FACT}
            found[leaf] = frozenset(names)
        return found
