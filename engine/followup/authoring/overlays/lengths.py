"""Whether one span is certainly not shorter than another, whatever the calendar."""

from __future__ import annotations

from followup.core.values.times import Part, SettingName, Span, Unit

_DAYS = {Unit.DAY: (1, 1), Unit.WEEK: (7, 7), Unit.MONTH: (28, 31), Unit.BUSINESS_DAY: (1, 30)}
"""The fewest and the most dates of a unit; nobody knows how many days a place is closed in a row."""

_DAY = 24 * 60
_CLOCK_CHANGE = 60


def not_shorter(span: Span, other: Span) -> bool:
    """Whether a span is certainly at least as long as another one."""
    if _counts(span.parts, other.parts):
        return True
    if _elapsed(span) == _elapsed(other):
        return _range(span)[0] >= _range(other)[1]
    return _minutes(span)[0] >= _minutes(other)[1]


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


def _elapsed(span: Span) -> bool:
    return span.parts[0].unit.elapsed


def _range(span: Span) -> tuple[int, int]:
    """Return the least and the greatest length: in minutes if it counts those, else in dates."""
    if _elapsed(span):
        minutes = sum(part.amount * (60 if part.unit is Unit.HOUR else 1) for part in span.parts)
        return minutes, minutes
    ends = [(part.amount * _DAYS[part.unit][0], part.amount * _DAYS[part.unit][1]) for part in span.parts]
    return sum(least for least, _ in ends), sum(most for _, most in ends)


def _minutes(span: Span) -> tuple[int, int]:
    """Return the least and the greatest length in minutes; a date is reached at any time of its day."""
    least, most = _range(span)
    if _elapsed(span):
        return least, most
    return (least - 1) * _DAY - _CLOCK_CHANGE, (most + 1) * _DAY + _CLOCK_CHANGE
