"""Approved messages that have not left: when they leave, and why only then."""

from __future__ import annotations

from followup.cli.screens.names import item_name
from followup.cli.screens.page import Look, wrap
from followup.runtime.views import Next


def sentence(coming: Next, look: Look, *, named: bool = True) -> list[str]:
    """Return when an approved message leaves: `It leaves Wed 25 Nov 08:00 (tomorrow): quiet hours ...`.

    Args:
        coming: The message.
        look: For whom.
        named: Whether its name is said; else it is "it".
    """
    name = item_name(coming.case, coming.what) if named else "It"
    because = reason(coming.because)
    why = f": {because}" if because else ""
    if coming.moment is None:
        return wrap(f"{name} is approved and waits{why or ' for what is not known yet'}.", look.width)
    if coming.moment.at <= look.now:
        return wrap(f"{name} is approved; it leaves with the next: playbook step", look.width)
    when = look.when(coming.moment.at, there=coming.zone)
    if coming.by_hand:
        whose = f"The file of {name}" if named else "Its file"
        return wrap(f"{whose} is there for you to send {when}{why}.", look.width)
    approved = " is approved and" if named else ""
    return wrap(f"{name}{approved} leaves {when}{why}.", look.width)


def reason(because: str) -> str:
    """Return a reason as it stands after a colon: what reads `because of` loses its `of`."""
    return because.removeprefix("of ").rstrip(".")
