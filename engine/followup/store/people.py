"""Candidates and contacts: rows of their own, found by id or by a normalised address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from followup.core.values.people import Contact, Me
from followup.store.addresses import normal
from followup.store.columns import text, value_of
from followup.store.session import Session


class PeopleReading:
    """The people of a home as one transaction sees them."""

    _session: Session

    def owner(self, owner: str) -> Me | None:
        """Return a candidate."""
        row = self._session.row("people/owner", owner=owner)
        return None if row is None else value_of(Me, row[0])

    def owners(self) -> Mapping[str, Me]:
        """Return all candidates by id, in alphabetical order."""
        return {owner: value_of(Me, body) for owner, body in self._session.rows("people/owners")}

    def contact(self, contact: str) -> Contact | None:
        """Return a contact by id."""
        row = self._session.row("people/contact", contact=contact)
        return None if row is None else value_of(Contact, row[0])

    def contacts(self, ids: Iterable[str]) -> Mapping[str, Contact]:
        """Return the contacts that exist among `ids`, in alphabetical order."""
        wanted = text(sorted(set(ids)))
        rows = self._session.rows("people/contacts", contacts=wanted)
        return {contact: value_of(Contact, body) for contact, body in rows}

    def contact_at(self, way: str, address: str) -> Contact | None:
        """Return the contact with this address; of several the one that was kept first."""
        row = self._session.row("people/contact_at", way=way, normal=normal(way, address))
        return None if row is None else value_of(Contact, row[0])


class PeopleWriting(PeopleReading):
    """Keeps people."""

    def put_owner(self, owner: str, me: Me) -> None:
        """Keep a candidate."""
        self._session.rows("people/put_owner", owner=owner, body=text(me))

    def put_contact(self, contact: Contact) -> None:
        """Keep a contact and its normalised addresses."""
        body = text(contact)
        wanted = {(way, normal(way, address)) for way, address in contact.addresses.items()}
        ((key,),) = self._session.rows("people/put_contact", contact=contact.id, body=body)
        kept = set(self._session.rows("people/addresses_of", key=key))
        for way, address in sorted(kept - wanted):
            self._session.rows("people/forget_address", way=way, normal=address, key=key)
        for way, address in sorted(wanted - kept):
            self._session.rows("people/put_address", way=way, normal=address, key=key)
