"""From a tree to the playbook it means: its shape, its names, its values, in this order."""

from __future__ import annotations

from dataclasses import dataclass

from followup.authoring import neutral, shape
from followup.authoring.desk import Desk
from followup.authoring.findings import Findings
from followup.authoring.tree import Map
from followup.authoring.vocabulary import NOTHING_DROPPED, Dropped, gather
from followup.core.values.playbook import Playbook


@dataclass(frozen=True, slots=True)
class Understood:
    """A playbook with the tree it was read from.

    Attributes:
        playbook: The value; of use even where something was wrong, as far as that goes.
        tree: What is left of the tree without the parts that were refused.
        desk: The desk at which it was read.
    """

    playbook: Playbook
    tree: Map
    desk: Desk

    @property
    def conditions(self) -> str:
        """The texts of all conditions."""
        return " ".join(str(condition.at.value) for condition in self.desk.conditions)


def understand(root: Map, found: Findings, dropped: Dropped = NOTHING_DROPPED) -> Understood:
    """Return what a tree means; what is wrong is noted.

    Args:
        root: A whole playbook.
        found: Where to note what is wrong.
        dropped: What an overlay has left out of it.
    """
    tree = shape.check(root, found)
    desk = Desk(found, gather(root, found, tree.lost, dropped))
    return Understood(neutral.playbook(tree, desk), tree, desk)
