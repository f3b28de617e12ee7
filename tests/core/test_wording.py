"""Wording: forbidden and wanted phrases, lengths, and what was never filled in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.core.values.playbook import Wording
from followup.core.wording import count, merge, remarks

RULES = Wording(
    least=3, warn=6, most=8, never=("did i get the job", "you said", "don't worry", "salary"), must=("thank",)
)


def _remarks(body, *, subject="", limit=None, rules=RULES):
    return remarks(rules, subject, body, limit=limit)


@pytest.mark.parametrize(
    "body",
    [
        "Thanks, did I get\nthe  job?",
        "Thank you. DID I GET THE JOB",
        "Thanks; you\u00a0said Monday.",
        "Thank you, don\u2019t worry at all.",
        "Thanks, and the salary?",
    ],
)
def test_a_forbidden_phrase_is_found_however_it_is_set(body):
    """Guards that case, line ends, hard spaces and curly apostrophes hide nothing."""
    errors, _ = _remarks(body)
    assert len(errors) == 1
    assert errors[0].startswith("it must not say")


@pytest.mark.parametrize(
    "body", ["Thank you, saidly yours.", "Thanks for the salaryman story.", "Thank you saidin."]
)
def test_a_phrase_inside_a_longer_word_is_not_that_phrase(body):
    """Guards against false alarms, which teach people to ignore the real ones."""
    assert _remarks(body) == ((), ())


def test_a_forbidden_phrase_in_the_subject_counts_too():
    """Guards the line that is read first."""
    assert _remarks("Thank you very much.", subject="Did I get the job?")[0] == (
        'it must not say "did i get the job"',
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Dear [Name], thank you.", "[Name]"),
        ("Dear <company name>, thank you.", "<company name>"),
        ("Dear {{ name }}, thanks.", "{{"),
        ("{% if x, thank you", "{%"),
        ("Dear None, thank you.", "None"),
        ("Dear undefined, thank you.", "undefined"),
        ("Dear ____, thank you.", "____"),
        ("Dear XXX, thank you.", "XXX"),
        ("TODO: thank you all", "TODO"),
        ("Thanks ${name} for that", "${"),
    ],
)
def test_what_was_never_filled_in_never_leaves(text, word):
    """Guards against the letter that begins with Dear [Name]."""
    assert f'"{word}" was never filled in' in _remarks(text)[0]
    assert f'"{word}" was never filled in' in _remarks("Thank you very much.", subject=text)[0]


@pytest.mark.parametrize(
    "text",
    [
        "Thank you. None of them was late.",
        "Thanks <a@example.org> for it.",
        "Thanks [1] for that note.",
        "Thanks <https://example.org/x> for that.",
        "Thank you, a < b and c > d",
    ],
)
def test_what_only_looks_unfilled_may_leave(text):
    """Guards addresses, footnotes and the word None in a sentence."""
    assert _remarks(text)[0] == ()


@pytest.mark.parametrize(
    ("words", "errors", "warnings"),
    [
        (2, (), ("2 words; shorter than the 3 that read as meant",)),
        (3, (), ()),
        (6, (), ()),
        (7, (), ("7 words; longer than the 6 that are gladly read",)),
        (8, (), ("8 words; longer than the 6 that are gladly read",)),
        (9, ("9 words; at most 8 are allowed",), ()),
    ],
)
def test_lengths_are_counted_in_words_with_exact_borders(words, errors, warnings):
    """Guards each border from both sides."""
    assert _remarks("thank " * words) == (errors, warnings)


def test_a_way_may_be_too_narrow_for_a_text():
    """Guards the 200 characters of an invitation, at the border."""
    rules = Wording()
    assert _remarks("x" * 200 + "\n", limit=200, rules=rules)[0] == ()
    assert _remarks("x" * 201, limit=200, rules=rules)[0] == (
        "201 characters; at most 200 go through this way",
    )


def test_a_wanted_phrase_is_a_stem_and_only_a_warning():
    """Guards that thanks, thankful and thank you all do, and that people may have their own way."""
    assert _remarks("I am thankful indeed.") == ((), ())
    assert _remarks("I am unthankful indeed.") == ((), ('it should say "thank"',))


def test_the_rules_of_a_message_go_with_those_of_the_playbook():
    """Guards that a message may change lengths, and can only add phrases."""
    base = Wording(warn=180, most=250, never=("salary",), must=("thank",), salutation="formal")
    own = Wording(least=40, most=90, never=("pay", "salary"), must=("enjoyed",))
    assert merge(base, own) == Wording(
        least=40, warn=180, most=90, never=("salary", "pay"), must=("thank", "enjoyed"), salutation="formal"
    )
    assert merge(base, Wording()) == base


def test_words_are_counted_as_people_count_them():
    """Guards that dashes alone are no words, and that a hyphen or an address joins one."""
    assert count("Well - a follow-up, to a@example.org; isn't it?") == 7


@given(st.text(), st.text(), st.lists(st.text(min_size=2, max_size=6), max_size=3))
def test_any_text_gets_remarks_and_nothing_else(subject, body, never):
    """Guards that strange letters and strange phrases make no exception."""
    errors, warnings = remarks(Wording(never=tuple(never), must=("a",), most=3), subject, body, limit=5)
    assert all(isinstance(one, str) for one in (*errors, *warnings))


@given(st.text(alphabet="ab ", min_size=1, max_size=6).map(str.strip).filter(bool), st.text(alphabet="ab "))
def test_a_phrase_between_spaces_is_always_found(phrase, around):
    """Guards the search itself: what stands there as words is found."""
    errors, _ = remarks(Wording(never=(phrase,)), "", f"{around} {phrase} {around}", limit=None)
    assert errors
