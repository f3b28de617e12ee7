"""Candidates, contacts and their addresses."""

from __future__ import annotations

from tests.store import making
from tests.store.making import ME, at

from followup.ports import Store


class People:
    """Candidates, contacts and their addresses."""

    def test_people_come_back_as_they_were_kept(self, store: Store) -> None:
        """Guards every field of owners and contacts, and that keeping again replaces."""
        whole = making.contact(
            name_verified=True,
            title="Head of Data",
            role="manager",
            main=True,
            salutation="Dr A",
            proxy="assistant",
            do_not_contact=True,
            away_until=at(3),
        )
        with store.write() as writing:
            writing.put_owner("me", ME)
            writing.put_contact(making.contact())
            writing.put_contact(whole)
        with store.read() as reading:
            assert reading.owner("me") == ME
            assert reading.owner("nobody") is None
            assert reading.owners() == {"me": ME}
            assert reading.contact(whole.id) == whole
            assert reading.contacts([whole.id, whole.id, "nobody"]) == {whole.id: whole}
            assert reading.contacts(()) == {}

    def test_a_contact_is_found_however_the_address_is_written(self, store: Store) -> None:
        """Guards that one person is not two because of a capital or a space."""
        with store.write() as writing:
            writing.put_contact(
                making.contact(addresses={"email": "A.B@Bücher.example", "phone": "+44 (0)20 7946-0018"})
            )
        with store.read() as reading:
            for way, address in (
                ("email", "a.b@xn--bcher-kva.example"),
                ("email", " A.B@BÜCHER.EXAMPLE "),
                ("phone", "0044 20 79460018"),
                ("phone", "+442079460018"),
            ):
                assert reading.contact_at(way, address) is not None, address
            assert reading.contact_at("email", "+442079460018") is None
            assert reading.contact_at("phone", "+442079460019") is None

    def test_a_shared_address_finds_who_was_kept_first(self, store: Store) -> None:
        """Guards that a lookup has one answer, although a desk phone has several people."""
        desk = {"phone": "+44 20 7946 0018"}
        with store.write() as writing:
            writing.put_contact(making.contact("b", addresses=desk))
            writing.put_contact(making.contact("a", addresses=desk))
        with store.read() as reading:
            first = reading.contact_at("phone", desk["phone"])
            assert first is not None
            assert first.id == "b"
        with store.write() as writing:
            writing.put_contact(making.contact("b", addresses={}))
        with store.read() as reading:
            second = reading.contact_at("phone", desk["phone"])
            assert second is not None
            assert second.id == "a"
