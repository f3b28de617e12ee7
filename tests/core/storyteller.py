"""Random stories over the small playbook: what people, channels and time may do to one case, in any order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st
from tests.core.telling import LONDON, Told, person

from followup.core import outlook
from followup.core.knowledge import in_hand
from followup.core.values.case import Case, Item
from followup.core.values.events import EventKind, Wording
from followup.core.values.playbook import EventType, Fact, FactType, Playbook
from followup.core.values.surroundings import Touch, Way
from followup.core.values.times import Moment
from followup.errors import InvalidInput, Refused

PEOPLE = ("interviewer-a", "interviewer-b", "interviewer-c")
GROUPS = st.lists(st.sampled_from(PEOPLE), unique=True, max_size=3).map(tuple)

_DATES = st.sampled_from(["2026-10-02", "2026-10-06", "2026-10-20", "2026-11-13"])
_OF_A_TYPE: dict[FactType, st.SearchStrategy[Any]] = {
    FactType.TEXT: st.sampled_from(["a word", "another word"]),
    FactType.BOOLEAN: st.booleans(),
    FactType.INTEGER: st.sampled_from([3, 12]),
    FactType.DATE: _DATES,
    FactType.DATETIME: _DATES.map(lambda day: f"{day}T16:00:00+00:00[UTC]"),
    FactType.DAYS: st.just(("2026-10-05",)),
    FactType.LINK: st.just("https://example.org/papers"),
    FactType.LIST: st.just(("a word",)),
    FactType.CONTACT: st.sampled_from(PEOPLE),
    FactType.CONTACTS: GROUPS,
}
_BACK = st.sampled_from([0, 0, 0, 2 * 60, 26 * 60, 100 * 60])
"""Minutes ago."""
_PICK = st.integers(0, 9)
_OUTCOMES = st.sampled_from(["sent", "sent", "sent", "sent", "failed", "retry", "in_doubt", "lost"])


@dataclass(frozen=True)
class Act:
    """Something that happens in a story: a method of `Storyteller`, and what it is given."""

    name: str
    given: dict[str, Any]


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    some = st.sampled_from(fact.choices) if fact.choices else _OF_A_TYPE[fact.type]
    return st.none() | some if fact.optional else some


def _news(playbook: Playbook) -> st.SearchStrategy[dict[str, Any]]:
    """Draw an event of a playbook with the facts that it brings."""

    def brought(kind: EventType) -> st.SearchStrategy[dict[str, Any]]:
        needed = {name: _OF_A_TYPE[playbook.facts[name].type] for name in kind.facts}
        also = {name: _values(playbook.facts[name]) for name in kind.also}
        return st.fixed_dictionaries(
            {
                "name": st.just(kind.name),
                "contact": st.sampled_from([None, *PEOPLE]),
                "facts": st.fixed_dictionaries(needed, optional=also),
                "back": _BACK,
            }
        )

    return st.sampled_from(list(playbook.events.values())).flatmap(brought)


def _facts(playbook: Playbook) -> st.SearchStrategy[dict[str, Any]]:
    """Draw facts of a playbook and of its people that are told without an event."""
    told = {name: _values(fact) for name, fact in playbook.facts.items() if fact.type is not FactType.PLACE}
    each = [fact for group in playbook.facts.values() for fact in group.each.values()]
    told |= {f"{PEOPLE[0]}.{fact.name}": _values(fact) for fact in each}
    few = st.lists(st.sampled_from(sorted(told)), min_size=1, max_size=3, unique=True)
    return few.flatmap(lambda names: st.fixed_dictionaries({name: told[name] for name in names}))


def _weighed(playbook: Playbook) -> dict[str, tuple[int, st.SearchStrategy[dict[str, Any]]]]:
    """Return the acts of a playbook, how often each of them comes, and what it is given."""

    def given(**strategies: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries(strategies)

    offered = sorted({name for state in playbook.states.values() for name in state.may})
    outcomes = sorted({one for kind in playbook.items.values() for one in kind.outcomes} | {"done"})
    return {
        "nothing": (1, given()),
        "time_passes": (4, given(hours=st.sampled_from([1, 3, 17, 24, 30, 72, 24 * 9, 24 * 33]))),
        "the_next_thing_comes": (4, given()),
        "happens": (7, _news(playbook)),
        "known": (3, given(facts=_facts(playbook), back=_BACK)),
        "mistaken": (2, given(ago=st.integers(0, 5))),
        "contact_changes": (
            2,
            given(
                who=st.sampled_from(PEOPLE),
                address=st.sampled_from([None, "one@example.org", "other@example.org"]),
                proxy=st.sampled_from([None, None, "interviewer-b"]),
                silent=st.sampled_from([False, False, True]),
            ),
        ),
        "approves": (2, given(pick=_PICK, blind=st.sampled_from([False, False, True]))),
        "edits": (1, given(pick=_PICK)),
        "declines": (1, given(pick=_PICK)),
        "does": (3, given(pick=_PICK, outcome=st.sampled_from(outcomes))),
        "takes": (1, given(name=st.sampled_from(offered))),
        "pauses": (1, given(hours=st.sampled_from([None, 5, 50]))),
        "goes_on": (2, given()),
        "answers_late": (1, given(pick=_PICK, send=st.booleans())),
        "goes": (10, given(pick=_PICK, outcome=_OUTCOMES, patient=st.sampled_from([True, True, False]))),
        "becomes_clear": (2, given(pick=_PICK, outcome=st.sampled_from(["sent", "not_sent", "in_doubt"]))),
        "tries_what_it_may_not": (1, given(pick=_PICK)),
    }


def acts(playbook: Playbook, *names: str) -> st.SearchStrategy[Act]:
    """Return a strategy for acts (all without a choice), the frequent ones more often."""
    all_of_them = _weighed(playbook)
    weighed = [name for name in names or all_of_them for _ in range(all_of_them[name][0])]
    return st.sampled_from(weighed).flatmap(lambda name: st.builds(Act, st.just(name), all_of_them[name][1]))


class Storyteller(Told):
    """A case that random acts are done to; `check` says what must hold after each of them."""

    def __init__(self, there: tuple[str, ...], playbook: Playbook | None = None, **facts: Any) -> None:
        self.really: dict[str, Item] = {}
        """What somebody has read, as it was when it went."""
        self.released: set[str] = set()
        """The digests of all words that the person has ever approved."""
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
        self.tell(EventKind.UNDONE, undoes=max(self.case.version - ago, 2))

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

    # What must hold ------------------------------------------------------------------------

    def check(self) -> None:
        self.nothing_outlives_its_state()
        self.nothing_goes_more_often_than_it_may()
        self.what_was_sent_stays_sent()
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
        kind = self.playbook.items[item.name]
        if "hours" not in kind.despite:
            assert local.date().day_of_week().value <= 5
            assert local.hour in ((10, 11, 14, 15) if item.draft.way == "phone" else range(8, 21))
        reader = self.world.contacts[item.draft.through or item.draft.contact or ""]
        assert reader.addresses[item.draft.way] == item.draft.address
        if self.world.contacts[item.contact or ""].do_not_contact:
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

    def budget(self, name: str) -> int:
        """Return how often something may go to one contact in one round, whatever its settings come to."""
        repeat = self.playbook.items[name].repeat
        if repeat is None:
            return 1
        lines = self.playbook.settings[repeat.most].lines if isinstance(repeat.most, str) else ()
        return max([int(line.use) for line in lines if isinstance(line.use, int)], default=repeat.most)  # type: ignore[type-var]

    def of(self, *statuses: str) -> list[Item]:
        return [item for item in self.case.items.values() if item.status in statuses]

    def picked(self, pick: int, *statuses: str) -> list[Item]:
        found = self.of(*statuses)
        return [found[pick % len(found)]] if found else []
