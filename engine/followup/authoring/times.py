"""Time sentences as text: a hand-written recursive reader for the grammar in `docs/`, with types.

when    = line | ("first_known" | "earliest" | "latest") of lines
line    = "now" | elapsed | day
elapsed = spans dir anchor                        every span in minutes or hours
day     = ( spans dir anchor | "same day as" anchor | portion | anchor ) [ roll ] [ "at" clock ]
portion = INT "% of the way from" anchor "to" anchor
spans   = span { "and" span }
span    = INT unit | SETTING
unit    = minute | hour | day | week | month | business day      plural allowed
dir     = "after" | "before"
roll    = "on a business day"
clock   = HH:MM | "the same time" | "the end of day"
anchor  = "entry" | FACT | EVENT | ITEM.OUTCOME | contact.FIELD
"""

from __future__ import annotations

import re

from followup.authoring.anchors import Found, anchor
from followup.authoring.clocks import clock
from followup.authoring.spans import part, same_family
from followup.authoring.suggesting import meant_or_all
from followup.authoring.tokens import Refused, Token, Tokens, refused
from followup.authoring.vocabulary import Family, Names
from followup.core.values.problems import Problem
from followup.core.values.times import (
    Clock,
    ClockKind,
    Direction,
    Line,
    Now,
    Part,
    Portion,
    SettingName,
    Sum,
)

_DIRECTIONS = {"after": Direction.AFTER, "before": Direction.BEFORE}
_EXAMPLE = "2 business days after ended_at"


def parse_line(text: str, names: Names, *, contact: bool = False) -> Line | Problem:
    """Return a time sentence as a value, or the first thing that is wrong with it.

    Args:
        text: The sentence.
        names: What it may hang on.
        contact: Whether somebody is addressed here, so that `contact.FIELD` may be named.
    """
    try:
        return _Reader(text, names, contact=contact).line()
    except Refused as wrong:
        return wrong.problem


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def _is_date(text: str) -> bool:
    """Whether a text is a date by itself: `2026-11-30`, `on 30 November`."""
    words = text.lower().replace(",", " ").split()
    named = any(len(word) > 2 and month.startswith(word) for word in words for month in _MONTHS)
    day = named and any(word.isdigit() for word in words) and not {"after", "before", "of"} & set(words)
    return bool(day or re.fullmatch(r"\d{4}-\d\d-\d\d.*", text))


class _Reader:
    """Reads one sentence. Every method takes its part off the tokens, or refuses."""

    def __init__(self, text: str, names: Names, *, contact: bool) -> None:
        self._tokens = Tokens(text)
        self._text = " ".join(text.split())
        self._names = names
        self._contact = contact

    def line(self) -> Line:
        tokens = self._tokens
        if tokens.done:
            raise refused(tokens.peek(), "time-syntax", "a time is missing here", "now", _EXAMPLE)
        if tokens.accept("now"):
            self._end("now stands alone")
            return Now()
        if tokens.peek().kind == "clock":
            text = "a time of day needs a day in front of it"
            raise refused(tokens.peek(), "time-syntax", text, f"same day as FACT at {tokens.peek().text}")
        if _is_date(self._text):
            text = "there are no fixed dates in a time sentence"
            hint = "make it a fact of type date, and name that fact here"
            raise refused(tokens.peek(), "time-syntax", text, hint, _EXAMPLE)
        if tokens.peek(1).text == "%":
            return self._portion()
        if tokens.peek().text == "same":
            tokens.expect("same", "day", "as")
            found = self._anchor()
            roll, clock = self._day(found)
            return Sum(self._text, found.anchor, same_day=True, roll=roll, clock=clock)
        if self._bare():
            found = self._anchor()
            roll, clock = self._day(found)
            return Sum(self._text, found.anchor, roll=roll, clock=clock)
        return self._sum()

    def _bare(self) -> bool:
        """Whether an anchor without spans comes next."""
        token, following = self._tokens.peek(), self._tokens.peek(1)
        return token.kind == "word" and following.text not in ("and", *_DIRECTIONS) and not self._spelled()

    def _spelled(self) -> bool:
        """Whether a number is spelled out here, as in `two days after`."""
        return self._tokens.peek(1).text.lower().removesuffix("s") in (
            "day",
            "week",
            "month",
            "hour",
            "minute",
        )

    def _sum(self) -> Line:
        first = self._tokens.peek()
        spans, kind = self._spans()
        token = self._tokens.take()
        direction = _DIRECTIONS.get(token.text)
        if direction is None:
            raise self._no_direction(token)
        found = self._anchor()
        if kind is Family.ELAPSED:
            return self._elapsed(first, spans, direction, found)
        roll, clock = self._day(found)
        return Sum(self._text, found.anchor, spans, direction, roll=roll, clock=clock)

    def _elapsed(
        self, first: Token, spans: tuple[Part | SettingName, ...], direction: Direction, found: Found
    ) -> Line:
        if not found.has_time:
            text = f'minutes and hours need a time of day, and "{found.token.text}" is only a date'
            raise refused(first, "no-time-of-day", text, "count in days", until=found.token)
        token = self._tokens.peek()
        if token.text == "at":
            text = "minutes and hours are exact, so they cannot be moved to a time of day"
            raise self._rest(token, "at-after-hours", text, "delete it, or count in days")
        if token.text == "on":
            text = "minutes and hours are exact, so they cannot be moved to a business day"
            raise self._rest(token, "at-after-hours", text, "delete it, or count in days")
        self._end("the sentence ends here")
        return Sum(self._text, found.anchor, spans, direction)

    def _spans(self) -> tuple[tuple[Part | SettingName, ...], Family | None]:
        spans: list[Part | SettingName] = []
        kinds: list[tuple[Part | Family, Token | None]] = []
        while True:
            token = self._tokens.peek()
            if token.kind == "word" and not self._spelled():
                spans.append(SettingName(token.text))
                kind = self._setting(self._tokens.take())
                if kind is not None:
                    kinds.append((kind, token))
            else:
                one = part(self._tokens)
                spans.append(one)
                kinds.append((one, token))
            if not self._tokens.accept("and"):
                return tuple(spans), same_family(kinds, self._tokens)

    def _setting(self, token: Token) -> Family | None:
        """Return the family of a setting that is a span; None if it could not be read."""
        settings = self._names.settings
        if token.text not in settings:
            spans = {name: kind for name, kind in settings.items() if isinstance(kind, Family)}
            hints = meant_or_all(token.text, spans)
            if token.text in self._names.facts or token.text in self._names.events:
                hints = (f"a time hangs on it: 2 days after {token.text}",)
            raise refused(token, "unknown-setting", f'"{token.text}" is no setting of this playbook', *hints)
        kind = settings[token.text]
        if isinstance(kind, bool):
            raise refused(token, "setting-no-span", f'the setting "{token.text}" is no span of time')
        return kind

    def _portion(self) -> Line:
        number = self._tokens.take()
        self._tokens.take()
        if number.kind != "number" or not 1 <= int(number.text[:9]) <= 100:
            raise refused(number, "span-amount", "a portion is from 1 to 100 per cent")
        self._tokens.expect("of", "the", "way", "from")
        start = self._anchor()
        self._tokens.expect("to")
        end = self._anchor()
        roll, clock = self._day(start)
        return Portion(self._text, int(number.text), start.anchor, end.anchor, roll=roll, clock=clock)

    def _anchor(self) -> Found:
        return anchor(self._tokens.take(), self._names, contact=self._contact)

    def _day(self, found: Found) -> tuple[bool, Clock | None]:
        """Read `on a business day` and `at ...` behind a day, up to the end."""
        roll = False
        if self._tokens.peek().text == "on":
            self._tokens.expect("on", "a", "business", "day")
            roll = True
        clock = None
        if self._tokens.accept("at"):
            clock = self._clock(found)
        if self._tokens.peek().kind == "clock":
            token = self._tokens.peek()
            raise refused(token, "time-syntax", '"at" is missing in front of the time', f"at {token.text}")
        self._end("the sentence ends here")
        return roll, clock

    def _clock(self, found: Found) -> Clock:
        tokens = self._tokens
        token = tokens.peek()
        if tokens.accept("the", "same", "time"):
            if not found.has_time:
                text = f'"{found.token.text}" is a date and has no time of day'
                raise refused(token, "no-time-of-day", text, "at 10:00", until=tokens.peek(-1))
            return Clock(ClockKind.SAME)
        if tokens.accept("the", "end", "of", "day"):
            return Clock(ClockKind.END)
        token = tokens.take()
        return Clock(ClockKind.AT, clock(token, tokens))

    def _no_direction(self, token: Token) -> Refused:
        if token.kind == "end":
            return refused(token, "time-syntax", "after or before what?", _EXAMPLE)
        if token.text in ("from", "since", "past", "later"):
            return refused(token, "time-syntax", f'"{token.text}" is written as after', "after")
        if token.text in ("until", "till", "prior"):
            return refused(token, "time-syntax", f'"{token.text}" is written as before', "before")
        return refused(token, "time-syntax", '"after" or "before" is expected here', _EXAMPLE)

    def _end(self, text: str) -> None:
        if not self._tokens.done:
            token = self._tokens.peek()
            raise self._rest(token, "time-syntax", f"{text}, and more follows", *_too_much(token))

    def _rest(self, token: Token, code: str, text: str, *hints: str) -> Refused:
        start, end = self._tokens.rest()
        return Refused(Problem(start=start, end=max(end, token.end), code=code, text=text, hints=hints))


def _too_much(token: Token) -> tuple[str, ...]:
    if token.text in ("or", ","):
        return ("several times are a list: {earliest: [...]}, {latest: [...]} or {first_known: [...]}",)
    if token.text == "and":
        return ("spans are added in front: 1 month and 2 days after FACT",)
    return ()
