"""Values of facts in the types that a playbook declares."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from whenever import Date, ZonedDateTime

from followup.authoring.scenarios.clock import DATE, TIME, instant
from followup.authoring.suggesting import meant, meant_or_all
from followup.authoring.vocabulary import FIELDS, said
from followup.authoring.words import shown
from followup.core.values.events import FactValue
from followup.core.values.playbook import Fact, FactType, Playbook, Scope
from followup.core.values.problems import Problem
from followup.errors import InvalidInput

_NUMBER = re.compile(r"_[0-9]+$", re.ASCII)
_FLAGS = ("name_verified", "do_not_contact", "main")
_CONTACT_FIELDS = {
    **dict.fromkeys((*FIELDS, "main", "proxy"), FactType.TEXT),
    **dict.fromkeys(_FLAGS, FactType.BOOLEAN),
    "away_until": FactType.DATETIME,
}


class Misfit(Exception):
    """A value does not fit its fact; `code`, `text` and `hints` as those of a finding."""

    def __init__(self, code: str, text: str, *hints: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text
        self.hints = hints


@dataclass(frozen=True)
class Types:
    """Gives values the types of their facts.

    Attributes:
        playbook: It declares them.
        people: The contacts of the scenario.
        zone: The zone of wall times.
        almanac_place: Gives the canonical place for words; raises InvalidInput.
    """

    playbook: Playbook
    people: frozenset[str]
    zone: str
    almanac_place: Callable[[str], str]

    def value(self, name: str, value: FactValue) -> FactValue:
        """Return the value of a fact in its type; None stays None.

        Raises:
            Misfit: There is no such fact, or the value is of another type.
        """
        fact = self._fact(name)
        return None if value is None else self._typed(name, fact, fact.type, value)

    def _fact(self, name: str) -> Fact:
        facts = self.playbook.facts
        if name in facts:
            return facts[name]
        owner, dot, field = name.partition(".")
        if not dot:
            raise Misfit(
                "unknown-fact", f'"{name}" is no fact of {self.playbook.name}', *meant_or_all(name, facts)
            )
        if owner in self.people:
            return self._of_contact(name, field)
        if _NUMBER.sub("", owner) in self.playbook.items:
            own = {one.name: one for one in facts.values() if one.per is Scope.MESSAGE}
            if field in own:
                return own[field]
            raise Misfit("unknown-fact", f'"{field}" is no fact of a message', *meant_or_all(field, own))
        known = [*self.people, *self.playbook.items]
        raise Misfit("unknown-person", f'"{owner}" is nobody here, and no message', *meant(owner, known))

    def _of_contact(self, name: str, field: str) -> Fact:
        if field in _CONTACT_FIELDS:
            return Fact(name=name, type=_CONTACT_FIELDS[field])
        each = {inner: fact for one in self.playbook.facts.values() for inner, fact in one.each.items()}
        if field in each:
            return each[field]
        known = (*each, *_CONTACT_FIELDS)
        hints = meant(field, known)
        ways = {way for item in self.playbook.items.values() for way in item.via}
        if field in ways:
            return Fact(name=name, type=FactType.TEXT)
        raise Misfit("unknown-fact", f'"{field}" is nothing that is known of a contact', *hints)

    def _typed(self, name: str, fact: Fact, kind: FactType, value: FactValue) -> FactValue:
        match kind:
            case FactType.CONTACTS:
                return tuple(self._contact(name, kind, one) for one in self._list(name, kind, value))
            case FactType.DAYS:
                return tuple(self._date(name, one) for one in self._list(name, kind, value))
            case FactType.LIST:
                of = fact.of or FactType.TEXT
                entries = (self._typed(name, fact, of, one) for one in self._list(name, kind, value))
                return tuple(str(one) for one in entries)
            case _:
                return self._single(name, fact, kind, value)

    def _single(self, name: str, fact: Fact, kind: FactType, value: FactValue) -> FactValue:
        match kind:
            case FactType.DATE:
                return self._date(name, value)
            case FactType.DATETIME:
                return self._datetime(name, value)
            case FactType.CHOICE:
                return self._choice(name, fact, value)
            case FactType.PLACE:
                return self._place(name, value)
            case FactType.CONTACT:
                return self._contact(name, kind, value)
            case FactType.BOOLEAN | FactType.INTEGER:
                return self._scalar(name, kind, value)
            case _:
                return self._text(name, kind, value)

    def _scalar(self, name: str, kind: FactType, value: FactValue) -> FactValue:
        if isinstance(value, bool if kind is FactType.BOOLEAN else int) and (
            kind is FactType.BOOLEAN or not isinstance(value, bool)
        ):
            return value
        hints = (f"{name}: true", f"{name}: false") if kind is FactType.BOOLEAN else ()
        raise self._misfit(name, kind, value, *hints)

    def _list(self, name: str, kind: FactType, value: FactValue) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        raise self._misfit(name, kind, value, f"{name}: [{_plain(value)}]")

    def _text(self, name: str, kind: FactType, value: FactValue) -> str:
        if isinstance(value, str):
            return self._wall(value) or value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._misfit(name, kind, value)

    def _wall(self, value: str) -> str | None:
        """Return a time as it was written, where a text was meant all the time."""
        if "[" not in value:
            return None
        try:
            local = ZonedDateTime.parse_iso(value).to_plain()
        except ValueError:
            return None
        return local.format_iso().replace("T", " ").removesuffix(":00")

    def _date(self, name: str, value: FactValue) -> str:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                return Date.parse_iso(value).format_iso()
            except ValueError:
                raise Misfit("bad-time", f"{value} is in no calendar") from None
        if isinstance(value, str) and (wall := self._wall(value) or (value if TIME.fullmatch(value) else "")):
            raise self._misfit(name, FactType.DATE, wall, f"{name}: {wall[:10]}")
        raise self._misfit(name, FactType.DATE, value, f"{name}: 2026-10-09")

    def _datetime(self, name: str, value: FactValue) -> str:
        if isinstance(value, str):
            if TIME.fullmatch(value):
                found = instant(value, self.zone)
                if isinstance(found, Problem):
                    raise Misfit(found.code, found.text, *found.hints)
                return found.to_tz(self.zone).format_iso()
            try:
                return ZonedDateTime.parse_iso(value).format_iso()
            except ValueError:
                pass
        day = value if isinstance(value, str) and DATE.fullmatch(value) else "2026-10-09"
        raise self._misfit(name, FactType.DATETIME, value, f"{name}: {day} 10:00")

    def _choice(self, name: str, fact: Fact, value: FactValue) -> str:
        if isinstance(value, str) and value in fact.choices:
            return value
        if not isinstance(value, str):
            raise self._misfit(name, FactType.CHOICE, value, *meant_or_all("", fact.choices))
        hints = meant(value, fact.choices) or (f"it can be {', '.join(fact.choices)}",)
        raise Misfit("unknown-choice", f'"{name}" cannot be {shown(value)}', *hints)

    def _place(self, name: str, value: FactValue) -> str:
        if not isinstance(value, str):
            raise self._misfit(name, FactType.PLACE, value)
        try:
            return self.almanac_place(value)
        except InvalidInput as wrong:
            raise Misfit(wrong.code, wrong.text, *([wrong.hint] if wrong.hint else [])) from None

    def _contact(self, name: str, kind: FactType, value: FactValue) -> str:
        if not isinstance(value, str):
            raise self._misfit(name, kind, value)
        if value in self.people:
            return value
        hints = meant_or_all(value, self.people) or ("introduce them under people",)
        raise Misfit("unknown-contact", f'nobody introduced "{value}"', *hints)

    def _misfit(self, name: str, kind: FactType, value: FactValue, *hints: str) -> Misfit:
        told = shown((self._wall(value) or value) if isinstance(value, str) else value)
        told = "a list" if isinstance(value, tuple) else told
        return Misfit("wrong-type", f'"{name}" is {said(kind)}, and {told} is none', *hints)


def _plain(value: FactValue) -> str:
    return "true" if value is True else "false" if value is False else str(value)
