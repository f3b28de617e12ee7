"""What can be told of a case, by name: facts, and the people they are about; and what is known already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from followup.cli.screens.page import Look
from followup.core.names import nearest, typed
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.errors import UsageError

if TYPE_CHECKING:
    from followup.runtime.home import Home
    from followup.runtime.views import Question

NEWCOMER = "Name, Title, address"
"""How somebody new is written."""

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

MOST_USED = ("email", "phone", "linkedin")
"""The ways whose addresses are offered by name; the others can be told all the same."""


class Names:
    """The names of one case.

    Args of the constructor: the home, the playbook, what is known by name, the people who are just
    coming in (a list that grows), and the case; empty: it is only about to begin.
    """

    def __init__(
        self,
        home: Home,
        playbook: Playbook,
        known: Mapping[str, FactValue],
        *,
        people: Sequence[Contact],
        case: str,
    ) -> None:
        self._home = home
        self._playbook = playbook
        self._known = known
        self._people = people
        self._case = case

    def contact(self, contact: str) -> Contact | None:
        """Return somebody by id: who is just coming in, or who is known in this home."""
        here = next((one for one in self._people if one.id == contact), None)
        if here is not None:
            return here
        with self._home.store.read() as reading:
            return reading.contact(contact)

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
                raise unknown(name, facts)
            return own, facts[own]
        if self.contact(owner.lower()) is not None:
            return self._of_contact(owner.lower(), own)
        if own in facts and facts[own].per is Scope.MESSAGE:
            return f"{typed(owner)}.{own}", facts[own]
        raise UsageError(
            "no-contact", f'"{owner}" is nobody in this case. Nothing was done.', hint=self._whom(owner, own)
        )

    def _whom(self, owner: str, field: str) -> str:
        """Return the way out where somebody is not known: the nearest of those who are, or how to add one."""
        ids = self._ids()
        if near := nearest(owner, ids):
            return f"did you mean {' or '.join(f'{one}.{field}' for one in near)}?"
        if not self._case:
            return 'somebody new: --person "Name, Title, address"'
        kinds = self._playbook.facts.values()
        group = next((one.name for one in kinds if one.type is FactType.CONTACTS), "FACT")
        return f'somebody new: playbook tell {self._case} {group}="{"; ".join([*ids, NEWCOMER])}"'

    def _of_contact(self, contact: str, own: str) -> tuple[str, Fact | None]:
        each = {one.name: one for fact in self._playbook.facts.values() for one in fact.each.values()}
        fields = (*OF_CONTACTS, *self._home.channels.ways())
        if own not in each and own not in fields:
            raise unknown(own, [*each, *fields])
        return f"{contact}.{own}", each.get(own)

    def listed(self) -> list[str]:
        """Return the names that can be told, for showing: facts of the case, then those of its people."""
        facts = self._playbook.facts.values()
        own = [fact.name for fact in facts if fact.per is not Scope.MESSAGE]
        each = [name for fact in facts for name in fact.each]
        fields = ("name", "title", *(way for way in MOST_USED if way in self._home.channels.ways()), *each)
        people = [f"{one}.NAME" for one in self._ids()]
        about = f"{' or '.join(people)}, where NAME is one of: {', '.join(fields)}" if people else ""
        return [", ".join(own), *([about] if about else [])]

    def _ids(self) -> list[str]:
        """Return the contacts of the case, those that came in just now included."""
        found = dict.fromkeys(one.id for one in self._people)
        for fact in self._playbook.facts.values():
            value = self._known.get(fact.name)
            if fact.type in (FactType.CONTACT, FactType.CONTACTS) and value is not None:
                found |= dict.fromkeys(value if isinstance(value, tuple) else (str(value),))
        return list(found)

    def shown(self, question: Question, look: Look) -> str:
        """Return what is known of a fact in words to show: people by their names."""
        full, fact = self.find(question.fact)
        if not question.known:
            return ""
        if fact is not None and fact.type in (FactType.CONTACT, FactType.CONTACTS):
            return self.known(full, look)
        return look.value(question.known)

    def known(self, full: str, look: Look) -> str:
        """Return what a running case knows of a fact, as it is shown; empty: nothing."""
        value = self._known.get(full)
        fact = self._playbook.facts.get(full)
        if value is None:
            return ""
        if fact is not None and fact.type in (FactType.CONTACT, FactType.CONTACTS):
            ids = value if isinstance(value, tuple) else (str(value),)
            found = [self.contact(one) for one in ids]
            return "; ".join(one.name for one in found if one is not None)
        return look.value(value)


def described(person: Contact) -> str:
    """Return somebody with title and addresses: `Interviewer A (Head of Data, a@example.org)`."""
    about = [part for part in (person.title, *person.addresses.values()) if part]
    return f"{person.name} ({', '.join(about if person.addresses else [*about, 'no address yet'])})"


def unknown(name: str, names: Iterable[str]) -> UsageError:
    """Return the error for a name that no fact has."""
    known = list(names)
    near = nearest(name, known)
    hint = f"did you mean {' or '.join(near)}?" if near else "facts: " + ", ".join(known)
    return UsageError("no-fact", f'"{name}" is no fact of this playbook. Nothing was done.', hint=hint)
