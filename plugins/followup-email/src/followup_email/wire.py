"""A line to a mail server: bytes out, replies in, one deadline over all of it."""

from __future__ import annotations

import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass

_CHUNK = 16 * 1024
_LONGEST_LINE = 4 * 1024
_MOST_LINES = 100
_NOTHING_YET = (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError)


class WireError(Exception):
    """The line failed: it was dropped, was too slow, or spoke something that is not SMTP."""


class Dropped(WireError):
    """The other side closed or reset the connection."""


class TooSlow(WireError):
    """The deadline passed."""


class Garbled(WireError):
    """What came is no SMTP reply."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: a code of three digits and its lines of text."""

    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines as one."""
        return " ".join(self.lines)


class Deadline:
    """A point in monotonic time, so that a clock that is set cannot move it."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        """Return the seconds that are left.

        Raises:
            TooSlow: None are.
        """
        left = self._end - time.monotonic()
        if left <= 0:
            raise TooSlow
        return left


class Wire:
    """A connected socket with a read buffer. Every failure is a `WireError`."""

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self._socket = connection
        self._deadline = deadline
        self._buffer = b""
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    @classmethod
    def open(cls, host: str, port: int, deadline: Deadline) -> Wire:
        """Connect to the first address of `host` that answers.

        Raises:
            OSError: Nothing answers, or the name is unknown.
            TooSlow: The deadline passed.
        """
        failure: OSError = OSError("the name has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            connection = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(deadline.left())
                connection.connect(address)
                return cls(connection, deadline)
            except TimeoutError:
                connection.close()
                raise TooSlow from None
            except OSError as error:
                connection.close()
                failure = error
            except BaseException:
                connection.close()
                raise
        raise failure

    @property
    def here(self) -> str:
        """Our end as an SMTP address literal, so that no host name is told to anybody."""
        address = str(self._socket.getsockname()[0])
        return f"[IPv6:{address}]" if ":" in address else f"[{address}]"

    @property
    def tls(self) -> str:
        """The version of TLS in use, such as `TLS 1.3`, or empty."""
        version = self._socket.version() if isinstance(self._socket, ssl.SSLSocket) else None
        return (version or "").replace("TLSv", "TLS ")

    def secure(self, context: ssl.SSLContext, host: str) -> None:
        """Switch to TLS.

        Raises:
            ssl.SSLError: The other side speaks no TLS that we trust.
            WireError: The line failed.
        """
        if self._buffer:
            raise Garbled  # slipped in before the encryption: never to be trusted
        self._socket.settimeout(self._deadline.left())
        try:
            self._socket.getpeername()  # wrap_socket leaks the socket of a line that is dead already
            self._socket = context.wrap_socket(self._socket, server_hostname=host)
        except TimeoutError:
            raise TooSlow from None
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            raise Dropped from None
        except ssl.SSLError:
            raise
        except OSError:
            raise Dropped from None

    def send(self, data: bytes) -> None:
        """Send all bytes; after a failure nobody knows how many have left."""
        view = memoryview(data)
        while view:
            self._socket.settimeout(self._deadline.left())
            try:
                view = view[self._socket.send(view[:_CHUNK]) :]
            except TimeoutError:
                raise TooSlow from None
            except OSError:
                raise Dropped from None

    def reply(self) -> Reply:
        """Read one reply, of one line or several."""
        lines: list[str] = []
        while len(lines) < _MOST_LINES:
            line = self._line()
            code, more, text = line[:3], line[3:4], line[4:]
            if not (code.isdigit() and b"200" <= code <= b"599" and more in (b" ", b"-", b"")):
                raise Garbled
            lines.append(text.decode("utf-8", "replace").strip())
            if more != b"-":
                return Reply(int(code), tuple(lines))
        raise Garbled

    def spoke(self) -> bool:
        """Whether something has come that nobody asked for. Does not wait."""
        self._socket.settimeout(0)
        with suppress(*_NOTHING_YET):
            self._buffer += self._received()
        return bool(self._buffer)

    def close(self) -> None:
        """Let go of the line."""
        self._socket.close()

    def _line(self) -> bytes:
        while b"\n" not in self._buffer:
            if len(self._buffer) > _LONGEST_LINE:
                raise Garbled
            self._socket.settimeout(self._deadline.left())
            try:
                self._buffer += self._received()
            except _NOTHING_YET:
                continue
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line.rstrip(b"\r")

    def _received(self) -> bytes:
        try:
            data = self._socket.recv(_CHUNK)
        except _NOTHING_YET:
            raise
        except TimeoutError:
            raise TooSlow from None
        except OSError:
            raise Dropped from None
        if not data:
            raise Dropped
        return data
