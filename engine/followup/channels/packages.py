"""Packages that bring playbooks: only those that the configuration names are loaded, each for itself.

A playbook package has an entry point in the group `followup.playbooks`; the module behind it implements
`followup_playbooks` with `@hookimpl` and returns folders.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pluggy

from followup.channels.hookspecs import PLAYBOOKS, PROJECT, Hooks
from followup.errors import FollowupError, NeedsPerson


@dataclass(frozen=True, slots=True)
class Package:
    """A distribution that says it brings playbooks. Nothing of it has been run.

    Attributes:
        distribution: Its name, such as `followup-nursing`.
        load: Imports what is behind its entry point. Runs a stranger's code.
    """

    distribution: str
    load: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Brought:
    """What the named packages bring.

    Attributes:
        folders: Folders with playbooks, in the order of the packages.
        troubles: Why a package brings nothing; the others are not touched by that.
    """

    folders: tuple[Path, ...] = ()
    troubles: tuple[FollowupError, ...] = ()


def installed_packages() -> tuple[Package, ...]:
    """Return the packages that say they bring playbooks, from metadata alone; nothing is imported."""
    from importlib.metadata import entry_points  # costs 30 ms and is seldom needed

    return tuple(
        Package(point.dist.metadata["Name"] if point.dist else "unknown", point.load)
        for point in entry_points(group=PLAYBOOKS)
    )


def brought(
    names: Iterable[str],
    *,
    plugins: bool = True,
    found: Callable[[], Iterable[Package]] = installed_packages,
) -> Brought:
    """Return the folders of the packages that the configuration names.

    Args:
        names: Names of distributions, from `packages` in `config.toml`.
        plugins: False: nothing is loaded.
        found: Returns what is installed; it is only asked if there is a name.
    """
    wanted = tuple(dict.fromkeys(names))
    if not wanted or not plugins:
        return Brought()
    here = tuple(found())
    folders: list[Path] = []
    troubles: list[FollowupError] = []
    for name in wanted:
        mine = [one for one in here if _plain(one.distribution) == _plain(name)]
        if not mine:
            troubles.append(_missing(name))
        for one in mine:
            try:
                folders += _folders(one)
            except NeedsPerson as trouble:
                troubles.append(trouble)
    return Brought(tuple(dict.fromkeys(folders)), tuple(troubles))


def _folders(package: Package) -> list[Path]:
    """Load a package and ask it for its folders.

    Raises:
        NeedsPerson: `package-broken`. Whatever the package raised, `SystemExit` included, ends here.
    """
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    try:
        manager.register(package.load(), name=package.distribution)
        manager.check_pending()
        answers: list[Iterable[Any]] = manager.hook.followup_playbooks()
        given = [_plain_path(one) for answer in answers for one in answer]
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - a stranger's code may raise anything
        raise _broken(package, f"it raised {type(error).__name__} when asked for its playbooks") from None
    return list(_checked(package, given))


def _checked(package: Package, given: Iterable[Any]) -> Iterator[Path]:
    for one in given:
        if not isinstance(one, Path):
            raise _broken(package, f"it gives something of type {type(one).__name__} for a folder")
        if not os.path.isdir(one):  # noqa: PTH112 - Path.is_dir raises, of a folder one may not see
            raise _broken(package, "a folder that it gives is not there")
        yield one.absolute()


def _plain_path(one: object) -> object:
    """Return a path without what a stranger's own kind of it would do; anything else as it is."""
    return Path(os.fspath(one)) if isinstance(one, Path) else one


def _plain(name: str) -> str:
    """Return a name of a distribution as package indexes compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _missing(name: str) -> NeedsPerson:
    return NeedsPerson(
        "package-missing",
        f"{name} is named under packages in config.toml and brings no playbooks here; all else goes on",
        hint=f"install {name}, or take it out of packages",
    )


def _broken(package: Package, why: str) -> NeedsPerson:
    name = package.distribution
    return NeedsPerson(
        "package-broken",
        f"{name} is broken: {why}. Its playbooks are not found; all else goes on",
        hint=f"update or reinstall {name}, or take it out of packages in config.toml",
    )
