"""A `config.toml` that is no file is refused before it is opened."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followup.channels.config import ChannelConfig, put_channel, read_config
from followup.errors import StorageError


def test_a_pipe_is_no_config(tmp_path: Path) -> None:
    """Guards against waiting for ever, when reading and when a channel is put to use."""
    os.mkfifo(tmp_path / "config.toml")
    with pytest.raises(StorageError, match="no ordinary file") as caught:
        read_config(tmp_path)
    assert caught.value.code == "config-unreadable"
    with pytest.raises(StorageError, match="no ordinary file"):
        put_channel(tmp_path, ChannelConfig(name="folder"))


def test_a_folder_is_no_config(tmp_path: Path) -> None:
    """Guards the folder of that name: the same words, and it is left as it is."""
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(StorageError, match="no ordinary file"):
        read_config(tmp_path)
    assert (tmp_path / "config.toml").is_dir()
