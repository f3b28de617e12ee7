"""The names that a condition of a playbook may use, and what kind of value each of them has."""

from __future__ import annotations

from followup.core.names import nearest
from followup.core.values.playbook import Fact, FactType, Playbook, Setting, SettingKind

Kind = type[str] | type[int] | type[bool]

WORDS: dict[Kind, str] = {str: "text", bool: "yes or no", int: "a whole number"}
"""What people call each kind."""

_KINDS: dict[FactType | SettingKind, Kind] = {
    FactType.TEXT: str,
    FactType.CHOICE: str,
    FactType.BOOLEAN: bool,
    FactType.INTEGER: int,
    SettingKind.TEXT: str,
    SettingKind.BOOLEAN: bool,
    SettingKind.COUNT: int,
}
_OF_CONTACT: dict[str, Kind] = {
    **dict.fromkeys(("name_verified", "do_not_contact"), bool),
    **dict.fromkeys(("role", "title", "email", "phone", "linkedin"), str),
}
_OF_ENGINE: dict[str, Kind] = {"round": int, "cases_here": int}
_RESERVED = (
    frozenset({"as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in"})
    | frozenset({"let", "loop", "namespace", "null", "package", "return", "true", "var", "void", "while"})
    | frozenset(
        {"bool", "bytes", "double", "dyn", "int", "list", "map", "null_type", "string", "type", "uint"}
    )
)


class Vocabulary:
    """What one playbook declares, as its conditions see it.

    Attributes:
        kinds: Every name that may be compared or asked, with its kind: facts that are text, yes or
            no, a whole number or a choice; settings that are no spans; `round`, `cases_here`;
            `known.F`, `happened.EVENT`, `open.ITEM`, `sent.ITEM`, `contact.FIELD`.
        choices: The words of every choice, by the name a condition uses for it.
    """

    def __init__(self, playbook: Playbook) -> None:
        self._facts = playbook.facts
        self._settings = playbook.settings
        self._each = {name: fact for group in playbook.facts.values() for name, fact in group.each.items()}
        self.kinds = _declared(playbook, self._each)
        self.choices = {fact.name: fact.choices for fact in playbook.facts.values() if fact.choices}
        self.choices |= {f"contact.{name}": fact.choices for name, fact in self._each.items() if fact.choices}

    def setting(self, name: str) -> Setting | None:
        """Return the setting of that name, or None."""
        return self._settings.get(name)

    def incomparable(self, name: str) -> Fact | None:
        """Return the fact that `name` means but that is of a type no condition can compare."""
        fact = self._facts.get(name) or self._each.get(name.removeprefix("contact."))
        known = fact is not None and name in {fact.name, f"contact.{fact.name}"}
        return fact if known and name not in self.kinds else None

    def of_contact(self, name: str) -> bool:
        """Whether `name` can be answered only where somebody is addressed."""
        family, _, field = name.partition(".")
        return bool(field) and (family == "contact" or (family == "known" and field in self._each))

    def nearest(self, name: str) -> tuple[str, ...]:
        """Suggest names: of the same family first, else whatever ends like that."""
        family, dot, field = name.partition(".")
        mine = {other.partition(".")[2]: other for other in self.kinds if other.startswith(f"{family}.")}
        if dot and mine:
            return tuple(mine[close] for close in nearest(field, mine))
        plain = nearest(name, (other for other in self.kinds if "." not in other))
        return plain or tuple(other for other in self.kinds if other.rpartition(".")[2] == name)[:3]


def reserved(name: str) -> bool:
    """Whether CEL cannot read this name: its own words stand first, or a few of them anywhere."""
    first, *rest = name.split(".")
    return first in _RESERVED or any(part in ("in", "true", "false", "null") for part in rest)


def _declared(playbook: Playbook, each: dict[str, Fact]) -> dict[str, Kind]:
    kinds = dict(_OF_ENGINE)
    kinds |= {one.name: _KINDS[one.kind] for one in playbook.settings.values() if one.kind in _KINDS}
    kinds |= {fact.name: _KINDS[fact.type] for fact in playbook.facts.values() if fact.type in _KINDS}
    kinds |= {f"contact.{name}": _KINDS[fact.type] for name, fact in each.items() if fact.type in _KINDS}
    kinds |= {f"contact.{name}": kind for name, kind in _OF_CONTACT.items()}
    asked = {
        "known": (*playbook.facts, *each),
        "happened": tuple(playbook.events),
        "open": (*playbook.items, *playbook.dropped),
        "sent": (*playbook.items, *playbook.dropped),
    }
    kinds |= {f"{family}.{name}": bool for family, names in asked.items() for name in names}
    return kinds
