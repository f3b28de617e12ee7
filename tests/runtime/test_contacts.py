"""People as they are typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from whenever import Date

from followup.core.calendar.days import Calendar
from followup.core.values.people import Contact
from followup.errors import InvalidInput
from followup.runtime.contacts import contact_field, people

NOW = Calendar("Europe/London", {}, frozenset()).instant(Date(2026, 10, 6), "12:00")


def test_a_name_a_title_and_addresses_by_their_shape():
    """The order behind the name does not matter; an address is known by how it looks."""
    addresses = "+44 20 7946 0000, a@EXAMPLE.org, linkedin.com/in/interviewer-a"
    words = f"Interviewer A, Head of Data, {addresses}, verified"
    assert people(words, taken=()) == (
        Contact(
            id="interviewer-a",
            name="Interviewer A",
            name_verified=True,
            title="Head of Data",
            addresses={
                "phone": "+44 20 7946 0000",
                "email": "a@example.org",
                "linkedin": "https://www.linkedin.com/in/interviewer-a/",
            },
        ),
    )


def test_several_people_get_ids_that_are_free():
    """Neither a stored contact nor the one before lends its id; an address is never made up."""
    found = people("Interviewer A; Interviewer B; Interviewer A ;", taken={"interviewer-b"})
    assert [one.id for one in found] == ["interviewer-a", "interviewer-b-2", "interviewer-a-2"]
    assert all(not one.addresses for one in found)


def test_a_part_in_the_application_is_a_role_and_a_title():
    """`recruiter` says what they do and how messages may go through them."""
    (one,) = people("Recruiter R, recruiter, main", taken=())
    assert (one.role, one.title, one.main) == ("recruiter", "recruiter", True)


def test_a_title_may_have_several_parts():
    """What is no address belongs to the title."""
    (one,) = people("Interviewer A, Head of Data, Europe, Ph.D.", taken=())
    assert one.title == "Head of Data, Europe, Ph.D."


REFUSED = [
    ("a@example.org", "person-nameless"),
    (", Head of Data", "person-nameless"),
    ("Interviewer A, b.example.org", "address-wrong"),
    ("Interviewer A, https://example.org/a", "address-wrong"),
    ("Interviewer A, a@b@example.org", "address-wrong"),
    ("Interviewer A, a@example.org, b@example.org", "address-twice"),
    ("Interviewer \x1b A", "text-control"),
    ("; ".join(f"Interviewer {number}" for number in range(51)), "people-many"),
]


@pytest.mark.parametrize(("words", "code"), REFUSED)
def test_a_description_that_is_wrong_takes_nobody(words, code):
    """One bad part refuses the whole, so that nobody is half there."""
    with pytest.raises(InvalidInput) as caught:
        people(f"Interviewer Z; {words}", taken=())
    assert caught.value.code == code


FIELDS = [
    ("email", "a@EXAMPLE.org", "a@example.org"),
    ("phone", "020 7946 0000", "020 7946 0000"),
    ("linkedin", "linkedin.com/in/x", "https://www.linkedin.com/in/x/"),
    ("name", " Interviewer  A ", "Interviewer A"),
    ("name_verified", "yes", True),
    ("do_not_contact", "n", False),
    ("role", "rec", "recruiter"),
    ("title", "Head of Data", "Head of Data"),
    ("salutation", "Dr A", "Dr A"),
    ("proxy", "recruiter-r", "recruiter-r"),
    ("away_until", "mon", "2026-10-12T00:00:00+01:00[Europe/London]"),
    ("away_until", "9 oct 14:00", "2026-10-09T14:00:00+01:00[Europe/London]"),
    ("email", "unknown", None),
    ("away_until", "unknown", None),
    ("name", "unknown", "unknown"),
]


@pytest.mark.parametrize(("field", "words", "value"), FIELDS)
def test_a_field_of_a_contact(field, words, value):
    """Each field in the shape of a fact, so that it can be logged."""
    assert contact_field(field, words, now=NOW, zone="Europe/London") == value


@pytest.mark.parametrize(
    ("field", "words", "code"),
    [
        ("email", "nobody", "address-wrong"),
        ("do_not_contact", "unknown", "not-yes-no"),
        ("role", "friend", "choice-unknown"),
        ("away_until", "soon", "date-unknown"),
        ("name", " ", "value-empty"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(field, words, code):
    """The contact stays as it was."""
    with pytest.raises(InvalidInput) as caught:
        contact_field(field, words, now=NOW, zone="Europe/London")
    assert caught.value.code == code


@given(st.text(alphabet=st.sampled_from("aB ,;@.+1-_\n\x00\u00e9"), max_size=40))
def test_whatever_is_typed_is_people_or_refused(words):
    """No words lead to another exception; ids are unique and names are not empty."""
    try:
        found = people(words, taken={"a", "b"})
    except InvalidInput:
        return
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    assert not {"a", "b"} & set(ids)
    assert all(one.name.isprintable() and one.name for one in found)
