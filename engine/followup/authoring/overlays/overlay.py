"""One or more overlays and their base to one playbook: found, merged, understood, held against the base."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followup.authoring import shape
from followup.authoring.findings import Findings
from followup.authoring.library import Library
from followup.authoring.overlays.bases import Base, base_of
from followup.authoring.overlays.laid import Laid
from followup.authoring.overlays.merge import lay
from followup.authoring.tree import Map, Scalar
from followup.authoring.understanding import Understood, understand


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What comes out when overlays are laid over their base.

    Attributes:
        base: The base.
        laid: The merged tree, and what was touched.
        understood: What it means.
    """

    base: Base
    laid: Laid
    understood: Understood

    @property
    def root(self) -> Map:
        """The merged tree."""
        return self.laid.root


def overlay(roots: Sequence[Map], found: Findings, library: Library) -> Overlaid | None:
    """Return what comes out of overlays and their base, or None; what is wrong is noted.

    Args:
        roots: Their trees; all of them extend the same base.
        found: Where to note it.
        library: Where the base is found.
    """
    trees = [shape.check(root, found) for root in roots]
    base = base_of(trees[0], found, library)
    if base is None:
        return None
    laid = Laid(base.root, base.root, found)
    for tree in trees:
        laid.overlay = _name(tree)
        lay(laid, tree)
    return Overlaid(base, laid, understand(laid.root, found, laid.dropped))


def _name(tree: Map) -> str:
    entry = tree.entries.get("playbook")
    return str(entry.value.value) if entry is not None and isinstance(entry.value, Scalar) else ""
