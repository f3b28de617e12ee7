"""`config.toml` of a home: which channels are in use, with what options, and what carries what."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from followup.errors import InvalidInput, StorageError

if TYPE_CHECKING:
    from tomlkit import TOMLDocument
    from tomlkit.items import Table

FILE = "config.toml"
PACKAGE = "package"
"""The key that records which distribution brought a channel when it was put to use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelConfig:
    """One `[channels.NAME]` table.

    Attributes:
        name: The channel.
        options: Its options without `package`; hidden from `repr`, whatever is in them.
        package: `followup-email 1.0`, as recorded when it was put to use; empty: not recorded.
    """

    name: str
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    package: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Configured:
    """What `config.toml` says.

    Attributes:
        channels: The tables of channels by name.
        ways: The carrier of each way.
        packages: Distributions whose playbooks may be used.
    """

    channels: Mapping[str, ChannelConfig] = field(default_factory=dict)
    ways: Mapping[str, str] = field(default_factory=dict)
    packages: tuple[str, ...] = ()


def read_config(home: Path) -> Configured:
    """Read a home's `config.toml`; a missing file is an empty one.

    Raises:
        InvalidInput: `bad-config`, with the place of the mistake and without any value.
        StorageError: `config-unreadable`.
    """
    path = home / FILE
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # opening a pipe would wait for ever
            raise StorageError(
                "config-unreadable",
                f"{path} is no ordinary file; nothing was read, and nothing was changed",
                hint="move it away; without it there are the channels that came with Followup",
            )
        data = path.read_bytes()
    except FileNotFoundError:
        return Configured()
    except OSError as error:
        raise StorageError("config-unreadable", f"{path} cannot be read ({error.strerror})") from None
    try:
        document = tomllib.loads(data.decode())
    except UnicodeDecodeError:
        raise _bad(path, "it is not UTF-8 text") from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _bad(path, str(error)) from None
    return Configured(
        channels=_channels(document, path), ways=_ways(document, path), packages=_packages(document, path)
    )


def put_channel(home: Path, config: ChannelConfig, *, ways: Mapping[str, str] | None = None) -> None:
    """Write one channel's table, and what it carries; comments and all other tables stay.

    The file is replaced whole or not at all, readable by its owner only.

    Raises:
        InvalidInput: `bad-config`, if the file that is there cannot be understood.
        StorageError: `config-unwritable`.
    """
    document = _document(home)
    table = _subtable(_subtable(document, "channels"), config.name)
    wanted = dict(config.options) | ({PACKAGE: config.package} if config.package else {})
    for key in [key for key in table if key not in wanted]:
        del table[key]
    for key, value in wanted.items():
        if table.get(key) != value:
            table[key] = value
    for way, name in (ways or {}).items():
        _subtable(document, "ways")[way] = name
    _replace(home, document)


def drop_channel(home: Path, name: str) -> None:
    """Remove a channel's table and the ways it carried; nothing else changes."""
    document = _document(home)
    channels, ways = _subtable(document, "channels"), _subtable(document, "ways")
    channels.pop(name, None)
    for way in [way for way, carrier in ways.items() if carrier == name]:
        del ways[way]
    for key in ("channels", "ways"):
        if not _subtable(document, key):
            del document[key]
    _replace(home, document)


def _channels(document: Mapping[str, Any], path: Path) -> Mapping[str, ChannelConfig]:
    tables = document.get("channels", {})
    if not isinstance(tables, dict):
        raise _bad(path, "channels must be tables such as [channels.email]")
    found: dict[str, ChannelConfig] = {}
    for name, table in tables.items():
        if not isinstance(table, dict) or not isinstance(table.get(PACKAGE, ""), str):
            raise _bad(path, f"channels.{name[:40]} must be a table: [channels.{name[:40]}]")
        options = {key: value for key, value in table.items() if key != PACKAGE}
        found[name] = ChannelConfig(
            name=name, options=MappingProxyType(options), package=table.get(PACKAGE, "")
        )
    return MappingProxyType(found)


def _ways(document: Mapping[str, Any], path: Path) -> Mapping[str, str]:
    ways = document.get("ways", {})
    if not isinstance(ways, dict) or not all(isinstance(name, str) for name in ways.values()):
        raise _bad(path, 'ways must be a table of channel names: [ways] with lines such as email = "email"')
    return MappingProxyType(dict(ways))


def _packages(document: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    names = document.get("packages", [])
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise _bad(path, 'packages must be a list of names: packages = ["followup-nursing"]')
    return tuple(names)


def _document(home: Path) -> TOMLDocument:
    import tomlkit  # only needed to write

    read_config(home)
    try:
        return tomlkit.parse((home / FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()


def _subtable(parent: TOMLDocument | Table, key: str) -> Table:
    import tomlkit

    if key not in parent:
        parent[key] = tomlkit.table(is_super_table=key == "channels")
    table: Table = parent[key]
    return table


def _replace(home: Path, document: TOMLDocument) -> None:
    import tomlkit

    path = home / FILE
    draft = home / f".{FILE}.{os.getpid()}.tmp"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(tomlkit.dumps(document))
            file.flush()
            os.fsync(descriptor)
        draft.replace(path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise StorageError(
            "config-unwritable", f"{path} cannot be written ({error.strerror}); it is as it was"
        ) from None


def _bad(path: Path, why: str) -> InvalidInput:
    return InvalidInput(
        "bad-config", f"{path}: {why}", hint="mend it, or move it away and set channels up again"
    )
