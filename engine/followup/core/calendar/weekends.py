"""Countries whose weekend is not Saturday and Sunday."""

from __future__ import annotations

from whenever import Weekday

_SATURDAY_AND_SUNDAY = frozenset({Weekday.SATURDAY, Weekday.SUNDAY})
_FRIDAY_AND_SATURDAY = frozenset({Weekday.FRIDAY, Weekday.SATURDAY})

_OTHERS = {
    **dict.fromkeys(
        [
            "AF",
            "BD",
            "BH",
            "DJ",
            "DZ",
            "EG",
            "IL",
            "IQ",
            "JO",
            "KW",
            "MR",
            "MV",
            "OM",
            "QA",
            "SA",
            "SD",
            "SY",
            "YE",
        ],
        _FRIDAY_AND_SATURDAY,
    ),
    "BN": frozenset({Weekday.FRIDAY, Weekday.SUNDAY}),
    "IR": frozenset({Weekday.FRIDAY}),
}
"""By ISO country; the working week of government offices and banks today."""


def weekend_of(calendar: str) -> frozenset[Weekday]:
    """Return the weekend of a calendar such as `GB-ENG`, `US` or `PLAIN`."""
    return _OTHERS.get(calendar.partition("-")[0], _SATURDAY_AND_SUNDAY)
