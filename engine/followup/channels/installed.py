"""Which distributions offer channels here, and the one door through which each is loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pluggy

from followup.channels.hookspecs import API, PROJECT, Hooks
from followup.channels.offer import ChannelType
from followup.channels.validation import check_schema
from followup.errors import FollowupError, NeedsPerson
from followup.ports import Manifest

BUILT_IN_PACKAGE = "built in"
"""Stands for the package of the channels that are always there; tests, not users, check their schemas."""

IDEMPOTENCY = ("native", "client", "none")
AUDIENCES = ("others", "self")
UNITS = ("", "characters", "segments")


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A channel that a distribution says it has. Nothing of it has been run.

    Attributes:
        name: The name of the entry point, which is the channel's name.
        distribution: `followup-email`.
        version: `1.0`.
        summary: The distribution's own one-line description.
        load: Imports the plugin. Runs a stranger's code: only call it if the user named it.
    """

    name: str
    distribution: str
    version: str
    summary: str
    load: Callable[[], Any]

    @property
    def package(self) -> str:
        """Distribution and version, as recorded in the configuration."""
        return f"{self.distribution} {self.version}"


@cache
def installed() -> tuple[Installed, ...]:
    """Return what is installed, by name, from package metadata alone; nothing is imported."""
    from importlib.metadata import entry_points  # costs 30 ms and is seldom needed

    found: dict[tuple[str, str], Installed] = {}
    for point in entry_points(group=PROJECT):
        about = point.dist.metadata if point.dist else None
        distribution = about["Name"] if about else "unknown"
        found[point.name, distribution] = Installed(
            name=point.name,
            distribution=distribution,
            version=about["Version"] if about else "",
            summary=(about["Summary"] or "") if about else "",
            load=point.load,
        )
    return tuple(found[key] for key in sorted(found))


def offered(plugin: object, name: str, package: str) -> ChannelType:
    """Ask one plugin for the channel of this name.

    Each plugin is asked by a plugin manager of its own. So one that wraps hooks, comes first or
    raises cannot change what another one answers.

    Raises:
        NeedsPerson: `channel-broken`, saying what is wrong with which package. Whatever the
            plugin raised, `SystemExit` included, ends here; only `KeyboardInterrupt` passes.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(plugin, name=name)
        manager.check_pending()
        answers: list[Iterable[Any]] = manager.hook.followup_channels()
        kinds = [kind for answer in answers for kind in answer]
    except KeyboardInterrupt:
        raise
    except pluggy.PluginValidationError as error:
        raise broken(name, package, f"it does not fit the hooks: {_short(error)}") from None
    except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
        raise broken(name, package, f"it raised {type(error).__name__} when asked for its channels") from None
    types = [kind for kind in kinds if isinstance(kind, ChannelType)]
    mine = [kind for kind in types if getattr(kind.manifest, "name", None) == name]
    if len(mine) != 1:
        raise broken(name, package, f"it offers {len(mine)} channels of this name instead of one")
    manifest = mine[0].manifest
    fault = manifest_fault(manifest) or ("" if package == BUILT_IN_PACKAGE else _schema_fault(manifest))
    if fault:
        raise broken(name, package, fault)
    return mine[0]


def load_installed(one: Installed) -> ChannelType:
    """Import an installed plugin and return its channel type.

    Raises:
        NeedsPerson: `channel-broken`.
    """
    try:
        plugin = one.load()
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - an import may raise anything, SystemExit included
        raise broken(one.name, one.package, f"its import raised {type(error).__name__}") from None
    return offered(plugin, one.name, one.package)


def manifest_fault(manifest: object) -> str:
    """Return what is wrong with a manifest, or an empty string."""
    if not isinstance(manifest, Manifest):
        return "its manifest is no followup.plugin.Manifest"
    if manifest.api != API:
        return f"it was written for version {manifest.api} of the plugin interface; this is version {API}"
    faults = {
        "it claims an unknown kind of idempotency": manifest.idempotency not in IDEMPOTENCY,
        "its audience is neither others nor self": manifest.audience not in AUDIENCES,
        "it counts its limit in an unknown unit": manifest.unit not in UNITS,
        "it names no way that it carries": not manifest.ways,
        "it says both that it sends and that a person does it": manifest.sends and manifest.person,
    }
    found = [fault for fault, is_so in faults.items() if is_so]
    return found[0] if found else ""


def _schema_fault(manifest: Manifest) -> str:
    try:
        check_schema(manifest.config_schema)
    except FollowupError as error:
        return error.text
    except Exception as error:  # noqa: BLE001 - a schema that is no schema may raise anything
        return f"its configuration schema is invalid ({type(error).__name__})"
    return ""


def broken(name: str, package: str, why: str) -> NeedsPerson:
    """Return the error for a channel that cannot be used; nothing was sent through it."""
    return NeedsPerson(
        "channel-broken",
        f"{name} ({package}) is broken: {why}. What it should carry waits; all else goes on",
        hint=f"update or reinstall {package.partition(' ')[0]}, or: playbook channels {name} --drop",
    )


def _short(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
