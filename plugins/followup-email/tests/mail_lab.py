"""A mail server that misbehaves on purpose, and keeps count of what it took responsibility for.

Each connection follows one `Fault`: at a stage it does something wrong, once, and is an ordinary
server otherwise. A fault `accept-then-...` counts the message as taken *before* it misbehaves, so
the count is the truth that a client cannot see.
"""

from __future__ import annotations

import re
import socket
import ssl
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass

GREETING = "220 lab.example.org ESMTP"
ORDINARY = {"NOOP": ("noop", "250 still here"), "MAIL": ("from", "250 ok"), "RCPT": ("to", "250 ok")}


@dataclass(frozen=True)
class Fault:
    """What goes wrong: at which stage, and how (`reply 451 busy`, `drop`, `reset`, `hang`, ...)."""

    stage: str = "never"
    act: str = ""


class Gone(Exception):
    """The connection is over."""


class Lab:
    """The server. Use it as a context manager; `faults` gives the fault of each connection."""

    def __init__(
        self,
        faults: Iterable[Fault] | Callable[[], Fault] = (),
        *,
        context: ssl.SSLContext | None = None,
        implicit: bool = False,
        offers: Iterable[str] = ("AUTH PLAIN LOGIN",),
        password: str = "",
    ) -> None:
        queue = iter(faults) if not callable(faults) else None
        self._next = faults if callable(faults) else lambda: next(queue, Fault())
        self._context = context
        self._implicit = implicit
        self._offers = [*offers, *(["STARTTLS"] if context and not implicit else [])]
        self._password = password
        self.accepted: Counter[str] = Counter()
        self.messages: list[bytes] = []
        self.commands: list[str] = []
        self.stop = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []

    def __enter__(self):
        self._threads.append(threading.Thread(target=self._listen, daemon=True))
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in list(self._threads):
            thread.join(5)

    def _listen(self) -> None:
        while not self.stop.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            visit = Visit(self, connection, self._next())
            thread = threading.Thread(target=visit.run, daemon=True)
            self._threads.append(thread)
            thread.start()


class Visit:
    """One connection."""

    def __init__(self, lab: Lab, connection: socket.socket, fault: Fault) -> None:
        self.lab, self.connection, self.fault = lab, connection, fault
        self.connection.settimeout(10)
        self.buffer = b""
        self.greeted = False

    def run(self) -> None:
        try:
            if self.lab._implicit:
                self.encrypt()
            self.answer("banner", GREETING)
            while True:
                self.command(self.line())
        except (Gone, OSError, ValueError):
            pass
        finally:
            self.connection.close()

    def command(self, line: str) -> None:
        self.lab.commands.append(line)
        verb = line.split(" ", maxsplit=1)[0].upper()
        if verb in {"AUTH", "MAIL"} and not self.greeted:
            self.say("503 greet me first")
        elif verb in {"EHLO", "HELO"}:
            self.greeted = True
            offers = list(self.lab._offers)
            if isinstance(self.connection, ssl.SSLSocket) and "STARTTLS" in offers:
                offers.remove("STARTTLS")
            self.answer("hello", "\r\n".join(["250-lab", *(f"250-{offer}" for offer in offers), "250 HELP"]))
        elif verb == "STARTTLS":
            self.answer("starttls", "220 go ahead")
            self.misbehave("handshake")
            self.encrypt()
        elif verb == "AUTH":
            self.sign_in(line)
        elif verb in ORDINARY:
            self.answer(*ORDINARY[verb])
        elif verb == "DATA":
            self.answer("data", "354 go on")
            self.take()
        elif verb == "QUIT":
            self.answer("quit", "221 bye")
            raise Gone
        else:
            self.say("502 what?")

    def sign_in(self, line: str) -> None:
        words = line.split(" ")
        if words[1].upper() == "LOGIN":
            self.misbehave("auth")
            self.say("334 VXNlcm5hbWU6")
            self.lab.commands.append(self.line())
            self.say("334 UGFzc3dvcmQ6")
            self.lab.commands.append(self.line())
        self.answer("auth", "235 welcome")

    def take(self) -> None:
        self.misbehave("body")
        while b"\r\n.\r\n" not in self.buffer:
            self.receive()
        raw, _, self.buffer = self.buffer.partition(b"\r\n.\r\n")
        data = re.sub(rb"(?m)^\.\.", b".", raw + b"\r\n")
        if self.fault.stage == "dot" and self.fault.act.startswith(("drop", "reset", "hang", "reply")):
            refuses = not self.fault.act.startswith("reply 2")
            if refuses:
                self.misbehave("dot")
        found = re.search(rb"(?im)^Message-ID:\s*(\S+)", data)
        self.lab.accepted[found.group(1).decode() if found else "none"] += 1
        self.lab.messages.append(data)
        self.answer("dot", "250 2.0.0 Ok: queued as LAB1")

    def answer(self, stage: str, good: str) -> None:
        if self.fault.stage == stage and self.fault.act.startswith("reply"):
            self.say(self.fault.act.removeprefix("reply "))
            self.fault = Fault()
            return
        self.misbehave(stage)
        self.say(good)

    def misbehave(self, stage: str) -> None:
        if self.fault.stage != stage:
            return
        act = self.fault.act.removeprefix("accept-then-")
        if act.startswith("reply"):
            self.say(act.removeprefix("reply "))
            self.fault = Fault()
            raise Gone
        getattr(self, act.split(" ")[0].replace("-", "_"))()
        raise Gone

    def drop(self) -> None:
        """Close in an orderly way, as a process that ends does."""

    def reset(self) -> None:
        """Close with RST, as a host that has lost its state does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def hang(self) -> None:
        """Say nothing more."""
        self.lab.stop.wait(10)

    def garbage(self) -> None:
        """Speak another protocol."""
        self.connection.sendall(b"\x00\xff\x1b[2J HTTP/1.1 200 OK\r\n\r\n")
        self.lab.stop.wait(1)

    def endless(self) -> None:
        """One reply that never ends."""
        for _ in range(100_000):
            self.connection.sendall(b"250-and another thing\r\n" * 10)

    def long_line(self) -> None:
        """One line that never ends."""
        for _ in range(100_000):
            self.connection.sendall(b"x" * 1000)

    def loris(self) -> None:
        """Send one byte at a time, slowly, for ever."""
        while not self.lab.stop.wait(0.05):
            self.connection.sendall(b"2")

    def half(self) -> None:
        """Close in the middle of a reply."""
        self.connection.sendall(b"25")

    def say(self, text: str) -> None:
        self.connection.sendall(text.encode() + b"\r\n")

    def line(self) -> str:
        while b"\r\n" not in self.buffer:
            self.receive()
        line, _, self.buffer = self.buffer.partition(b"\r\n")
        return line.decode()

    def receive(self) -> None:
        data = self.connection.recv(65536)
        if not data:
            raise Gone
        self.buffer += data

    def encrypt(self) -> None:
        assert self.lab._context is not None
        self.greeted = False
        raw = self.connection
        try:
            self.connection = self.lab._context.wrap_socket(raw, server_side=True)
        except OSError:
            raw.close()
            raise Gone from None
