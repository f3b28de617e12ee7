"""What can be told of a case: by its name, or from a menu in the words of the playbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from followup.cli import prompts
from followup.cli.asking import ask, ask_named
from followup.cli.gather import Gathering
from followup.core.names import nearest, shown, typed
from followup.errors import UsageError
from followup.runtime.views import Choice, Need, Verb

if TYPE_CHECKING:
    from followup.runtime.home import Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the person means: an event, a message that is there for the taking, or facts alone."""

    event: str | None = None
    take: str | None = None


class Menu:
    """All that can be told of one case now."""

    def __init__(self, home: Home, case: str, gathering: Gathering) -> None:
        from followup.runtime import looking

        self._case = case
        self._gathering = gathering
        self._choices = looking.choices(home, case)
        self._asked = [
            one for one in looking.case_view(home, case).needs if one.verb is Verb.TELL and one.asks
        ]
        self._offers = gathering.offered(home, case)

    def named(self, word: str, *, asking: bool) -> Told:
        """Return what a word means, after the facts that come with it are known.

        Raises:
            UsageError: `no-event`, with the nearest; `fact-missing`.
        """
        name = typed(word)
        choice = next((one for one in self._choices if one.event == name), None)
        if choice is not None:
            return self._event(choice, asking=asking)
        if name in self._offers:
            return Told(take=name)
        near = nearest(word, [*(one.event for one in self._choices), *self._offers])
        guess = f' Did you mean "{shown(near[0])}"?' if near else ""
        raise UsageError(
            "no-event",
            f'"{word}" is nothing that can happen in {self._case}.{guess} Nothing was done.',
            hint=f"what can: {self._names()}",
        )

    def chosen(self) -> Told:
        """Let the person choose: what is asked, what happened, what is there for the taking."""
        possible = [one for one in self._choices if one.handled]
        other = [one for one in self._choices if not one.handled]
        says = [f"(an answer) {one.text}" for one in self._asked]
        says += [one.say for one in possible]
        says += [f"I want to send: {shown(name)}" for name in self._offers]
        says += ["Something else."] if other else []
        number = prompts.choose(f"What happened with {self._case}?", says)
        if number < len(self._asked):
            return self._answer(self._asked[number])
        number -= len(self._asked)
        if number < len(possible):
            return self._event(possible[number], asking=True)
        number -= len(possible)
        if number < len(self._offers):
            return Told(take=self._offers[number])
        question = "What, then? It is noted, and moves nothing now."
        return self._event(other[prompts.choose(question, [one.say for one in other])], asking=True)

    def missing(self) -> UsageError:
        """Return the error for a script that said nothing."""
        return UsageError(
            "event-missing",
            f"say what happened in {self._case}. Nothing was done.",
            hint=f"playbook tell {self._case} EVENT, one of: {self._names()}",
        )

    def _names(self) -> str:
        events = [one.event for one in self._choices if one.handled]
        return ", ".join(map(shown, [*events, *self._offers]))

    def _answer(self, need: Need) -> Told:
        ask_named(self._gathering, need.asks)
        if not self._gathering.facts:
            raise UsageError("no-answer", "no answer was given. Nothing was changed.")
        return Told()

    def _event(self, choice: Choice, *, asking: bool) -> Told:
        known = self._gathering.facts
        missing = [one for one in choice.facts if one.fact not in known]
        if asking:
            for question in missing:
                ask(self._gathering, question, needed=True)
            for question in choice.also:
                if question.fact not in known:
                    ask(self._gathering, question)
        elif missing:
            names = ", ".join(one.fact for one in missing)
            texts = " ".join(f"{one.fact}=..." for one in missing)
            raise UsageError(
                "fact-missing",
                f"{shown(choice.event)} comes with {names}. Nothing was done.",
                hint=f"playbook tell {self._case} {shown(choice.event)} {texts}",
            )
        return Told(event=choice.event)
