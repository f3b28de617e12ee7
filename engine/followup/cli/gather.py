"""Gathering facts: `FACT=VALUE` texts and answers, understood one by one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from followup.cli.screens.names import plain
from followup.cli.screens.page import Look
from followup.core.names import nearest, typed
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home

OF_CONTACTS = (
    "name",
    "name_verified",
    "title",
    "role",
    "salutation",
    "main",
    "proxy",
    "away_until",
    "do_not_contact",
)
"""What can be told about any contact whatever the playbook says, besides an address for each way."""


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
    """

    def __init__(
        self, home: Home, playbook: Playbook, *, known: Mapping[str, FactValue], zone: str = "UTC"
    ) -> None:
        self.facts: dict[str, FactValue] = {}
        self.words: dict[str, str] = {}
        self.echoes: dict[str, str] = {}
        self.people: list[Contact] = []
        self._home = home
        self._playbook = playbook
        self._known = known
        self._zone = zone

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
        full, fact = self.find(name)
        if fact is None:
            return self._take_field(full, value)
        if fact.type in (FactType.CONTACT, FactType.CONTACTS):
            return self._take_people(full, fact, value)
        return self._understand(full, fact, value)

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

    def _take_people(self, full: str, fact: Fact, value: str) -> str:
        """Take people: those who are known by their id, anybody else as described."""
        from followup.runtime.contacts import person

        if value.strip().lower() == "unknown":
            self.facts[full], self.echoes[full] = None, "not known"
            return "not known"
        found: list[Contact] = []
        for part in filter(None, (part.strip() for part in value.split(";"))):
            one = self._contact(part) or person(part, taken=_Taken(self, found))
            found.append(one)
        if not found:
            raise InvalidInput("value-empty", "nobody was given", hint='to take it back, give "unknown"')
        self.people += [one for one in found if one.id not in {known.id for known in self.people}]
        ids = tuple(one.id for one in found)
        self.facts[full] = ids if fact.type is FactType.CONTACTS else ids[0]
        self.echoes[full] = ", ".join(one.name for one in found)
        return self.echoes[full]

    def _take_field(self, full: str, value: str) -> str:
        from followup.runtime.understand import contact_field

        _, _, field = full.rpartition(".")
        self.facts[full] = contact_field(field, value, now=self._home.clock.now(), zone=self._zone_of_place())
        self.echoes[full] = value
        return ""

    def _contact(self, contact: str) -> Contact | None:
        here = next((one for one in self.people if one.id == contact), None)
        if here is not None:
            return here
        with self._home.store.read() as reading:
            return reading.contact(contact)

    def _understand(self, full: str, fact: Fact, value: str) -> str:
        from followup.runtime.understand import understand

        understood = understand(
            fact,
            value,
            now=self._home.clock.now(),
            place=self._place(),
            almanac=self._home.almanac,
            zone=self._zone,
        )
        self.facts[full] = understood.value
        self.echoes[full] = understood.echo or value
        if understood.words:
            self.words[full] = understood.words
        return understood.echo

    def _place(self) -> str | None:
        name = self._playbook.courtesy.place
        found = self.facts.get(name, self._known.get(name))
        return found if isinstance(found, str) else None

    def _zone_of_place(self) -> str:
        place = self._place()
        return place.partition(" ")[2] if place else self._zone

    def find(self, name: str) -> tuple[str, Fact | None]:
        """Return the full name of a fact and what it is; None: a field of a contact's own.

        Raises:
            UsageError: No such fact, or nobody of that name.
        """
        owner, dot, last = name.rpartition(".")
        own = typed(last)
        facts = self._playbook.facts
        if not dot:
            if own not in facts:
                raise _unknown(name, facts)
            return own, facts[own]
        if self._contact(owner.lower()) is not None:
            return self._of_contact(owner.lower(), own)
        if own in facts and facts[own].per is Scope.MESSAGE:
            return f"{typed(owner)}.{own}", facts[own]
        raise UsageError(
            "no-contact",
            f'"{owner}" is nobody in this case. Nothing was done.',
            hint='a new one: --person "Name, Title, address" or FACT="Name, Title, address"',
        )

    def _of_contact(self, contact: str, own: str) -> tuple[str, Fact | None]:
        each = {one.name: one for fact in self._playbook.facts.values() for one in fact.each.values()}
        fields = (*OF_CONTACTS, *self._home.channels.ways())
        if own not in each and own not in fields:
            raise _unknown(own, [*each, *fields])
        return f"{contact}.{own}", each.get(own)


class _Taken:
    """The ids of contacts that may not be given again."""

    def __init__(self, gathering: Gathering, found: Iterable[Contact]) -> None:
        self._gathering, self._found = gathering, found

    def __contains__(self, name: object) -> bool:
        here = any(one.id == name for one in self._found)
        return here or self._gathering._contact(str(name)) is not None  # noqa: SLF001 - one idea, two classes


def _unknown(name: str, names: Iterable[str]) -> UsageError:
    known = list(names)
    near = nearest(name, known)
    hint = f"did you mean {' or '.join(near)}?" if near else "facts: " + ", ".join(known)
    return UsageError("no-fact", f'"{name}" is no fact of this playbook. Nothing was done.', hint=hint)


def of_case(home: Home, case: str, *, zone: str) -> Gathering:
    """Return an empty gathering for a case that runs."""
    from followup.runtime.pinning import playbook_of

    with home.store.read() as reading:
        found = reading.case(case)
        assert found is not None  # noqa: S101 - its name has just been looked up
        known = {name: words[-1].value for name, words in found.facts.items() if words}
        playbook = playbook_of(reading, found.playbook)
    return Gathering(home, playbook, known=known, zone=zone)
