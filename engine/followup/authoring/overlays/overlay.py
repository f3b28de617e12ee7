"""Overlays and their base to one playbook: found, merged, understood, held against the base."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from followup.authoring import shape
from followup.authoring.findings import Findings
from followup.authoring.library import Library
from followup.authoring.overlays.bases import Base, base_of
from followup.authoring.overlays.laid import Laid
from followup.authoring.overlays.merge import lay
from followup.authoring.overlays.stack import apart
from followup.authoring.overlays.trees import name_of
from followup.authoring.overlays.verdicts import named_sources, no_silent_widening, same_types, still_used
from followup.authoring.tree import Map, Stretch
from followup.authoring.understanding import Understood, understand


@dataclass(frozen=True, slots=True)
class Overlaid:
    """What comes out when overlays are laid over their base.

    Attributes:
        base: The base.
        laid: The merged tree, and what was touched.
        understood: What it means.
        extends: Where the base is named.
    """

    base: Base
    laid: Laid
    understood: Understood
    extends: Stretch

    @property
    def root(self) -> Map:
        """The merged tree."""
        return self.laid.root


def overlay(roots: Sequence[Map], found: Findings, library: Library) -> Overlaid | None:
    """Return what comes out of overlays and their base, or None; what is wrong is noted.

    Args:
        roots: Their trees, in the order of their names; all of them extend the same base.
        found: Where to note it.
        library: Where the base is found.
    """
    trees = [shape.check(root, found) for root in roots]
    base = base_of(trees[0], found, library)
    if base is None:
        return None
    if len(trees) > 1:
        alone = [_laid(base, (tree,), found).laid for tree in trees]
        if found.failed or not apart(alone, found):
            return None
    return _laid(base, trees, found)


def _laid(base: Base, trees: Sequence[Map], found: Findings) -> Overlaid:
    laid = Laid(base.root, base.root, found)
    for tree in trees:
        laid.overlay = name_of(tree)
        lay(laid, tree)
    understood = understand(laid.root, found, laid.dropped)
    still_used(laid)
    if not same_types(found, laid.touches, base.understood.playbook, understood.playbook):
        found.forget(base.root.at.file)  # what the base says with such a setting has become nonsense
    named_sources(found, laid.touches, understood.desk.sources)
    if len(trees) == 1:
        no_silent_widening(found, laid.touches, base.understood.playbook, understood.playbook)
    return Overlaid(base, laid, understood, trees[0].entries["extends"].value.at)


def told_of_the_base(overlaid: Overlaid, found: Findings, alone: Callable[[], Findings]) -> None:
    """Forget what is doubtful in the base anyway; what is wrong there now has to do with the overlay.

    Args:
        overlaid: What came out.
        found: What was found in it.
        alone: Returns what is found in the base by itself.
    """
    file = overlaid.base.root.at.file
    here = found.of_file(file)
    if not here:
        return
    doubtful = {(one.place, one.code) for one in alone().all() if one.severity == "warning"}
    found.take_out(lambda one: one in here and (one.place, one.code) in doubtful)
    found.explain(file, overlaid.extends, "with the changes that are made here")
