"""Opens channels by name: finds, loads, checks, contains. Whatever goes wrong is kept as a trouble."""

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
from followup.errors import FollowupError, NeedsPerson

BUILT_IN = ("todo", "folder", "console")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A channel in use, behind its wall, with the package that brought it (empty: built in)."""

    channel: Contained
    package: str


class Opener:
    """Opens each channel at most once. Nothing is imported before it is asked for."""

    def __init__(
        self,
        config: Mapping[str, ChannelConfig],
        *,
        home: Path,
        plugins: bool,
        sandbox: bool,
        found: Iterable[Installed] | None,
    ) -> None:
        self._config = config
        self._home = home.absolute()
        self._plugins = plugins
        self._sandbox = sandbox
        self._found = tuple(found) if found is not None else None
        self._opened: dict[str, Opened | FollowupError] = {}

    def open(self, name: str) -> Opened | FollowupError:
        """Return the open channel, or what is wrong with it."""
        if name not in self._opened:
            try:
                self._opened[name] = self._opening(name)
            except FollowupError as error:
                self._opened[name] = error
        return self._opened[name]

    def _opening(self, name: str) -> Opened:
        config = self._config.get(name)
        if config is None and name not in BUILT_IN:
            raise NeedsPerson(
                "channel-unused",
                f"{name} is not in use; what it should carry waits",
                hint=f"playbook channels {name} --use",
            )
        kind, package = self.kind(name)
        options = config.options if config else {}
        try:
            check_options(name, kind.manifest.config_schema, options)
        except FollowupError:
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's schema may make the validator raise anything
            raise broken(name, package, f"its schema cannot be used ({type(error).__name__})") from None
        filled = MappingProxyType(with_defaults(kind.manifest.config_schema, options))
        if self._sandbox and kind.manifest.sends and kind.manifest.audience == "others":
            try:
                local = kind.local(filled)
            except Exception as error:  # noqa: BLE001 - a stranger's code may raise anything
                raise broken(name, package, f"it raised {type(error).__name__}") from None
            if local is not True:
                return self._instead(name, package, kind.manifest.ways)
        channel = _opened_channel(kind, package, self._setup(name, filled))
        return Opened(channel=channel, package=package)

    def installed(self) -> tuple[Installed, ...]:
        """Return what is installed beside the built-in channels; nothing of it is run."""
        return self._found if self._found is not None else installed()

    def _instead(self, name: str, package: str, ways: tuple[str, ...]) -> Opened:
        """Let a folder stand for a channel that would reach out of a sandbox."""
        kind, _ = self.kind("folder")
        options = MappingProxyType(with_defaults(kind.manifest.config_schema, {}))
        folder = _opened_channel(kind, "", self._setup("folder", options))
        title = f"writes a file instead of sending (this is a sandbox; {package or name} stays silent)"
        folder.manifest = replace(folder.manifest, name=name, ways=ways, title=title)
        return Opened(channel=folder, package=package)

    def _setup(self, name: str, options: Mapping[str, object]) -> Setup:
        return Setup(name=name, options=options, home=self._home, sandbox=self._sandbox)

    def kind(self, name: str, *, afresh: bool = False) -> tuple[ChannelType, str]:
        """Return the type of a channel and its package, without opening it.

        Args:
            name: The channel.
            afresh: The user is putting it to use now, so which package brought it before
                does not matter.

        Raises:
            NeedsPerson: `channels-off`, `channel-missing`, `channel-broken`, `channel-twice`,
                `package-changed`.
        """
        if name in BUILT_IN:
            return offered(builtin, name, BUILT_IN_PACKAGE), ""
        if not self._plugins:
            raise NeedsPerson(
                "channels-off", f"{name} is not loaded, as you asked; what it should carry waits"
            )
        one = self._installed(name, afresh=afresh)
        return load_installed(one), one.package

    def _installed(self, name: str, *, afresh: bool) -> Installed:
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
        if recorded and recorded != found[0].distribution and not afresh:
            raise NeedsPerson(
                "package-changed",
                f"{name} was brought by {recorded} and is now brought by {found[0].package}; it is not used",
                hint=f"if that is what you want: playbook channels {name} --use",
            )
        return found[0]


def _opened_channel(kind: ChannelType, package: str, setup: Setup) -> Contained:
    try:
        channel = kind.open(setup)
        manifest = channel.manifest
    except (KeyboardInterrupt, FollowupError):
        raise
    except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
        raise broken(setup.name, package, f"it raised {type(error).__name__} when it was opened") from None
    fault = manifest_fault(manifest) or ("" if manifest.name == kind.manifest.name else "it changed its name")
    if fault:
        raise broken(setup.name, package, fault)
    return Contained(channel, manifest)
