"""The screens of `channels`: all ways to speak, and one of them."""

from __future__ import annotations

from collections.abc import Sequence

from followup.channels.listing import Available, State
from followup.cli.screens.page import Look, bad, good, warn, wrap
from followup.cli.screens.table import columns

_PAINT = {State.READY: good, State.MISSING: bad, State.BROKEN: bad, State.NOT_SET_UP: warn}


def lines(found: Sequence[Available], look: Look) -> list[str]:
    """Return a line for each channel: its name, its state, what it does, what brings it."""
    rows = []
    for one in found:
        paint = _PAINT.get(one.state, str)
        rows.append((one.name, paint(one.state.value), one.title, one.changed or one.package or "built in"))
    answer = columns(rows, look, whole=True, cuts=(2,), spare=(3,))
    for one in found:
        if one.problem:
            answer += wrap(f"{one.name}: {one.problem}", look.width, first="  ")
            answer += [f"    -> {line}" for line in one.remedy.splitlines()]
    return [*answer, _next(found)]


def single(one: Available, look: Look) -> list[str]:
    """Return one channel, and what to do with it."""
    answer = lines((one,), look)[:-1]
    if one.ways:
        answer += wrap(f"carries here: {', '.join(one.ways)}", look.width, first="  ")
    follow = f"Next: playbook channels {one.name} {'--try' if one.state is State.READY else '--use'}"
    return [*answer, follow]


def _next(found: Sequence[Available]) -> str:
    waiting = next((one for one in found if one.state not in (State.READY, State.MISSING)), None)
    if waiting is not None:
        return f"Next: playbook channels {waiting.name} --use"
    return "One of them: playbook channels NAME          Set one up: playbook channels NAME --use"
