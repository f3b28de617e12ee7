"""Whether hours lie inside other hours, on every kind of day."""

from __future__ import annotations

from collections.abc import Iterator

from followup.core.values.times import Hours, Weekday

_Window = tuple[str, str]
_WEEKEND = (Weekday.SAT, Weekday.SUN)


def inside(hours: Hours, others: Hours) -> bool:
    """Whether one can only go at times at which one could go by the others too. No hours: at all times."""
    if not others:
        return True
    if not hours:
        return False
    return all(
        _covered(_windows(hours, day, business=business), _windows(others, day, business=business))
        for day in Weekday
        for business in ((False,) if day in _WEEKEND else (True, False))
    )


def _windows(hours: Hours, day: Weekday, *, business: bool) -> list[_Window]:
    """Return the windows of one kind of day, those that touch joined into one, in their order."""
    joined: list[_Window] = []
    for start, end in sorted(_open(hours, day, business=business)):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _open(hours: Hours, day: Weekday, *, business: bool) -> Iterator[_Window]:
    for opening in hours:
        if day in opening.days and (business or not opening.business):
            yield from opening.windows


def _covered(windows: list[_Window], others: list[_Window]) -> bool:
    return all(any(one[0] <= start and end <= one[1] for one in others) for start, end in windows)
