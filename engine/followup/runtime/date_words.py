"""Words for days: weekdays, dates, spans and stretches such as `early next week`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from re import Match

from whenever import Date

from followup.core.calendar import spelled
from followup.core.calendar.days import Calendar
from followup.errors import InvalidInput

EXAMPLES = '"fri", "9 oct", "2026-10-09", "in 2 weeks" or "early next week"'
_CLOSE = 60
"""A date without a year is doubtful if its other reading is at most this many days away."""
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_COUNTS = {**{word: number for number, word in enumerate(_NUMBERS, 1)}, "a": 1, "an": 1, "a couple of": 2}
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTS = {"early": 0, "beginning": 0, "start": 0, "mid": 1, "middle": 1, "late": 2, "end": 2}
_WEEK_ENDS = (2, 3, 4)  # Wednesday, Thursday, Friday: the last day of each part of a working week
_MONTH_ENDS = (10, 20, 31)

COUNT = rf"(?P<count>[0-9]{{1,5}}|{'|'.join(_COUNTS)})"
"""A number as it is typed before a unit; `count` reads it."""
_WEEKDAY = (
    r"(?P<weekday>mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?"
    r"|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,? (?P<year>[0-9]{4}))?"
_PART = r"(?:(?P<part>early|mid|late|(?:the )?(?:beginning|start|middle|end) of)(?: in)?(?: the)? )?"
_SPAN = (
    rf"(?:(?P<in>in|within)(?: the next)? )?(?:about |around |roughly )?{COUNT} "
    r"(?P<business>(?:business|working) )?(?P<unit>day|week|fortnight|month|year)s?"
    r"(?: or so)?(?: (?P<ago>ago|from now|from today))?"
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads words for a day.

    Attributes:
        words: As they were typed, for what is said about them.
        today: The date where they are read.
        past: Whether a day without a year or week lies in the past.
        calendar: Counts business days.
        later_today: Whether the time of day that came with the words is still ahead today; None: no time.
        clock: That time of day as `HH:MM`, so that a doubt about the day keeps it.
    """

    words: str
    today: Date
    past: bool
    calendar: Calendar
    later_today: bool | None = None
    clock: str | None = None

    def day(self, text: str) -> Date | None:
        """Return the day that `text` (in lower case, single spaces) stands for; None: no day.

        Raises:
            InvalidInput: `date-ambiguous` with the readings, or `date-wrong` for no day of the calendar.
        """
        for form in dict.fromkeys((text, _LEAD.sub("", text, count=1))):
            for pattern, read in _FORMS:
                if match := pattern.fullmatch(form):
                    try:
                        return read(self, match)
                    except ValueError:  # whenever knows no such date
                        wrong = f'"{self.words}" is no day of the calendar'
                        raise InvalidInput("date-wrong", wrong, hint=f"write it like {EXAMPLES}") from None
        return None

    def doubt(self, *days: Date) -> InvalidInput:
        """Return the error that names each reading."""
        clock = f" {self.clock}" if self.clock else ""
        shown = " or ".join(spelled.date(day, self.today.year) + clock for day in days)
        typed = " or ".join(day.format_iso() + clock for day in days)
        return InvalidInput("date-ambiguous", f'"{self.words}" may be {shown}', hint=f"write {typed}")

    def around(self, month: int, day: int) -> tuple[Date, Date]:
        """Return the latest such date up to today, and the first one from today on."""
        years = range(self.today.year - 8, self.today.year + 9)  # 29 February may be eight years away
        dates = [found for year in years if (found := _valid(year, month, day)) is not None]
        if not dates:
            raise ValueError(day)
        return max(one for one in dates if one <= self.today), min(one for one in dates if one >= self.today)


def count(word: str) -> int:
    """Return the number of a count such as `3`, `two` or `a couple of`."""
    return _COUNTS.get(word) or int(word)


def _plain(reader: Reader, match: Match[str]) -> Date:
    near = {"yesterday": -1, "today": 0, "tomorrow": 1}
    return reader.today.add(days=near[match[0]]) if match[0] in near else Date.parse_iso(match[0])


def _weekday(reader: Reader, match: Match[str]) -> Date:
    today, which = reader.today, match["which"]
    ahead = (_WEEKDAYS.index(match["weekday"][:3]) - _number(today)) % 7
    coming = today.add(days=ahead or 7)
    if which == "next":
        raise reader.doubt(coming, coming.add(days=7))
    if which == "last":
        return today.add(days=ahead - 7)
    if ahead == 0 and (not reader.later_today if reader.past else reader.later_today):
        return today
    return today.add(days=ahead - 7) if reader.past and not which else coming


def _date(reader: Reader, match: Match[str]) -> Date:
    month, day, weekday = _month(match["month"]), int(match["day"]), match["weekday"]
    if match["year"]:
        found = Date(int(match["year"]), month, day)
    elif not weekday:
        return _yearless(reader, month, day)
    else:
        nearest = sorted(reader.around(month, day), key=lambda one: abs(_distance(reader.today, one)))
        found = next((one for one in nearest if _is(weekday, one)), nearest[0])
    if weekday and not _is(weekday, found):
        text = f'"{reader.words}": that day is {spelled.date(found, reader.today.year)}'
        raise InvalidInput("date-ambiguous", text, hint=f"write {found.format_iso()} if you mean it")
    return found


def _yearless(reader: Reader, month: int, day: int) -> Date:
    """Return the nearest such date on the side that is asked for, unless one on the other side is close."""
    past, future = reader.around(month, day)
    wanted, other = (past, future) if reader.past else (future, past)
    if abs(_distance(reader.today, other)) <= min(_CLOSE, abs(_distance(reader.today, wanted)) - 1):
        raise reader.doubt(past, future)
    return wanted


def _numbers(reader: Reader, match: Match[str]) -> Date:
    """Refuse `10/11`, which countries read differently, unless only one reading is a date."""
    first, second, year = int(match["first"]), int(match["second"]), match["year"]
    pairs = [pair for pair in dict.fromkeys(((first, second), (second, first))) if pair[1] <= 12]
    if not pairs:
        raise ValueError(match[0])
    if len(pairs) == 1:
        day, month = pairs[0]
        return Date(int(year), month, day) if year else _yearless(reader, month, day)
    side = 0 if reader.past else 1
    raise reader.doubt(
        *(Date(int(year), month, day) if year else reader.around(month, day)[side] for day, month in pairs)
    )


def _span(reader: Reader, match: Match[str]) -> Date:
    amount = count(match["count"])
    back, forward = _counted(reader, -amount, match), _counted(reader, amount, match)
    if reader.past and not match["in"] and not match["ago"]:
        raise reader.doubt(back, forward)
    return back if match["ago"] == "ago" else forward


def _counted(reader: Reader, amount: int, match: Match[str]) -> Date:
    if match["business"]:
        if match["unit"] != "day":
            raise ValueError(match[0])
        return reader.calendar.plus_business(reader.today, amount)[0]
    match match["unit"]:
        case "day":
            return reader.today.add(days=amount)
        case "month":
            return reader.today.add(months=amount)
        case "year":
            return reader.today.add(years=amount)
        case unit:
            return reader.today.add(weeks=amount * (2 if unit == "fortnight" else 1))


def _week(reader: Reader, match: Match[str]) -> Date:
    """Return the last working day of a week, or of its beginning or middle."""
    weeks = 2 if match["after"] else 1 if match["which"] == "next" else 0
    day = reader.today.add(days=7 * weeks - _number(reader.today) + _WEEK_ENDS[_part(match["part"])])
    if day < reader.today:
        raise reader.doubt(day, day.add(days=7))
    return day


def _this_month(reader: Reader, match: Match[str]) -> Date:
    return _ending(reader.today.add(months=1 if match["which"] == "next" else 0), _part(match["part"]))


def _in_month(reader: Reader, match: Match[str]) -> Date:
    month, part = _month(match["month"]), _part(match["part"])
    day = _ending(Date(int(match["year"] or reader.today.year), month, 1), part)
    if day < reader.today and not match["year"]:
        day = _ending(Date(reader.today.year + 1, month, 1), part)
    if match["by"] and not match["part"]:  # before October, or before it is over?
        raise reader.doubt(day.start_of("month").subtract(days=1), day)
    return day


def _year_end(reader: Reader, match: Match[str]) -> Date:
    return Date(reader.today.year + (1 if match["which"] == "next" else 0), 12, 31)


def _part(words: str | None) -> int:
    """Return 0, 1 or 2 for the beginning, the middle and the end; the whole ends with its end."""
    return _PARTS[(words or "end").removeprefix("the ").split()[0]]


def _ending(month: Date, part: int) -> Date:
    return month.replace(day=min(_MONTH_ENDS[part], month.days_in_month()))


def _number(day: Date) -> int:
    return day.day_of_week().value - 1


def _is(weekday: str, day: Date) -> bool:
    return _WEEKDAYS[_number(day)] == weekday[:3]


def _month(word: str) -> int:
    return _MONTHS.index(word[:3]) + 1


def _valid(year: int, month: int, day: int) -> Date | None:
    try:
        return Date(year, month, day)
    except ValueError:
        return None


def _distance(start: Date, end: Date) -> int:
    return int(start.until(end, total="days"))


_LEAD = re.compile(r"(?:by|on|until|till|from) ")
_FORMS: tuple[tuple[re.Pattern[str], Callable[[Reader, Match[str]], Date]], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"today|tomorrow|yesterday|[0-9]{4}-[0-9]{2}-[0-9]{2}", _plain),
        (rf"(?:(?P<which>next|last|this) )?{_WEEKDAY}", _weekday),
        (rf"(?:{_WEEKDAY},? )?(?:the )?{_DAY}(?: of)? {_MONTH}{_YEAR}", _date),
        (rf"(?:{_WEEKDAY},? )?{_MONTH} (?:the )?{_DAY}{_YEAR}", _date),
        (r"(?P<first>[0-9]{1,2})[/.-](?P<second>[0-9]{1,2})(?:[/.-](?P<year>[0-9]{4})|\.)?", _numbers),
        (_SPAN, _span),
        (rf"(?!week){_PART}(?:(?P<which>this|next|the) )?week(?P<after> after next)?", _week),
        (rf"(?!month){_PART}(?:(?P<which>this|next|the) )?month", _this_month),
        (rf"(?:in |(?P<by>by|until|till|before) )?{_PART}{_MONTH}{_YEAR}", _in_month),
        (r"(?:the )?end of (?:(?P<which>this|next|the) )?year", _year_end),
    )
)
"""What can be typed for a day, each form with what reads it; the first that fits counts."""
