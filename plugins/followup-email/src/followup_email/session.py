"""One SMTP dialogue, stage by stage. The stage that was reached decides what a failure means."""

from __future__ import annotations

import base64
import ipaddress
import re
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum

from followup_email.wire import Deadline, Reply, Wire, WireError


class Stage(StrEnum):
    """How far a dialogue got. From `DOT` on nobody can call the message back."""

    CONNECT = "connect"
    BANNER = "banner"
    HELLO = "hello"
    TLS = "tls"
    AUTH = "auth"
    NOOP = "noop"
    FROM = "from"
    TO = "to"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """Where to knock and how. `tls`: `starttls`, `implicit`, `optional` or `none`."""

    host: str
    port: int
    tls: str
    user: str
    password: str = field(repr=False)
    ca_file: str = ""

    @property
    def local(self) -> bool:
        """Whether it runs on this machine."""
        return is_local(self.host)


class Refusal(Exception):
    """The server answered, and the answer was no."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"{reply.code}")
        self.reply = reply


class Unfit(Exception):
    """The settings and the server do not go together; the text says how."""


class Session:
    """A dialogue with one server. `stage` always says what is being tried."""

    def __init__(self, server: Server, deadline: Deadline) -> None:
        self._server = server
        self._deadline = deadline
        self._wire: Wire | None = None
        self._offers: Mapping[str, str] = {}
        self._inside_message = False
        self.stage = Stage.CONNECT

    def open(self) -> None:
        """Connect, greet, encrypt and sign in."""
        self._wire = Wire.open(self._server.host, self._server.port, self._deadline)
        if self._server.tls == "implicit":
            self.stage = Stage.TLS
            self._encrypt()
        self.stage = Stage.BANNER
        self._expect(self.wire.reply(), 220)
        self._hello()
        if self._server.tls in {"starttls", "optional"}:
            self._start_tls()
        if self._server.password:
            self._sign_in()

    def probe(self) -> None:
        """Ask for a sign of life."""
        self.stage = Stage.NOOP
        self._ask("NOOP", 250)

    def send(self, sender: str, recipient: str, data: bytes) -> Reply:
        """Hand one message over and return the reply to the dot.

        Until `stage` is `DOT` the dot has not been sent, so the server cannot have taken it.
        """
        self.stage = Stage.FROM
        largest = self._offers.get("SIZE", "")
        if largest.isdigit() and 0 < int(largest) < len(data):
            raise Unfit(f"the message has {len(data)} bytes, and {self._server.host} takes {largest}")
        self._ask(f"MAIL FROM:<{sender}>", 250)
        self.stage = Stage.TO
        self._ask(f"RCPT TO:<{recipient}>", 250, 251)
        self.stage = Stage.DATA
        self._ask("DATA", 354)
        self.stage = Stage.BODY
        self._inside_message = True
        self.wire.send(stuffed(data))
        if self.wire.spoke():
            raise Refusal(self.wire.reply())
        self.stage = Stage.DOT
        self.wire.send(b".\r\n")
        reply = self.wire.reply()
        self._inside_message = False
        return reply

    @property
    def wire(self) -> Wire:
        """The open line."""
        if self._wire is None:
            raise RuntimeError("the session has not been opened")
        return self._wire

    def close(self) -> None:
        """Say goodbye without waiting for an answer; whatever happens here changes nothing.

        Inside a message that broke off nothing is said: the server would take it for text.
        """
        if self._wire is not None:
            if not self._inside_message:
                with suppress(WireError, OSError):
                    self._wire.send(b"QUIT\r\n")
            with suppress(OSError):
                self._wire.close()

    def _hello(self) -> None:
        self.stage = Stage.HELLO
        reply = self._say(f"EHLO {self.wire.here}")
        if reply.code in {500, 502, 504} and self._server.tls == "none" and not self._server.password:
            reply = self._say(f"HELO {self.wire.here}")
        self._expect(reply, 250)
        words = (line.partition(" ") for line in reply.lines[1:])
        self._offers = {keyword.upper(): rest.strip() for keyword, _, rest in words}

    def _start_tls(self) -> None:
        self.stage = Stage.TLS
        if "STARTTLS" not in self._offers:
            if self._server.tls == "optional":
                return
            raise Unfit(f"{self._server.host} offers no encryption (STARTTLS), which is required")
        self._ask("STARTTLS", 220)
        self._encrypt()
        self._hello()

    def _encrypt(self) -> None:
        try:
            context = ssl.create_default_context(cafile=self._server.ca_file or None)
        except OSError:
            raise Unfit("the file of the certificate authority (ca_file) cannot be read") from None
        self.wire.secure(context, self._server.host)

    def _sign_in(self) -> None:
        self.stage = Stage.AUTH
        if not self.wire.tls and not self._server.local:
            raise Unfit("the password would travel unencrypted, so it was not sent")
        offers = self._offers.get("AUTH", "").upper().split()
        user, password = self._server.user.encode(), self._server.password.encode()
        if "PLAIN" in offers:
            self._ask("AUTH PLAIN " + _base64(b"\0" + user + b"\0" + password), 235)
        elif "LOGIN" in offers:
            self._ask("AUTH LOGIN", 334)
            self._ask(_base64(user), 334)
            self._ask(_base64(password), 235)
        else:
            raise Unfit(f"{self._server.host} offers no way to sign in by password (PLAIN or LOGIN)")

    def _say(self, line: str) -> Reply:
        self.wire.send(line.encode("ascii") + b"\r\n")
        return self.wire.reply()

    def _ask(self, line: str, *good: int) -> None:
        self._expect(self._say(line), *good)

    @staticmethod
    def _expect(reply: Reply, *good: int) -> None:
        if reply.code not in good:
            raise Refusal(reply)


def stuffed(data: bytes) -> bytes:
    """Return message bytes with CRLF at the end and dots doubled at the start of lines."""
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def is_local(host: str) -> bool:
    """Return whether a host name or address is this machine by its very form."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
