"""Asking for facts: each question until its answer is understood or, where it may be, left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from followup.cli import output, prompts
from followup.cli.gather import Gathering
from followup.core.names import shown
from followup.core.values.playbook import Fact, FactType
from followup.errors import UsageError
from followup.runtime.views import Question


def ask(gathering: Gathering, question: Question, *, needed: bool | None = None) -> None:
    """Ask for one fact.

    Args:
        gathering: Where the answer goes.
        question: What to ask; what is known already stands in brackets.
        needed: Whether it cannot be left open, so that Enter says again what is known; None: unless
            the question says that it is optional.
    """
    full, fact = gathering.find(question.fact)
    must = not question.optional if needed is None else needed
    if question.choices:
        output.lines([f"  {' | '.join(question.choices)}"])

    def understood(answer: str) -> None:
        words = answer or (question.known if must else "")
        if words:
            echo = gathering.take(question.fact, words)
            if echo and echo != words:
                output.lines([f"  {echo}"])
        elif must:
            raise UsageError("needed", "this is needed to go on", hint="Ctrl-C stops; nothing has been kept")

    known = gathering.look.value(question.known) if question.known else ""
    prompts.until(question.ask or f"{shown(full)}?", understood, brackets=known or ("" if must else "skip"))
    if fact is not None and fact.type is FactType.CONTACTS and full in gathering.facts:
        _ask_each(gathering, fact)


def ask_named(gathering: Gathering, asks: Mapping[str, str]) -> None:
    """Ask for facts by name, with their questions (empty: that of the playbook); Enter leaves one open."""
    for name, words in asks.items():
        full, fact = gathering.find(name)
        question = Question(
            fact=name,
            ask=words or (fact.ask if fact else "") or f"{shown(full)}?",
            type=(fact.type if fact else FactType.TEXT).value,
            optional=True,
            choices=fact.choices if fact else (),
        )
        ask(gathering, question)


def _ask_each(gathering: Gathering, fact: Fact) -> None:
    """Ask what concerns each of the people who just came in."""
    for number, person in enumerate(gathering.people):
        if not person.name_verified:
            sure = prompts.yes(f"{person.name}: is the spelling from a card or their mail?")
            gathering.people[number] = replace(person, name_verified=sure)
        several = f"{person.name}: " if len(gathering.people) > 1 else ""
        ask_named(
            gathering, {f"{person.id}.{name}": f"{several}{each.ask}" for name, each in fact.each.items()}
        )
