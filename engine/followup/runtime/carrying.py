"""What a new case knows from the earlier ones of the same candidate: facts that belong to the person."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from followup.core.values.case import Case, Known
from followup.core.values.events import Event, EventKind, FactValue
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.ports import Reading
from followup.runtime.pinning import playbook_of

MOST_CASES = 50
"""How many cases are looked into: those in which something was noted for later go first."""

LONGEST_LIST = 20
"""A list goes on with its latest lines."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word on a fact in an earlier case."""

    case: str
    said: Known


def carried(
    reading: Reading, playbook: Playbook, owner: str, *, told: Container[str], begin: Event
) -> Iterator[Event]:
    """Yield what the earlier cases of a candidate tell a new one, each with the case that it comes from.

    The last word counts. Lists add up: every case contributes its lines, the oldest first.

    Args:
        reading: One consistent view of the home.
        playbook: Of the new case.
        owner: The candidate.
        told: Facts that were told at the start; nothing is carried over them.
        begin: The first event of the new case.
    """
    wanted = {
        name: fact for name, fact in playbook.facts.items() if fact.per is Scope.PERSON and name not in told
    }
    if not wanted:
        return
    cases = [case for case in map(reading.case, _earlier(reading, owner)) if case is not None]
    for name, fact in wanted.items():
        words = [word for case in cases for word in _words(reading, case, fact)]
        words.sort(key=lambda word: word.said.at)
        for word, value in _values(fact, words):
            yield Event(
                kind=EventKind.KNOWN,
                occurred_at=begin.occurred_at,
                recorded_at=begin.recorded_at,
                facts={name: value},
                by=f"your earlier case {word.case}",
            )


def _earlier(reading: Reading, owner: str) -> tuple[str, ...]:
    noted = [case for case, _, _ in reading.lessons(owner)]
    others = [line.case for line in reading.summaries(owner=owner, limit=MOST_CASES)]
    return tuple(dict.fromkeys([*noted, *others]))[:MOST_CASES]


def _words(reading: Reading, case: Case, fact: Fact) -> Iterator[_Word]:
    """Yield the last word of a case on a fact, if the case means the same by it."""
    said = case.facts.get(fact.name, ())
    theirs = playbook_of(reading, case.playbook).facts.get(fact.name) if said else None
    if theirs is None or (theirs.type, theirs.of, theirs.per) != (fact.type, fact.of, fact.per):
        return
    if fact.choices and said[-1].value not in fact.choices:
        return
    yield _Word(case.id, said[-1])


def _values(fact: Fact, words: list[_Word]) -> Iterator[tuple[_Word, FactValue]]:
    """Yield what is to be told: the last word, or a list as it grows from case to case."""
    if fact.type is not FactType.LIST:
        last = words[-1:] if words and words[-1].said.value is not None else []
        yield from ((word, word.said.value) for word in last)
        return
    lines: tuple[str, ...] = ()
    for word in words:
        value = word.said.value
        more = tuple(line for line in value if line not in lines) if isinstance(value, tuple) else ()
        if more:
            lines = (*lines, *more)[-LONGEST_LIST:]
            yield word, lines
