"""The composition root: a home is put together here, and nowhere else."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from whenever import Instant

from followup import library
from followup.channels.config import read_config
from followup.channels.packages import Brought, brought
from followup.channels.registry import load
from followup.core.values.records import Worker
from followup.errors import FollowupError, Refused, StorageError, UsageError
from followup.ports import Clock, Store
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.clock import SystemClock, VirtualClock
from followup.runtime.folders import default_home
from followup.runtime.home import Home
from followup.store import open_store

if TYPE_CHECKING:
    from followup.authoring.compile import Compiled

__all__ = ["default_home", "find_playbook", "open_home", "this_process"]

DATABASE = "followup.db"
SANDBOX = "sandbox"
SANDBOX_NOW = "sandbox-now"
MAIL_DOMAIN = "mail-domain"


def open_home(path: Path | None = None, *, now: Instant | None = None, plugins: bool = True) -> Home:
    """Open a home, and make an empty one where nothing is.

    A home that is first opened with a time of its own (`now`) is a sandbox for ever: its clock is
    virtual, stands at the last time given, and nothing leaves this machine from it.

    Args:
        path: Its folder; None: the default one.
        now: The virtual time, for sandboxes only.
        plugins: Whether installed channel packages may be loaded.

    Raises:
        StorageError: It is no home, or cannot be used; it is left as it is.
        Refused: `now-refused`, a virtual time for a home that is none; `clock-back`.
        InvalidInput: `bad-config`.
    """
    folder = _folder(path or default_home())
    store = open_store(folder / DATABASE)
    try:
        clock = _clock(store, now)
        sandbox = isinstance(clock, VirtualClock)
        config = read_config(folder)
        with store.read() as reading:
            domain = reading.setting(MAIL_DOMAIN)
        home = Home(
            store=store,
            clock=clock,
            channels=load(config.channels, home=folder, ways=config.ways, plugins=plugins, sandbox=sandbox),
            almanac=PublicAlmanac(),
            worker=this_process(),
            sandbox=sandbox,
            path=folder,
        )
        return replace(home, mail_domain=domain) if domain else home
    except BaseException:
        store.close()
        raise


def find_playbook(
    word: str, *, flow: bool = True, home: Path | None = None, plugins: bool = True
) -> Compiled:
    """Return the playbook that a word names.

    Args:
        word: A file, a playbook that came with Followup or with a package, or a stack of overlays:
            `./vet.yaml`, `germany`, `software+germany`.
        flow: Whether to check how its states flow together.
        home: The home whose configuration names packages; None: the default one.
        plugins: Whether packages may be loaded.

    Raises:
        UsageError: `no-playbook`, with the nearest names.
        BadPlaybook: It has errors.
        InvalidInput: `bad-config`, or `no-file`.
    """
    folders = _Packages(home or default_home(), plugins)
    try:
        return library.find_playbook(word, flow=flow, folders=folders)
    except UsageError as error:
        if not folders.troubles:
            raise
        trouble = folders.troubles[0]
        raise UsageError(error.code, f"{error.text}; {trouble.text}", hint=trouble.hint) from None


@cache
def _brought(packages: tuple[str, ...], *, plugins: bool) -> Brought:
    """Return what packages bring, and load each of them once."""
    return brought(packages, plugins=plugins)


@dataclass
class _Packages:
    """The folders of the packages that a home names; nothing is loaded before they are asked for."""

    home: Path
    plugins: bool
    troubles: tuple[FollowupError, ...] = ()

    def __iter__(self) -> Iterator[Path]:
        folder = self.home.parent if self.home.name == DATABASE else self.home
        found = _brought(read_config(folder).packages, plugins=self.plugins)
        self.troubles = found.troubles
        return iter(found.folders)


def this_process() -> Worker:
    """Return who works on a home from here."""
    pid = os.getpid()
    return Worker(name="another command", pid=pid, host=socket.gethostname(), since=Instant.now())


def _folder(path: Path) -> Path:
    """Return the folder of a home; a file that is no database of a home is refused untouched."""
    if path.name == DATABASE and path.is_file():
        return path.parent
    if path.is_file():
        open_store(path).close()  # says what the file looks like
        return path.parent
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StorageError(
            "home-unreachable",
            f"{path} cannot be made a home ({error.strerror}); nothing was changed",
            hint="name another folder with --home",
        ) from None
    return path.absolute()


def _clock(store: Store, now: Instant | None) -> Clock:
    with store.read() as reading:
        sandbox = reading.setting(SANDBOX) is not None
        stood = reading.setting(SANDBOX_NOW)
        begun = reading.counts().cases > 0
    if not sandbox and now is None:
        return SystemClock()
    if not sandbox and begun:
        raise Refused(
            "now-refused",
            "this home is a real one, and real messages must not go at invented times; nothing was done",
            hint="leave --now out, or take an empty folder: --home FOLDER --now WHEN",
        )
    clock = VirtualClock(Instant.parse_iso(stood)) if stood else VirtualClock(now or Instant.now())
    if now is not None:
        clock.set(now)
    if stood != clock.now().format_iso():
        with store.write() as writing:
            writing.put_setting(SANDBOX, "yes")
            writing.put_setting(SANDBOX_NOW, clock.now().format_iso())
    return clock
