"""Places by name, and public holidays."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date, Instant

from followup.core.calendar.days import calendar_of
from followup.errors import InvalidInput
from followup.ports import Almanac
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.places import fold, gazetteer

ALMANAC = PublicAlmanac()

PLACES = [
    ("England", "GB-ENG Europe/London"),
    ("London", "GB-ENG Europe/London"),
    ("uk", "GB-ENG Europe/London"),
    ("GB", "GB-ENG Europe/London"),
    ("Scotland", "GB-SCT Europe/London"),
    ("edinburgh", "GB-SCT Europe/London"),
    ("Wales", "GB-WLS Europe/London"),
    ("Northern Ireland", "GB-NIR Europe/London"),
    ("New York", "US America/New_York"),
    ("US", "US America/New_York"),
    ("U.S.A.", "US America/New_York"),
    ("Chicago", "US America/Chicago"),
    ("California", "US America/Los_Angeles"),
    ("US-CA", "US-CA America/Los_Angeles"),
    ("Germany", "DE Europe/Berlin"),
    ("Berlin", "DE-BE Europe/Berlin"),
    ("Berlin, Germany", "DE-BE Europe/Berlin"),
    ("M\u00fcnchen", "DE-BY Europe/Berlin"),
    ("France", "FR Europe/Paris"),
    ("Japan", "JP Asia/Tokyo"),
    ("India", "IN Asia/Kolkata"),
    ("bengaluru", "IN-KA Asia/Kolkata"),
    ("Sao Paulo", "BR-SP America/Sao_Paulo"),
    ("St. Gallen", "CH-SG Europe/Zurich"),
    ("the Netherlands", "NL Europe/Amsterdam"),
    ("Kenya", "KE Africa/Nairobi"),
    ("plain America/Chicago", "PLAIN America/Chicago"),
    ("plain Chicago", "PLAIN America/Chicago"),
    ("Plain england", "PLAIN Europe/London"),
    ("Europe/Berlin", "DE Europe/Berlin"),
    ("europe/london", "GB-ENG Europe/London"),
    ("UTC", "PLAIN UTC"),
    ("gb-sct", "GB-SCT Europe/London"),
    ("US-CA America/Los_Angeles", "US-CA America/Los_Angeles"),
    ("Cambridge, MA", "US America/New_York"),
    ("Cambridge, UK", "GB-ENG Europe/London"),
    ("London, Ontario", "CA-ON America/Toronto"),
    ("Portland, ME", "US America/New_York"),
    ("El Paso, Texas", "US America/Denver"),
    ("Bangor, Northern Ireland", "GB-NIR Europe/London"),
    ("Wilmington, DE", "US America/New_York"),
    ("Berlin, DE", "DE-BE Europe/Berlin"),
    ("Atlanta, Georgia", "US America/New_York"),
    ("Tbilisi, Georgia", "GE Asia/Tbilisi"),
    ("Somewhere, France", "FR Europe/Paris"),
    ("Georgia, US", "US America/New_York"),
    ("Washington, D.C.", "US America/New_York"),
]


@pytest.mark.parametrize(("words", "place"), PLACES)
def test_words_for_a_place(words, place):
    """Countries, regions, cities, codes and zones, in the spellings people use."""
    assert ALMANAC.place(words) == place


def test_every_name_of_the_table_stands_for_a_place_that_works():
    """Each zone exists, each calendar has holidays, and each canonical place maps to itself."""
    places = {place for places in gazetteer().names.values() for place in places}
    assert len(places) > 400
    for place in places:
        assert ALMANAC.place(place) == place
        calendar = place.partition(" ")[0]
        assert calendar_of(place, (), {calendar: ALMANAC.holidays(calendar, (2026,))}).zone


UNKNOWN = [
    ("Lodon", "place-unknown", "London"),
    ("Pariss", "place-unknown", "Paris"),
    ("xyzzy", "place-unknown", "a large city"),
    ("", "place-unknown", "a large city"),
    ("GB-XXX", "place-unknown", "a large city"),
    ("GB-ENG Europe/Lundon", "place-unknown", "a large city"),
    ("plain Nowhere/Town", "place-unknown", "a large city"),
    ("Savannah, Georgia", "place-ambiguous", "US"),
    ("Paris, Nowhere", "place-unknown", "a large city"),
    ("Georgia", "place-ambiguous", "Georgia, US"),
    ("Cambridge", "place-ambiguous", "Cambridge, US"),
]


@pytest.mark.parametrize(("words", "code", "hint"), UNKNOWN)
def test_a_place_not_known_or_known_twice_is_refused_with_a_way_out(words, code, hint):
    """The nearest names, or what to add; never a guess."""
    with pytest.raises(InvalidInput) as caught:
        ALMANAC.place(words)
    assert caught.value.code == code
    assert hint in caught.value.hint


HOLIDAYS = [
    ("GB-ENG", "2026-08-31", "Late Summer Bank Holiday"),
    ("GB-SCT", "2026-11-30", "Saint Andrew's Day"),
    ("US", "2026-11-11", "Veterans Day"),
    ("US", "2027-12-31", "New Year's Day (observed)"),
    ("DE-BE", "2026-03-08", "Women's Day"),
    ("DE", "2026-10-03", "German Unity Day"),
    ("JP", "2026-11-03", "Culture Day"),
    ("FR", "2026-07-14", "National Day"),
]


@pytest.mark.parametrize(("calendar", "day", "name"), HOLIDAYS)
def test_holidays_are_told_in_english(calendar, day, name):
    """Of the country and of its parts, whatever language they are published in."""
    day = Date.parse_iso(day)
    assert ALMANAC.holidays(calendar, (day.year,))[day] == name


def test_england_does_not_have_the_holidays_of_scotland():
    """Parts of a country differ."""
    assert Date(2026, 11, 30) not in ALMANAC.holidays("GB-ENG", (2026,))


def test_the_plain_calendar_has_no_holidays_and_an_unknown_one_is_refused():
    """`PLAIN` is a choice; a calendar that does not exist is a mistake."""
    assert ALMANAC.holidays("PLAIN", (2026,)) == {}
    for calendar in ("ZZ", "GB-ZZZ", ""):
        with pytest.raises(InvalidInput, match="calendar-unknown"):
            ALMANAC.holidays(calendar, (2026,))


def test_several_years_are_put_together():
    """Asking for years one by one gives the same as asking at once."""
    both = ALMANAC.holidays("GB-ENG", (2026, 2027))
    assert both == {**ALMANAC.holidays("GB-ENG", (2026,)), **ALMANAC.holidays("GB-ENG", (2027,))}


def test_the_version_tells_the_data():
    """A report can say with which data a date was counted; the class keeps the protocol."""
    almanac: Almanac = ALMANAC
    assert re.fullmatch(r"holidays [0-9.]+, tzdata [0-9a-z.]+", almanac.version)


@given(st.text(max_size=60))
def test_any_words_are_a_place_or_refused(words):
    """Nothing typed leads to another exception; a place always has a zone."""
    try:
        place = ALMANAC.place(words)
    except InvalidInput:
        return
    Instant.from_timestamp(0).to_tz(place.partition(" ")[2])
    assert ALMANAC.place(place) == place


@given(st.text(max_size=30))
def test_folding_a_name_again_changes_nothing(words):
    """A folded name is its own folded name, so that tables and words meet."""
    assert fold(fold(words)) == fold(words)
