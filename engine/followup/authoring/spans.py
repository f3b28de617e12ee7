"""Spans of time as text: `2 business days`, `1 month and 2 days`, `90 minutes`."""

from __future__ import annotations

from followup.authoring.tokens import Refused, Token, Tokens, refused
from followup.authoring.vocabulary import Family
from followup.core.names import nearest
from followup.core.values.problems import Problem
from followup.core.values.times import Part, Span, Unit

_MOST = {
    Unit.MINUTE: 60 * 24 * 366,
    Unit.HOUR: 24 * 366,
    Unit.DAY: 3660,
    Unit.WEEK: 520,
    Unit.MONTH: 120,
    Unit.BUSINESS_DAY: 2600,
}
"""Longer spans are a slip of the pen: a year for exact time, ten years for dates."""

_SAID = {
    "year": ("there are no years", "{months} months"),
    "second": ("there are no seconds", "1 minute"),
    "fortnight": ("there are no fortnights", "{double} weeks"),
    "quarter": ("there are no quarters", "{triple} months"),
    "min": ("units are written out", "{n} minutes"),
    "hr": ("units are written out", "{n} hours"),
    "h": ("units are written out", "{n} hours"),
    "d": ("units are written out", "{n} days"),
    "w": ("units are written out", "{n} weeks"),
    "m": ("units are written out", "{n} minutes", "{n} months"),
}
_BUSINESS = ("business", "working", "work", "bank")
_NUMBERS = ("a", "an", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def span(text: str) -> Span | Problem:
    """Return a span without names of settings, or what is wrong with it."""
    tokens = Tokens(text)
    try:
        parts = [part(tokens)]
        while tokens.accept("and"):
            parts.append(part(tokens))
        if not tokens.done:
            raise refused(tokens.peek(), "span-syntax", "a span of time ends here", "2 business days")
        same_family([(one, None) for one in parts], tokens)
    except Refused as wrong:
        return wrong.problem
    return Span(tuple(parts))


def part(tokens: Tokens) -> Part:
    """Read an amount with its unit.

    Raises:
        Refused: It is none.
    """
    number = tokens.take()
    if number.kind in ("decimal", "clock"):
        raise refused(number, "span-amount", f"{number.text} is no whole number", "1.5 hours are 90 minutes")
    if number.kind != "number":
        raise _no_number(number, tokens)
    unit = _unit(number, tokens)
    amount = int(number.text[:9])
    if amount == 0:
        hints = ("on a business day",) if unit is Unit.BUSINESS_DAY else ("now",)
        raise refused(number, "span-amount", "0 is no span of time", *hints)
    if amount > _MOST[unit] or len(number.text) > 9:
        raise refused(number, "span-amount", f"at most {_MOST[unit]:,} {unit.value}s are allowed")
    return Part(amount, unit)


def family(one: Part) -> Family:
    """Return the family of a part."""
    return Family.ELAPSED if one.unit.elapsed else Family.CALENDAR


def same_family(parts: list[tuple[Part | Family, Token | None]], tokens: Tokens) -> Family | None:
    """Return the family that all parts share, None for no parts.

    Raises:
        Refused: Exact time and dates are mixed.
    """
    families = [one if isinstance(one, Family) else family(one) for one, _ in parts]
    if len(set(families)) > 1:
        text = "minutes and hours cannot be added to days, weeks or months"
        whole = Token("", "", 0, tokens.peek(-1).end)
        first = next((token for _, token in parts if token is not None), whole)
        raise refused(
            first, "mixed-units", text, "count in hours alone, or in days alone", until=tokens.peek(-1)
        )
    return families[0] if families else None


def _unit(number: Token, tokens: Tokens) -> Unit:
    token = tokens.take()
    word = token.text.lower()
    if word in _BUSINESS and tokens.peek().kind == "word":
        return _business(number, token, tokens.take())
    singular = word.removesuffix("s")
    if singular in set(Unit):
        return Unit(singular)
    if token.kind == "end":
        raise refused(number, "duration-unit", f"{number.text} of what?", *_examples(number.text))
    following = tokens.peek()
    if nearest(word, _BUSINESS) and following.text.lower().removesuffix("s") in ("day", "week", "month"):
        return _business(number, token, tokens.take())
    if singular in _SAID:
        text, *shapes = _SAID[singular]
        raise _whole(number, token, text, *(_shaped(shape, number.text) for shape in shapes))
    close = nearest(singular, [unit.value for unit in Unit])
    hints = tuple(f"{number.text} {_plural(name, number.text)}" for name in close)
    text = f'"{token.text}" is no unit of time'
    raise _whole(number, token, text, *(hints or _examples(number.text)))


def _business(number: Token, adjective: Token, noun: Token) -> Unit:
    unit = noun.text.lower().removesuffix("s")
    if adjective.text == "business" and unit == "day":
        return Unit.BUSINESS_DAY
    n = int(number.text[:6])
    if unit == "day":
        text = f'"{adjective.text} {noun.text}": they are called business days'
        raise _whole(number, noun, text, f"{n} business {_plural('day', number.text)}")
    if unit == "week":
        text = f'"{number.text} {adjective.text} {noun.text}": there are no business weeks'
        hints = (f"{7 * n} days (calendar)", f"{n} weeks (the same)", f"{5 * n} business days")
        raise _whole(number, noun, text, *hints)
    text = f'"{number.text} {adjective.text} {noun.text}": only days can be business days'
    raise _whole(number, noun, text, f"{n} business days")


def _no_number(token: Token, tokens: Tokens) -> Refused:
    if token.text.lower() in _NUMBERS:
        value = max(1, _NUMBERS.index(token.text.lower()) - 1)
        rest = tokens.text[token.end :].strip()
        return refused(token, "span-amount", "numbers are written in digits", f"{value} {rest}")
    if token.text == "-":
        return refused(token, "span-amount", "a span is never negative", "say before instead of after")
    text = "a span of time begins with a whole number" if token.text else "a span of time is missing here"
    return refused(token, "span-syntax", text, "2 business days", "3 weeks", "90 minutes")


def _whole(first: Token, last: Token, text: str, *hints: str) -> Refused:
    return refused(first, "duration-unit", text, *hints, until=last)


def _examples(number: str) -> tuple[str, ...]:
    return (f"{number} days", f"{number} business days", f"{number} hours")


def _shaped(shape: str, number: str) -> str:
    n = int(number[:6])
    return shape.format(n=n, months=12 * n, double=2 * n, triple=3 * n)


def _plural(unit: str, number: str) -> str:
    return unit if number == "1" else f"{unit}s"
