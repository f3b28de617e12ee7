"""One run of the command line: its common options, its open home, and what has been kept so far."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar, cast

import click

from followup.cli import output
from followup.cli.screens.page import Look

if TYPE_CHECKING:
    from whenever import Instant, PlainDateTime

    from followup.runtime.home import Home

P = ParamSpec("P")
R = TypeVar("R")
MAKERS = ("start", "step", "run", "demo")
"""The verbs that make a home where none is; the others look, or act on what is there."""


@dataclass(slots=True)
class Session:
    """What all verbs share.

    Attributes:
        home: The folder given with `--home`; None: the default one.
        json: Whether a document is wanted instead of a screen.
        now: The virtual time given with `--now`, or None; one without a zone is settled on opening.
        zone: The zone that the candidate gives in this command, which goes before the one kept; empty: none.
        plugins: Whether installed channel packages may be loaded.
        width: Columns to draw for; None: those of the terminal, or no limit where there is none.
        in_hand: Whether an act is under way, so that a fault cannot say "nothing was changed".
        kept: What this run has committed so far, in words; empty: nothing.
    """

    home: Path | None = None
    json: bool = False
    now: Instant | PlainDateTime | None = None
    zone: str = ""
    plugins: bool = True
    width: int | None = None
    in_hand: bool = False
    kept: str = ""

    @property
    def interactive(self) -> bool:
        """Whether a person sits there who can be asked."""
        return not self.json and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def exact(self) -> bool:
        """Whether full names are asked for, so that a new case never changes what a script means."""
        return not self.interactive

    @contextmanager
    def opened(self, *, make: bool | None = None) -> Iterator[Home]:
        """Open the home for the length of a block.

        A folder named with `--home` where no home is yet becomes one only by a verb that begins something;
        to all others it looks like an empty home, and nothing is made.

        Args:
            make: Whether a new home may be made; None: as the verb that runs.
        """
        from followup.app import open_home

        with ExitStack() as stack:
            folder = self.home
            if self.absent and not (_begins_something() if make is None else make):
                self.progress(f"No home at {self.home} yet; nothing was made.")
                folder = Path(stack.enter_context(TemporaryDirectory(prefix="followup-")))
            home = open_home(folder, now=self._instant(), plugins=self.plugins)
            stack.callback(home.close)
            yield home

    @property
    def absent(self) -> bool:
        """Whether a folder was named with `--home`, other than the default one, where no home is yet."""
        from followup.app import DATABASE, default_home

        if self.home is None or self.home.absolute() == default_home().absolute():
            return False
        return not (self.home / DATABASE).exists() and (self.home.is_dir() or not self.home.exists())

    def _instant(self) -> Instant | None:
        """Return the virtual time; without a zone it is the candidate's, else this machine's."""
        from whenever import SYSTEM_TZ, PlainDateTime

        if not isinstance(self.now, PlainDateTime):
            return self.now
        zone = self.zone or _zone_of_candidate(self.home)
        return (self.now.assume_tz(zone) if zone else self.now.assume_tz(SYSTEM_TZ)).to_instant()

    def act(self, act: Callable[Concatenate[Home, P], R], home: Home, *args: P.args, **kwargs: P.kwargs) -> R:
        """Do something that changes the home, and remember that it was done."""
        from followup.runtime import outcomes
        from followup.runtime.views import Report

        about = args[0] if args and isinstance(args[0], str) else ""
        before = outcomes.standing(home, about) if about else None
        self.in_hand = True
        result = act(home, *args, **kwargs)
        self.in_hand = False
        self.kept = self.kept or "What was done before that is kept."
        if isinstance(result, Report) and not kwargs.get("dry_run"):
            return cast(R, outcomes.meant(home, before, result))
        return result

    def look(self, home: Home, owner: str | None = None) -> Look:
        """Return how to draw for the person who reads: their zone, the time, the terminal."""
        return Look(now=home.clock.now(), zone=_zone(home, owner), width=self.width or output.columns())

    def answer(self, screen: Sequence[str], document: Mapping[str, Any]) -> None:
        """Print the answer as it was asked for."""
        if self.json:
            output.document(document)
        else:
            output.lines(screen)

    def progress(self, line: str) -> None:
        """Say something on the way, to people only."""
        output.lines([line], to_people=True)


def _begins_something() -> bool:
    """Return whether the verb that runs may make a home."""
    context = click.get_current_context(silent=True)
    return context is None or context.info_name in MAKERS


def _zone_of_candidate(folder: Path | None) -> str:
    """Return the zone of the only candidate of a home, or an empty one: no home, nobody, or several."""
    from followup.app import DATABASE, default_home
    from followup.store import open_store

    home = folder or default_home()
    database = home if home.name == DATABASE else home / DATABASE
    if not database.is_file():
        return ""
    with closing(open_store(database)) as store, store.read() as reading:
        zones = [me.zone for me in reading.owners().values()]
    return zones[0] if len(zones) == 1 else ""


def _zone(home: Home, owner: str | None) -> str:
    """Return the zone of the candidate; with many, the one of the machine."""
    with home.store.read() as reading:
        me = reading.owner(owner) if owner else None
        if me is None:
            owners = reading.owners()
            me = next(iter(owners.values())) if len(owners) == 1 else None
    return me.zone if me else system_zone()


def system_zone() -> str:
    """Return the IANA zone of this machine, or UTC where it has none by name."""
    from whenever import SYSTEM_TZ, Instant

    return Instant.from_timestamp(0).to_tz(SYSTEM_TZ).tz_id or "UTC"


pass_session = click.make_pass_decorator(Session, ensure=True)
