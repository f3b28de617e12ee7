"""What is supposed to happen in a simulation, from the words of its options."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from whenever import Instant, Time

from followup.cli.gather import Gathering
from followup.core.names import nearest, shown, typed
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import FactType, Playbook
from followup.core.values.scenario import Act, Approvals, Deed
from followup.core.values.times import Span, Unit
from followup.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home

MORNING = Time(11)
"""When something happens of which only the day is said."""

_MINUTES = {Unit.MINUTE: 1, Unit.HOUR: 60, Unit.DAY: 24 * 60, Unit.WEEK: 7 * 24 * 60}


@dataclass(slots=True)
class Supposing:
    """Reads the options of a simulation.

    Attributes:
        home: Where names of contacts are looked up.
        playbook: The playbook.
        begins: When it begins; dates are relative to that.
        zone: The zone of the place.
        known: What is known then, by name.
        people: The contacts that are known then.
        case: The case; empty: it is only made up.
        made_up: The facts that had to be made up on the way.
    """

    home: Home
    playbook: Playbook
    begins: Instant
    zone: str
    known: Mapping[str, FactValue]
    people: Sequence[Contact] = ()
    case: str = ""
    made_up: dict[str, FactValue] = field(default_factory=dict)

    def acts(self, tells: Sequence[str], dones: Sequence[str]) -> tuple[Act, ...]:
        """Return what happens, in the order of time.

        Raises:
            UsageError: No such event, or no time is said.
            InvalidInput: A date or a fact cannot be understood, or it was before the beginning.
        """
        found = [*map(self._tell, tells), *map(self._done, dones)]
        return tuple(sorted(found, key=lambda act: act.at))

    def when(self, words: str) -> Instant:
        """Return the instant that words name; of a day alone its morning."""
        from followup.runtime.dates import when

        found = when(words, now=self.begins, zone=self.zone)
        at = found.instant
        if at is None:
            at = found.date.at(MORNING).assume_tz(self.zone).to_instant()
            if found.date == self.begins.to_tz(self.zone).date():
                at = max(at, self.begins)
        if at < self.begins:
            raise InvalidInput(
                "before-it-begins",
                f"{found.echo} is before the beginning; nothing was simulated",
                hint="take a later day",
            )
        return at

    def _tell(self, text: str) -> Act:
        words = _words(text)
        at, rest = self._split(text, words, lambda word: "=" in word or typed(word) in self.playbook.events)
        event = typed(rest[0]) if "=" not in rest[0] else ""
        facts = self._facts(at, rest[1:] if event else rest)
        self._invent(event, facts, at)
        person = self.people[0] if self.people and event else None
        channel = "email" if person is not None and "email" in person.addresses else ""
        people = tuple(one for one in facts.people if one not in self.people)
        return Act(
            at=at,
            deed=Deed.TELL,
            name=event,
            facts=facts.facts,
            contact=person.id if person is not None else None,
            channel=channel,
            people=people,
        )

    def _done(self, text: str) -> Act:
        words = _words(text)
        at, rest = self._split(text, words, self._is_item)
        outcome = typed(rest[1]) if len(rest) > 1 else ""
        return Act(at=at, deed=Deed.DONE, name=typed(rest[0]), outcome=outcome)

    def _is_item(self, word: str) -> bool:
        name = re.sub(r"_[0-9]+$", "", typed(word))
        return typed(word) in self.playbook.items or name in self.playbook.items

    def _split(
        self, text: str, words: Sequence[str], known: Callable[[str], bool]
    ) -> tuple[Instant, Sequence[str]]:
        """Return the time and the words behind it."""
        for number in range(1, len(words)):
            if known(words[number]):
                return self.when(" ".join(words[:number])), words[number:]
        names = [*self.playbook.events, *self.playbook.items]
        if words and known(words[0]):
            hint = f'"6 nov {words[0]}", "in 3 days {words[0]}"'
            raise UsageError("no-time", f'"{text}" says no time; nothing was simulated', hint=hint)
        near = nearest(words[-1], names) if words else ()
        raise UsageError(
            "no-event",
            f'"{text}" names nothing that can happen here; nothing was simulated',
            hint=f"did you mean {' or '.join(map(shown, near))}?"
            if near
            else ", ".join(map(shown, self.playbook.events)),
        )

    def _facts(self, at: Instant, texts: Sequence[str]) -> Gathering:
        from followup.runtime.clock import VirtualClock

        then = replace(self.home, clock=VirtualClock(at))
        found = Gathering(then, self.playbook, known=self.known, zone=self.zone, case=self.case)
        found.people += self.people
        for text in _pairs(texts):
            found.take_text(text)
        return found

    def _invent(self, event: str, found: Gathering, at: Instant) -> None:
        """Make up what an event cannot do without."""
        from followup.runtime.simulation.inventing import made_up

        kind = self.playbook.events.get(event)
        for name in kind.facts if kind is not None else ():
            fact = self.playbook.facts[name]
            if name not in found.facts and fact.type not in (FactType.CONTACT, FactType.CONTACTS):
                value = made_up(fact, at, self.zone)
                found.facts[name] = self.made_up[name] = value


def approvals(words: str) -> tuple[Approvals, int]:
    """Return when drafts are approved, and after how many minutes: `at-once`, `never`, `2 days`.

    Raises:
        UsageError: It is none of these.
    """
    text = " ".join(words.lower().replace("-", " ").split()).removeprefix("after ")
    if text in (Approvals.AT_ONCE, Approvals.NEVER):
        return Approvals(text), 0
    from followup.authoring.spans import span

    delay = span(text)
    if isinstance(delay, Span) and all(part.unit in _MINUTES for part in delay.parts):
        return Approvals.LATER, sum(part.amount * _MINUTES[part.unit] for part in delay.parts)
    raise UsageError(
        "no-approval", f'"{words}" says not when you approve', hint='at-once, never, or as "2 days"'
    )


def _pairs(words: Sequence[str]) -> list[str]:
    """Return `FACT=VALUE` texts; a word without `=` belongs to the one before: `promised_by=20 oct`."""
    found: list[str] = []
    for word in words:
        if "=" in word:
            found.append(word)
        elif found:
            found[-1] += f" {word}"
        else:
            raise UsageError("two-words", f'"{word}" is no FACT=VALUE; nothing was simulated')
    return found


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text)
    except ValueError:
        raise UsageError("quotes", f"{text}: a quotation mark is missing; nothing was simulated") from None
