"""What is done in an act, by the very functions that the commands call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from followup.core.names import typed
from followup.core.values.scenario import Act, Deed
from followup.errors import InvalidInput
from followup.runtime import acting
from followup.runtime.home import Home
from followup.runtime.views import Report


def do(home: Home, case: str, act: Act) -> Report | None:
    """Do what an act says; None where that is nothing to a case: a look, a receipt, a restart.

    Raises:
        FollowupError: It was refused.
    """
    deed = _DEEDS.get(act.deed)
    return deed(home, case, act) if deed is not None else None


def _tell(home: Home, case: str, act: Act) -> Report:
    return acting.tell(
        home,
        case,
        event=act.name or None,
        facts=act.facts,
        at=act.happened,
        contact=act.contact,
        channel=act.channel,
        note=act.note,
        people=act.people,
    )


def _done(home: Home, case: str, act: Act) -> Report:
    return acting.done(home, case, typed(act.name), outcome=act.outcome, at=act.happened, note=act.note)


def _approve(home: Home, case: str, act: Act) -> Report:
    with home.store.read() as reading:
        found = reading.case(case)
    item = found.items.get(typed(act.name)) if found is not None else None
    digest = item.draft.digest if item is not None and item.draft is not None else ""
    return acting.approve(home, case, typed(act.name), digest=digest)


def _edit(home: Home, case: str, act: Act) -> Report:
    if act.text is None:
        raise InvalidInput("no-words", f"{act.name} is to be edited, but its new words are not given")
    with home.store.read() as reading:
        found = reading.case(case)
    item = found.items.get(typed(act.name)) if found is not None else None
    before = item.draft.subject if item is not None and item.draft is not None else ""
    words = replace(act.text, subject=act.text.subject or before)
    return acting.edit(home, case, typed(act.name), wording=words)


_DEEDS: Mapping[Deed, Callable[[Home, str, Act], Report]] = MappingProxyType(
    {
        Deed.TELL: _tell,
        Deed.DONE: _done,
        Deed.NEVER: lambda home, case, act: acting.never(home, case, typed(act.name)),
        Deed.APPROVE: _approve,
        Deed.REFUSE: lambda home, case, act: acting.refuse(home, case, typed(act.name)),
        Deed.EDIT: _edit,
        Deed.TAKE: lambda home, case, act: acting.take(home, case, act.name),
        Deed.STILL: lambda home, case, act: acting.still(
            home, case, typed(act.name), send=act.outcome == "send"
        ),
        Deed.RESOLVE: lambda home, case, act: acting.resolve(
            home, case, typed(act.name), sent=act.outcome == "sent"
        ),
        Deed.HOLD: lambda home, case, act: acting.hold(home, [case], until=act.until),
        Deed.LIFT: lambda home, case, _: acting.lift(home, [case]),
        Deed.UNDO: lambda home, case, _: acting.undo(home, case),
    }
)
