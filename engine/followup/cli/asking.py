"""Asking for facts: each question until its answer is understood or, where it may be, left open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from followup.cli import output, prompts
from followup.cli.gather import Gathering
from followup.core.names import shown
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType
from followup.errors import InvalidInput, UsageError
from followup.runtime.views import Question

PEOPLE = 'as: Name, Title, address; the next one after ";"'
_SAYS_NOTHING = frozenset({"yes", "no", "none", "nope", "ok", "nothing", "not really", "not sure", "no idea"})
_WAYS = {"email": "e-mail address", "phone": "telephone number", "linkedin": "LinkedIn address"}


def ask_all(gathering: Gathering, questions: Iterable[Question]) -> None:
    """Ask what is still open; a question that makes sense only with another is asked only with it."""
    for question in questions:
        facts = gathering.facts
        if question.unless in facts or (question.given and question.given not in facts):
            continue
        if question.fact not in facts:
            ask(gathering, replace(question, date="") if question.date in facts else question)
        elif question.date and question.date not in facts:
            ask_named(gathering, {question.date: question.date_ask})


def ask(gathering: Gathering, question: Question, *, needed: bool | None = None, renew: bool = False) -> None:
    """Ask for one fact.

    Args:
        gathering: Where the answer goes.
        question: What to ask; what is known already stands in brackets.
        needed: Whether it cannot be left open, so that Enter says again what is known; None: unless
            the question says that it is optional.
        renew: Whether Enter says again what is known although it could be left open.
    """
    full, fact = gathering.names.find(question.fact)
    must = not question.optional if needed is None else needed
    if question.choices:
        output.lines([f"  {' | '.join(question.choices)}"])
    if question.type in (FactType.CONTACTS.value, FactType.CONTACT.value):
        output.lines([f"  {PEOPLE}"])

    def understood(answer: str) -> None:
        if answer:
            _take(gathering, question, answer, optional=not must)
        elif question.known and (must or renew):
            gathering.again(question.fact, question.known)
        elif must:
            raise UsageError("needed", "this is needed to go on", hint="Ctrl-C stops; nothing has been kept")

    known = gathering.names.shown(question, gathering.look)
    words = question.ask or f"{shown(full)}?"
    prompts.until(
        f"{words} And by when?" if question.date else words,
        understood,
        brackets=known or ("" if must else "skip"),
    )
    if question.date and question.fact in gathering.facts and question.date not in gathering.facts:
        ask_named(gathering, {question.date: question.date_ask})
    if fact is not None and fact.type is FactType.CONTACTS and full in gathering.facts:
        _ask_each(gathering, fact, question)


def ask_named(gathering: Gathering, asks: Mapping[str, str]) -> None:
    """Ask for facts by name, with their questions (empty: that of the playbook); Enter leaves one open."""
    for name, words in asks.items():
        ask(gathering, named(gathering, name, words))


def named(gathering: Gathering, name: str, words: str = "") -> Question:
    """Return the question for a fact that may be left open."""
    full, fact = gathering.names.find(name)
    return Question(
        fact=name,
        ask=words or (fact.ask if fact else "") or f"{shown(full)}?",
        type=(fact.type if fact else FactType.TEXT).value,
        optional=True,
        choices=fact.choices if fact else (),
        known=gathering.names.known(full, gathering.look),
    )


def _take(gathering: Gathering, question: Question, answer: str, *, optional: bool) -> None:
    """Take one answer, and say how it was understood where that is not as it was typed."""
    if question.date:
        _take_with_date(gathering, question, answer)
        return
    fact = gathering.names.find(question.fact)[1]
    if fact is not None and fact.type is FactType.TEXT and optional:
        _must_say_something(answer)
    echo = gathering.take(question.fact, answer)
    if gathering.ahead(question.fact) and question.ask.lower().startswith("when did"):
        del gathering.facts[question.fact]
        raise InvalidInput(
            "not-yet", f"{echo or answer} is still to come", hint="press Enter if it has not happened yet"
        )
    if echo and echo != answer:
        output.lines([f"  {echo}"])


def _take_with_date(gathering: Gathering, question: Question, answer: str) -> None:
    """Take an answer that may name both what is to happen and by when."""
    from followup.runtime.promises import apart

    text, date = apart(answer, lambda words: gathering.reads(question.date, words))
    if text:
        _must_say_something(text)
        gathering.take(question.fact, text)
    echo = gathering.take(question.date, date) if date else ""
    if echo:
        output.lines([f'  "{text}", by {echo}' if text else f"  by {echo}"])


def _must_say_something(answer: str) -> None:
    """Refuse an answer that was meant for another question, such as `y` for a text.

    Raises:
        InvalidInput: `says-nothing`.
    """
    bare = answer.lower().strip(" .!?")
    if bare in _SAYS_NOTHING or (len(bare) <= 1 and bare.isascii()):
        raise InvalidInput(
            "says-nothing", f'"{answer}" is nothing to write about', hint="a few words, or Enter to skip it"
        )


def _ask_each(gathering: Gathering, fact: Fact, question: Question) -> None:
    """Ask what concerns each of the people who just came in, and what the first message needs of them."""
    for number, person in enumerate(gathering.people):
        if "name_verified" in question.fields and not person.name_verified:
            sure = prompts.yes(f"{person.name}: is the spelling from a card or their mail?")
            gathering.people[number] = replace(person, name_verified=sure)
        asks = {
            f"{person.id}.{name}": _about(person, name) for name in question.fields if _lacks(person, name)
        }
        several = f"{person.name}: " if len(gathering.people) > 1 else ""
        asks |= {f"{person.id}.{name}": f"{several}{fact.each[name].ask}" for name in question.each}
        ask_named(gathering, asks)


def _lacks(person: Contact, field: str) -> bool:
    """Return whether nothing is known yet of a field (or a way) of somebody."""
    if field == "name_verified":
        return False
    return not getattr(person, field, None) and field not in person.addresses


def _about(person: Contact, field: str) -> str:
    return f"{person.name}: {_WAYS.get(field, shown(field))}?"
