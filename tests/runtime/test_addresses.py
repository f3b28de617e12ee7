"""Addresses by their shape."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.errors import InvalidInput
from followup.runtime.addresses import address, email, linkedin, phone, way_of

GOOD = [
    ("email", " a@EXAMPLE.org ", "a@example.org"),
    ("email", "First.Last+tag@mail.example.org", "First.Last+tag@mail.example.org"),
    ("email", "a@b\u00fccher.example", "a@xn--bcher-kva.example"),
    ("email", "a@localhost", "a@localhost"),
    ("email", "a@B\u00dcCHER.example", "a@xn--bcher-kva.example"),
    ("email", "a@xn--bcher-kva.example", "a@xn--bcher-kva.example"),
    ("phone", "+44 20 7946 0000", "+44 20 7946 0000"),
    ("phone", "020  7946 0000", "020 7946 0000"),
    ("phone", "+1 (212) 555-0100", "+1 (212) 555-0100"),
    ("sms", "+442079460000", "+442079460000"),
    ("linkedin", "https://www.linkedin.com/in/interviewer-a/", "https://www.linkedin.com/in/interviewer-a/"),
    ("linkedin", "linkedin.com/in/interviewer-a?trk=x", "https://www.linkedin.com/in/interviewer-a/"),
    ("linkedin", "http://uk.linkedin.com/in/x", "https://www.linkedin.com/in/x/"),
    ("card", " 1 Main Street ", "1 Main Street"),
]


@pytest.mark.parametrize(("way", "text", "kept"), GOOD)
def test_an_address_is_kept_in_one_form(way, text, kept):
    """Domains in ASCII and lower case, numbers as written, profiles by their usual address."""
    assert address(way, text) == kept
    assert address(way, kept) == kept


BAD = [
    ("email", "b.example.org"),
    ("email", "@example.org"),
    ("email", "a@"),
    ("email", "a@b@example.org"),
    ("email", "Interviewer A <a@example.org>"),
    ("email", "a@example.org\r\nBcc: b@example.org"),
    ("email", "a@example.org\n"[:-1] + "\x00"),
    ("email", "a b@example.org"),
    ("email", "a..b@example.org"),
    ("email", ".a@example.org"),
    ("email", '"a b"@example.org'),
    ("email", "a@[127.0.0.1]"),
    ("email", "a@127.0.0.1"),
    ("email", "a@intranet"),
    ("email", "a@-x.org"),
    ("email", "a@x..org"),
    ("email", "a@stra\u00dfe.example"),
    ("email", "\u0430@example.org"),
    ("email", "a@example.org, b@example.org"),
    ("email", "a" * 65 + "@example.org"),
    ("email", "a@" + "b" * 64 + ".org"),
    ("email", "a@" + ".".join(["b" * 60] * 5) + ".org"),
    ("phone", "12"),
    ("phone", "+44 20 7946 0000 0000"),
    ("phone", "0800-CALL-ME"),
    ("phone", "+44\n2079460000"),
    ("phone", "\u0662\u0662\u0662\u0662\u0662\u0662"),
    ("linkedin", "https://linkedin.com.example.org/in/x"),
    ("linkedin", "https://example.org/linkedin.com/in/x"),
    ("linkedin", "https://www.linkedin.com/"),
    ("linkedin", "https://user@www.linkedin.com/in/x"),
    ("linkedin", "https://www.linkedin.com:444/in/x"),
    ("linkedin", "https://www.linkedin.com/in/x/../y"),
    ("linkedin", "https://[::1/in/x"),
    ("card", "1 Main Street\nTown"),
    ("card", ""),
]


@pytest.mark.parametrize(("way", "text"), BAD)
def test_what_is_no_address_is_refused(way, text):
    """A bad address never reaches a header, and the message shows it without control characters."""
    with pytest.raises(InvalidInput) as caught:
        address(way, text)
    assert caught.value.code == "address-wrong"
    assert caught.value.text.isprintable()


WAYS = [
    ("a@example.org", "email"),
    ("a@b@c", "email"),
    ("+44 20 7946 0000", "phone"),
    ("linkedin.com/in/x", "linkedin"),
    ("Head of Data", None),
    ("Team 7", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "way"), WAYS)
def test_the_way_shows_in_the_shape(text, way):
    """People need not say which kind of address they give."""
    assert way_of(text) == way


@given(st.text(max_size=60), st.sampled_from([email, phone, linkedin]))
def test_an_accepted_address_is_one_printable_word_or_number(text, read):
    """Whatever is typed: no line breaks, no control characters, and the same again when read again."""
    try:
        kept = read(text)
    except InvalidInput:
        return
    assert kept.isprintable()
    assert read(kept) == kept
