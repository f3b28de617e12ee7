"""What must hold of a case whatever has happened to it, said in other words than the engine's own."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.core.telling import LONDON, Told
from whenever import Instant

from followup.core import outlook
from followup.core.knowledge import in_hand
from followup.core.values.case import Item
from followup.core.values.times import Moment


class Promising(Told):
    """A case of which `check` says what must hold, and `may_really` what must hold of what goes.

    Attributes:
        really: What somebody has read, as it was when it went.
        released: The digests of all words that the person has ever approved.
        not_before: When a channel that could not deliver something may be tried again.
    """

    def __init__(self, *people: Any, **more: Any) -> None:
        self.really: dict[str, Item] = {}
        self.released: set[str] = set()
        self.not_before: dict[str, Instant] = {}
        super().__init__(*people, **more)

    def check(self) -> None:
        self.nothing_outlives_its_state()
        self.nothing_goes_more_often_than_it_may()
        self.what_was_sent_stays_sent()
        self.what_may_have_left_counts()
        self.approval_is_for_the_words_as_they_are()
        self.looking_again_comes_to_rest()

    def nothing_outlives_its_state(self) -> None:
        case, path = self.case, self.playbook.path(self.case.state)
        assert set(case.entered) == set(path)
        for name, armed in case.timers.items():
            assert armed.state in path, f"{name} is armed in a state that is over"
        reached = [name for name in path if self.playbook.states[name].outcome is not None]
        for item in filter(in_hand, case.items.values()):
            assert item.state in path, f"{item.id} has outlived {item.state}"
            assert all(item.planned_at >= case.entered[name] for name in reached), f"{item.id} is older"

    def nothing_goes_more_often_than_it_may(self) -> None:
        gone = Counter(
            (item.name, item.contact, item.round, item.occasion)
            for item in self.case.items.values()
            if item.status.left or item.status.live
        )
        for (name, *rest), count in gone.items():
            assert count <= self.budget(name), f"{name} to {rest} goes {count} times"

    def what_was_sent_stays_sent(self) -> None:
        for name, sent in self.really.items():
            now = self.item(name)
            assert (now.status, now.contact, now.draft) == ("sent", sent.contact, sent.draft), (
                f"{name} is lost"
            )
        gone = Counter((one.name, one.contact, one.round, one.occasion) for one in self.really.values())
        for (name, *rest), count in gone.items():
            assert count <= self.budget(name), f"{name} to {rest} was really sent {count} times"

    def what_may_have_left_counts(self) -> None:
        for item in self.of("sending", "in_doubt"):
            assert item.counted is self.playbook.items[item.name].counts, f"{item.id} does not count"

    def approval_is_for_the_words_as_they_are(self) -> None:
        for item in self.case.items.values():
            digest = item.draft.digest if item.draft is not None else None
            if item.status in ("approved", "sending"):
                assert item.approved == digest, f"{item.id} was approved in other words"
                by_person = item.draft is not None and self.world.ways[item.draft.way].person
                assert by_person or digest in self.released, f"nobody has approved {item.id}"
            elif item.status == "drafted":
                assert digest is not None
                assert not item.approved

    def looking_again_comes_to_rest(self) -> None:
        assert outlook.due(self.playbook, self.case, self.world, self.now) == ()
        due = outlook.row(self.playbook, self.case, self.world, self.now).due
        ready = [item.id for item in self.of("approved") if self.may(item.id).go]
        if ready:
            assert due == self.now, f"{ready} may go, and nobody looks"
        else:
            assert due is None or due > self.now, "it would be looked at for ever"

    def may_really(self, item: Item) -> None:
        """Ask in other words than the gate does whether an item may go."""
        case, local = self.case, self.now.to_tz(LONDON)
        assert item.draft is not None
        assert item.approved == item.draft.digest
        assert isinstance(item.due, Moment)
        assert max(item.due.at, item.not_before or item.due.at) <= self.now
        assert not isinstance(item.expires, Moment) or item.expires.at > self.now
        assert case.hold is None or (case.hold.until is not None and case.hold.until <= self.now)
        assert self.now >= self.not_before.get(item.id, self.now), "tried again too early"
        kind = self.playbook.items[item.name]
        if "hours" not in kind.despite:
            assert local.date().day_of_week().value <= 5
            assert local.hour in ((10, 11, 14, 15) if item.draft.way == "phone" else range(8, 21))
        reader = self.world.contacts[item.draft.through or item.draft.contact or ""]
        assert reader.addresses[item.draft.way] == item.draft.address
        meant = self.world.contacts[item.contact or ""]
        assert item.draft.through == meant.proxy, "not the way it is to go"
        if meant.do_not_contact:
            heard = case.happened.get("heard")
            allowed = self.playbook.courtesy.bans["asked_not_to"].allow
            assert item.name in allowed or (heard is not None and heard.contact == item.contact)
        if kind.counts:
            others = [one for one in self.world.touches if (one.contact, one.item) != (item.contact, item.id)]
            mine = [one for one in others if one.contact == item.contact]
            most = self.playbook.courtesy.limits["contact"].most
            assert most is not None
            assert sum(one.round == case.round for one in mine) < most
            today = [one for one in mine if one.at.to_tz(LONDON).date() >= local.date()]
            assert not today or "apart" in kind.despite, "two on one day"

    def budget(self, name: str) -> int:
        """Return how often something may go to one contact in one round, whatever its settings come to."""
        repeat = self.playbook.items[name].repeat
        if repeat is None:
            return 1
        if isinstance(repeat.most, int):
            return repeat.most
        return max(
            line.use for line in self.playbook.settings[repeat.most].lines if isinstance(line.use, int)
        )
