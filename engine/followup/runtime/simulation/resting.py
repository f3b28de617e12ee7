"""Where a case comes to rest when nobody does anything more, and whether it may."""

from __future__ import annotations

from dataclasses import replace

from whenever import Instant

from followup.core.names import shown
from followup.core.values.case import Case
from followup.core.values.playbook import Playbook
from followup.runtime.clock import VirtualClock
from followup.runtime.glance import Glance, glance
from followup.runtime.home import Home
from followup.runtime.recording import row_of
from followup.runtime.rehearsal import rehearsal
from followup.runtime.simulation.passing import Passage
from followup.runtime.simulation.values import Rest
from followup.runtime.views import Need
from followup.runtime.wanting import needs


def rest_of(passage: Passage, case: str, *, days: int) -> Rest:
    """Return where a case comes to rest if it is left to itself from now on; the home stays as it is."""
    now = passage.clock.now()
    with rehearsal(passage.home) as copy:
        clock = VirtualClock(now)
        alone = replace(
            passage,
            home=replace(copy, clock=clock, channels=passage.home.channels),
            clock=clock,
            cases=list(passage.cases),
            keep=lambda _: None,
            restless="",
            steps=0,
            read=dict(passage.read),
            asked=set(),
            held={},
        )
        return go_on(alone, case, now.add(hours=24 * days))


def go_on(passage: Passage, case: str, end: Instant) -> Rest:
    """Let time go on until a case rests, at most until `end`; its home stands there then."""
    passage.somebody_acts()
    last = passage.clock.now()
    while not passage.restless:
        found = _standing(passage.home, case)
        if found is not None:
            return replace(found, at=last)
        coming = passage.coming()
        if coming is None or coming > end:
            break
        passage.once(coming)
        last = coming
    if passage.restless:
        text = f"{case} is due again and again"
        return Rest(ends=False, at=last, text=text)
    with passage.home.store.read() as reading:
        look = glance(passage.home, reading, case)
    passage.clock.set(max(end, passage.clock.now()))
    if _may_rest(look.playbook, look.case):
        return Rest(ends=True, at=last, text=_rests(look))
    where = shown(look.case.state)
    text = f"in {where}, and it goes on"
    return Rest(ends=False, at=last, text=text, cut=True)


def _standing(home: Home, case: str) -> Rest | None:
    """Return how a case rests as it stands; None: something still comes by itself."""
    now = home.clock.now()
    with home.store.read() as reading:
        look = glance(home, reading, case)
        if look.playbook.states[look.case.state].final:
            return Rest(ends=True, at=now, text=_rests(look))
        if row_of(look.playbook, look.case, look.world, look.now).due is not None:
            return None
        wanted = needs(look, reading)
    if _may_rest(look.playbook, look.case):
        return Rest(ends=True, at=now, text=_rests(look))
    if wanted:
        return Rest(ends=True, at=now, text=f"waiting for you: {_wanted(wanted[0])}")
    where = shown(look.case.state)
    return Rest(ends=False, at=now, text=f"in {where} it waits for ever, and nothing there has a date")


def _may_rest(playbook: Playbook, case: Case) -> bool:
    return any(
        playbook.states[state].final or playbook.states[state].rest for state in playbook.path(case.state)
    )


def _rests(look: Glance) -> str:
    state = look.playbook.states[look.case.state]
    return f"{shown(state.name)}, {'where it is over' if state.final else 'which may be waited in for ever'}"


def _wanted(need: Need) -> str:
    return f"{need.verb.value} {shown(need.item)}, {need.text}" if need.item else need.text
