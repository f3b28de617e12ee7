"""What can be told of a case: by its name, or from a menu in the words of the playbook."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from followup.cli import output, prompts
from followup.cli.asking import ask, ask_named, named
from followup.cli.gather import Gathering
from followup.cli.screens.page import wrap
from followup.core.names import nearest, shown, typed
from followup.core.values.playbook import FactType
from followup.errors import UsageError
from followup.runtime.views import Choice, Need, Question, Verb

if TYPE_CHECKING:
    from followup.runtime.home import Home


NEWS = "I know something new, or something was wrong."
BACK = "nothing; go back"


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
        """Let the person choose: what is asked, what happened, what is there for the taking; or nothing."""
        offers: list[tuple[str, Callable[[], Told | None]]] = [
            *((f"(an answer) {one.text}", partial(self._answer, one)) for one in self._asked),
            *((one.say, partial(self._event, one, asking=True)) for one in self._choices if one.handled),
            *((f"I want to send: {shown(name)}", partial(_taking, name)) for name in self._offers),
            (NEWS, self._fact),
        ]
        if any(not one.handled for one in self._choices):
            offers.append(("Something else.", self._something_else))
        while True:
            says = [say for say, _ in offers]
            number = prompts.choose(f"What happened with {self._case}?", says, back=BACK)
            if number < 0:
                return Told()
            told = offers[number][1]()
            if told is not None:
                return told

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

    def _answer(self, need: Need) -> Told | None:
        """Ask what a need asks; None: nothing was answered, so back to the menu."""
        ask_named(self._gathering, need.asks)
        return Told() if self._gathering.facts else None

    def _something_else(self) -> Told | None:
        other = [one for one in self._choices if not one.handled]
        question = "What, then? It is noted, and moves nothing now."
        number = prompts.choose(question, [one.say for one in other], back=BACK)
        return self._event(other[number], asking=True) if number >= 0 else None

    def _fact(self) -> Told | None:
        """Ask which fact is new or was wrong, then for its value; None: back to the menu."""
        for names in self._gathering.names.listed():
            output.lines(wrap(names, output.columns(), first="  "))

        def understood(answer: str) -> None:
            if "=" in answer:
                self._gathering.take_text(answer)
            elif answer:
                ask(self._gathering, named(self._gathering, answer), needed=False)

        prompts.until("Which of these? (or FACT=VALUE)", understood, brackets="go back")
        return Told() if self._gathering.facts else None

    def _event(self, choice: Choice, *, asking: bool) -> Told:
        known = self._gathering.facts
        missing = [one for one in choice.facts if one.fact not in known]
        if asking:
            fresh = self._gathering.playbook.events[choice.event].new_round
            for question in missing:
                ask(self._gathering, question, needed=True)
            for question in choice.also:
                if question.fact not in known:
                    ask(self._gathering, _anew(question) if fresh else question, renew=fresh)
        elif missing:
            names = ", ".join(one.fact for one in missing)
            texts = " ".join(f"{one.fact}=..." for one in missing)
            raise UsageError(
                "fact-missing",
                f"{shown(choice.event)} comes with {names}. Nothing was done.",
                hint=f"playbook tell {self._case} {shown(choice.event)} {texts}",
            )
        return Told(event=choice.event)


def person_meant(home: Home, case: str, word: str, gathering: Gathering) -> str:
    """Return the id of whom a word means: an id, a name, or a fact that holds one person.

    Raises:
        UsageError: `no-contact`, with the people of the case.
    """
    from followup.runtime import looking

    view = looking.case_view(home, case)
    people = {**view.contacts, **{one.id: one for one in gathering.people}}
    with home.store.read() as reading:
        if word in people or reading.contacts([word]):
            return word
    fact = gathering.playbook.facts.get(typed(word))
    if fact is not None and fact.type in (FactType.CONTACT, FactType.CONTACTS):
        said = view.case.facts.get(fact.name, ())
        value = gathering.facts.get(fact.name, said[-1].value if said else None)
        held = (value,) if isinstance(value, str) else value if isinstance(value, tuple) else ()
        if len(held) == 1:
            return str(held[0])
    alike = [one.id for one in people.values() if one.name.casefold() == word.strip().casefold()]
    if len(alike) == 1:
        return alike[0]
    known = ", ".join(f"{one.id} ({one.name})" for one in people.values())
    hint = f"known: {known}" if known else "nobody is known here yet"
    raise UsageError("no-contact", f'"{word}" is nobody known in {case}. Nothing was done.', hint=hint)


def _taking(name: str) -> Told:
    return Told(take=name)


def _anew(question: Question) -> Question:
    """Return a question of a new round, where of the old answers only the people may hold again."""
    people = question.type in (FactType.CONTACT.value, FactType.CONTACTS.value)
    return question if people else replace(question, known="")
