"""The commands that a person types for the acts of a scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from followup.core.values.case import Draft
from followup.core.values.events import Wording
from followup.core.values.scenario import Act, Deed
from followup.runtime import acting
from followup.runtime.home import Home


def command(home: Home, case: str, act: Act, draft: Draft | None) -> None:
    """Do what an act says by the command that a person would type.

    Args:
        home: The home.
        case: Case id.
        act: What is done; a receipt, a restart or a look is no command.
        draft: The words of its item as the person sees them, if it has any.

    Raises:
        FollowupError: It was refused.
    """
    seen = draft.digest if draft is not None else ""
    commands: Mapping[Deed, Callable[[], object]] = {
        Deed.TELL: lambda: acting.tell(
            home,
            case,
            event=act.name or None,
            facts=act.facts,
            at=act.happened,
            contact=act.contact,
            channel=act.channel,
            people=act.people,
        ),
        Deed.DONE: lambda: acting.done(home, case, act.name, outcome=act.outcome, at=act.happened),
        Deed.NEVER: lambda: acting.never(home, case, act.name),
        Deed.APPROVE: lambda: acting.approve(home, case, act.name, digest=seen),
        Deed.EDIT: lambda: acting.edit(home, case, act.name, wording=_own_words(act, draft)),
        Deed.REFUSE: lambda: acting.refuse(home, case, act.name),
        Deed.STILL: lambda: acting.still(home, case, act.name, send=act.outcome == "send"),
        Deed.TAKE: lambda: acting.take(home, case, act.name),
        Deed.RESOLVE: lambda: acting.resolve(home, case, act.name, sent=act.outcome == "sent"),
        Deed.HOLD: lambda: acting.hold(home, [case], until=act.until),
        Deed.LIFT: lambda: acting.lift(home, [case]),
        Deed.UNDO: lambda: acting.undo(home, case),
    }
    if act.deed in commands:
        commands[act.deed]()


def _own_words(act: Act, before: Draft | None) -> Wording:
    """Return the words of an edit; a subject that is left out stays as it was."""
    assert act.text is not None
    subject = before.subject if before is not None else ""
    return Wording(subject=act.text.subject or subject, body=act.text.body)
