"""Names: typed and shown, made from words, and suggested."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.core.names import LONGEST, nearest, shown, slug, typed


def test_a_dash_and_an_underscore_are_the_same_name():
    """Guards that what is shown can be typed back."""
    assert typed("thank-you-2") == "thank_you_2"
    assert typed(" Thank_You ") == "thank_you"
    assert shown("thank_you_2") == "thank-you-2"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("Acme", "Data analyst"), "acme-analyst"),
        (("Acme", "Data analyst (maternity cover), London"), "acme-analyst"),
        (("Interviewer A",), "interviewer-a"),
        (("c07", "Acme", "Data analyst"), "c07-acme-analyst"),
        (("Müller & Söhne", "Köchin"), "muller-sohne-kochin"),
        (("O'Brien's", "Chef"), "obriens-chef"),
        (("International Widget Holdings", "Administrator"), "internation-administrato"),
        (("株式会社", "営業"), "case"),
        (("Acme", ""), "acme"),
        (("", ""), "case"),
    ],
)
def test_a_case_is_called_after_its_company_and_the_last_word_of_its_job(words, name):
    """Guards the names of the storyboards, for accents, long names and other scripts too."""
    assert slug(words, set()) == name


def test_a_taken_name_gets_a_number():
    """Guards that no name is ever given twice."""
    assert slug(("Acme", "Data analyst"), {"acme-analyst"}) == "acme-analyst-2"
    assert slug(("Acme", "Data analyst"), {"acme-analyst", "acme-analyst-2"}) == "acme-analyst-3"


@given(st.lists(st.text(max_size=40), min_size=1, max_size=3), st.integers(0, 12))
def test_a_name_is_short_plain_and_free_whatever_the_words(words, times):
    """Guards that any words at all give a name that can be typed anywhere."""
    taken: set[str] = set()
    for _ in range(times + 1):
        name = slug(words, taken)
        assert name not in taken
        assert len(name) <= LONGEST
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
        taken.add(name)


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("shortlistd", ("shortlisted",)),
        ("conect", ("connect",)),
        ("thank", ("thank_you",)),
        ("THANK-YUO", ("thank_you",)),
        ("zzz", ()),
        ("", ()),
    ],
)
def test_the_nearest_names_are_those_that_somebody_meant(word, found):
    """Guards suggestions: a typing slip finds its name, nonsense finds nothing."""
    assert nearest(word, ["shortlisted", "connect", "thank_you", "waiting"]) == found


def test_at_most_three_names_are_suggested_and_always_in_one_order():
    """Guards that a report stays short and never changes by chance."""
    names = ["item_d", "item_b", "item_a", "item_c"]
    assert nearest("item_x", names) == ("item_a", "item_b", "item_c")
    assert nearest("item_x", reversed(names)) == ("item_a", "item_b", "item_c")
