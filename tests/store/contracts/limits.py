"""What no store keeps, so that all stores keep the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.store import making
from tests.store.contracts.asking import keep
from tests.store.making import ME, START

from followup.errors import InvalidInput
from followup.ports import Store


class Limits:
    """What no store keeps, so that all stores keep the same."""

    @pytest.mark.parametrize("text", ["nul \0", "half \ud800", "\udfff"])
    def test_text_that_cannot_be_kept_is_refused(self, store: Store, text: str) -> None:
        """Guards that every store keeps the same: what one database refuses, all refuse."""
        with store.write() as writing:
            keep(writing, "x")
        changes = (
            lambda writing: writing.put_setting(text, "a"),
            lambda writing: writing.put_setting("a", text),
            lambda writing: writing.put_contact(making.contact(title=text)),
            lambda writing: writing.put_contact(making.contact(addresses={"email": text})),
            lambda writing: writing.put_owner("me", replace(ME, name=text)),
            lambda writing: keep(writing, text),
            lambda writing: keep(writing, "y", title=text),
            lambda writing: writing.save(
                making.case("y"), making.row(), [making.entry(note=text)], contacts=()
            ),
            lambda writing: writing.save(
                making.case("y"), making.row(), making.entries(1, 1), contacts=[text]
            ),
            lambda writing: writing.put_parcel(making.parcel("x", draft=making.draft(body=text))),
            lambda writing: writing.add_touch(making.touch(text)),
            lambda writing: writing.post(making.signal(text)),
            lambda writing: writing.add_lesson("me", "x", START, text),
            lambda writing: writing.pin(making.pinned(source=text)),
            lambda writing: writing.case(text),
            lambda writing: writing.contacts([text]),
        )
        for change in changes:
            with pytest.raises(InvalidInput), store.write() as writing:
                change(writing)
        with store.read() as reading:
            assert reading.counts().cases == 1

    @pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**30])
    def test_a_number_that_cannot_be_kept_is_refused(self, store: Store, number: int) -> None:
        """Guards that a number too great for a column is a word to the user, not a crash."""
        for change in (
            lambda writing: keep(writing, "y", in_doubt=number),
            lambda writing: writing.save(
                making.case("y"), making.row(), [making.entry(facts={"salary": number})], contacts=()
            ),
            lambda writing: writing.add_touch(making.touch(round=number)),
        ):
            with pytest.raises(InvalidInput), store.write() as writing:
                change(writing)
        with store.write() as writing:
            keep(writing, "x")
            great = [making.entry(2, facts={"salary": 2**63 - 1})]
            writing.save(making.case("x", 2), making.row(), great, contacts=())
            assert writing.log("x", 1)[0].event.facts == {"salary": 2**63 - 1}
