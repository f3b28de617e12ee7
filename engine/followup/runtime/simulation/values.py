"""What a simulated scenario came to."""

from __future__ import annotations

from dataclasses import dataclass

from whenever import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of a timeline.

    Attributes:
        at: When.
        kind: `begins`, `told`, `known`, `drafted`, `approved`, `sent`, `to-do`, `done`, `again`, `late`,
            `expired`, `failed`, `in doubt`, `moved` (a date), `goes on` (to a state), `dropped`, `held`,
            `held back` (by rules), `waits`, ...
        what: The event, the item's id, the state, in the names of the playbook.
        text: The rest of it in words.
        way: The way it goes: `email`, `phone`; or empty.
        facts: The facts that came with it, by name, as texts.
        to: To whom, or from whom, by name; or empty.
        why: The rule by which it came then, or the reason the playbook gives.
        waits: What the case waits for after that; empty where more comes at once, or nothing has a date.
        until: When that comes; or to when something moved; or the end of a pause.
        since: From when something moved; or when it really happened.
        item: The item's id, or empty.
        case: The case.
    """

    at: Instant
    kind: str
    what: str
    text: str = ""
    way: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    to: str = ""
    why: str = ""
    waits: str = ""
    until: Instant | None = None
    since: Instant | None = None
    item: str = ""
    case: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Something that came out otherwise than expected.

    Attributes:
        at: At which moment of the story.
        about: The field of the expectation (`sent`), `refused`, `rest` or `fault`.
        expected, came: What was expected, and what came.
        line: The line of the file that the act stands on; 0: none.
        act: The number of the act from 0; -1: it belongs to the whole story.
    """

    at: Instant
    about: str
    expected: str
    came: str
    line: int = 0
    act: int = -1

    @property
    def text(self) -> str:
        """The difference in one sentence."""
        return f"{self.about}: expected {self.expected}, came {self.came}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Where a case comes to rest if nobody does anything more.

    Attributes:
        ends: Whether it comes to rest as a case may: in a state that is final or may be waited in for
            ever, or waiting for nothing but a person.
        at: When the last thing happened by itself.
        text: How it ends, or why it does not, in a sentence.
        cut: Whether time was up before that could be seen.
    """

    ends: bool
    at: Instant
    text: str
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a playbook has been seen at work.

    Attributes:
        states: Those entered.
        transitions: (state, trigger, target); the target is empty where the case stayed.
        timers: Those that fired, as `STATE.TIMER`.
        items: Types of which something has left or was done.
    """

    states: frozenset[str] = frozenset()
    transitions: frozenset[tuple[str, str, str]] = frozenset()
    timers: frozenset[str] = frozenset()
    items: frozenset[str] = frozenset()

    def __or__(self, other: Coverage) -> Coverage:
        """Return what was seen in either."""
        return Coverage(
            states=self.states | other.states,
            transitions=self.transitions | other.transitions,
            timers=self.timers | other.timers,
            items=self.items | other.items,
        )
