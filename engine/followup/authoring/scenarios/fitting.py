"""Scenarios fitted to a playbook: its names are looked up, its facts get the types it declares.

A tests file can be read without its playbook; only here is it seen whether the two belong together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from followup.authoring.findings import Enough, Findings, Source
from followup.authoring.scenarios.naming import Names
from followup.authoring.scenarios.places import Path, find
from followup.authoring.scenarios.reading import Suite
from followup.authoring.scenarios.typing import Misfit, Types
from followup.authoring.suggesting import meant_or_all
from followup.authoring.tree import Map
from followup.core.values.events import FactValue
from followup.core.values.playbook import Playbook
from followup.core.values.scenario import Act, Deed, Expectation, Other, Scenario
from followup.errors import Finding

ON_ITEMS = (
    Deed.DONE,
    Deed.NEVER,
    Deed.APPROVE,
    Deed.REFUSE,
    Deed.EDIT,
    Deed.STILL,
    Deed.RESOLVE,
    Deed.RECEIPT,
)


def fitted(
    suite: Suite,
    playbook: Playbook,
    *,
    almanac_place: Callable[[str], str],
    others: Mapping[str, Playbook] | None = None,
    scenarios: Iterable[Scenario] | None = None,
) -> tuple[tuple[Scenario, ...], tuple[Finding, ...]]:
    """Return the scenarios with their facts in the types of the playbook, and all that does not fit it.

    Where there are errors, the scenarios are not to be played.

    Args:
        suite: As it was read.
        playbook: The one to fit it to; that of the file, or one a scenario has to fail on.
        almanac_place: Gives the canonical place for words such as `New York`; raises InvalidInput.
        others: Playbooks of further cases, by the word they are named with; others are not looked into.
        scenarios: Which of them; None: all.
    """
    found = Findings(Source(suite.file, suite.source))
    chosen = suite.scenarios if scenarios is None else scenarios
    fit: list[Scenario] = []
    try:
        for scenario in chosen:
            one = _Fitting(found, suite.root, scenario, playbook, almanac_place, others or {})
            fit.append(one.scenario())
    except Enough:
        pass
    return tuple(fit), found.all()


@dataclass(frozen=True, slots=True)
class _Book:
    """A playbook as scenarios speak of it."""

    names: Names
    types: Types

    @classmethod
    def of(cls, playbook: Playbook, scenario: Scenario, almanac_place: Callable[[str], str]) -> _Book:
        people = {one.id for one in scenario.people}
        people |= {one.id for act in scenario.story for one in act.people}
        zone = scenario.place.partition(" ")[2]
        return cls(
            Names(playbook, frozenset(people)), Types(playbook, frozenset(people), zone, almanac_place)
        )


class _Fitting:
    """One scenario on its way to its playbook."""

    def __init__(
        self,
        found: Findings,
        root: Map,
        scenario: Scenario,
        playbook: Playbook,
        almanac_place: Callable[[str], str],
        others: Mapping[str, Playbook],
    ) -> None:
        self._found = found
        self._root = root
        self._scenario = scenario
        self._path: Path = ("scenarios", scenario.name)
        own = _Book.of(playbook, scenario, almanac_place)
        self._books: dict[str, _Book | None] = {"": own}
        for other in scenario.others:
            if not other.playbook:
                self._books[other.name] = own
            elif other.playbook in others:
                self._books[other.name] = _Book.of(others[other.playbook], scenario, almanac_place)
            else:
                self._books[other.name] = None

    def scenario(self) -> Scenario:
        """Return the scenario, fitted as far as it can be."""
        one = self._scenario
        own = self._books[""]
        assert own is not None  # noqa: S101 - it was put there just before
        given = dict(self._given(own, one.given))
        others = tuple(self._other(other) for other in one.others)
        story = tuple(self._act(number, act) for number, act in enumerate(one.story))
        return replace(one, given=given, others=others, story=story)

    def _given(self, book: _Book, given: Mapping[str, FactValue]) -> Iterator[tuple[str, FactValue]]:
        place = book.names.playbook.courtesy.place
        for name, value in given.items():
            own = (*self._path, "given", name)
            path = own if self._has(own) else ("given", name)
            if name == place:
                hint = "write it as place: at the scenario or at the top"
                self._error(path, "place-given", f'"{name}" is the place of the scenario', hint)
            else:
                yield name, self._value(book, path, name, value)

    def _other(self, other: Other) -> Other:
        book = self._books[other.name]
        if book is None:
            return other
        path = (*self._path, "others", other.name, "given")
        facts = {name: self._value(book, (*path, name), name, value) for name, value in other.facts.items()}
        return replace(other, facts=facts)

    def _act(self, number: int, act: Act) -> Act:
        book = self._books.get(act.case)
        if book is None:
            return act
        path: Path = (*self._path, "story", number)
        if not act.refused:  # what is to be refused may be as wrong as it likes
            self._deed(book, path, act)
        key = "know" if self._has((*path, "know")) else "facts"
        facts = {n: self._value(book, (*path, key, n), n, value) for n, value in act.facts.items()}
        expect = self._expected(book, (*path, "expect"), act.expect) if act.expect is not None else None
        return replace(act, facts=facts, expect=expect)

    def _deed(self, book: _Book, path: Path, act: Act) -> None:
        names = book.names
        if act.deed is Deed.TELL and act.name:
            self._known(act.name, names.events, "event", (*path, "tell"))
        elif act.deed is Deed.TAKE:
            self._known(act.name, names.messages, "message", (*path, "take"))
        elif act.deed in ON_ITEMS:
            self._item(names, act.name, (*path, act.deed.value))

    def _expected(self, book: _Book, path: Path, expect: Expectation) -> Expectation:
        names = book.names
        if expect.state is not None:
            self._known(expect.state, names.states, "state", (*path, "state"))
        if expect.outcome:
            self._known(expect.outcome, names.outcomes, "outcome", (*path, "outcome"))
        self._items(names, path, expect)
        return replace(expect, facts=dict(self._told(book, (*path, "facts"), expect)))

    def _items(self, names: Names, path: Path, expect: Expectation) -> None:
        for number, name in enumerate(expect.not_sent):
            self._item(names, name, (*path, "not_sent", number))
        for number, sent in enumerate(expect.sent or ()):
            self._item(names, sent.item, (*path, "sent", number))
        for key in ("items", "blocked", "stuck", "about", "text", "lacks"):
            for name in getattr(expect, key):
                self._item(names, name, (*path, key, name), key=True)
        for name in (one for one in expect.due if not (names.is_timer(one) or names.is_item(one))):
            self._known(name, (*names.items, *names.timers), "item or timer", (*path, "due", name), key=True)
        for name in (one for one in expect.most if not names.can_be_counted(one)):
            known = (*names.items, *names.counted)
            self._known(name, known, "message, way or contact", (*path, "most", name), key=True)

    def _told(
        self, book: _Book, path: Path, expect: Expectation
    ) -> Iterator[tuple[str, tuple[FactValue, ...]]]:
        for name, values in expect.facts.items():
            yield (
                name,
                tuple(
                    self._value(book, (*path, name, number), name, value)
                    for number, value in enumerate(values)
                ),
            )

    def _item(self, names: Names, name: str, path: Path, *, key: bool = False) -> None:
        if not names.is_item(name):
            self._known(name, names.items, "message or task", path, key=key)

    def _known(self, name: str, known: Iterable[str], kind: str, path: Path, *, key: bool = False) -> None:
        names = list(known)
        if name not in names:
            text = f'"{name}" is no {kind} of {self._playbook()}'
            code = f"unknown-{kind.partition(' ')[0].rstrip(',')}"
            self._error(path, code, text, *meant_or_all(name, names), key=key)

    def _value(self, book: _Book, path: Path, name: str, value: FactValue) -> FactValue:
        try:
            return book.types.value(name, value)
        except Misfit as wrong:
            on_name = wrong.code in ("unknown-fact", "unknown-person")
            self._error(path, wrong.code, wrong.text, *wrong.hints, key=on_name)
            return value

    def _playbook(self) -> str:
        own = self._books[""]
        return own.names.playbook.name if own is not None else "the playbook"

    def _error(self, path: Path, code: str, text: str, *hints: str, key: bool = False) -> None:
        at, _ = find(self._root, path, key=key)
        self._found.error(at, code, text, *hints)

    def _has(self, path: Path) -> bool:
        return find(self._root, path)[1]
