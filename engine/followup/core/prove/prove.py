"""Proves what a playbook promises, or refutes it with a story that can be run."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from whenever import Date

from followup.core.prove.bounds import bounds
from followup.core.prove.counting import counted
from followup.core.prove.explore import Budget
from followup.core.prove.ground import lay
from followup.core.prove.judging import judged
from followup.core.prove.verdicts import ASSUMED
from followup.core.values.playbook import Playbook
from followup.core.values.proof import Proof

BUDGET = 20_000
"""Situations that are looked at at most, over all slices."""


def prove(
    playbook: Playbook,
    *,
    budget: int = BUDGET,
    holidays: Mapping[str, Mapping[Date, str]] | None = None,
    going: Callable[[], bool] = lambda: True,
) -> Proof:
    """Prove or refute every promise of a playbook: those that every playbook makes, then its own.

    Args:
        playbook: One that compiles; its flow need not be sound.
        budget: How many situations may be looked at in all; what is left then is given up.
        holidays: Public holidays by calendar, for playbooks that need some.
        going: Asked at each situation whether to go on.
    """
    ground = lay(playbook, Budget(budget, going), holidays)
    return Proof(
        promises=(*judged(ground), *counted(ground)),
        situations=sum(len(one.scenes) for one in ground.explored),
        bound=bounds(playbook),
        assumed=ASSUMED,
        explored={one.part.name: len(one.scenes) for one in ground.explored},
    )
