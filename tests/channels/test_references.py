"""Secrets by reference: found where they are kept, never shown."""

from __future__ import annotations

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from followup.channels.references import SECRET, keep, secret
from followup.channels.validation import check_options
from followup.errors import InvalidInput


def test_environment(monkeypatch):
    """`env:NAME` is the variable's value."""
    monkeypatch.setenv("SOME_SECRET", "horse")
    assert secret("env:SOME_SECRET") == "horse"


def test_file(tmp_path):
    """`file:PATH` is the file's text without the last line end; relative paths lie below the home."""
    (tmp_path / "secret").write_bytes(b"horse \r\n")
    assert secret(f"file:{tmp_path}/secret") == "horse "
    assert secret("file:secret", home=tmp_path) == "horse "


class Drawer(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        self.kept = {}

    def get_password(self, service, username):
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


@pytest.fixture
def drawer():
    before = keyring.get_keyring()
    keyring.set_keyring(Drawer())
    yield
    keyring.set_keyring(before)


def test_keyring(drawer):
    """`keyring:SERVICE/USER` is what was kept there; the user may hold a slash."""
    reference = keep("followup-email", "me/x@example.org", "horse")
    assert reference == "keyring:followup-email/me/x@example.org"
    assert secret(reference) == "horse"
    with pytest.raises(InvalidInput, match="secret-missing"):
        secret("keyring:followup-email/nobody")


def test_no_keyring():
    """A system without a keyring says so and names the other ways."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    try:
        with pytest.raises(InvalidInput, match="keyring-missing") as refused:
            secret("keyring:a/b")
        with pytest.raises(InvalidInput, match="keyring-missing"):
            keep("a", "b", "horse")
    finally:
        keyring.set_keyring(before)
    assert "env:NAME" in refused.value.hint


@pytest.mark.parametrize(
    "reference", ["hunter2", "", "env:", "env:1A", "env:A B", "file:", "keyring:a", "ENV:A", "env:A\n"]
)
def test_no_reference(reference):
    """What is no reference may be the secret itself: it is refused and not repeated."""
    with pytest.raises(InvalidInput, match="secret-reference") as refused:
        secret(reference)
    assert "hunter2" not in str(refused.value)
    schema = {"type": "object", "properties": {"password": SECRET}}
    with pytest.raises(InvalidInput) as also:
        check_options("email", schema, {"password": reference})
    assert "hunter2" not in str(also.value)
    assert "must be a reference" in also.value.text


def test_missing(monkeypatch, tmp_path):
    """A reference to nothing names the reference, and what to do."""
    monkeypatch.setenv("EMPTY", "")
    (tmp_path / "big").write_bytes(b"x" * 70_000)
    (tmp_path / "bytes").write_bytes(b"\xff")
    (tmp_path / "blank").write_text("\n")
    for reference in (
        "env:NOT_THERE",
        "env:EMPTY",
        "file:none",
        "file:big",
        "file:bytes",
        "file:blank",
        "file:.",
    ):
        with pytest.raises(InvalidInput, match="secret-missing") as refused:
            secret(reference, home=tmp_path)
        assert refused.value.text.startswith(reference)
