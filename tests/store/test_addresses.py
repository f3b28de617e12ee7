"""Which spellings are one address, and which are two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.store.addresses import normal


@pytest.mark.parametrize(
    ("way", "spellings"),
    [
        ("email", ["A.B@Example.ORG", " a.b@example.org ", "mailto:a.b@example.org", "a.b@example.org."]),
        ("email", ["a@bücher.example", "A@BÜCHER.example", "a@xn--bcher-kva.example"]),
        ("email", ["\uff41@example.org", "a@example.org"]),
        ("phone", ["+44 20 7946 0018", "+44 (0)20 7946-0018", "0044.20.7946.0018", "tel:+44-20-7946-0018"]),
        ("phone", ["020 7946 0018", "(020) 79460018"]),
        (
            "phone",
            ["+44 20 7946 0018 ext. 12", "+442079460018x12", "+442079460018;ext=12", "+442079460018 #12"],
        ),
        ("sms", ["+1 (555) 010-0199", "+15550100199"]),
        ("linkedin", ["https://www.linkedin.com/in/Some-One/", "linkedin.com/in/some-one?trk=x"]),
        ("pigeon", ["The  Red Door", "the red door"]),
    ],
)
def test_spellings_of_one_address(way: str, spellings: list[str]) -> None:
    """Guards that people are found however their address was typed."""
    assert len({normal(way, spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("way", "one", "other"),
    [
        ("email", "a@example.org", "a@example.com"),
        ("email", "a.b@example.org", "ab@example.org"),
        ("email", "a+b@example.org", "a@example.org"),
        ("phone", "+442079460018", "+442079460019"),
        ("phone", "+442079460018", "2079460018"),
        ("phone", "+442079460018 x1", "+442079460018 x2"),
        ("phone", "no number", "nothing"),
        ("linkedin", "linkedin.com/in/one", "linkedin.com/in/two"),
    ],
)
def test_different_addresses(way: str, one: str, other: str) -> None:
    """Guards that two people are not taken for one."""
    assert normal(way, one) != normal(way, other)


@given(way=st.sampled_from(["email", "phone", "linkedin", "pigeon"]), address=st.text())
def test_the_normal_form_is_stable(way: str, address: str) -> None:
    """Guards that any text has a form, and the form of the form is itself."""
    form = normal(way, address)
    assert normal(way, form) == form
