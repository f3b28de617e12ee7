"""The composition root: a home is put together here, and nowhere else."""

from __future__ import annotations

import os
import socket
from dataclasses import replace
from pathlib import Path

from whenever import Instant

from followup.channels.config import read_config
from followup.channels.registry import load
from followup.core.values.records import Worker
from followup.errors import Refused, StorageError
from followup.library import find_playbook
from followup.ports import Clock, Store
from followup.runtime.almanac import PublicAlmanac
from followup.runtime.clock import SystemClock, VirtualClock
from followup.runtime.folders import default_home
from followup.runtime.home import Home
from followup.store import open_store

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
