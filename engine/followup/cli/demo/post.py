"""Where the demo's mail goes: a real SMTP server on this machine, or the folder channel without it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@dataclass(slots=True)
class Post:
    """What takes the mail.

    Attributes:
        how: What it is, in a sentence.
        received: The bytes of each mail, in the order of arrival.
    """

    how: str
    received: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's word
        """Keep a mail; called by the server."""
        self.received.append(bytes(envelope.content))
        return "250 2.0.0 kept"


@contextmanager
def office(home: Path) -> Iterator[Post]:
    """Set up the way out of a sandbox home for the length of a block."""
    missing = [name for name in ("aiosmtpd", "followup_email") if find_spec(name) is None]
    if missing:
        post = Post(
            f"Without {' and '.join(missing)} the mail goes to files in a folder. With a real mail server: "
            "pip install aiosmtpd followup-email"
        )
        yield post
        post.received += [file.read_bytes() for file in sorted((home / "outbox").glob("*.eml"))]
        return
    post = Post("")
    with _server(post) as port:
        post.how = f"The mail goes over SMTP to a server on this machine (127.0.0.1:{port}), and no further."
        _use(home, port)
        yield post


@contextmanager
def _server(post: Post) -> Iterator[int]:
    from aiosmtpd.controller import Controller

    class Loopback(Controller):
        def _trigger_server(self) -> None:
            """Knock at the port that the system has given, where the library would knock at 0."""
            server: Any = self.server
            self.port = server.sockets[0].getsockname()[1]
            super()._trigger_server()  # type: ignore[no-untyped-call]  # the library has no types

    controller = Loopback(post, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        yield int(controller.port)
    finally:
        controller.stop()


def _use(home: Path, port: int) -> None:
    from followup.channels.config import ChannelConfig, put_channel

    try:
        package = f"followup-email {version('followup-email')}"
    except PackageNotFoundError:  # a source tree on the path
        package = ""
    options = {"address": "candidate@example.org", "server": "127.0.0.1", "port": port, "tls": "none"}
    put_channel(home, ChannelConfig(name="email", options=options, package=package), ways={"email": "email"})
