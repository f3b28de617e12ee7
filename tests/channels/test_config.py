"""`config.toml`: read and written so that nothing a person wrote is lost and no secret is shown."""

from __future__ import annotations

import stat

import pytest

from followup.channels.config import ChannelConfig, drop_channel, put_channel, read_config
from followup.errors import InvalidInput, StorageError

WRITTEN = """\
# my home
[channels.email]   # set up in spring
address = "me@example.org"  # the private one
password = "env:SMTP_PASSWORD"

[ways]
phone = "todo" # I call myself

[other]
kept = true
"""


def test_missing_file_is_empty(tmp_path):
    """A home without configuration works: nothing is set up."""
    configured = read_config(tmp_path)
    assert (configured.channels, configured.ways) == ({}, {})


def test_comments_and_other_tables_stay(tmp_path):
    """Writing one channel keeps every comment, other tables, and the order of lines."""
    (tmp_path / "config.toml").write_text(WRITTEN)
    put_channel(
        tmp_path,
        ChannelConfig(
            name="email",
            options={"address": "me@example.org", "password": "env:SMTP_PASSWORD", "port": 465},
            package="followup-email 1.0",
        ),
        ways={"email": "email"},
    )
    text = (tmp_path / "config.toml").read_text()
    for line in WRITTEN.splitlines():
        assert line in text
    configured = read_config(tmp_path)
    assert configured.channels["email"].options["port"] == 465
    assert configured.channels["email"].package == "followup-email 1.0"
    assert dict(configured.ways) == {"phone": "todo", "email": "email"}


def test_options_that_are_gone_are_removed(tmp_path):
    """What is written is exactly what was given: an option left out is gone."""
    put_channel(tmp_path, ChannelConfig(name="a", options={"x": 1, "y": 2}))
    put_channel(tmp_path, ChannelConfig(name="a", options={"y": 3}))
    assert dict(read_config(tmp_path).channels["a"].options) == {"y": 3}


def test_drop_removes_what_it_carried(tmp_path):
    """Dropping a channel removes its table and its ways, and nothing else."""
    (tmp_path / "config.toml").write_text(WRITTEN)
    put_channel(tmp_path, ChannelConfig(name="email"), ways={"email": "email"})
    drop_channel(tmp_path, "email")
    configured = read_config(tmp_path)
    assert "email" not in configured.channels
    assert dict(configured.ways) == {"phone": "todo"}
    assert "[other]" in (tmp_path / "config.toml").read_text()
    drop_channel(tmp_path, "never-there")


def test_file_is_private(tmp_path):
    """The file is for its owner only, even if it was open to all before, and no draft stays behind."""
    (tmp_path / "config.toml").write_text("")
    (tmp_path / "config.toml").chmod(0o644)
    put_channel(tmp_path, ChannelConfig(name="a", options={"x": 1}))
    assert stat.S_IMODE((tmp_path / "config.toml").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[channels.email\n", "line 1"),
        ("channels = 3\n", "tables such as"),
        ("[channels]\nemail = 'hunter2'\n", "must be a table"),
        ("[channels.email]\npackage = 3\n", "must be a table"),
        ("[ways]\nemail = 3\n", "ways must be"),
        ("ways = 'x'\n", "ways must be"),
        ("a = " + "[" * 5000, "config.toml"),
    ],
)
def test_mistakes_are_told(tmp_path, text, words):
    """A mistake is told with its place, without a value, and the file stays as it was."""
    (tmp_path / "config.toml").write_text(text)
    with pytest.raises(InvalidInput) as refused:
        read_config(tmp_path)
    assert words in refused.value.text
    assert "hunter2" not in str(refused.value)
    with pytest.raises(InvalidInput):
        put_channel(tmp_path, ChannelConfig(name="a"))
    assert (tmp_path / "config.toml").read_text() == text


def test_not_text(tmp_path):
    """Bytes that are no text are no configuration."""
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(InvalidInput):
        read_config(tmp_path)


def test_unreadable(tmp_path):
    """A folder of that name is a storage error in words."""
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(StorageError):
        read_config(tmp_path)


def test_unwritable_leaves_the_file(tmp_path, monkeypatch):
    """When the disk fails in the middle the old file stays whole and no draft stays behind."""
    (tmp_path / "config.toml").write_text(WRITTEN)

    def full(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("followup.channels.config.os.fsync", full)
    with pytest.raises(StorageError, match="as it was"):
        put_channel(tmp_path, ChannelConfig(name="a"))
    assert (tmp_path / "config.toml").read_text() == WRITTEN
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


def test_options_are_not_in_a_repr():
    """Somebody may have written the password itself: no repr shows an option."""
    assert "hunter2" not in repr(ChannelConfig(name="email", options={"password": "hunter2"}))
