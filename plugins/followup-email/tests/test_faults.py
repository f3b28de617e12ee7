"""Every way in which a mail server can fail, and what may be concluded from it."""

from __future__ import annotations

import re
import ssl
import time
from pathlib import Path

import pytest
import trustme
from mail_lab import Fault, Lab
from whenever import Instant

from followup.plugin import AnswerKind, Letter, Person, Setup
from followup_email import TYPE
from followup_email.wire import Dropped, TooSlow, Wire

TABLE = [
    re.fullmatch(r"(\S+)\s+(.+?)\s+(\S+)\s+(\S+)\s+(\d)", line).groups()
    for line in (Path(__file__).parent / "faults.txt").read_text().splitlines()
    if not line.startswith("#")
]


@pytest.fixture(scope="session")
def authority():
    return trustme.CA()


@pytest.fixture(scope="session")
def server_side(authority):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    return context


@pytest.fixture
def mailbox(tmp_path, authority, monkeypatch):
    monkeypatch.setenv("LAB_PASSWORD", "correct horse")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")

    def open_mailbox(port, **options):
        given = {
            "address": "candidate@example.org",
            "server": "localhost",
            "port": port,
            "tls": "starttls",
            "password": "env:LAB_PASSWORD",
            "ca_file": "ca.pem",
            "any_sender": False,
            "attachments": "attachments",
        }
        options = {key: value for key, value in {**given, **options}.items() if value is not None}
        return TYPE.open(Setup(name="email", options=options, home=tmp_path))

    return open_mailbox


def a_letter(**changes):
    given = {
        "key": "k1",
        "case": "acme-analyst",
        "item": "thank_you",
        "way": "email",
        "sender": Person(name="Candidate", address="candidate@example.org"),
        "to": Person(name="Interviewer A", address="a@example.org"),
        "subject": "Thank you",
        "body": "Thank you for your time.\n.\n..and a line of dots\n",
        "message_id": "<k1@example.org>",
        "date": Instant("2026-10-05T09:12:00Z"),
    }
    return Letter(**{**given, **changes})


def send(channel, letter=None, deadline=10.0):
    letter = letter or a_letter()
    return channel.deliver(letter, channel.render(letter).data, deadline=deadline)


@pytest.mark.parametrize(
    ("stage", "act", "kind", "at", "taken"), TABLE, ids=[f"{row[0]}-{row[1][:22]}" for row in TABLE]
)
def test_fault_has_its_class(stage, act, kind, at, taken, mailbox, server_side):
    """One server fault per row of `faults.txt`; the answer's class, its stage, and what was really taken."""
    silent = act.removeprefix("accept-then-") in {"hang", "loris"} and stage != "quit"
    with Lab([Fault(stage, act)], context=server_side) as lab:
        answer = send(mailbox(lab.port), deadline=0.5 if silent else 10)
        if taken == "1":
            wait_for(lambda: sum(lab.accepted.values()))
        assert (answer.kind, answer.stage) == (AnswerKind(kind), at), answer
        assert sum(lab.accepted.values()) == int(taken)
        assert not (answer.certainly_not_sent and lab.accepted), "it says not sent, and it was"


def wait_for(condition):
    end = time.monotonic() + 5
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)


def test_table_covers_every_stage():
    """4xx, 5xx, drop, reset and hang are tried at every stage at which a server can answer."""
    for stage in ("banner", "hello", "starttls", "auth", "from", "to", "data", "dot"):
        acts = [act for at, act, *_ in TABLE if at == stage]
        assert any(act.startswith("reply 4") for act in acts), stage
        assert any(act.startswith("reply 5") for act in acts), stage
        assert {"drop", "reset", "hang"} <= set(acts), stage


def test_refused_port(mailbox, unused_port):
    """Nobody listens: certainly not sent, and said in words."""
    answer = send(mailbox(unused_port))
    assert (answer.kind, answer.stage) == (AnswerKind.TRANSIENT, "connect")
    assert answer.text == f"localhost:{unused_port} refused the connection"


@pytest.fixture
def unused_port():
    with Lab() as lab:
        free = lab.port
    return free  # noqa: RET504  # only free once the server is gone


def test_unknown_name(mailbox):
    """A server name that does not exist may be a laptop without network: try again, not sent."""
    answer = send(mailbox(25, server="mail.invalid", password=None))
    assert (answer.kind, answer.stage) == (AnswerKind.TRANSIENT, "connect")


def test_no_starttls_when_required(mailbox):
    """A server without STARTTLS (or a man in the middle who hides it) gets neither password nor mail."""
    with Lab() as lab:
        answer = send(mailbox(lab.port))
        assert (answer.kind, answer.stage) == (AnswerKind.MISCONFIGURED, "tls")
        assert not [command for command in lab.commands if command.startswith(("AUTH", "MAIL"))]


def test_untrusted_certificate(mailbox, server_side, tmp_path):
    """A certificate of somebody else's authority ends the dialogue before the password."""
    trustme.CA().cert_pem.write_to_path(tmp_path / "other.pem")
    with Lab(context=server_side) as lab:
        answer = send(mailbox(lab.port, ca_file="other.pem"))
        assert (answer.kind, answer.stage) == (AnswerKind.MISCONFIGURED, "tls")
        assert not [command for command in lab.commands if command.startswith("AUTH")]


def test_certificate_for_another_name(mailbox, authority):
    """A valid certificate for another host is no better than none."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("other.example.org").configure_cert(context)
    with Lab(context=context) as lab:
        assert send(mailbox(lab.port)).kind is AnswerKind.MISCONFIGURED


def test_words_slipped_in_before_tls(mailbox, server_side):
    """What was sent in clear text behind the reply to STARTTLS is never taken for the server's word."""
    with Lab([Fault("starttls", "reply 220 go\r\n250 hello from the middle")], context=server_side) as lab:
        answer = send(mailbox(lab.port))
        assert (answer.kind, answer.stage) == (AnswerKind.TRANSIENT, "tls")
        assert not lab.accepted


def test_implicit_tls(mailbox, server_side):
    """TLS from the first byte works, and against a server in clear text it is a wrong setting."""
    with Lab(context=server_side, implicit=True) as lab:
        assert send(mailbox(lab.port, tls="implicit")).kind is AnswerKind.ACCEPTED
    with Lab() as lab:
        assert send(mailbox(lab.port, tls="implicit")).kind is AnswerKind.MISCONFIGURED


def test_optional_tls(mailbox, server_side):
    """Encryption where it is offered, a plain line to this machine where it is not."""
    with Lab(context=server_side) as lab:
        assert send(mailbox(lab.port, tls="optional")).kind is AnswerKind.ACCEPTED
        assert "STARTTLS" in lab.commands
    with Lab() as lab:
        assert send(mailbox(lab.port, tls="optional")).kind is AnswerKind.ACCEPTED


def test_password_never_in_clear_text(mailbox, monkeypatch):
    """Without encryption the password is not sent to another machine, whatever the settings say."""
    monkeypatch.setattr("followup_email.session.is_local", lambda host: False)
    with Lab() as lab:
        answer = send(mailbox(lab.port, tls="none"))
        assert (answer.kind, answer.stage) == (AnswerKind.MISCONFIGURED, "auth")
        assert not [command for command in lab.commands if command.startswith("AUTH")]


def test_login_mechanism(mailbox):
    """A server that knows LOGIN only is signed in to as well."""
    with Lab(offers=["AUTH LOGIN"]) as lab:
        assert send(mailbox(lab.port, tls="none")).kind is AnswerKind.ACCEPTED


def test_no_known_mechanism(mailbox):
    """A server that offers no password mechanism is a wrong setting."""
    with Lab(offers=["AUTH XOAUTH2"]) as lab:
        answer = send(mailbox(lab.port, tls="none"))
        assert (answer.kind, answer.stage) == (AnswerKind.MISCONFIGURED, "auth")


def test_old_server_without_ehlo(mailbox):
    """A server that only knows HELO still takes mail where neither TLS nor a password is wanted."""
    with Lab([Fault("hello", "reply 502 what?")]) as lab:
        assert send(mailbox(lab.port, tls="none", password=None)).kind is AnswerKind.ACCEPTED


def test_secret_missing(mailbox, monkeypatch):
    """A password that is not there is a wrong setting; nobody is called."""
    monkeypatch.delenv("LAB_PASSWORD")
    with Lab() as lab:
        answer = send(mailbox(lab.port))
        assert answer.kind is AnswerKind.MISCONFIGURED
        assert answer.text == "env:LAB_PASSWORD is not set; nothing was sent"
        assert not lab.commands


def test_server_repeats_the_password(mailbox, server_side):
    """What the server says while signing in is not repeated: it may hold what was sent."""
    echo = "reply 535 no: AGNhbmRpZGF0ZUBleGFtcGxlLm9yZwBjb3JyZWN0IGhvcnNl correct horse"
    with Lab([Fault("auth", echo)], context=server_side) as lab:
        answer = send(mailbox(lab.port))
    assert "horse" not in repr(answer)
    assert "AGNh" not in repr(answer)


def test_hostile_words_of_a_server(mailbox, server_side):
    """Escape sequences in a server's reply do not reach the terminal."""
    with Lab([Fault("to", "reply 550 \x1b[2Jno such user\u202e")], context=server_side) as lab:
        answer = send(mailbox(lab.port))
    assert answer.text.endswith("550: ?[2Jno such user?")


def test_reset_in_the_middle_of_a_long_body(mailbox, server_side, tmp_path):
    """The line breaks before the dot was sent: the server cannot have it, so it is certainly not sent."""
    (tmp_path / "attachments").mkdir()
    (tmp_path / "attachments" / "work.pdf").write_bytes(b"x" * 4_000_000)
    letter = a_letter(attach=("work.pdf",))
    for act in ("drop", "reset", "hang"):
        with Lab([Fault("body", act)], context=server_side) as lab:
            answer = send(mailbox(lab.port), letter, deadline=2 if act == "hang" else 20)
            assert (answer.kind, answer.stage) == (AnswerKind.TRANSIENT, "body"), act
            assert not lab.accepted


def test_refusal_before_the_dot(mailbox, server_side):
    """A server that says no while the body travels is heard before the dot is sent."""
    with Lab([Fault("data", "reply 354 go on\r\n452 changed my mind")], context=server_side) as lab:
        answer = send(mailbox(lab.port))
        assert (answer.kind, answer.stage) == (AnswerKind.TRANSIENT, "body")
        assert not lab.accepted


@pytest.mark.parametrize("failure", [Dropped, TooSlow])
def test_failure_while_the_dot_is_sent(failure, mailbox, monkeypatch):
    """When the line fails in the very moment of the dot nobody knows whether it got through."""
    send_bytes = Wire.send

    def send_or_fail(wire, data):
        send_bytes(wire, data)
        if data == b".\r\n":
            raise failure

    monkeypatch.setattr(Wire, "send", send_or_fail)
    with Lab() as lab:
        answer = send(mailbox(lab.port, tls="none"))
    assert (answer.kind, answer.stage) == (AnswerKind.UNKNOWN, "dot")


def test_nothing_is_said_inside_a_message(mailbox, monkeypatch):
    """When a message breaks off the line is closed without a word, which would become part of it."""
    said, send_bytes = [], Wire.send

    def recorded(wire, data):
        said.append(data)
        if b"Subject" in data:
            raise Dropped
        send_bytes(wire, data)

    monkeypatch.setattr(Wire, "send", recorded)
    with Lab() as lab:
        assert send(mailbox(lab.port, tls="none")).certainly_not_sent
    assert b"QUIT\r\n" not in said


def test_too_large_for_the_server(mailbox):
    """A server that says how much it takes is not sent more."""
    with Lab(offers=["SIZE 100"]) as lab:
        answer = send(mailbox(lab.port, tls="none", password=None))
        assert (answer.kind, answer.stage) == (AnswerKind.PERMANENT, "from")
        assert not [command for command in lab.commands if command.startswith("MAIL")]


def test_waits_as_long_as_the_server_asks(mailbox, server_side):
    """`greylisted for 300 seconds` is heard; a rate limit without a number waits a quarter of an hour."""
    faults = [Fault("to", "reply 451 greylisted for 300 seconds"), Fault("to", "reply 450 too many messages")]
    with Lab(faults, context=server_side) as lab:
        channel = mailbox(lab.port)
        assert send(channel).retry_after == 300
        assert send(channel).retry_after == 900


def test_deadline_holds_over_all_stages(mailbox):
    """A server that is a little slow at each stage cannot stretch the deadline of the whole."""
    with Lab([Fault("from", "loris")]) as lab:
        began = time.monotonic()
        answer = send(mailbox(lab.port, tls="none"), deadline=0.7)
        assert time.monotonic() - began < 1.5
        assert answer.kind is AnswerKind.TRANSIENT


def test_the_dialogue(mailbox):
    """One recipient, one message, no host name, dots doubled on the way and single at the other end."""
    with Lab() as lab:
        channel, letter = mailbox(lab.port, tls="none"), a_letter()
        answer = send(channel, letter)
        wait_for(lambda: "QUIT" in lab.commands)
        assert lab.messages == [channel.render(letter).data]
    assert answer.provider_id == "LAB1"
    assert answer.thread == "<k1@example.org>"
    assert [command for command in lab.commands if not command.startswith("AUTH")] == [
        "EHLO [127.0.0.1]",
        "MAIL FROM:<candidate@example.org>",
        "RCPT TO:<a@example.org>",
        "DATA",
        "QUIT",
    ]


def test_check_sends_nothing(mailbox, server_side):
    """`check` signs in and leaves; it says what it reached."""
    with Lab(context=server_side) as lab:
        answer = mailbox(lab.port).check()
        assert answer.kind is AnswerKind.ACCEPTED
        assert answer.text == f"Reached localhost:{lab.port}, TLS 1.3, signed in"
        assert not [command for command in lab.commands if command.startswith(("MAIL", "DATA"))]


def test_check_tells_a_wrong_password(mailbox, server_side):
    """`check` finds what is wrong before it matters."""
    with Lab([Fault("auth", "reply 535 no")], context=server_side) as lab:
        assert mailbox(lab.port).check().kind is AnswerKind.MISCONFIGURED
