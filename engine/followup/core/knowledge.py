"""What is known in a case at one moment: facts, people, settings, past events, and times on them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from whenever import Date, Instant, ZonedDateTime

from followup.core.calendar.days import Calendar, calendar_of
from followup.core.calendar.sentences import moment
from followup.core.guards import Guards
from followup.core.values.case import Armed, Item, ItemStatus, Known, Occurrence
from followup.core.values.events import FactValue
from followup.core.values.people import Contact
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.core.values.surroundings import Surroundings
from followup.core.values.times import Anchor, AnchorKind, Moment, Span, Unknown, When
from followup.core.wording import address

PLAIN = "PLAIN UTC"
"""The place of a case as long as nobody has said where the employer is."""

_GUARDABLE = (FactType.TEXT, FactType.BOOLEAN, FactType.INTEGER, FactType.CHOICE)


class Story(Protocol):
    """The part of a case that can be read while an event is taken; a `Case` is one."""

    @property
    def id(self) -> str:
        """The case's id."""

    @property
    def owner(self) -> str:
        """The candidate's id."""

    @property
    def round(self) -> int:
        """The round the story is in."""

    @property
    def round_at(self) -> Instant:
        """When that round began."""

    @property
    def facts(self) -> Mapping[str, tuple[Known, ...]]:
        """All words on each fact, oldest first."""

    @property
    def happened(self) -> Mapping[str, Occurrence]:
        """Handled occurrences of this round."""

    @property
    def outcomes(self) -> Mapping[str, Instant]:
        """Item outcomes of this round."""

    @property
    def entered(self) -> Mapping[str, Instant]:
        """Latest entry of each active state."""

    @property
    def items(self) -> Mapping[str, Item]:
        """All items by id."""

    @property
    def timers(self) -> Mapping[str, Armed]:
        """Timers of the active states."""


_guards: dict[int, tuple[Playbook, Guards]] = {}


def guards_of(playbook: Playbook) -> Guards:
    """Return the compiled guards of a playbook, shared by all its cases."""
    held = _guards.get(id(playbook))
    if held is None or held[0] is not playbook:
        held = _guards[id(playbook)] = (playbook, Guards(playbook))
    return held[1]


def share_guards(playbook: Playbook, like: Playbook) -> None:
    """Let a playbook that is a part of another use its compiled guards."""
    _guards[id(playbook)] = (playbook, guards_of(like))


class Knowledge:
    """Answers questions about one story; makes nothing up. Short-lived: one story, one moment.

    Attributes:
        now: That moment, which decides by which way a message goes while a ban has a beginning or an end.
    """

    def __init__(
        self, playbook: Playbook, story: Story, surroundings: Surroundings, now: Instant = Instant.MIN
    ) -> None:
        self.playbook = playbook
        self.now = now
        self.story = story
        self.surroundings = surroundings
        self._calendar: Calendar | None = None
        self._chosen: dict[str, Span | int | str | bool | None] = {}

    # Facts ---------------------------------------------------------------------------------

    def value(self, name: str, item: Item | None = None) -> FactValue:
        """Return the last word on a fact in its scope, its default, or None."""
        fact = self.playbook.facts.get(name)
        if fact is None:
            return None
        key = f"{item.id}.{name}" if fact.per is Scope.MESSAGE and item is not None else name
        said = self._last(key, fact)
        return fact.default if said is None else said

    def answered(self, name: str, item: Item) -> bool:
        """Whether what an item asks for is known.

        What belongs to the person may be known from an earlier case; a question means this one, so it is
        answered by a word that came after it.
        """
        fact = self.playbook.facts.get(name)
        if fact is None or fact.per is not Scope.PERSON:
            return self.value(name, item) is not None
        words = self.story.facts.get(name, ())
        return bool(words) and words[-1].value is not None and words[-1].at >= item.planned_at

    def _last(self, key: str, fact: Fact) -> FactValue:
        words = self.story.facts.get(key, ())
        if fact.per is Scope.ROUND:
            words = tuple(word for word in words if word.round == self.story.round)
        return words[-1].value if words else None

    def of_contact(self, contact: str, field: str) -> FactValue:
        """Return a field of a contact's row, or a fact about that contact; None if not known."""
        person = self.surroundings.contacts.get(contact)
        if field in person_fields():
            return None if person is None else _field(person, field)
        for fact in self.playbook.facts.values():
            if field in fact.each:
                each = fact.each[field]
                scope = fact.per if each.per is Scope.CASE else each.per
                words = self.story.facts.get(f"{contact}.{field}", ())
                if scope is Scope.ROUND:
                    words = tuple(word for word in words if word.round == self.story.round)
                return words[-1].value if words else each.default
        return None

    def contacts_in(self, group: str) -> tuple[str, ...]:
        """Return the contact ids that a fact of type contact or contacts holds now."""
        value = self.value(group)
        if isinstance(value, tuple):
            return value
        return (value,) if isinstance(value, str) else ()

    def everybody(self) -> tuple[str, ...]:
        """Return all contacts of the case, those of this round first, without doubles."""
        named = [
            contact
            for fact in self.playbook.facts.values()
            if fact.type in (FactType.CONTACTS, FactType.CONTACT)
            for contact in self.contacts_in(fact.name)
        ]
        return tuple(dict.fromkeys(named))

    # Settings ------------------------------------------------------------------------------

    def setting(self, name: str) -> Span | int | str | bool | None:
        """Return the value of a setting by its first line that holds; unknown does not hold."""
        if name not in self._chosen:
            self._chosen[name] = self._choose(name)
        return self._chosen[name]

    def _choose(self, name: str) -> Span | int | str | bool | None:
        setting = self.playbook.settings.get(name)
        for line in setting.lines if setting is not None else ():
            if line.when is None or self._truth(line.when, None, settings=False) is True:
                return line.use
        return None

    def span(self, name: str) -> Span | None:
        """Return a setting that is a span, or None."""
        value = self.setting(name)
        return value if isinstance(value, Span) else None

    def span_of(self, span: Span | str) -> Span | None:
        """Return a span as given, or looked up where it names a setting."""
        return self.span(span) if isinstance(span, str) else span

    def count_of(self, count: int | str) -> int:
        """Return a count as given, or looked up where it names a setting; 0 if unknown."""
        value = self.setting(count) if isinstance(count, str) else count
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    # Guards --------------------------------------------------------------------------------

    def holds(self, guard: str | None, item: Item | None = None) -> bool | None:
        """Return whether a guard is true; None where what is missing decides it.

        Raises:
            GuardFault: Anything else went wrong; the case has to be held.
        """
        if guard is None:
            return True
        return self._truth(guard, item.contact if item is not None else None, settings=True)

    def _truth(self, guard: str, contact: str | None, *, settings: bool) -> bool | None:
        guards = guards_of(self.playbook)
        asked = {name: self._ask(name, contact, settings=settings) for name in guards.names(guard)}
        return guards.truth(guard, {name: value for name, value in asked.items() if value is not None})

    def _ask(self, name: str, contact: str | None, *, settings: bool) -> str | int | bool | None:
        """Return what a name of a guard stands for; None: that is not known."""
        family, dot, rest = name.partition(".")
        if not dot:
            return self._plainly(name, settings=settings)
        found: FactValue = None
        match family:
            case "happened" if rest in self.playbook.events:
                return rest in self.story.happened
            case "open" if self._has_item(rest):
                return any(item.name == rest and item.status.live for item in self.story.items.values())
            case "sent" if self._has_item(rest):
                return any(item.name == rest and self._has_left(item) for item in self.story.items.values())
            case "known" if contact is not None and self._of_each(rest):
                return self.of_contact(contact, rest) is not None
            case "known" if rest in self.playbook.facts:
                return self.value(rest) is not None
            case "contact" if contact is not None:
                found = self.of_contact(contact, rest)
            case _:
                pass
        return found if isinstance(found, (str, int)) else None

    def _plainly(self, name: str, *, settings: bool) -> str | int | bool | None:
        if name in ("round", "cases_here"):
            return self.story.round if name == "round" else self.surroundings.cases_here
        fact = self.playbook.facts.get(name)
        value: object = None
        if fact is not None and fact.type in _GUARDABLE:
            value = self.value(name)
        elif fact is None and settings:
            value = self.setting(name)
        return value if isinstance(value, (str, int)) else None

    def _has_item(self, name: str) -> bool:
        return name in self.playbook.items or name in self.playbook.dropped

    def _has_left(self, item: Item) -> bool:
        return item.round == self.story.round and (item.status.left or item.counted)

    def _of_each(self, field: str) -> bool:
        return any(field in fact.each for fact in self.playbook.facts.values())

    # Times ---------------------------------------------------------------------------------

    @property
    def calendar(self) -> Calendar:
        """The calendar of the employer's place."""
        if self._calendar is None:
            courtesy = self.playbook.courtesy
            place = self.value(courtesy.place)
            closed = self.value(courtesy.closed) if courtesy.closed else None
            self._calendar = calendar_of(
                place if isinstance(place, str) else PLAIN,
                closed if isinstance(closed, tuple) else (),
                self.surroundings.holidays,
            )
        return self._calendar

    @property
    def my_calendar(self) -> Calendar:
        """The candidate's own zone, without holidays; only hours of tasks use it."""
        return Calendar(self.surroundings.me.zone, {}, frozenset())

    def anchor(self, anchor: Anchor, state: str, item: Item | None = None) -> Instant | Date | None:
        """Return what a time hangs on, or None as long as it is not known."""
        match anchor.kind:
            case AnchorKind.ENTRY:
                return self.story.entered.get(state)
            case AnchorKind.FACT:
                return _point(self.value(anchor.name, item))
            case AnchorKind.EVENT:
                happened = self.story.happened.get(anchor.name)
                return happened.at if happened else None
            case AnchorKind.OUTCOME:
                return self.story.outcomes.get(f"{anchor.name}.{anchor.outcome}")
            case AnchorKind.CONTACT:
                if item is None or item.contact is None:
                    return None
                person = self.surroundings.contacts.get(item.contact)
                if anchor.name == "away_until":
                    return person.away_until if person else None
                return _point(self.of_contact(item.contact, anchor.name))

    def moment(
        self,
        when: When,
        state: str,
        now: Instant,
        *,
        item: Item | None = None,
        limit: bool = False,
        time: str = "",
    ) -> Moment | Unknown:
        """Return the instant a time sentence comes to; `limit` for `by` and `expires`.

        `time` is for a line that names a day and no time, instead of that of the playbook.
        """
        return moment(
            when,
            anchors=lambda anchor: self.anchor(anchor, state, item),
            spans=self.span,
            calendar=self.calendar,
            time=time or self.playbook.courtesy.time,
            limit=limit,
            now=now,
        )

    # Words ---------------------------------------------------------------------------------

    def template_values(
        self, item: Item, contact: Contact | None, *, salutation: str = "as in the room"
    ) -> dict[str, Any]:
        """Return the names a template may use, nested; what is not known is left out.

        `salutation` is the rule by which people are addressed.
        """
        values: dict[str, Any] = {}
        for name in self.playbook.facts:
            value = self.value(name, item)
            if value is not None:
                values[name] = value
        me = self.surroundings.me
        values["me"] = {
            "name": me.name,
            "email": me.email,
            "phone": me.phone,
            "signature": me.signature or me.name,
        }
        if contact is not None:
            fields = [*person_fields(), *(f for fact in self.playbook.facts.values() for f in fact.each)]
            known = {field: self.of_contact(contact.id, field) for field in fields}
            known["salutation"] = address(salutation, contact.name, contact.salutation)
            values["contact"] = {field: value for field, value in known.items() if value not in (None, "")}
        people = [self.surroundings.contacts.get(one) for one in item.about]
        names = [address(salutation, one.name, one.salutation) or one.name for one in people if one]
        values["about"] = {"names": tuple(names)}
        return values


def person_fields() -> tuple[str, ...]:
    """Return the fields of a contact's row that guards, needs and templates may name."""
    return (
        "name",
        "salutation",
        "title",
        "role",
        "name_verified",
        "do_not_contact",
        "email",
        "phone",
        "linkedin",
    )


def live_items(items: Mapping[str, Item], name: str) -> tuple[Item, ...]:
    """Return the live items of one type."""
    return tuple(item for item in items.values() if item.name == name and item.status.live)


def in_hand(item: Item) -> bool:
    """Whether an item still lies here and may be changed or dropped."""
    return item.status.live and item.status not in (ItemStatus.SENDING, ItemStatus.IN_DOUBT)


def _field(person: Contact, field: str) -> FactValue:
    if field == "salutation":
        return person.salutation or person.name
    if field in ("name", "title", "role"):
        return getattr(person, field) or None
    if field in ("name_verified", "do_not_contact"):
        return bool(getattr(person, field))
    return person.addresses.get(field)


def _point(value: FactValue) -> Instant | Date | None:
    """Read a date or a datetime fact in its JSON shape."""
    if not isinstance(value, str):
        return None
    return ZonedDateTime.parse_iso(value).to_instant() if "T" in value else Date.parse_iso(value)
