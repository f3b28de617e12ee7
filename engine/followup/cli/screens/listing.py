"""The screen of `list`: all cases, a line each."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cli.screens.names import plain
from followup.cli.screens.page import Look, bad, bold, warn
from followup.cli.screens.table import columns
from followup.cli.screens.today import FIRST
from followup.core.values.records import Summary


def lines(summaries: Sequence[Summary], look: Look, *, more: int = 0, empty: bool = False) -> list[str]:
    """Return the list; `more` counts those left out; `empty`: there is no case at all yet."""
    if empty:
        return list(FIRST)
    if not summaries:
        return ["No such case. All of them: playbook list --all          A new one: playbook start"]
    found = columns(
        [_row(one, look) for one in summaries], look, indent="", whole=True, cuts=(1, 2), spare=(1, 2)
    )
    if more:
        found.append(f"and {more} more: playbook list --all")
    return [*found, f"One of them: playbook show {summaries[0].case}"]


def _row(one: Summary, look: Look) -> tuple[str, str, str, str]:
    where = f"{one.outcome}" if one.outcome else plain(one.state)
    return (bold(one.case), one.row.title, where, _when(one, look))


def _when(one: Summary, look: Look) -> str:
    if one.row.in_doubt:
        return bad(f"{one.row.in_doubt} in doubt")
    if one.row.held:
        return warn("on hold")
    if one.row.final:
        return "over"
    if one.row.wants is not None and one.row.wants <= look.now:
        if one.row.deadline is None:
            return "wants you"
        late = one.row.deadline <= look.now
        limit = look.limit(one.row.deadline, far=False)
        return warn(f"wants you, late since {limit}") if late else f"wants you, by {limit}"
    if one.row.due is not None:
        return f"rests until {look.limit(one.row.due, far=False)}"
    return "rests, no date"
