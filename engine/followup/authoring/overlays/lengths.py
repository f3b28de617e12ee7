"""Whether one span is certainly not shorter than another, whatever the calendar."""

from __future__ import annotations

from followup.core.values.times import Part, SettingName, Span, Unit

_MINUTES = {
    Unit.MINUTE: (1, 1),
    Unit.HOUR: (60, 60),
    Unit.DAY: (24 * 60, 24 * 60),
    Unit.WEEK: (7 * 24 * 60, 7 * 24 * 60),
    Unit.MONTH: (28 * 24 * 60, 31 * 24 * 60),
    Unit.BUSINESS_DAY: (24 * 60, 30 * 24 * 60),
}
"""The fewest and the most minutes of a unit; nobody knows how many days a place is closed in a row."""


def not_shorter(span: Span, other: Span) -> bool:
    """Whether a span is certainly at least as long as another one."""
    return _counts(span.parts, other.parts) or _least(span) >= _most(other)


def parts_not_shorter(parts: tuple[Part | SettingName, ...], others: tuple[Part | SettingName, ...]) -> bool:
    """Whether parts of a sentence, some of them settings, are certainly at least as long as others."""
    mine = [part for part in parts if isinstance(part, SettingName)]
    theirs = [part for part in others if isinstance(part, SettingName)]
    if mine != theirs:
        return False
    fixed = tuple(part for part in parts if isinstance(part, Part))
    rest = tuple(part for part in others if isinstance(part, Part))
    return _counts(fixed, rest) or (bool(fixed) and not_shorter(Span(fixed), Span(rest)))


def _counts(parts: tuple[Part, ...], others: tuple[Part, ...]) -> bool:
    """Whether there is at least as much of every unit."""
    return all(
        sum(one.amount for one in parts if one.unit is unit)
        >= sum(one.amount for one in others if one.unit is unit)
        for unit in Unit
    )


def _least(span: Span) -> int:
    return sum(part.amount * _MINUTES[part.unit][0] for part in span.parts)


def _most(span: Span) -> int:
    return sum(part.amount * _MINUTES[part.unit][1] for part in span.parts)
