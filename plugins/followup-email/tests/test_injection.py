"""No text may become a header, by any of the ways that have worked on some Python."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.parser import BytesHeaderParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_faults import a_letter

from followup.plugin import InvalidInput, Person, Setup
from followup_email import TYPE

EXPECTED = {
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "references",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
}

INJECTIONS = [
    "x\r\nBcc: e@example.net",
    "x\nBcc: e@example.net",
    "x\rBcc: e@example.net",
    "x\r\n\tBcc: e@example.net",
    "x\r\n\r\nBcc: e@example.net",
    "x\x00Bcc: e@example.net",
    "x\x0bBcc: e@example.net",
    "x\x0cBcc: e@example.net",
    "x\x1cBcc: e@example.net",
    "x\x1dBcc: e@example.net",
    "x\x1eBcc: e@example.net",
    "x\x85Bcc: e@example.net",
    "x\u2028Bcc: e@example.net",
    "x\u2029Bcc: e@example.net",
    "=?utf-8?q?a=0D=0ABcc=3A_e=40example.net?=",
    "=?utf-8?q?a=0ABcc=3A_e=40example.net?=",
    "=?UTF-8?Q?a=0D=0ABcc=3A_e=40example.net?=",
    "=?utf-8?b?YQ0KQmNjOiBlQGV4YW1wbGUubmV0?=",
    "=?us-ascii?q?a=0D=0ABcc=3A_e=40example.net?= and more",
    "a =?utf-8?q?=0D=0ABcc=3A?= e@example.net",
    "=?utf-8*en?q?a=0D=0ABcc=3A_e=40example.net?=",
    "=?utf-8?q?a=0D?= =?utf-8?q?=0ABcc=3A_e=40example.net?=",
    "\ud80dBcc: e@example.net",
    "x" * 300 + "\r\n Bcc: e@example.net",
]

ADDRESSES = [
    "hr@example.org\r\nBcc: e@example.net",
    "hr@example.org\n",
    "hr@example.org, evil@example.net",
    "hr@example.org;evil@example.net",
    "hr@example.org evil@example.net",
    "hr@example.org>\r\nRCPT TO:<evil@example.net",
    "hr@example.org> NOTIFY=SUCCESS <x",
    "<hr@example.org>",
    "HR <hr@example.org>",
    "alice@example.org)bob@example.net",
    "alice(comment)@example.org",
    '"alice\\"@example.net"@example.org',
    "hr@",
    "@example.org",
    "hr",
    "",
    "hr@@example.org",
    "hr@example..org",
    "hr@.example.org",
    "hr@-example.org",
    "hr@example.org.",
    "hr@[127.0.0.1]",
    "hr@127.0.0.1",
    "hr@org",
    "=?utf-8?q?hr?=@example.org",
    "hr@=?utf-8?q?ex=C3=A4mple?=.org",
    "hr@stra\u00dfe.example",
    "hr@exa\u200dmple.org",
    "hr@\uff45xample.org\u3002net",
    "h\u00e4r@example.org",
    "hr@" + "a" * 64 + ".org",
    "h" * 65 + "@example.org",
    "hr@" + ".".join(["a" * 60] * 5) + ".org",
    "hr%evil@example.org\u202e",
    "evil!hr@example.org\x00",
]


@pytest.fixture(scope="module")
def channel(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    options = {
        "address": "candidate@example.org",
        "server": "localhost",
        "port": 25,
        "tls": "none",
        "any_sender": True,
        "attachments": "attachments",
    }
    return TYPE.open(Setup(name="email", options=options, home=home))


def assert_only_expected_headers(data: bytes, letter) -> None:
    head = data.partition(b"\r\n\r\n")[0]
    lines = [line for line in head.split(b"\n") if not line.startswith((b" ", b"\t"))]
    assert {line.partition(b":")[0].strip().lower().decode() for line in lines} <= EXPECTED
    for rules in (policy.default, policy.compat32, policy.SMTP, policy.strict):
        for parsed in (
            message_from_bytes(data, policy=rules),
            BytesHeaderParser(policy=rules).parsebytes(data),
        ):
            names = [name.lower() for name in parsed.keys()]  # noqa: SIM118
            assert set(names) <= EXPECTED
            assert len(names) == len(set(names)), "a header is there twice"
    parsed = message_from_bytes(data, policy=policy.SMTP)
    assert not parsed.defects
    assert [address.addr_spec for address in parsed["To"].addresses] == [letter.to.address]
    assert [address.addr_spec for address in parsed["From"].addresses] == [letter.sender.address]


def with_text(field: str, text: str):
    if field in {"to", "sender"}:
        address = "a@example.org" if field == "to" else "candidate@example.org"
        return a_letter(**{field: Person(name=text, address=address)})
    return a_letter(**{field: (text,) if field == "attach" else text})


@pytest.mark.parametrize("field", ["subject", "to", "sender", "in_reply_to", "message_id", "attach"])
@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
def test_injection_is_refused(channel, field, text):
    """Each text that became a header somewhere is refused in each field that goes into the head."""
    with pytest.raises(InvalidInput):
        channel.render(with_text(field, text))


@pytest.mark.parametrize("text", INJECTIONS, ids=range(len(INJECTIONS)))
def test_injection_in_the_body_stays_there(channel, text):
    """In the body such a text is refused or stays words; it never climbs into the head."""
    letter = a_letter(body=text)
    try:
        data = channel.render(letter).data
    except InvalidInput:
        return
    assert_only_expected_headers(data, letter)


@pytest.mark.parametrize("address", ADDRESSES, ids=range(len(ADDRESSES)))
def test_bad_address_is_refused(channel, address):
    """One plain address or none: no lists, comments, names, literals, look-alikes or control characters."""
    with pytest.raises(InvalidInput):
        channel.render(a_letter(to=Person(name="HR", address=address)))
    if address:
        with pytest.raises(InvalidInput):
            channel.render(a_letter(sender=Person(name="HR", address=address)))


@pytest.mark.parametrize(
    ("given", "ascii_form"),
    [
        ("hr@ex\u00e4mple.org", "hr@xn--exmple-cua.org"),
        ("HR.Team+jobs@EXAMPLE.org", "HR.Team+jobs@example.org"),
        ("o'neil@example.org", "o'neil@example.org"),
        ("a@xn--exmple-cua.org", "a@xn--exmple-cua.org"),
    ],
)
def test_good_address_is_kept(channel, given, ascii_form):
    """Ordinary addresses go as they are, with the domain in the form that mail servers read."""
    data = channel.render(a_letter(to=Person(name="HR", address=given))).data
    assert message_from_bytes(data, policy=policy.SMTP)["To"].addresses[0].addr_spec == ascii_form


NAMES = [
    "M\u00fcller, J\u00f6rg",
    'A "B" C',
    "O'Neil (Head)",
    "a@b.example",
    "\u5c71\u7530 \u592a\u90ce",
    "x" * 100,
    "",
    "Dr. A; B",
]


@pytest.mark.parametrize("name", NAMES)
def test_names_read_back(channel, name):
    """A name with a comma, quotes, brackets or other letters is still one name at one address."""
    letter = a_letter(to=Person(name=name, address="a@example.org"))
    data = channel.render(letter).data
    assert_only_expected_headers(data, letter)
    assert message_from_bytes(data, policy=policy.SMTP)["To"].addresses[0].display_name == name


text = st.text(st.characters(codec=None), max_size=80)
smuggling = st.lists(
    st.sampled_from(
        [
            "\r",
            "\n",
            "=?",
            "?=",
            "utf-8?q?",
            "=0D=0A",
            "Bcc:",
            " ",
            ",",
            "<",
            ">",
            '"',
            "a",
            "\u00e4",
            ";",
            "\\",
        ]
    ),
    max_size=20,
).map("".join)


@given(subject=text | smuggling, name=text | smuggling, body=text | smuggling)
@settings(max_examples=300, deadline=None)
def test_any_text_is_refused_or_harmless(channel, subject, name, body):
    """Whatever the words, the bytes hold the expected headers and nothing else, or there are none."""
    letter = a_letter(subject=subject, body=body, to=Person(name=name, address="a@example.org"))
    try:
        data = channel.render(letter).data
    except InvalidInput:
        return
    assert_only_expected_headers(data, letter)
    parsed = message_from_bytes(data, policy=policy.SMTP)
    assert parsed.get_content().replace("\r\n", "\n") == body.rstrip("\n") + "\n"


def test_thread_and_nothing_more(channel):
    """An answer names what it answers; there is no Bcc, no HTML and no header of our own."""
    data = channel.render(a_letter(in_reply_to="<their-1@example.net>")).data
    assert b"In-Reply-To: <their-1@example.net>\r\nReferences: <their-1@example.net>\r\n" in data
    assert not [line for line in data.split(b"\r\n") if line.lower().startswith((b"x-", b"bcc", b"cc"))]
    assert b"html" not in data.lower()


def test_attachment_names(channel, tmp_path_factory):
    """Only plain files directly in the allowed folder; no path, no link, nothing hidden, nothing huge."""
    folder = channel.setup.home / "attachments"
    folder.mkdir(exist_ok=True)
    (folder / "work.pdf").write_bytes(b"%PDF")
    (folder / "huge.pdf").write_bytes(b"x" * (5 * 1024 * 1024 + 1))
    (folder / "link.pdf").symlink_to("/etc/passwd")
    (folder / "inside").mkdir(exist_ok=True)
    (channel.setup.home / "secret.txt").write_text("no")
    data = channel.render(a_letter(attach=("work.pdf",))).data
    (part,) = message_from_bytes(data, policy=policy.SMTP).iter_attachments()
    assert (part.get_filename(), part.get_content_type(), part.get_content()) == (
        "work.pdf",
        "application/pdf",
        b"%PDF",
    )
    assert data == channel.render(a_letter(attach=("work.pdf",))).data
    for name in (
        "../secret.txt",
        "/etc/passwd",
        "link.pdf",
        "huge.pdf",
        "inside",
        ".hidden",
        "",
        "no.pdf",
        "a/b",
        "x\n.pdf",
    ):
        with pytest.raises(InvalidInput):
            channel.render(a_letter(attach=(name,)))


def test_sender_of_another_mailbox(tmp_path):
    """A letter from another address is not sent through this mailbox, unless that is wished for."""
    options = {
        "address": "me@example.org",
        "server": "localhost",
        "port": 25,
        "any_sender": False,
        "attachments": "a",
    }
    own = TYPE.open(Setup(name="email", options=options, home=tmp_path))
    with pytest.raises(InvalidInput, match="sender-differs"):
        own.render(a_letter())
    unsigned = a_letter(sender=Person(name="Candidate", address=""))
    assert b"From: Candidate <me@example.org>" in own.render(unsigned).data
