"""A letter as mail bytes: two nets, each of which holds alone."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.channels import mail
from followup.channels.attachments import Attachment
from followup.channels.mail import mail_bytes
from followup.errors import InvalidInput
from followup.plugin import Person
from followup.testing import HOSTILE, ChannelContract, smuggled

CONTRACT = ChannelContract()
PDF = Attachment(name="work.pdf", type="application/pdf", data=b"%PDF\r\n.\r\n")


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE.keys())
def test_reading_back_holds_alone(hostile, monkeypatch):
    """Without the check of characters, what would become a header is still found by reading back."""
    monkeypatch.setattr(mail, "one_line", lambda text, what, **_: text)
    for letter in (
        CONTRACT.letter(subject=hostile),
        CONTRACT.letter(to=Person(name=hostile, address="a@example.org")),
        CONTRACT.letter(sender=Person(name=hostile, address="a@example.org")),
    ):
        try:
            data = mail_bytes(letter)
        except InvalidInput:
            continue
        assert "header" not in smuggled(data, "email", in_body=False)
        assert "line" not in smuggled(data, "email", in_body=False)


def test_a_smuggled_header_is_found(monkeypatch):
    """If the library writes one header more than was asked for, the letter is refused."""
    written = mail.EmailMessage.as_bytes
    monkeypatch.setattr(mail.EmailMessage, "as_bytes", lambda self: b"Bcc: e@example.net\r\n" + written(self))
    with pytest.raises(InvalidInput, match="another header"):
        mail_bytes(CONTRACT.letter())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a@example.org", b"a@example.net"),
        (b"Subject: Thank you", b"Subject: Thank her"),
        (b"I enjoyed", b"I endured"),
        (b"Interviewer A", b"Interviewer B"),
        (b"candidate@", b"candidare@"),
        (b"\r\n\r\nThank", b"\r\n\r\n\x00Thank"),
        (b"your time", b"your\rtime"),
        (b"<5e1c9d0c5e1c9d0c@", b"<5e1c9d0c5e1c9d0d@"),
    ],
)
def test_other_words_are_found(before, after, monkeypatch):
    """If the bytes say anything but the letter, the letter is refused."""
    written = mail.EmailMessage.as_bytes
    letter = CONTRACT.letter(to=Person(name="Interviewer A", address="a@example.org"))
    assert before in mail_bytes(letter)
    monkeypatch.setattr(mail.EmailMessage, "as_bytes", lambda self: written(self).replace(before, after))
    with pytest.raises(InvalidInput, match="mail-unsafe"):
        mail_bytes(letter)


def test_attachments_are_the_same_every_time():
    """The boundary between parts is made of the letter, so that a resend is identical."""
    letter = CONTRACT.letter()
    assert mail_bytes(letter, [PDF]) == mail_bytes(letter, [PDF])
    parts = list(message_from_bytes(mail_bytes(letter, [PDF]), policy=policy.SMTP).iter_attachments())
    assert [part.get_content() for part in parts] == [PDF.data]


def test_draft_without_sender():
    """A file to be sent by hand may lack the sender: the person's own mail program fills it in."""
    letter = CONTRACT.letter(sender=Person(name="Candidate", address=""))
    assert b"From:" not in mail_bytes(letter, draft=True)
    with pytest.raises(InvalidInput):
        mail_bytes(letter)


def test_no_message_id_is_refused():
    """Mail without a Message-ID of its own would get one from a server, and nobody could find it again."""
    for message_id in (
        "",
        "x",
        "<x>",
        "<x@y",
        "<a b@example.org>",
        "<x@example.org>\r\n",
        "<" + "x" * 300 + "@y>",
    ):
        with pytest.raises(InvalidInput):
            mail_bytes(CONTRACT.letter(message_id=message_id))


@given(
    body=st.text(
        st.characters(categories=["L", "N", "P", "Z", "S"], exclude_characters="\u2028\u2029"), max_size=2000
    ),
    lines=st.integers(1, 30),
)
@settings(max_examples=150, deadline=None)
def test_any_honest_text_arrives(body, lines):
    """Letters, digits, signs and long lines of any script read back as they were written, in 7-bit lines."""
    text = (body + "\n") * lines
    data = mail_bytes(CONTRACT.letter(body=text))
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()
    parsed = message_from_bytes(data, policy=policy.SMTP)
    assert parsed.get_content().replace("\r\n", "\n") == text.rstrip("\n") + "\n"


_WORDS = (
    "Thank you",
    "Straße",
    "über",
    "日本語の件名",
    "a" * 90,
    "data-analyst",
    "(Leeds)",
    "=C3",
    "?=",
    "x",
)


def _read(data: bytes) -> tuple[str, str]:
    """Return the subject as the old and the new reader of the library decode it."""
    old = message_from_bytes(data, policy=policy.compat32)["Subject"]
    return (
        str(make_header(decode_header("".join(old.splitlines()))))
        if "=?utf-8?" in old
        else "".join(old.splitlines()),
        message_from_bytes(data, policy=policy.SMTP)["Subject"],
    )


@given(
    st.one_of(
        st.text(
            st.characters(categories=["L", "N", "P", "S"], include_characters=" "), min_size=1, max_size=200
        ),
        st.lists(st.sampled_from([*_WORDS, " ", "  "]), min_size=1, max_size=40)
        .map("".join)
        .map(lambda s: s[:200]),
        st.lists(st.sampled_from(["Senior", "nurse", "in", "veterinary", "x"]), min_size=1, max_size=30).map(
            " ".join
        ),
    ).filter(lambda text: text.strip() and "=?" not in text.strip())
)
@settings(max_examples=400, deadline=None)
def test_any_subject_arrives(subject):
    """A subject of any length and script is what every reader gets back, in short lines."""
    data = mail_bytes(CONTRACT.letter(subject=subject))
    assert _read(data) == (subject.strip(), subject.strip())
    head = data.partition(b"\r\n\r\n")[0].split(b"\r\n")
    assert max(map(len, head)) <= 78


@pytest.mark.parametrize("length", range(1, 201))
def test_a_subject_of_any_length_arrives(length):
    """Blanks neither come nor go wherever the line has to end."""
    subject = ("Thank you - Registered veterinary nurse at the practice in Leeds, " * 4)[:length].strip()
    assert _read(mail_bytes(CONTRACT.letter(subject=subject))) == (subject, subject)


@given(
    st.one_of(
        st.text(st.characters(categories=["L", "N", "P"], include_characters=" "), min_size=1, max_size=120),
        st.lists(
            st.sampled_from(["Jürgen", "山田", "Dr.", "O'Neil", "(she)", "Ltd,", "x@y"]),
            min_size=1,
            max_size=12,
        ).map(" ".join),
    ).filter(lambda text: text.strip() == text and text.isprintable() and "=?" not in text)
)
@settings(max_examples=300, deadline=None)
def test_any_name_arrives(name):
    """The name of whoever writes or is written to is what every reader gets back."""
    for whose in ("to", "sender"):
        person = Person(name=name, address="somebody.at.home@example.org")
        data = mail_bytes(CONTRACT.letter(**{whose: person}))
        header = "To" if whose == "to" else "From"
        raw = "".join(message_from_bytes(data, policy=policy.compat32)[header].splitlines())
        words, _, address = raw.rpartition(" ")
        assert address == f"<{person.address}>"
        read = str(make_header(decode_header(words))) if "=?" in words else parseaddr(raw)[0]
        assert read == name
        assert max(map(len, data.split(b"\r\n"))) <= 78
