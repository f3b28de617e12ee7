"""One entry of the log of a case as a sentence."""

from __future__ import annotations

from collections.abc import Callable

from followup.cli.screens.names import outcome_name, plain, shown
from followup.core.values.events import Event, EventKind
from followup.core.values.records import Entry


def sentence(entry: Entry) -> str:
    """Return what happened, who said so, and the facts that came with it."""
    event = entry.event
    text = _KINDS[event.kind](event)
    facts = ", ".join(f"{name} = {_value(value)}" for name, value in event.facts.items())
    text += f" ({facts})" if facts else ""
    text += f": {event.note}" if event.note else ""
    text += "" if event.by in ("you", "") else f", says {event.by}"
    return text if entry.handled else f"{text}; noted, changes nothing"


def _value(value: object) -> str:
    if value is None:
        return "taken back"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _item(event: Event) -> str:
    tried = f", attempt {event.attempt}" if event.attempt > 1 else ""
    return f"{shown(event.item)}: {outcome_name(plain(event.outcome))}{tried}"


def _held(event: Event) -> str:
    return "paused" + (f" until {event.until.format_iso()}" if event.until else "")


_KINDS: dict[EventKind, Callable[[Event], str]] = {
    EventKind.STARTED: lambda _: "started",
    EventKind.HAPPENED: lambda event: plain(event.name),
    EventKind.KNOWN: lambda _: "known",
    EventKind.FIRED: lambda event: f"the time of {shown(event.name)} came",
    EventKind.ITEM: _item,
    EventKind.WOKE: lambda _: "looked at, as time had passed",
    EventKind.TAKEN: lambda event: f"you took {shown(event.name)}",
    EventKind.APPROVED: lambda event: f"{shown(event.item)} approved, as {event.digest[:8]}",
    EventKind.EDITED: lambda event: f"{shown(event.item)} edited",
    EventKind.ATTEMPT: lambda event: f"{shown(event.item)}: attempt {event.attempt} begins",
    EventKind.HELD: _held,
    EventKind.LIFTED: lambda _: "the pause ends",
    EventKind.UNDONE: lambda event: f"entry {event.undoes} was a mistake",
    EventKind.SETTLED_LATE: lambda event: f"{shown(event.item)}, although late: {event.outcome}",
}
