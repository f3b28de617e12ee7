"""One entry of the log of a case as a sentence."""

from __future__ import annotations

from collections.abc import Callable

from followup.cli.screens.names import outcome_name, plain, shown
from followup.cli.screens.page import Look
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.records import Entry

ENGINE = "the engine"
"""Who says what nobody said."""


def sentence(entry: Entry, look: Look) -> str:
    """Return what happened, who said so, and the facts that came with it."""
    event = entry.event
    text = _KINDS[event.kind](event) + (f" until {look.limit(event.until)}" if event.until else "")
    facts = ", ".join(f"{plain(name)}: {_value(value, look)}" for name, value in event.facts.items())
    text += f" ({facts})" if facts else ""
    text += f": {event.note}" if event.note else ""
    text += "" if event.by in ("you", "", ENGINE) else f", says {event.by}"
    return text if entry.handled else f"{text}; noted, changes nothing"


def decided(why: str) -> str:
    """Return a rule that decided, in words: where the case went rather than the names of its arrows."""
    _, arrow, state = why.rpartition(" -> ")
    return f"the case went on to {plain(state)}" if arrow and state.isidentifier() else plain(why)


def _value(value: FactValue, look: Look) -> str:
    return "taken back" if value is None else look.value(value)


def _item(event: Event) -> str:
    tried = f", attempt {event.attempt}" if event.attempt > 1 else ""
    return f"{shown(event.item)}: {outcome_name(plain(event.outcome))}{tried}"


_KINDS: dict[EventKind, Callable[[Event], str]] = {
    EventKind.STARTED: lambda _: "started",
    EventKind.HAPPENED: lambda event: plain(event.name),
    EventKind.KNOWN: lambda _: "known",
    EventKind.FIRED: lambda event: f"the wait {shown(event.name.rpartition('.')[2])} was over",
    EventKind.ITEM: _item,
    EventKind.WOKE: lambda _: "looked at, as time had passed",
    EventKind.TAKEN: lambda event: f"you took {shown(event.name)}",
    EventKind.APPROVED: lambda event: f"{shown(event.item)} approved, as {event.digest[:8]}",
    EventKind.EDITED: lambda event: f"{shown(event.item)} edited",
    EventKind.ATTEMPT: lambda event: f"{shown(event.item)}: attempt {event.attempt} begins",
    EventKind.HELD: lambda _: "paused",
    EventKind.LIFTED: lambda _: "the pause ends",
    EventKind.UNDONE: lambda _: "you took back what was told before",
    EventKind.UPGRADED: lambda event: (
        f"{'back to' if event.undoes else 'goes on with'} {event.name}, as {event.digest[:8]}"
    ),
    EventKind.SETTLED_LATE: lambda event: f"{shown(event.item)}, although late: {event.outcome}",
}
