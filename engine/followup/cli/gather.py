"""Gathering facts: `FACT=VALUE` texts and answers, understood one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from whenever import ZonedDateTime

from followup.cli.knowing import Names, described
from followup.cli.screens.names import plain
from followup.cli.screens.page import Look
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, Playbook
from followup.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home
    from followup.runtime.understand import Understood


def split(words: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the one word among `words` (or an empty one), and the `FACT=VALUE` texts.

    Raises:
        UsageError: There are two words, so that one of them must be a slip.
    """
    given = tuple(words)
    texts = tuple(word for word in given if "=" in word)
    plain = [word for word in given if "=" not in word]
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
        echoes: How each was understood, for showing.
        people: Contacts that came with them.
        names: What can be told here, by name.
    """

    def __init__(
        self,
        home: Home,
        playbook: Playbook,
        *,
        known: Mapping[str, FactValue],
        zone: str = "UTC",
        case: str = "",
    ) -> None:
        self.facts: dict[str, FactValue] = {}
        self.words: dict[str, str] = {}
        self.echoes: dict[str, str] = {}
        self.people: list[Contact] = []
        self._home = home
        self._playbook = playbook
        self._known = known
        self._zone = zone
        self.names = Names(home, playbook, known, people=self.people, case=case)

    def take_text(self, text: str) -> None:
        """Take `FACT=VALUE`."""
        name, _, value = text.partition("=")
        try:
            self.take(name.strip(), value.strip())
        except InvalidInput as problem:
            said = (
                problem.text
                if "nothing was" in problem.text.lower()
                else f"{problem.text}; nothing was changed"
            )
            raise InvalidInput(problem.code, f"{name.strip()}: {said}", hint=problem.hint) from None

    def take(self, name: str, value: str) -> str:
        """Take a fact by its name; return how it was understood, where that is not as it was typed.

        Raises:
            UsageError: No such fact.
            InvalidInput: The value cannot be understood.
        """
        full, fact = self.names.find(name)
        if fact is None:
            return self._take_field(full, value)
        if fact.type in (FactType.CONTACT, FactType.CONTACTS):
            return self._take_people(full, fact, value)
        return self._understand(full, fact, value)

    def again(self, name: str, words: str) -> None:
        """Say again what is known of a fact; `words` are taken where it is only assumed."""
        full, _ = self.names.find(name)
        if full not in self._known:
            self.take(name, words)
            return
        self.facts[full] = self._known[full]
        self.echoes[full] = self.names.known(full, self.look)

    def reads(self, name: str, words: str) -> bool:
        """Return whether words can be read as a date fact; one with two readings raises InvalidInput."""
        full, fact = self.names.find(name)
        assert fact is not None  # noqa: S101 - a date is a fact of the playbook
        try:
            self._read(fact, words)
        except InvalidInput as problem:
            if problem.code == "date-unknown":
                return False
            raise
        return bool(full)

    def ahead(self, name: str) -> bool:
        """Return whether a fact that has come in is a time still to come."""
        value = self.facts.get(self.names.find(name)[0])
        if not isinstance(value, str) or "T" not in value or not value.endswith("]"):
            return False
        return ZonedDateTime.parse_iso(value).to_instant() > self._home.clock.now()

    @property
    def playbook(self) -> Playbook:
        """The playbook whose facts these are."""
        return self._playbook

    @property
    def look(self) -> Look:
        """How values that are known already are shown: where and when the employer is."""
        return Look(now=self._home.clock.now(), zone=self._zone_of_place())

    def offered(self, home: Home, case: str) -> list[str]:
        """Return the messages that the state of a case has there for the taking."""
        with home.store.read() as reading:
            found = reading.case(case)
        states = self._playbook.path(found.state) if found else ()
        return [name for state in states for name in self._playbook.states[state].may]

    def known(self) -> list[str]:
        """Return what has come in, a sentence for each fact."""
        return [f"{plain(name)}: {echo}" for name, echo in self.echoes.items()]

    def summary(self) -> str:
        """Return what has come in as one sentence, a place in the words that were typed."""
        places = {fact.name for fact in self._playbook.facts.values() if fact.type is FactType.PLACE}
        said = {
            name: self.words.get(name, echo) if name in places else echo for name, echo in self.echoes.items()
        }
        return "; ".join(f"{plain(name)}: {echo}" for name, echo in said.items())

    def _take_people(self, full: str, fact: Fact, value: str) -> str:
        """Take people: those who are known by their id, anybody else as described."""
        from followup.runtime.contacts import person
        from followup.runtime.contacts import split as split_people

        if value.strip().lower() == "unknown":
            self.facts[full], self.echoes[full] = None, "not known"
            return "not known"
        found: list[Contact] = []
        for part in split_people(value):
            one = self.names.contact(part) or person(part, taken=_Taken(self, found))
            found.append(one)
        if not found:
            raise InvalidInput("value-empty", "nobody was given", hint='to take it back, give "unknown"')
        self.people += [one for one in found if one.id not in {known.id for known in self.people}]
        ids = tuple(one.id for one in found)
        self.facts[full] = ids if fact.type is FactType.CONTACTS else ids[0]
        self.echoes[full] = " and ".join(map(described, found))
        return ", ".join(one.name for one in found)

    def _take_field(self, full: str, value: str) -> str:
        from followup.runtime.understand import contact_field

        _, _, field = full.rpartition(".")
        self.facts[full] = contact_field(field, value, now=self._home.clock.now(), zone=self._zone_of_place())
        self.echoes[full] = value
        return ""

    def _understand(self, full: str, fact: Fact, value: str) -> str:
        understood = self._read(fact, value)
        self.facts[full] = understood.value
        self.echoes[full] = understood.echo or value
        if understood.words:
            self.words[full] = understood.words
        return understood.echo

    def _read(self, fact: Fact, value: str) -> Understood:
        from followup.runtime.understand import understand

        return understand(
            fact,
            value,
            now=self._home.clock.now(),
            place=self._place(),
            almanac=self._home.almanac,
            zone=self._zone,
        )

    def _place(self) -> str | None:
        name = self._playbook.courtesy.place
        found = self.facts.get(name, self._known.get(name))
        return found if isinstance(found, str) else None

    def _zone_of_place(self) -> str:
        place = self._place()
        return place.partition(" ")[2] if place else self._zone


class _Taken:
    """The ids of contacts that may not be given again."""

    def __init__(self, gathering: Gathering, found: Iterable[Contact]) -> None:
        self._gathering, self._found = gathering, found

    def __contains__(self, name: object) -> bool:
        here = any(one.id == name for one in self._found)
        return here or self._gathering.names.contact(str(name)) is not None


def of_case(home: Home, case: str, *, zone: str) -> Gathering:
    """Return an empty gathering for a case that runs."""
    from followup.runtime.pinning import playbook_of

    with home.store.read() as reading:
        found = reading.case(case)
        assert found is not None  # noqa: S101 - its name has just been looked up
        known = {name: words[-1].value for name, words in found.facts.items() if words}
        playbook = playbook_of(reading, found.playbook)
    return Gathering(home, playbook, known=known, zone=zone, case=case)
