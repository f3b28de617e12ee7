"""A case told at random: does to it what was drawn, as people, channels and time would."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.core.acts import Act
from tests.core.promises import Promising
from tests.core.telling import person

from followup.core import outlook
from followup.core.values.case import Case, Item
from followup.core.values.events import EventKind, Wording
from followup.core.values.playbook import Playbook
from followup.core.values.surroundings import Touch, Way
from followup.errors import InvalidInput, Refused


class Storyteller(Promising):
    """A case that random acts are done to."""

    def __init__(self, there: tuple[str, ...], playbook: Playbook | None = None, **facts: Any) -> None:
        super().__init__(
            person("interviewer-a", addresses={"email": "a@example.org", "phone": "+442079460000"}),
            person("interviewer-b", role="chair"),
            person("interviewer-c", addresses={}),
            playbook=playbook,
            interviewers=there or None,
            **facts,
        )
        self.world = replace(
            self.world,
            ways={**self.world.ways, "linkedin": Way(name="linkedin", channel="todo", person=True)},
        )
        self.look()

    def _keep(self, event: Any, before: Case | None) -> None:
        super()._keep(event, before)
        touches = tuple(
            Touch(contact=item.contact, at=item.at, case="acme", item=name, round=item.round, owner="me")
            for name, item in self.case.items.items()
            if item.status.left and item.counted and item.contact is not None and item.at is not None
        )
        self.world = replace(self.world, touches=touches)

    def act(self, act: Act) -> None:
        getattr(self, act.name)(**act.given)

    # Time, news, people --------------------------------------------------------------------

    def nothing(self) -> None:
        """Here a failing story becomes shorter."""

    def time_passes(self, hours: int) -> None:
        self.now = self.now.add(hours=hours)
        self.look()

    def the_next_thing_comes(self) -> None:
        due = outlook.row(self.playbook, self.case, self.world, self.now).due
        if due is not None:
            self.now = max(self.now, due)
            self.look()

    def happens(self, name: str, contact: str | None, facts: dict[str, Any], back: int) -> None:
        self.tell(EventKind.HAPPENED, back, name=name, facts=facts, contact=contact)

    def known(self, facts: dict[str, Any], back: int) -> None:
        self.tell(EventKind.KNOWN, back, facts=facts)

    def mistaken(self, ago: int) -> None:
        wrong, before = max(self.case.version - ago, 2), len(self.log)
        self.tell(EventKind.UNDONE, undoes=wrong)
        if len(self.log) > before and self.log[before].kind is EventKind.UNDONE:
            left = [one for one in self.log if one.seq > wrong and one.kind is EventKind.ATTEMPT]
            assert not left, "undone, although it has left"

    def contact_changes(self, who: str, address: str | None, proxy: str | None, *, silent: bool) -> None:
        old = self.world.contacts[who]
        addresses = {way: at for way, at in old.addresses.items() if way != "email"}
        addresses |= {"email": address} if address else {}
        through = proxy if proxy != who else None
        new = replace(old, addresses=addresses, proxy=through, do_not_contact=silent)
        self.world = replace(self.world, contacts={**self.world.contacts, who: new})
        self.look()

    # The person ----------------------------------------------------------------------------

    def approves(self, pick: int, *, blind: bool) -> None:
        for item in self.picked(pick, "drafted"):
            self.approve_as(item, "of other words" if blind else self.draft(item.id).digest)
            assert not (blind and self.last.handled), "approved without having been seen"

    def approve_as(self, item: Item, digest: str) -> None:
        self.released.add(digest)
        self.tell(EventKind.APPROVED, item=item.id, digest=digest)

    def edits(self, pick: int) -> None:
        for item in self.picked(pick, "drafted", "approved"):
            words = Wording(subject="In short", body=f"In my own words, {self.case.version}.\n")
            self.tell(EventKind.EDITED, item=item.id, text=words)

    def declines(self, pick: int) -> None:
        for item in self.picked(pick, "planned", "drafted", "approved", "handed_over"):
            self.tell(EventKind.ITEM, item=item.id, outcome="skipped")

    def does(self, pick: int, outcome: str) -> None:
        for item in self.picked(pick, "handed_over"):
            mine = self.playbook.items[item.name].outcomes
            self.tell(EventKind.ITEM, item=item.id, outcome=outcome if outcome in mine else "done")

    def takes(self, name: str) -> None:
        self.tell(EventKind.TAKEN, name=name)

    def pauses(self, hours: int | None) -> None:
        self.tell(EventKind.HELD, until=self.now.add(hours=hours) if hours else None)

    def goes_on(self) -> None:
        if self.case.hold is not None:
            self.tell(EventKind.LIFTED)

    def answers_late(self, pick: int, *, send: bool) -> None:
        for item in self.picked(pick, "approved"):
            self.tell(EventKind.SETTLED_LATE, item=item.id, outcome="send" if send else "skip")

    # Channels ------------------------------------------------------------------------------

    def goes(self, pick: int, outcome: str, *, patient: bool) -> None:
        """Approve something, wait for it where that can be waited for, and send it if it may go."""
        for item in self.picked(pick, "drafted", "approved"):
            if item.status == "drafted":
                self.approve_as(item, self.draft(item.id).digest)
            free = self.may(item.id).free_at
            if patient and free is not None:
                self.now = max(self.now, free)
                self.look()
            if self.may(item.id).go:
                self.sends(self.item(item.id), outcome)

    def sends(self, item: Item, outcome: str) -> None:
        self.may_really(item)
        number = item.attempt + 1
        self.tell(EventKind.ATTEMPT, item=item.id, digest=item.approved, attempt=number)
        assert self.item(item.id).status == "sending", "what may go was not started"
        if outcome == "lost":
            return
        by_person = self.world.ways[self.draft(item.id).way].person
        until = self.now.add(hours=1) if outcome == "retry" else None
        said = "handed_over" if by_person else outcome
        self.tell(EventKind.ITEM, item=item.id, outcome=said, attempt=number, until=until)
        if until is not None and said == "retry":
            self.not_before[item.id] = until
        if said == "sent":
            assert item.id not in self.really, "sent twice"
            self.really[item.id] = self.item(item.id)

    def becomes_clear(self, pick: int, outcome: str) -> None:
        for item in self.picked(pick, "sending", "in_doubt"):
            self.tell(EventKind.ITEM, item=item.id, outcome=outcome, attempt=item.attempt)

    def tries_what_it_may_not(self, pick: int) -> None:
        over = ("dropped", "expired", "skipped", "replaced", "sent", "planned", "drafted")
        for item in self.picked(pick, *over):
            digest = item.draft.digest if item.draft is not None else ""
            self.tell(EventKind.ATTEMPT, item=item.id, digest=digest, attempt=item.attempt + 1)
            assert self.item(item.id).status != "sending", f"{item.status} and yet sent"

    # Ways of telling it --------------------------------------------------------------------

    def tell(self, kind: EventKind, back: int = 0, **more: Any) -> None:
        """Take an event that happened `back` minutes ago, unless it is refused, and what follows from it."""
        happened = max(self.now.subtract(minutes=back), self.case.started_at)
        try:
            self.take(kind, happened=happened, **more)
        except (Refused, InvalidInput):
            return
        self.look()

    def look(self) -> None:
        """Take what time has brought about, as every command does."""
        for _ in range(32):
            due = outlook.due(self.playbook, self.case, self.world, self.now)
            if not due:
                return
            self.take(due[0].kind, name=due[0].name, by=due[0].by)
        raise AssertionError("time brings about events without end")

    def of(self, *statuses: str) -> list[Item]:
        return [item for item in self.case.items.values() if item.status in statuses]

    def picked(self, pick: int, *statuses: str) -> list[Item]:
        found = self.of(*statuses)
        return [found[pick % len(found)]] if found else []
