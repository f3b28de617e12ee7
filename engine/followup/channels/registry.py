"""The channels in use: what carries which way here, and what is wrong where nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from followup.channels import builtin
from followup.channels.config import ChannelConfig
from followup.channels.contained import Contained
from followup.channels.installed import (
    BUILT_IN_PACKAGE,
    Installed,
    broken,
    installed,
    load_installed,
    manifest_fault,
    offered,
)
from followup.channels.offer import ChannelType, Setup
from followup.channels.validation import check_options, with_defaults
from followup.errors import FollowupError, InvalidInput, NeedsPerson
from followup.ports import Channel, Manifest

BUILT_IN = ("todo", "folder", "console")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    channel: Contained
    package: str


class Registry:
    """Implements `ports.Channels`. Nothing is imported or opened before it is asked for."""

    def __init__(
        self,
        config: Mapping[str, ChannelConfig],
        *,
        home: Path,
        ways: Mapping[str, str],
        plugins: bool,
        sandbox: bool,
        found: Iterable[Installed] | None,
    ) -> None:
        self._config = config
        self._home = home.absolute()
        self._ways = ways
        self._plugins = plugins
        self._sandbox = sandbox
        self._found = tuple(found) if found is not None else None
        self._opened: dict[str, _Opened | FollowupError] = {}

    def carrier(self, way: str) -> Channel | None:
        """Return the channel that carries a way, or None: nothing does, or it has a trouble."""
        name = self.carries(way)
        return self.get(name) if name else None

    def get(self, name: str) -> Channel | None:
        """Return a channel in use by its name, or None if it is not in use or has a trouble."""
        opened = self._open(name)
        return opened.channel if isinstance(opened, _Opened) else None

    def ways(self) -> Mapping[str, Manifest]:
        """Return the manifest of the carrier of each way.

        A way whose carrier has a trouble is still a way: it gets a manifest with the little that
        is known, so that its messages are drafted and wait. `carrier` returns None for it.
        """
        names = dict.fromkeys([*DEFAULT_WAYS, *self._ways, *(way for way, _ in self._claims())])
        carriers = {way: self.carries(way) for way in names}
        return {way: self._manifest(way, name) for way, name in carriers.items() if name}

    def carries(self, way: str) -> str:
        """Return the name of the channel that should carry a way, or an empty string.

        `[ways]` says so; else the one configured channel that is made for it; else a built-in.

        Raises:
            InvalidInput: `way-unclear`, if two configured channels are made for it.
        """
        if way in self._ways:
            return self._ways[way]
        claims = [name for claimed, name in self._claims() if claimed == way]
        if len(claims) > 1:
            raise InvalidInput(
                "way-unclear",
                f"{' and '.join(claims)} are both set up and both carry {way}; nothing was sent by it",
                hint=f'say which in config.toml: [ways] {way} = "{claims[0]}"',
            )
        return claims[0] if claims else DEFAULT_WAYS.get(way, "")

    def trouble(self, name: str) -> FollowupError | None:
        """Return why a channel that should be in use cannot be used, or None if it can.

        Codes: `channel-missing`, `channel-broken`, `channel-twice`, `package-changed`,
        `channels-off`, `channel-unused`, `bad-channel-options`.
        """
        opened = self._open(name)
        return opened if isinstance(opened, FollowupError) else None

    def package(self, name: str) -> str:
        """Return distribution and version of a channel in use; empty for built-in ones."""
        opened = self._open(name)
        return opened.package if isinstance(opened, _Opened) else ""

    def kind(self, name: str) -> ChannelType:
        """Load the type of a channel the user has named, without opening it.

        Raises:
            NeedsPerson: `channel-missing`, `channel-broken`, `channel-twice`, `package-changed`.
        """
        return self._kind(name)[0]

    def installed(self) -> tuple[Installed, ...]:
        """Return what is installed beside the built-in channels; nothing of it is run."""
        return self._found if self._found is not None else installed()

    @property
    def config(self) -> Mapping[str, ChannelConfig]:
        """The configuration the registry was made of."""
        return self._config

    def _claims(self) -> list[tuple[str, str]]:
        claims: list[tuple[str, str]] = []
        for name in self._config:
            if name in BUILT_IN:
                continue
            opened = self._open(name)
            ways = opened.channel.manifest.ways if isinstance(opened, _Opened) else (name,)
            claims += [(way, name) for way in ways if way != "*"]
        return claims

    def _manifest(self, way: str, name: str) -> Manifest:
        channel = self.get(name)
        if channel:
            return channel.manifest
        person = DEFAULT_WAYS.get(way) == "todo"
        return Manifest(
            name=name,
            title="cannot be used now",
            ways=(way,),
            sends=not person,
            person=person,
            outcomes={},
            config_schema={},
            dated={},
        )

    def _open(self, name: str) -> _Opened | FollowupError:
        if name not in self._opened:
            try:
                self._opened[name] = self._opening(name)
            except FollowupError as error:
                self._opened[name] = error
        return self._opened[name]

    def _opening(self, name: str) -> _Opened:
        config = self._config.get(name)
        if config is None and name not in BUILT_IN:
            raise NeedsPerson(
                "channel-unused",
                f"{name} is not in use; what it should carry waits",
                hint=f"playbook channels {name} --use",
            )
        kind, package = self._kind(name)
        options = config.options if config else {}
        try:
            check_options(name, kind.manifest.config_schema, options)
        except RecursionError:
            raise broken(name, package, "its configuration schema never ends") from None
        filled = MappingProxyType(with_defaults(kind.manifest.config_schema, options))
        if self._sandbox and kind.manifest.sends and kind.manifest.audience == "others":
            try:
                local = kind.local(filled)
            except Exception as error:  # noqa: BLE001  # a stranger's code may raise anything
                raise broken(name, package, f"it raised {type(error).__name__}") from None
            if local is not True:
                return self._instead(name, package)
        channel = _opened_channel(kind, package, self._setup(name, filled))
        return _Opened(channel=channel, package=package)

    def _instead(self, name: str, package: str) -> _Opened:
        """Let a folder stand for a channel that would reach out of a sandbox."""
        kind, _ = self._kind("folder")
        options = MappingProxyType(with_defaults(kind.manifest.config_schema, {}))
        folder = _opened_channel(kind, "", self._setup("folder", options))
        title = f"writes a file instead of sending (this is a sandbox; {package or name} stays silent)"
        folder.manifest = replace(folder.manifest, title=title)
        return _Opened(channel=folder, package=package)

    def _setup(self, name: str, options: Mapping[str, object]) -> Setup:
        return Setup(name=name, options=options, home=self._home, sandbox=self._sandbox)

    def _kind(self, name: str) -> tuple[ChannelType, str]:
        if name in BUILT_IN:
            return offered(builtin, name, BUILT_IN_PACKAGE), ""
        if not self._plugins:
            raise NeedsPerson(
                "channels-off", f"{name} is not loaded, as you asked; what it should carry waits"
            )
        one = self._installed(name)
        return load_installed(one), one.package

    def _installed(self, name: str) -> Installed:
        config = self._config.get(name)
        recorded = config.package.partition(" ")[0] if config else ""
        found = [one for one in self.installed() if one.name == name]
        if not found:
            raise NeedsPerson(
                "channel-missing",
                f"{name} is not installed; what it should carry waits",
                hint=f"install {recorded or 'the package that brings it'}, or: "
                f"playbook channels {name} --drop",
            )
        if len(found) > 1:
            packages = " and ".join(one.package for one in found)
            raise NeedsPerson(
                "channel-twice",
                f"{packages} both bring a channel called {name}; neither is used, "
                "and what it should carry waits",
                hint="uninstall one of them",
            )
        if recorded and recorded != found[0].distribution:
            raise NeedsPerson(
                "package-changed",
                f"{name} was brought by {recorded} and is now brought by {found[0].package}; it is not used",
                hint=f"if that is what you want: playbook channels {name} --use",
            )
        return found[0]


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
    return Registry(config, home=home, ways=ways or {}, plugins=plugins, sandbox=sandbox, found=found)


def _opened_channel(kind: ChannelType, package: str, setup: Setup) -> Contained:
    try:
        channel = kind.open(setup)
        manifest = channel.manifest
    except (KeyboardInterrupt, FollowupError):
        raise
    except BaseException as error:  # noqa: BLE001  # a stranger's code may raise anything
        raise broken(setup.name, package, f"it raised {type(error).__name__} when it was opened") from None
    fault = manifest_fault(manifest) or ("" if manifest.name == kind.manifest.name else "it changed its name")
    if fault:
        raise broken(setup.name, package, fault)
    return Contained(channel, manifest)
