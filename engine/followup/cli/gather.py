"""Gathering facts: from `FACT=VALUE` on the command line, or by asking the person who sits there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from followup.cli import output, prompts
from followup.cli.people import ROLES, SHAPE, read_people
from followup.core.names import nearest, shown, typed
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.errors import UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home
    from followup.runtime.views import Question

OF_CONTACTS: Mapping[str, Fact] = {
    fact.name: fact
    for fact in (
        Fact(name="name", type=FactType.TEXT, ask="How is the name spelled?"),
        Fact(
            name="name_verified", type=FactType.BOOLEAN, ask="Is the spelling from a card or their own mail?"
        ),
        Fact(name="title", type=FactType.TEXT, ask="What is their title?", optional=True),
        Fact(
            name="role", type=FactType.CHOICE, choices=ROLES, ask="What is their part in this?", optional=True
        ),
        Fact(name="salutation", type=FactType.TEXT, ask="How are they addressed?", optional=True),
        Fact(name="email", type=FactType.TEXT, ask="What is their e-mail address?", optional=True),
        Fact(name="phone", type=FactType.TEXT, ask="What is their telephone number?", optional=True),
        Fact(name="linkedin", type=FactType.TEXT, ask="What is the address of their profile?", optional=True),
        Fact(name="address", type=FactType.TEXT, ask="What is their postal address?", optional=True),
        Fact(name="proxy", type=FactType.CONTACT, ask="Through whom are they reached?", optional=True),
        Fact(name="away_until", type=FactType.DATETIME, ask="Until when are they away?", optional=True),
        Fact(name="do_not_contact", type=FactType.BOOLEAN, ask="Did they ask to be left alone?"),
    )
}
"""What can be told about any contact, whatever the playbook."""


def split(words: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the one word among `words`, and the `FACT=VALUE` texts.

    Raises:
        UsageError: There are two words, so that one of them must be a slip.
    """
    texts = tuple(word for word in words if "=" in word)
    plain = [word for word in words if "=" not in word]
    if len(plain) > 1:
        raise UsageError(
            "two-words",
            f'"{plain[0]}" and "{plain[1]}": one word at a time; a fact is FACT=VALUE. Nothing was done.',
        )
    return (plain[0] if plain else ""), texts


class Gathering:
    """Facts on their way into a case, understood one by one.

    Attributes:
        facts: The values.
        words: How the person put them, where that was understood as something else.
        people: Contacts that came with them.
    """

    def __init__(self, home: Home, playbook: Playbook, *, known: Mapping[str, FactValue]) -> None:
        self.facts: dict[str, FactValue] = {}
        self.words: dict[str, str] = {}
        self.people: list[Contact] = []
        self._home = home
        self._playbook = playbook
        self._known = known

    def take_text(self, text: str) -> str:
        """Take `FACT=VALUE`; return how it was understood."""
        name, _, value = text.partition("=")
        return self.take(name.strip(), value.strip())

    def take(self, name: str, value: str) -> str:
        """Take a fact by its name; return how it was understood.

        Raises:
            UsageError: No such fact.
            InvalidInput: The value cannot be understood.
        """
        full, fact = self._find(name)
        if fact.type in (FactType.CONTACT, FactType.CONTACTS):
            return self._take_people(full, fact, value)
        return self._understand(full, fact, value)

    def ask(self, question: Question) -> None:
        """Ask for a fact until it is understood or, where it may be, left open."""
        full, fact = self._find(question.fact)
        optional = question.optional or bool(question.known)
        brackets = question.known or ("skip" if question.optional else "")
        if question.choices and not question.known:
            output.lines([f"  {' | '.join(question.choices)}"])

        def understood(answer: str) -> None:
            if not answer and not optional:
                raise UsageError(
                    "needed", "this is needed to go on", hint="Ctrl-C stops; nothing has been kept"
                )
            if answer:
                self._say(self.take(question.fact, answer), answer)

        prompts.until(question.ask or f"{shown(full)}?", understood, brackets=brackets)
        if fact.type is FactType.CONTACTS and full in self.facts:
            self._ask_each(fact)

    def ask_named(self, names: Iterable[str]) -> None:
        """Ask for facts of the playbook by name; Enter leaves one open."""
        from followup.runtime.views import Question

        for name in names:
            _, fact = self._find(name)
            self.ask(
                Question(fact=name, ask=fact.ask, type=fact.type.value, optional=True, choices=fact.choices)
            )

    def _say(self, echo: str, answer: str) -> None:
        if echo and echo != answer:
            output.lines([f"  {echo}"])

    def _ask_each(self, fact: Fact) -> None:
        """Ask what concerns each of the people who just came in."""
        for number, person in enumerate(self.people):
            if not person.name_verified:
                from dataclasses import replace

                sure = prompts.yes(f"{person.name}: is the spelling from a card or their mail?")
                self.people[number] = replace(person, name_verified=sure)
            for each in fact.each.values():
                prompts.until(
                    f"{person.name}: {each.ask or shown(each.name)}",
                    lambda answer, who=person.id, what=each.name: (  # type: ignore[misc]  # bound per loop
                        self._say(self.take(f"{who}.{what}", answer), answer) if answer else None
                    ),
                    brackets="skip",
                )

    def _take_people(self, full: str, fact: Fact, value: str) -> str:
        people = read_people(value, known=self._contact)
        self.people += [one for one in people if one.id not in {known.id for known in self.people}]
        ids = tuple(one.id for one in people)
        self.facts[full] = ids if fact.type is FactType.CONTACTS else (ids[0] if ids else None)
        return ", ".join(one.name for one in people)

    def _contact(self, contact: str) -> Contact | None:
        here = next((one for one in self.people if one.id == contact), None)
        if here is not None:
            return here
        with self._home.store.read() as reading:
            return reading.contact(contact)

    def _understand(self, full: str, fact: Fact, value: str) -> str:
        from followup.runtime.understand import understand

        understood = understand(
            fact, value, now=self._home.clock.now(), place=self._place(), almanac=self._home.almanac
        )
        self.facts[full] = understood.value
        if understood.words:
            self.words[full] = understood.words
        return understood.echo

    def _place(self) -> str | None:
        name = self._playbook.courtesy.place
        found = self.facts.get(name, self._known.get(name))
        return found if isinstance(found, str) else None

    def _find(self, name: str) -> tuple[str, Fact]:
        """Return the full name of a fact and what it is: of the case, of a contact, or of an item."""
        owner, dot, own = name.rpartition(".")
        own = typed(own)
        if not dot:
            if own in self._playbook.facts:
                return own, self._playbook.facts[own]
            raise self._unknown(name, self._playbook.facts)
        each = {one.name: one for fact in self._playbook.facts.values() for one in fact.each.values()}
        of_contact = {**OF_CONTACTS, **each}
        if self._contact(owner.lower()) is not None:
            if own not in of_contact:
                raise self._unknown(name, of_contact)
            return f"{owner.lower()}.{own}", of_contact[own]
        fact = self._playbook.facts.get(own)
        if fact is not None and fact.per is Scope.MESSAGE:
            return f"{typed(owner)}.{own}", fact
        raise UsageError(
            "no-contact", f'"{owner}" is no contact here. Nothing was done.', hint=f"a new one: {SHAPE}"
        )

    def _unknown(self, name: str, names: Iterable[str]) -> UsageError:
        near = nearest(name.rpartition(".")[2], names)
        hint = f"did you mean {' or '.join(near)}?" if near else "facts: " + ", ".join(names)
        return UsageError("no-fact", f'"{name}" is no fact of this playbook. Nothing was done.', hint=hint)


def of_case(home: Home, case: str) -> Gathering:
    """Return an empty gathering for a case that runs."""
    from followup.runtime.pinning import playbook_of

    with home.store.read() as reading:
        found = reading.case(case)
        assert found is not None  # noqa: S101 - its name has just been looked up
        known = {name: words[-1].value for name, words in found.facts.items() if words}
        playbook = playbook_of(reading, found.playbook)
    return Gathering(home, playbook, known=known)
