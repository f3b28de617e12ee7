"""The channels in use: what carries which way here, and what is wrong where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from followup.channels.config import ChannelConfig
from followup.channels.installed import Installed
from followup.channels.offer import ChannelType
from followup.channels.opening import BUILT_IN, Opened, Opener
from followup.errors import FollowupError, InvalidInput, NeedsPerson
from followup.ports import Channel, Manifest

__all__ = ["BUILT_IN", "DEFAULT_WAYS", "Registry", "load"]

DEFAULT_WAYS: Mapping[str, str] = MappingProxyType(
    {
        "email": "folder",
        "phone": "todo",
        "linkedin": "todo",
        "card": "todo",
        "letter": "todo",
        "visit": "todo",
        "sms": "todo",
        "console": "console",
    }
)
"""What carries a way as long as the configuration says nothing: a person, or a file to send."""


class Registry:
    """Implements `ports.Channels`. Nothing is imported or opened before it is asked for."""

    def __init__(self, config: Mapping[str, ChannelConfig], ways: Mapping[str, str], opener: Opener) -> None:
        self._config = config
        self._ways = ways
        self._opener = opener

    def carrier(self, way: str) -> Channel | None:
        """Return the channel that carries a way, or None: nothing does, or it has a trouble."""
        name = self.carries(way)
        return self.get(name) if name else None

    def get(self, name: str) -> Channel | None:
        """Return a channel in use by its name, or None if it is not in use or has a trouble."""
        opened = self._opener.open(name)
        return opened.channel if isinstance(opened, Opened) else None

    def ways(self) -> Mapping[str, Manifest]:
        """Return the manifest of the carrier of each way.

        A way whose carrier has a trouble is still a way: it gets a manifest with the little that
        is known, so that its messages are drafted and wait. `carrier` returns None for it.
        """
        names = dict.fromkeys([*DEFAULT_WAYS, *self._ways, *(way for way, _ in self._claims())])
        return {way: self._manifest(way, self.carries(way)) for way in names}

    def carries(self, way: str) -> str:
        """Return the name of the channel that should carry a way, or an empty string.

        `[ways]` says so; else the one configured channel that is made for it; else a built-in.
        Two configured channels that are made for it are none: nobody may guess.
        """
        if way in self._ways:
            return self._ways[way]
        claims = self._claimed(way)
        if claims:
            return claims[0] if len(claims) == 1 else ""
        return DEFAULT_WAYS.get(way, "")

    def why_not(self, way: str) -> FollowupError | None:
        """Return why nothing carries a way now, or None if something does.

        Codes: those of `trouble`; `way-unclear` (two channels are made for it), `way-unknown`.
        """
        name = self.carries(way)
        if name:
            return self.trouble(name)
        claims = self._claimed(way)
        if claims:
            return InvalidInput(
                "way-unclear",
                f"{' and '.join(claims)} are both set up and both carry {way}; what is to go by it waits",
                hint=f'say which in config.toml: [ways] {way} = "{claims[0]}"',
            )
        return NeedsPerson(
            "way-unknown",
            f"no channel here carries {way}; what is to go by it waits",
            hint=f'to do it by hand, in config.toml: [ways] {way} = "todo"',
        )

    def trouble(self, name: str) -> FollowupError | None:
        """Return why a channel that should be in use cannot be used, or None if it can.

        Codes: `channel-missing`, `channel-broken`, `channel-twice`, `package-changed`,
        `channels-off`, `channel-unused`, `bad-channel-options`.
        """
        opened = self._opener.open(name)
        return opened if isinstance(opened, FollowupError) else None

    def package(self, name: str) -> str:
        """Return distribution and version of a channel in use; empty for built-in ones."""
        opened = self._opener.open(name)
        return opened.package if isinstance(opened, Opened) else ""

    def kind(self, name: str) -> ChannelType:
        """Load the type of a channel that the user is putting to use, without opening it.

        Raises:
            NeedsPerson: `channels-off`, `channel-missing`, `channel-broken`, `channel-twice`.
        """
        return self._opener.kind(name, afresh=True)[0]

    def installed(self) -> tuple[Installed, ...]:
        """Return what is installed beside the built-in channels; nothing of it is run."""
        return self._opener.installed()

    @property
    def config(self) -> Mapping[str, ChannelConfig]:
        """The configuration the registry was made of."""
        return self._config

    def _claims(self) -> list[tuple[str, str]]:
        claims: list[tuple[str, str]] = []
        for name in self._config:
            if name in BUILT_IN:
                continue
            opened = self._opener.open(name)
            ways = opened.channel.manifest.ways if isinstance(opened, Opened) else (name,)
            claims += [(way, name) for way in ways if way != "*"]
        return claims

    def _claimed(self, way: str) -> list[str]:
        return [name for claimed, name in self._claims() if claimed == way]

    def _manifest(self, way: str, name: str) -> Manifest:
        channel = self.get(name) if name else None
        if channel:
            return channel.manifest
        person = DEFAULT_WAYS.get(way) == "todo"
        return Manifest(
            name=name or way,
            title="cannot be used now",
            ways=(way,),
            sends=not person,
            person=person,
            outcomes={},
            config_schema={},
            dated={},
        )


def load(
    config: Mapping[str, ChannelConfig],
    *,
    home: Path,
    ways: Mapping[str, str] | None = None,
    plugins: bool = True,
    sandbox: bool = False,
    found: Iterable[Installed] | None = None,
) -> Registry:
    """Return the channels of a home.

    Args:
        config: Tables of `config.toml` by channel name. Only what is named here is ever loaded.
        home: The home folder.
        ways: The `[ways]` table: which channel carries which way.
        plugins: False: nothing but the built-in channels is loaded.
        sandbox: Whether the clock is not the world's: channels that would send to others then
            write to a folder, unless nothing can leave this machine with their options.
        found: What is installed; None: look at the packages of this Python.
    """
    opener = Opener(config, home=home, plugins=plugins, sandbox=sandbox, found=found)
    return Registry(config, ways or {}, opener)
