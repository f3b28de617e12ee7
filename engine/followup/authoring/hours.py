"""Hours as text: `business days 10:00-12:00, 14:00-16:00`, `business Tue-Thu 09:00-17:00`, `08:00-21:00`."""

from __future__ import annotations

from followup.authoring.clocks import clock
from followup.authoring.tokens import Refused, Token, Tokens, refused
from followup.core.names import nearest
from followup.core.values.problems import Problem
from followup.core.values.times import Opening, Weekday

_WEEK = tuple(Weekday)
_EXAMPLE = "business days 10:00-12:00, 14:00-16:00"


def parse_hours(text: str) -> Opening | Problem:
    """Return one line of hours as a value, or the first thing that is wrong with it."""
    tokens = Tokens(text)
    try:
        days, business = _days(tokens)
        windows = [_window(tokens)]
        while tokens.accept(","):
            windows.append(_window(tokens, after=windows[-1][1]))
        if not tokens.done:
            text = (
                "a comma is missing between two windows"
                if tokens.peek().kind == "clock"
                else "the hours end here"
            )
            raise refused(tokens.peek(), "hours", text, _EXAMPLE)
    except Refused as wrong:
        return wrong.problem
    return Opening(days=days, windows=tuple(windows), business=business)


def _days(tokens: Tokens) -> tuple[tuple[Weekday, ...], bool]:
    if tokens.accept("business", "days"):
        return _WEEK, True
    if tokens.accept("every", "day") or tokens.accept("daily") or tokens.peek().kind in ("clock", "number"):
        return _WEEK, False
    business = tokens.accept("business")
    return _some(tokens), business


def _some(tokens: Tokens) -> tuple[Weekday, ...]:
    """Return one day of the week, or a stretch of them."""
    first = _weekday(tokens)
    if not tokens.accept("-"):
        return (first,)
    last = _weekday(tokens)
    start, end = _WEEK.index(first), _WEEK.index(last)
    if start <= end:
        return _WEEK[start : end + 1]
    return (*_WEEK[start:], *_WEEK[: end + 1])


def _weekday(tokens: Tokens) -> Weekday:
    token = tokens.take()
    if token.text in set(Weekday):
        return Weekday(token.text)
    if token.text.lower() in ("weekdays", "weekday", "workdays"):
        raise refused(
            token, "hours", f'"{token.text}" does not say what a holiday is', "business days", "Mon-Fri"
        )
    full = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    close = nearest(token.text.lower(), full) if token.kind == "word" else ()
    if close and close[0][:2] == token.text.lower()[:2]:
        short = _WEEK[full.index(close[0])].value
        raise refused(token, "hours", f'"{token.text}" is written as {short}', short)
    text = f'"{token.text}" is no day' if token.text else "days or times are missing here"
    raise refused(token, "hours", text, "business days", "every day", "Mon-Fri")


def _window(tokens: Tokens, after: str = "") -> tuple[str, str]:
    first = tokens.peek()
    start = _clock(tokens)
    token = tokens.take()
    if token.text not in ("-", "\u2013"):
        raise refused(token, "hours", "a window has a beginning and an end", "09:00-17:00")
    last = tokens.peek()
    end = _clock(tokens)
    if end <= start:
        text = f"{start}-{end} ends before it begins"
        hint = f"two windows: {start}-23:59, 00:00-{end}" if end != start else "09:00-17:00"
        raise refused(first, "hours", text, hint, until=last)
    if after and start < after:
        raise refused(first, "hours", "a window begins after the one in front of it has ended", until=last)
    return start, end


def _clock(tokens: Tokens) -> str:
    token: Token = tokens.take()
    if token.text == "24:00":
        raise refused(token, "clock", "24:00 is no time of day", "23:59")
    return clock(token, tokens)
