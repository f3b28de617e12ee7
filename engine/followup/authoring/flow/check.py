"""All checks of the flow, in the order in which they make sense."""

from __future__ import annotations

from followup.authoring.findings import Findings
from followup.authoring.flow import reach
from followup.authoring.flow.settling import settled_again
from followup.authoring.flow.silence import silence, unknown_expiry
from followup.authoring.flow.windows import empty_windows
from followup.authoring.index import Index
from followup.core.prove.known import explore
from followup.core.prove.planned import plans
from followup.core.values.playbook import Playbook


def check(playbook: Playbook, found: Findings, index: Index, *, conditions: str) -> None:
    """Note what is wrong with how a playbook flows.

    Args:
        playbook: One in which every name means something.
        found: Where to note it.
        index: Where everything stands in the file.
        conditions: The texts of all conditions.
    """
    flow = explore(playbook)
    planned = list(plans(playbook, flow))
    reach.misplaced(playbook, planned, found, index)
    silence(playbook, flow, planned, found, index)
    settled_again(playbook, flow, found, index)
    reach.unreached(playbook, flow, found, index)
    reach.unplanned(playbook, found, index)
    reach.unheard(playbook, found, index)
    reach.unused(playbook, found, index, conditions)
    unknown_expiry(playbook, planned, found, index)
    empty_windows(playbook, found, index)
