"""A mail server is set up by questions, against a real server on this machine; a failure is told as one."""

from __future__ import annotations

import socket
import stat
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from tests.cli.terminal import Terminal
from tests.cli.test_asked import MAIN
from tests.cli.typing_in import Typist

from followup.channels.references import keep_in_file, secret
from followup.cli.channel_options import Options
from followup.cli.option_values import host_and_port
from followup.errors import InvalidInput

NO_KEYRING = {"TZ": "UTC", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
WORDS = ("channels", "email", "--use")


class _Silent:
    """A handler that never gets a message, since a check sends none."""


def _only(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and given.password == b"correct horse"
    return AuthResult(success=right, handled=False)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def server() -> Iterator[Controller]:
    """A mail server on this machine that wants a password."""
    found = Controller(
        _Silent(),
        hostname="127.0.0.1",
        port=_free_port(),
        authenticator=_only,
        auth_require_tls=False,
    )
    found.start()
    yield found
    found.stop(no_assert=True)


def _set_up(typist: Typist, *exchange: str, code: int = 0) -> str:
    arguments = [*WORDS, "--home", str(typist.home), "--now", typist.now]
    with Terminal(MAIN, arguments, env=NO_KEYRING) as terminal:
        for expected, answer in zip(exchange[::2], exchange[1::2], strict=True):
            terminal.expect(expected)
            terminal.type(answer)
        assert terminal.end() == code, terminal.read
        return terminal.read


def test_a_server_is_set_up_and_reached(started: Typist, server: Controller):
    """Guards the whole way on a machine without a keyring: understood, kept privately, proved."""
    where = f"127.0.0.1:{server.port}"
    answer = _set_up(
        started,
        "Your address [candidate@example.org]",
        "",
        "Outgoing server",
        where,
        "Encryption: starttls, tls or none [none]",
        "",
        "sign in there? [y/N]",
        "y",
        "Password (not shown)",
        "correct horse",
    )
    assert f"Reached {where}, no encryption, signed in. Nothing was sent." in answer
    assert "email is ready." in answer
    assert "correct horse" not in answer
    kept = started.home / "secrets" / "email"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700
    text = (started.home / "config.toml").read_text()
    assert 'password = "file:secrets/email"' in text
    assert "correct horse" not in text
    (line,) = [one for one in started("channels").splitlines() if one.strip().startswith("email")]
    assert " ready " in line
    assert "not tried" not in line


def test_wrong_answers_are_told_at_once_and_a_failure_is_remembered(started: Typist, server: Controller):
    """Guards each question, what is said when the server refuses, and that nothing is called ready then."""
    port = server.port
    answer = _set_up(
        started,
        "Your address",
        "nobody",
        "Your address",
        "",
        "Outgoing server",
        "not a host",
        "Outgoing server",
        "127.0.0.1:99999",
        "Outgoing server",
        f"127.0.0.1:{port}",
        "Encryption",
        "some",
        "Encryption",
        "none",
        "sign in there?",
        "y",
        "Password",
        "wrong",
        code=3,
    )
    for said in (
        '"nobody" is no address',
        '"not a host" is no server',
        "port: a number from 1 to 65535",
        "tls: one of starttls, tls, none",
        "What is to go by it waits.",
        "to change one of them: playbook channels email --use",
    ):
        assert said in answer
    shown = started("channels")
    assert "email: set up, but the last try" in shown
    assert "the last try failed" in started("doctor")
    assert [one["state"] for one in started.json("channels")["channels"] if one["name"] == "email"] == [
        "broken"
    ]


def test_what_was_never_tried_is_not_called_ready(started: Typist):
    """Guards a channel that somebody wrote into the configuration by hand."""
    text = '[channels.email]\naddress = "candidate@example.org"\nserver = "127.0.0.1"\nport = 1\n'
    (started.home / "config.toml").write_text(text)
    assert "not tried yet" in started("channels")


def _options(**kept: Any) -> Options:
    from followup_email.channel import MANIFEST

    return Options("email", MANIFEST.config_schema, kept)


@pytest.mark.parametrize(
    ("text", "server", "port"),
    [
        ("smtp.example.org:587", "smtp.example.org", 587),
        ("smtp://smtp.example.org:465/", "smtp.example.org", 465),
        ("[::1]:25", "::1", 25),
        ("::1", "::1", None),
        ("smtp.example.org", "smtp.example.org", None),
    ],
)
def test_a_server_may_come_with_its_port(text: str, server: str, port: int | None):
    """Guards `HOST:PORT`, typed or given with --set."""
    options = _options()
    options.take(f"server={text}")
    assert (options.values["server"], options.values.get("port")) == (server, port)
    assert host_and_port(text) == (server, str(port or ""))


def test_another_server_forgets_what_fitted_the_old_one():
    """Guards against a password going unencrypted because the last server was on this machine."""
    options = _options(server="127.0.0.1", port=1025, tls="none")
    options.take("server=smtp.example.org:465")
    assert options.values == {"server": "smtp.example.org", "port": 465}


def test_a_secret_in_a_file_is_replaced_and_found_again(tmp_path):
    """Guards the way without a keyring, wherever the home is moved."""
    for value in ("first", "correct horse"):
        reference = keep_in_file(tmp_path, "email", value)
    assert secret(reference, home=tmp_path) == "correct horse"
    with pytest.raises(InvalidInput, match="secret-name"):
        keep_in_file(tmp_path, "../email", "x")
    with closing((tmp_path / "secrets" / "email").open()) as file:
        assert file.read() == "correct horse\n"
