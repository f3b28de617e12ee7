"""Against an ordinary mail server that somebody else wrote, with and without encryption."""

from __future__ import annotations

import ssl
from email import message_from_bytes, policy

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from test_faults import a_letter, send

from followup.plugin import AnswerKind, Person, Setup
from followup_email import TYPE

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")


class Keeper:
    def __init__(self) -> None:
        self.envelopes: list = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # the name that aiosmtpd calls
        self.envelopes.append(envelope)
        return "250 2.0.0 Ok: queued as KEPT42"


class FreePort(Controller):
    """Takes any free port, and then knocks there to be started."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(params=["starttls", "implicit", "none"])
def running(request, tmp_path, monkeypatch):
    authority, keeper = trustme.CA(), Keeper()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost", "127.0.0.1").configure_cert(context)
    monkeypatch.setenv("LAB_PASSWORD", "correct horse")
    mode = request.param
    secured = {"starttls": {"tls_context": context}, "implicit": {"ssl_context": context}, "none": {}}[mode]

    def authenticator(server, session, envelope, mechanism, data):
        good = (data.login, data.password) == (b"candidate@example.org", b"correct horse")
        return AuthResult(success=good, handled=False)

    controller = FreePort(
        keeper,
        hostname="127.0.0.1",
        port=0,
        authenticator=authenticator,
        auth_required=True,
        auth_require_tls=mode == "starttls",
        require_starttls=mode == "starttls",
        **secured,
    )
    controller.start()
    options = {
        "address": "candidate@example.org",
        "server": "localhost" if mode != "none" else "127.0.0.1",
        "port": controller.port,
        "tls": mode,
        "password": "env:LAB_PASSWORD",
        "ca_file": "ca.pem",
        "any_sender": False,
        "attachments": "attachments",
    }
    yield TYPE.open(Setup(name="email", options=options, home=tmp_path)), keeper
    controller.stop()


def test_delivers(running):
    """Words, names and dots arrive as they were written; the server's id comes back."""
    channel, keeper = running
    letter = a_letter(
        subject="Thank you \u2013 data analyst",
        to=Person(name="M\u00fcller, J\u00f6rg", address="a@ex\u00e4mple.org"),
        body="Dear Dr. M\u00fcller,\n\n.\n..two dots\nFrom here on\n\n" + "long " * 500 + "\n",
    )
    answer = send(channel, letter)
    assert (answer.kind, answer.provider_id) == (AnswerKind.ACCEPTED, "KEPT42")
    (envelope,) = keeper.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("candidate@example.org", ["a@xn--exmple-cua.org"])
    arrived = message_from_bytes(envelope.content, policy=policy.SMTP)
    assert arrived["Subject"] == letter.subject
    assert arrived.get_content().replace("\r\n", "\n") == letter.body
    assert envelope.content == channel.render(letter).data


def test_check(running):
    """`check` is content and leaves nothing behind."""
    channel, keeper = running
    assert channel.check().kind is AnswerKind.ACCEPTED
    assert keeper.envelopes == []


def test_wrong_password(running, monkeypatch):
    """A wrong password is a wrong setting, told before anything is sent."""
    monkeypatch.setenv("LAB_PASSWORD", "wrong")
    channel, keeper = running
    assert send(channel).kind is AnswerKind.MISCONFIGURED
    assert keeper.envelopes == []
